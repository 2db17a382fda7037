"""Grades, exemption, acting, trainings, notices, certificates and papers: what is refused, what stands after."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from sibai.audit.models import Entry
from sibai.audit.refusals import Forbidden, SamePerson
from sibai.documents.word import render
from sibai.employment.models import Acting, Certificate, Contract, Ending, GradeFact, Receipt, Stint, TrainingAttendance
from sibai.employment.operations import grading, noticing, papers, resigning, standing, training
from sibai.employment.operations.taking_up import WrongDay
from sibai.employment.queries.employers import employer_name, employer_of
from sibai.employment.queries.paper_words import PAPERS, words_for
from sibai.employment.queries.terms import standing_grade
from sibai.employment.queries.wanted import SUBJECTS, wanted
from sibai.places.models import Organisation, OrganisationRecord, Place
from tests.employment.made import again, on_post
from tests.employment.test_ending import HEALTHY, Office
from tests.employment.test_renewing import grade, propose
from tests.employment.test_resigning import consented, given, handed_over
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, TODAY, villages_of


@pytest.fixture
def stint(county: Place) -> Stint:
    return on_post(villages_of(MAOPING)[0])


def enter(actor: Any, stint: Stint, word: str, year: int = 2025, reason: str = "") -> grading.Entered:
    return grading.enter(
        actor=actor,
        place=Place.objects.get(pk=COUNTY),
        year=year,
        grades={stint.pk: word},
        document="白人社发〔2026〕1号",
        reason=reason,
        today=TODAY,
        now=NOW,
    )


def confirm(actor: Any, agree: bool = True, reason: str = "") -> int:
    rows = list(GradeFact.objects.filter(state="entered"))
    place = Place.objects.get(pk=COUNTY)
    return grading.confirm(actor=actor, place=place, rows=rows, agree=agree, reason=reason, now=NOW)


def test_who_enters_a_grade_does_not_confirm_it(stint: Stint, actor_of: Any) -> None:
    clerk = actor_of("county_clerk")
    enter(clerk, stint, "合格")
    with pytest.raises(SamePerson):
        confirm(clerk)
    assert standing_grade(stint.person_id) is None
    assert confirm(actor_of("county_clerk", COUNTY, "second")) == 1
    assert standing_grade(stint.person_id).grade == "合格"  # type: ignore[union-attr]


def test_a_confirmed_grade_never_changes_and_is_corrected_by_a_new_row(stint: Stint, actor_of: Any) -> None:
    clerk, leader = actor_of("county_clerk"), actor_of("county_leader")
    enter(clerk, stint, "不合格")
    confirm(leader)
    first = GradeFact.objects.get()
    with pytest.raises(grading.BadGrades, match="没有变化"):
        enter(clerk, stint, "不合格", reason="核对")
    with pytest.raises(grading.BadGrades, match="写原因"):
        enter(clerk, stint, "合格")
    assert enter(clerk, stint, "合格", reason="漏计加分").corrections == 1
    with pytest.raises(grading.BadGrades, match="待确认"):
        enter(clerk, stint, "优秀", reason="再改")
    confirm(leader)
    assert again(first).grade == "不合格"
    assert standing_grade(stint.person_id).corrects_id == first.pk  # type: ignore[union-attr]


def test_a_grade_that_is_not_confirmed_is_entered_again(stint: Stint, actor_of: Any) -> None:
    clerk, leader = actor_of("county_clerk"), actor_of("county_leader")
    enter(clerk, stint, "合格")
    with pytest.raises(grading.BadGrades):
        confirm(leader, agree=False)
    confirm(leader, agree=False, reason="文号不对")
    enter(clerk, stint, "合格")
    assert sorted(GradeFact.objects.values_list("state", flat=True)) == ["entered", "rejected"]


@pytest.mark.parametrize("year", [2021, 2024, 2026, 2027])
def test_a_year_before_the_measure_not_over_or_without_a_post_has_no_grade(
    stint: Stint, actor_of: Any, year: int
) -> None:
    with pytest.raises(grading.BadGrades):
        enter(actor_of("county_clerk"), stint, "合格", year=year)


def test_only_the_county_enters_grades(stint: Stint, actor_of: Any) -> None:
    with pytest.raises(Forbidden):
        enter(actor_of("town", MAOPING), stint, "合格")


def acting(actor: Any, village: Place, **other: Any) -> Acting:
    told: dict[str, Any] = {
        "who": "测试代管",
        "post": "村文书",
        "cause": "vacant",
        "duties": "台账更新",
        "start": TODAY,
        "end": date(2026, 6, 30),
        **other,
    }
    return standing.appoint(actor=actor, village=village, today=TODAY, now=NOW, **told)


def test_a_vacant_post_is_minded_by_one_at_a_time_without_pay(stint: Stint, actor_of: Any) -> None:
    town, vacant = actor_of("town", MAOPING), villages_of(MAOPING)[1]
    row = acting(town, vacant)
    with pytest.raises(standing.CannotAct):
        acting(town, vacant)
    with pytest.raises(standing.CannotAct):
        acting(town, stint.village)
    with pytest.raises(WrongDay):
        acting(town, vacant, start=date(2026, 7, 1), end=date(2026, 6, 1))
    with pytest.raises(WrongDay, match="第二十三条"):
        acting(town, villages_of(MAOPING)[2], start=date(2022, 6, 9))
    standing.end(actor=town, acting=row, version=1, on=TODAY, today=TODAY, now=NOW)
    with pytest.raises(standing.CannotAct):
        standing.end(actor=town, acting=row, version=1, on=TODAY, today=TODAY, now=NOW)
    assert acting(town, vacant).closed_on is None
    assert Stint.objects.count() == 1
    assert not {field.name for field in Acting._meta.fields} & {"pay", "wage", "amount"}


def test_a_stand_in_whose_time_is_over_makes_room_for_the_next(stint: Stint, actor_of: Any) -> None:
    town, vacant = actor_of("town", MAOPING), villages_of(MAOPING)[1]
    row = acting(town, vacant)
    Acting.objects.filter(pk=row.pk).update(start=date(2026, 4, 1), end=date(2026, 5, 1))
    acting(town, vacant)
    assert again(row).closed_on == date(2026, 5, 1)


def test_a_training_needs_a_result_for_everybody_who_was_there(stint: Stint, actor_of: Any) -> None:
    on_post(villages_of(LENGSHUI)[0], 5)
    company = actor_of("company_clerk")
    told: dict[str, Any] = {"title": "业务", "where": "县", "content": "台账", "teacher": ""}
    county = Place.objects.get(pk=COUNTY)
    row = training.plan(actor=company, place=county, held_on=date(2026, 6, 1), now=NOW, **told)
    assert row.attendances.count() == 2
    with pytest.raises(WrongDay):
        training.sign_in(actor=company, training=row, version=1, present=[stint.pk], today=TODAY, now=NOW)
    june = date(2026, 6, 1)
    training.sign_in(actor=company, training=row, version=1, present=[stint.pk], today=june, now=NOW)
    with pytest.raises(WrongDay):
        training.close(actor=company, training=row, version=2, results={}, now=NOW)
    training.close(actor=company, training=row, version=2, results={stint.pk: "failed"}, now=NOW)
    assert sorted(TrainingAttendance.objects.values_list("result", flat=True)) == ["failed", "missed"]
    nowhere = Place.objects.get(pk="610929100000")
    with pytest.raises(training.NobodyToTrain):
        training.plan(actor=company, place=nowhere, held_on=june, now=NOW, **told)


def test_a_town_writes_to_its_own_and_a_withdrawn_notice_is_not_read(stint: Stint, actor_of: Any) -> None:
    on_post(villages_of(LENGSHUI)[0], 5)
    town = actor_of("town", MAOPING)
    row = noticing.write(actor=town, title="报表", body="月底前", read_by_day=None, today=TODAY, now=NOW)
    receipt = Receipt.objects.get()
    assert receipt.person_id == stint.person_id
    noticing.withdraw(actor=town, notice=row, reason="写错", now=NOW)
    person = actor_of("coordinator", stint.village_id, "", stint.person)
    with pytest.raises(noticing.AlreadyGone):
        noticing.read(actor=person, receipt=Receipt.objects.select_related("notice").get(), now=NOW)
    nobody = actor_of("town", "610929100000")
    with pytest.raises(noticing.NobodyToTell):
        noticing.write(actor=nobody, title="x", body="x", read_by_day=None, today=TODAY, now=NOW)


def test_the_party_of_a_contract_is_the_employer_of_the_reading_on_that_day(stint: Stint) -> None:
    company = Organisation.objects.get(kind="village_company", place=stint.village)
    OrganisationRecord.objects.filter(organisation=company).update(name="甲公司", end=date(2026, 5, 20))
    OrganisationRecord.objects.create(organisation=company, name="乙公司", start=TODAY, document="测试")
    assert employer_of(stint.village, date(2026, 5, 20)).name == "甲公司"
    assert employer_of(stint.village, TODAY).name == "乙公司"
    OrganisationRecord.objects.filter(organisation=company).delete()
    assert "没有登记" in employer_name(stint.village, TODAY)


def text_of(content: bytes) -> str:
    """All words of a Word paper."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_every_paper_is_filled_from_its_template(stint: Stint, actor_of: Any) -> None:
    grade(stint, 2025, "合格")
    renewal = propose(actor_of, stint, date(2027, 6, 30))
    other = on_post(villages_of(MAOPING)[1], 2)
    row = consented(actor_of, handed_over(actor_of, given(actor_of, other)))
    resigning.leave(
        actor=actor_of("village", other.village_id), resignation=row, version=row.version, today=TODAY, now=NOW
    )
    third = on_post(villages_of(MAOPING)[2], 3)
    office = Office(actor_of, third)
    ending = office.decide(office.check(office.prepare("removal_3", date(2026, 6, 30), unfinished_months=3)))
    company = actor_of("company_clerk")
    planned = training.plan(
        actor=company,
        place=Place.objects.get(pk=COUNTY),
        title="业务",
        held_on=TODAY,
        where="县",
        content="台账",
        teacher="",
        now=NOW,
    )
    contract = Contract.objects.get(stint=stint)
    for subject in (contract, renewal, row, ending, Ending.objects.get(kind="resignation"), planned):
        for kind, label, _, _, printed in wanted(subject):
            if printed:
                words = text_of(render(kind, words_for(kind, subject, TODAY)))
                assert label[:2] in words.replace(" ", "")
                assert "{{" not in words
    letter = text_of(render("removal_notice", words_for("removal_notice", ending, TODAY)))
    assert third.person.id_number in letter
    assert "第四十条第二项" in letter
    assert HEALTHY["union_told"]


