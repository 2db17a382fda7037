"""Tip-offs and checks: what is found, who may know, and pay that is held by two people and released again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sibai.attendance.models import SheetCorrection
from sibai.audit.models import Entry, EntryText
from sibai.audit.queries import readable
from sibai.audit.refusals import Forbidden, Overtaken
from sibai.casework.models import Check
from sibai.casework.operations import checking
from sibai.casework.operations.holding import HOLDER
from sibai.casework.queries.findings import findings
from sibai.casework.queries.todos import todos
from sibai.db.querysets import area
from sibai.documents.models import StoredFile
from sibai.employment.models import Ending, Stint
from sibai.payroll.models import Hold
from sibai.payroll.operations import holds, preparing
from sibai.payroll.operations.holding import HOLDER as HELD_PAY
from sibai.people.models import Person
from sibai.people.queries.persons import index_of
from tests.casework.made import scan, stint_in
from tests.employment.test_pages import sent, within_budget
from tests.payroll.made import MAY, month_of, settled_readings
from tests.payroll.made import county as county_place
from tests.web_fixtures import COUNTY, MAOPING, NOW, TODAY

pytestmark = pytest.mark.usefixtures("at_ten")
WORDS, REPORTER = "从来没有见过他上班", "邻村李某，10012345678"
TIP: dict[str, Any] = {"found_on": date(2026, 5, 20), "way": "phone", "words": WORDS, "reporter": REPORTER}


@pytest.fixture
def stint(county: Any) -> Stint:
    return stint_in()


@pytest.fixture
def clerk(actor_of: Any, stint: Stint) -> Any:
    return actor_of("county_clerk")


@pytest.fixture
def leader(actor_of: Any, stint: Stint) -> Any:
    return actor_of("county_leader")


def tip(actor: Any, stint: Stint, **told: Any) -> Check:
    return checking.report_tip(actor=actor, stint=stint, today=TODAY, now=NOW, **{**TIP, **told})


def checked(actor: Any, row: Check, agree: bool = True, reason: str = "") -> Check:
    return checking.decide_check(actor=actor, check=row, version=row.version, agree=agree, reason=reason, now=NOW)


def ended(actor: Any, row: Check, outcome: str = "cleared") -> Check:
    told: dict[str, Any] = {"outcome": outcome, "on": TODAY, "result": "已走访", "today": TODAY, "now": NOW}
    return checking.end_check(actor=actor, check=row, version=row.version, **told)


def held(actor: Any, row: Check) -> Hold:
    told: dict[str, Any] = {"since": MAY, "reason": "走访不在岗", "document": row.label}
    return holds.propose_hold(actor=actor, person=row.person, now=NOW, **told)


def found(today: date = TODAY) -> list[str]:
    return [each.kind for each in findings(area(COUNTY), today)]


def test_nothing_is_found_where_nothing_is_wrong(stint: Stint) -> None:
    stint_in(1)
    assert found() == []


def test_a_shared_card_and_a_shared_phone_are_found_on_both_sides(stint: Stint) -> None:
    other = stint_in(1)
    for name in ("phone_index", "card_index"):
        Person.objects.filter(pk__in=[stint.person_id, other.person_id]).update(**{name: "a" * 64})
    assert sorted(found()) == ["shared_card", "shared_card", "shared_phone", "shared_phone"]
    evidence = findings(area(COUNTY), TODAY, stint)[0].evidence
    assert other.person.name in evidence
    assert stint.person.name not in evidence


def test_empty_cards_are_not_shared(stint: Stint) -> None:
    stint_in(1)
    Person.objects.update(card_index="", phone_index="")
    assert found() == []


def test_past_the_retirement_age_by_the_rules(stint: Stint) -> None:
    Person.objects.filter(pk=stint.person_id).update(sex="男", birth_date=date(1966, 2, 10))
    assert found() == [], "a man of that month retires with 60 years and 4 months"
    assert found(date(2026, 6, 9)) == []
    assert found(date(2026, 6, 10)) == ["retired"]


def test_a_death_on_file_while_the_post_goes_on(stint: Stint) -> None:
    row = Ending.objects.create(
        stint=stint, kind="death", last_day=date(2026, 5, 1), state="preparing", prepared_at=NOW
    )
    assert found() == ["dead"]
    Ending.objects.filter(pk=row.pk).update(state="withdrawn")
    assert found() == []


def test_an_erased_person_on_post(stint: Stint) -> None:
    Person.objects.filter(pk=stint.person_id).update(erased_on=date(2026, 5, 1))
    assert found() == ["erased"]


def test_two_posts_at_once(stint: Stint) -> None:
    Stint.objects.create(
        person_id=stint.person_id,
        village_id=stint.village_id,
        kind=Stint.PUBLIC_POST,
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        source="entered",
        recorded_at=NOW,
    )
    assert found() == ["two_posts"]


def test_a_month_that_was_paid_although_nobody_was_there(county: Any, actor_of: Any) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    told: dict[str, Any] = {"month": MAY, "today": TODAY, "now": NOW}
    preparing.prepare(actor=actor_of("company_clerk"), county=county_place(), **told)
    assert found() == []
    sheet = stint_sheet(stint)
    SheetCorrection.objects.create(
        sheet=sheet, stint=stint, person_id=stint.person_id, number=1, unpaid_days=0, reason="没有上岗",
        state="confirmed", known_unpaid=0, entered_at=NOW,
    )  # fmt: skip
    assert found() == ["paid_absent"]


def stint_sheet(stint: Stint) -> Any:
    """The reported sheet of a post's village."""
    return SheetCorrection._meta.get_field("sheet").related_model.objects.get(village=stint.village_id, month=MAY)


