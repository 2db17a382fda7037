"""What an import writes, for whom it waits, and how it is taken back as long as nothing stands on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from sibai.audit.acts import may_open
from sibai.audit.models import Entry
from sibai.audit.queries import lines
from sibai.audit.refusals import Forbidden, Overtaken
from sibai.documents import vault
from sibai.employment.flow import ROSTER
from sibai.employment.models import Certificate, Contract, Exemption, GradeFact, RosterImport, Stint
from sibai.employment.operations import grading
from sibai.employment.operations.holding import HOLDER
from sibai.employment.operations.intake import exporting, importing, undoing
from sibai.employment.operations.intake.bringing_in import BadRoster, bring_in
from sibai.employment.operations.intake.importing import NotSeen, NotYours
from sibai.employment.operations.intake.undoing import BuiltOn
from sibai.employment.operations.taking_up import file_contract, sign
from sibai.employment.queries.intake.kept import look_at
from sibai.employment.queries.intake.pages import uploaded
from sibai.employment.queries.intake.rows import RosterRow
from sibai.employment.queries.stints import on_post as on_post_on
from sibai.employment.queries.todos import todos
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.people.operations.revealing import reveal
from sibai.places.models import Place
from sibai.recruitment.models import Vacancy
from sibai.recruitment.operations.vacancies import open_vacancy
from tests.employment.intake.rosters import csv_of, look, row_of, rows_of, upload
from tests.people.invented import invented, person_in
from tests.web_fixtures import COUNTY, MAOPING, NOW, TODAY, villages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(actor_of: Any) -> Actor:
    made: Actor = actor_of("county_clerk")
    return made


@pytest.fixture
def villages(county: Any) -> list[Place]:
    return list(Place.objects.filter(parent_id=MAOPING).select_related("parent").order_by("code"))


def handed_in(clerk: Actor, rows: list[dict[str, Any]]) -> RosterImport:
    file = upload(csv_of(rows), "花名册.csv", "text/csv")
    made: RosterImport = importing.upload(actor=clerk, file=file, document="白人社函〔2026〕3号", now=NOW)
    return made


def confirmed(clerk: Actor, roster: RosterImport, accepted: bool = True) -> RosterImport:
    digest = look_at(roster, clerk, TODAY).digest(roster.file.sha256)
    return importing.confirm(
        actor=clerk, roster=roster, version=roster.version, digest=digest, accepted=accepted, now=NOW
    )


def imported(clerk: Actor, rows: list[dict[str, Any]]) -> RosterImport:
    return confirmed(clerk, handed_in(clerk, rows))


def undo(clerk: Actor, roster: RosterImport) -> RosterImport:
    made: RosterImport = undoing.undo(actor=clerk, roster=roster, version=roster.version, reason="传错了", now=NOW)
    return made


def test_people_posts_contracts_and_cards_are_written_in_one_entry(clerk: Actor, villages: list[Place]) -> None:
    roster = imported(clerk, rows_of(count=3))
    person = Person.objects.get(village=villages[0])
    assert (person.name, person.card, person.phone) == (invented(1).name, invented(1).card, invented(1).phone)
    stint = Stint.objects.get(person=person)
    assert (stint.source, stint.document, stint.start) == ("roster", "白人社函〔2026〕3号", date(2025, 7, 1))
    contract = Contract.objects.get(person=person)
    assert (contract.state, contract.filing_number, contract.sign_by) == ("filed", "2025-1", date(2025, 8, 1))
    assert contract.party
    entry = Entry.objects.get(action="employment.import_roster")
    assert (entry.outcome, roster.entry, entry.facts["posts"]) == ("done", entry.seq, 3)
    assert "新登记3人" in lines([entry])[0].sentence
    assert invented(1).name not in str(entry.facts)


def test_a_contract_waits_for_what_the_roster_does_not_tell(clerk: Actor, villages: list[Place]) -> None:
    unsigned = row_of(1, villages[0], 合同签订日期="", 备案号="")
    imported(clerk, [unsigned, row_of(2, villages[1], 备案号=""), row_of(3, villages[2])])
    states = [contract.state for contract in Contract.objects.order_by("village_id")]
    assert states == ["to_sign", "signed", "filed"]


def test_exemptions_and_grades_are_recorded_and_grades_wait_for_a_second_person(
    clerk: Actor, actor_of: Any, villages: list[Place]
) -> None:
    row = row_of(1, villages[0], 就业创业证号="61092900", 认定日期="2025-06-01", 享受岗位补贴="是")
    row["2025年度考核档次"] = "合格"
    imported(clerk, [row])
    exemption = Exemption.objects.get()
    assert (exemption.recognised, exemption.post_subsidised, exemption.since) == (True, True, date(2025, 6, 1))
    grade = GradeFact.objects.get()
    assert (grade.state, grade.year, grade.village) == ("entered", 2025, villages[0])
    leader = actor_of("county_leader")
    place = Place.objects.get(pk=COUNTY)
    assert grading.confirm(actor=leader, place=place, rows=[grade], agree=True, reason="", now=NOW) == 1


def test_vacancies_close_and_the_same_ones_open_again_when_it_is_undone(clerk: Actor, villages: list[Place]) -> None:
    vacancy = open_vacancy(village=villages[0], opened_on=date(2022, 6, 10), cause="never", now=NOW)
    roster = imported(clerk, [row_of(1, villages[0])])
    assert Vacancy.objects.get(pk=vacancy.pk).closed_on == date(2025, 7, 1)
    undo(clerk, roster)
    assert [(each.pk, each.closed_on) for each in Vacancy.objects.all()] == [(vacancy.pk, None)]


def test_a_village_whose_last_coordinator_has_left_gets_its_vacancy(clerk: Actor, villages: list[Place]) -> None:
    roster = imported(clerk, [row_of(1, villages[0], 离岗时间="2026-03-31")])
    assert [(each.village, each.opened_on) for each in Vacancy.objects.all()] == [(villages[0], date(2026, 4, 1))]
    undo(clerk, roster)
    assert not Vacancy.objects.exists()


def test_somebody_known_is_filled_in_and_blank_again_when_it_is_undone(clerk: Actor, villages: list[Place]) -> None:
    known = person_in(villages[5], 1, card="", education="")
    roster = imported(clerk, [row_of(1, villages[0], 文化程度="大专", 人员类别="脱贫劳动力")])
    now = Person.objects.get(pk=known.pk)
    assert (now.card, now.education, now.poverty_relief) == (invented(1).card, "大专", True)
    assert now.village == villages[0]
    assert invented(1).card not in str(roster.touched)
    undo(clerk, roster)
    back = Person.objects.get(pk=known.pk)
    assert (back.card, back.education, back.poverty_relief) == ("", "", False)
    assert back.village == villages[5]


def test_what_was_shown_is_what_is_imported(clerk: Actor, actor_of: Any, villages: list[Place]) -> None:
    roster = handed_in(clerk, [row_of(1, villages[0])])
    given = {"roster": roster, "version": 1, "accepted": True, "now": NOW}
    with pytest.raises(Overtaken):
        importing.confirm(actor=clerk, digest="0" * 64, **given)
    with pytest.raises(NotYours):
        importing.confirm(actor=actor_of("county_clerk", account="second"), digest="0" * 64, **given)
    with pytest.raises(Forbidden):
        importing.confirm(actor=actor_of("county_leader"), digest="0" * 64, **given)
    assert Entry.objects.filter(action="employment.import_roster", outcome="refused").count() == 3
    confirmed(clerk, roster)
    with pytest.raises(Overtaken):
        importing.confirm(actor=clerk, digest="0" * 64, **given)
    assert Stint.objects.count() == 1


def test_reminders_have_to_be_seen(clerk: Actor, villages: list[Place]) -> None:
    roster = handed_in(clerk, [row_of(1, villages[0], 合同签订日期="2025-09-01")])
    with pytest.raises(NotSeen):
        confirmed(clerk, roster, accepted=False)
    assert confirmed(clerk, roster).state == "imported"


def test_a_roster_that_waits_is_a_to_do_of_whoever_handed_it_in(
    clerk: Actor, actor_of: Any, villages: list[Place]
) -> None:
    roster = handed_in(clerk, [row_of(1, villages[0])])
    step = ROSTER.step(roster.state)
    assert step is not None
    (todo,) = [each for each in todos(clerk, TODAY) if each.label == step.next]
    assert (todo.label, todo.role, str(roster.pk) in todo.url) == (step.next, "county_clerk", True)
    assert may_open(step.role, step.route)
    assert not uploaded(actor_of("county_clerk", account="second"))
    confirmed(clerk, roster)
    assert not uploaded(clerk)


@pytest.mark.parametrize("what", ["signing", "filing", "certificate", "grade"])
def test_what_was_built_on_an_import_stands_in_the_way_by_name(
    clerk: Actor, actor_of: Any, villages: list[Place], what: str
) -> None:
    row = row_of(1, villages[0], 合同签订日期="" if what == "signing" else "2025-07-10", 备案号="")
    row["2025年度考核档次"] = "合格"
    roster = imported(clerk, [row])
    build(what, clerk, actor_of)
    before = Stint.objects.count(), Person.objects.count()
    with pytest.raises(BuiltOn) as told:
        undo(clerk, roster)
    assert villages[0].short_name in str(told.value) or "离岗证" in str(told.value)
    assert (Stint.objects.count(), Person.objects.count()) == before
    assert RosterImport.objects.get(pk=roster.pk).state == "imported"


def build(what: str, clerk: Actor, actor_of: Any) -> None:
    """Work on with what was imported."""
    contract = Contract.objects.get()
    when = {"today": TODAY, "now": NOW}
    if what == "signing":
        village = actor_of("village", str(contract.village_id))
        sign(actor=village, contract=contract, version=1, signed_on=date(2025, 7, 8), number="", **when)
    elif what == "filing":
        file_contract(actor=clerk, contract=contract, version=1, filed_on=TODAY, filing_number="9", **when)
    elif what == "certificate":
        stint = Stint.objects.get()
        Certificate.objects.create(kind="end", year=2026, serial=1, stint=stint, party="x", issued_on=TODAY)
    else:
        leader, place = actor_of("county_leader"), Place.objects.get(pk=COUNTY)
        grading.confirm(actor=leader, place=place, rows=list(GradeFact.objects.all()), agree=True, reason="", now=NOW)


def test_looking_does_not_stand_in_the_way(clerk: Actor, villages: list[Place]) -> None:
    roster = imported(clerk, rows_of(count=2))
    reveal(actor=clerk, person=Person.objects.order_by("code")[0], field="phone", reason="核对", now=NOW)
    exporting.export(actor=clerk, whole=True, reason="核对", now=NOW)
    assert undo(clerk, roster).state == "undone"
    with pytest.raises(Overtaken):
        undoing.undo(actor=clerk, roster=roster, version=2, reason="再撤", now=NOW)


def test_an_undone_roster_can_be_imported_again(clerk: Actor, villages: list[Place]) -> None:
    undo(clerk, imported(clerk, rows_of(count=2)))
    assert imported(clerk, rows_of(count=2)).counts["people"] == 2
    assert RosterImport.objects.count() == 2


def test_rows_that_come_from_no_file_are_checked_and_written_alike(clerk: Actor, villages: list[Place]) -> None:
    person = invented(1)
    row = RosterRow(
        number=1,
        name=person.name,
        id_number=person.id_number,
        village=villages[0].code,
        start=date(2025, 7, 1),
        contract_start=date(2025, 7, 1),
        contract_end=date(2026, 6, 30),
        signed_on=date(2025, 7, 2),
        card=person.card,
        grades={2025: "优秀"},
    )
    with transaction.atomic():
        done = bring_in(clerk, [row], NOW)
    assert (done.counts["people"], done.counts["grades"], len(done.made["contracts"])) == (1, 1, 1)
    with pytest.raises(BadRoster) as told:
        bring_in(clerk, [row], NOW)
    assert "已有这个人的这一段任职" in str(told.value)
    assert told.value.faults[0].row == 1


def test_the_whole_county_is_brought_in_and_handed_out(clerk: Actor) -> None:
    places = list(Place.objects.filter(level="village").select_related("parent").order_by("code"))
    rows = [row_of(number, village) for number, village in enumerate(places, 1)]
    imported(clerk, rows)
    assert on_post_on(clerk.scope, TODAY).count() == 122
    content = exporting.export(actor=clerk, whole=False, reason="报送", now=NOW)
    later = look(content, today=TODAY + timedelta(days=1))
    assert len(later.faults) == 122
    assert {each.message for each in later.faults} == {"系统里已有这个人的这一段任职，请删去这一行。"}
    entry = Entry.objects.get(action="employment.export_roster")
    assert (entry.facts["people"], entry.facts["rows"]) == (122, 122)


def test_a_post_of_a_town_is_on_nobody_elses_roster(clerk: Actor, villages: list[Place]) -> None:
    imported(clerk, rows_of(count=1))
    assert [str(stint.village_id)[:9] for stint in on_post_on(clerk.scope, TODAY)] == [MAOPING[:9]]
    assert len(villages_of(MAOPING)) == len(villages)


def test_a_roster_is_forgotten_with_whoever_stands_in_it_and_when_nobody_confirms_it(
    clerk: Actor, villages: list[Place], django_capture_on_commit_callbacks: Any
) -> None:
    roster = imported(clerk, rows_of(count=2))
    waits = handed_in(clerk, [row_of(9, villages[8])])
    somebody = Person.objects.order_by("code")[0]
    with django_capture_on_commit_callbacks(execute=True):
        HOLDER.erase(somebody.pk, NOW)
        assert HOLDER.sweep(TODAY + timedelta(days=30), NOW) == 0
        assert HOLDER.sweep(TODAY + timedelta(days=31), NOW) == 1
    assert not any(vault.path_of(each.file_id).exists() for each in (roster, waits))
    assert RosterImport.objects.get(pk=waits.pk).state == "dropped"
    assert RosterImport.objects.get(pk=roster.pk).state == "imported"