def test_every_certificate_is_filled_and_the_income_is_called_agreed(stint: Stint, actor_of: Any) -> None:
    clerk = actor_of("village", stint.village_id)
    kinds = {"post": "在岗", "income": "约定", "end": "终止"}
    for kind, word in kinds.items():
        if kind == "end":
            Stint.objects.filter(pk=stint.pk).update(end=date(2026, 5, 20))
            stint.refresh_from_db()
        row = papers.issue(actor=clerk, stint=stint, kind=kind, purpose="", today=TODAY, now=NOW)
        row = Certificate.objects.select_related("stint__person", "stint__village__parent__parent").get(pk=row.pk)
        words = text_of(render(f"{kind}_certificate", words_for(f"{kind}_certificate", row, TODAY)))
        assert word in words
        assert stint.person.id_number in words
    assert "1,600.00" in text_of(
        render("income_certificate", words_for("income_certificate", Certificate.objects.get(kind="income"), TODAY))
    )
    with pytest.raises(papers.CannotCertify):
        papers.issue(actor=clerk, stint=stint, kind="post", purpose="", today=TODAY, now=NOW)


def test_every_paper_that_is_wanted_has_its_words() -> None:
    assert set(SUBJECTS) == {"contract", "renewal", "resignation", "ending", "stint", "training"}
    assert {"agreement", "labour_contract", "renewal", "resignation", "handover", "removal_notice"} <= set(PAPERS)


def test_health_and_reasons_stand_in_the_log_only_sealed(stint: Stint, actor_of: Any) -> None:
    office = Office(actor_of, stint)
    office.check(office.prepare("expiry", date(2026, 6, 30)), pregnancy_protected=1)
    for entry in Entry.objects.filter(action__startswith="employment."):
        told = str(entry.facts) + entry.object_label
        assert "pregnan" not in told
        assert "某法" not in told
        assert stint.person.name not in told
    raw = Ending.objects.extra(select={"raw": "facts_text"}).values_list("raw", flat=True)[0]
    assert not str(raw).startswith("{")