def test_a_finding_becomes_a_case_once(clerk: Any, stint: Stint) -> None:
    Person.objects.filter(pk=stint.person_id).update(erased_on=date(2026, 5, 1))
    told: dict[str, Any] = {"stint": stint, "kind": "erased", "today": TODAY, "now": NOW}
    row = checking.open_check(actor=clerk, **told)
    assert (row.label, row.state) == ("核查2026-1号", "checking")
    assert "已于2026-05-01删除" in row.words
    assert found() == []
    with pytest.raises(Overtaken):
        checking.open_check(actor=clerk, **told)
    ended(clerk, row, "corrected")
    assert found() == [], "what was looked into is not found again"


def test_a_tip_off_is_decided_and_ends(actor_of: Any, clerk: Any, stint: Stint) -> None:
    row = tip(actor_of("town", MAOPING), stint, reporter="")
    assert row.state == "received"
    with pytest.raises(checking.BadCheck):
        checked(clerk, row, agree=False)
    row = checked(clerk, row)
    row = ended(clerk, row, "ended")
    assert row.get_outcome_display() == "属实，按解除或终止办理"
    second = checked(clerk, tip(clerk, stint), agree=False, reason="内容不具体")
    assert (second.label, second.state) == ("核查2026-2号", "dismissed")


def test_a_case_ends_only_when_the_hold_is_settled(clerk: Any, leader: Any, stint: Stint) -> None:
    row = checked(clerk, tip(clerk, stint))
    hold = held(clerk, row)
    with pytest.raises(checking.BadCheck, match="还没有决定"):
        ended(clerk, row)
    hold = holds.decide_hold(actor=leader, row=hold, version=hold.version, agree=True, reason="核实", now=NOW)
    with pytest.raises(checking.BadCheck, match="先恢复发放"):
        ended(clerk, row)
    holds.release_hold(actor=leader, row=hold, version=hold.version, reason="查无问题", now=NOW)
    assert ended(clerk, row).state == "ended"


def test_the_hold_is_decided_by_another_person(clerk: Any, stint: Stint) -> None:
    row = checked(clerk, tip(clerk, stint))
    hold = held(clerk, row)
    with pytest.raises(Forbidden):
        holds.decide_hold(actor=clerk, row=hold, version=hold.version, agree=True, reason="核实", now=NOW)


def test_neither_village_nor_town_nor_the_person_learns_of_it(
    clerk: Any, leader: Any, stint: Stint, actor_of: Any, client_of: Any
) -> None:
    row = checked(clerk, tip(actor_of("town", MAOPING), stint))
    url = reverse("casework:check", args=[row.pk])
    near = client_of("county_clerk")
    near.post(reverse("casework:attach", args=["check", row.pk, "check_evidence"]), {"file": scan()})
    hold = held(clerk, row)
    assert "走访不在岗" not in str(HELD_PAY.told(stint.person_id)), "not before it is decided"
    holds.decide_hold(actor=leader, row=hold, version=hold.version, agree=True, reason="核实", now=NOW)
    ended(clerk, row, "handed_over")
    assert StoredFile.objects.get().place_code == COUNTY
    for role, place in (("village", stint.village_id), ("town", MAOPING)):
        client = client_of(role, place)
        for name in ("checks", "findings"):
            assert client.get(reverse(f"casework:{name}")).status_code == 403
        assert client.get(url).status_code == 403
        for page in (reverse("audit:list"), reverse("people:person", args=[stint.person_id])):
            text = client.get(page).content.decode()
            assert "核查2026" not in text
            assert "走访不在岗" not in text
            assert "暂缓" not in text
            assert "举报" not in text.replace("登记举报", "")
        entries = readable(role, area(place)).filter(action__startswith="casework")
        assert not entries.exists(), role
    assert client_of("coordinator", stint.village_id, "", stint.person).get(url).status_code == 403
    assert client_of("company_clerk").get(url).status_code == 403
    assert not EntryText.objects.filter(entry__action__startswith="casework").exists()
    assert not Entry.objects.filter(action__startswith="casework", person=stint.person_id).exists()
    told = str(HOLDER.told(stint.person_id))
    assert WORDS not in told
    assert REPORTER not in told


def test_who_looks_into_it_sees_who_reported(clerk: Any, stint: Stint, client_of: Any) -> None:
    row = tip(clerk, stint)
    text = within_budget(client_of("county_clerk"), reverse("casework:check", args=[row.pk])).content.decode()
    assert REPORTER in text
    assert WORDS in text
    blank = tip(clerk, stint, reporter="")
    assert "匿名" in client_of("auditor").get(reverse("casework:check", args=[blank.pk])).content.decode()


def test_a_visit_goes_from_the_page_to_a_hold_and_the_end(client_of: Any, stint: Stint) -> None:
    near = client_of("revitalisation")
    assert stint.person.name in within_budget(near, reverse("casework:check_of")).content.decode()
    sent(near, reverse("casework:enter_check", args=[stint.pk]), kind="visit", found_on="2026-05-20", words="不在岗")
    row = Check.objects.get()
    assert row.state == "checking"
    clerk = client_of("county_clerk")
    page = reverse("casework:check", args=[row.pk])
    text = within_budget(clerk, page).content.decode()
    url = reverse("payroll:propose_hold", args=[row.person_id])
    assert f"{url}?document=" in text
    form = clerk.get(url, {"document": row.label}).context["form"]
    assert form["document"].value() == row.label
    sent(clerk, url, document=row.label, reason="走访不在岗", month="2026-05")
    assert "暂缓发放" in within_budget(clerk, page).content.decode()
    assert "?document=" not in clerk.get(page).content.decode(), "one hold a case"
    end = reverse("casework:end_check", args=[row.pk])
    within_budget(clerk, end)
    answer = clerk.post(end, {"outcome": "ended", "on": "2026-05-21", "result": "属实", "version": row.version})
    assert answer.status_code == 409 or answer.status_code == 422
    assert "还没有决定" in answer.content.decode()
    Hold.objects.update(state="held")
    sent(clerk, end, outcome="ended", result="属实")
    within_budget(clerk, reverse("casework:checks"))


def test_findings_open_within_the_budget_however_many(client_of: Any, stint: Stint) -> None:
    for number in range(1, 6):
        stint_in(number)
    Person.objects.update(phone_index="a" * 64)
    clerk = client_of("county_clerk")
    text = within_budget(clerk, reverse("casework:findings")).content.decode()
    assert text.count("与别人同一手机号") >= 6
    url = reverse("casework:open_check", args=["shared_phone", stint.pk])
    within_budget(clerk, url, 14)
    sent(clerk, url)
    assert Check.objects.get().kind == "shared_phone"
    assert "已经立案" in clerk.get(url).content.decode()
    assert clerk.get(reverse("casework:open_check", args=["nothing", stint.pk])).status_code == 404


def test_a_town_registers_a_tip_off_and_sees_no_more_of_it(client_of: Any, stint: Stint) -> None:
    town = client_of("town", MAOPING)
    within_budget(town, reverse("casework:tip_about"))
    url = reverse("casework:report_tip", args=[stint.pk])
    answer = sent(town, url, way="letter", words=WORDS)
    assert answer.headers["Location"] == reverse("casework:list")
    assert Check.objects.get().reporter == ""
    assert client_of("village", stint.village_id).get(url).status_code == 403


def test_the_county_is_told_one_by_one_and_then_in_one_line(clerk: Any, leader: Any, stint: Stint) -> None:
    for _ in range(3):
        tip(clerk, stint)
    assert [each.label for each in todos(clerk, TODAY)] == ["决定是否核查"] * 3
    tip(clerk, stint)
    (one,) = todos(clerk, TODAY)
    assert one.count == 4
    assert todos(leader, TODAY) == []


def test_another_offices_list_is_looked_at_and_then_opens_a_case_on_each_who_is_on_post(
    client_of: Any, stint: Stint
) -> None:
    number = "610999199001011015"
    Person.objects.filter(pk=stint.person_id).update(id_index=index_of("id_number", number))
    rows = ["县民政局死亡人员名单,", "姓名,身份证号码", f"某某,{number}", "某甲,610999198001010012", "某乙,6109991980"]
    clerk, url = client_of("county_clerk"), reverse("casework:match")
    within_budget(clerk, url)

    def handed_in(answer: str) -> str:
        file = SimpleUploadedFile("list.csv", "\n".join(rows).encode(), "text/csv")
        told = {"kind": "dead", "source": "县民政局2026年5月", "found_on": "2026-05-20", "answer": answer}
        return clerk.post(url, {"file": file, **told}).content.decode()

    text = handed_in("look")
    assert stint.person.name in text
    assert "没有比对" in text
    assert not Check.objects.exists()
    handed_in("open")
    (row,) = Check.objects.all()
    assert (row.kind, row.state, row.label) == ("dead", "checking", "核查2026-1号")
    assert "第3行" in row.words
    assert "已经立案" in handed_in("open")
    assert Check.objects.count() == 1
    assert client_of("town", MAOPING).get(url).status_code == 403


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2026, 5, 22)])
def test_a_day_that_cannot_be(clerk: Any, stint: Stint, day: date) -> None:
    with pytest.raises(checking.BadCheck):
        tip(clerk, stint, found_on=day)


def test_what_is_erased_with_a_person(clerk: Any, stint: Stint, client_of: Any) -> None:
    row = tip(clerk, stint)
    assert HOLDER.kept([stint.person_id])[stint.person_id] == {"dealings_open": True}
    upload = reverse("casework:attach", args=["check", row.pk, "check_evidence"])
    client_of("county_clerk").post(upload, {"file": scan()})
    HOLDER.erase(stint.person_id, NOW)
    row.refresh_from_db()
    assert (row.words, row.reporter) == ("", "")
    assert StoredFile.objects.get().erased_at == NOW
