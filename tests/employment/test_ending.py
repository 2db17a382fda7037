"""Endings: a ground must be shown, the Labour Contract Law may stop it, the town decides, both bureaus receive."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sibai.audit.refusals import SamePerson
from sibai.employment.models import Ending, Stint
from sibai.employment.operations import ending as acts
from sibai.employment.operations.posts import NoTimeLeft
from sibai.employment.operations.taking_up import WrongDay
from sibai.places.models import Place
from sibai.recruitment.models import Vacancy
from tests.employment.made import again, on_post
from tests.employment.test_renewing import grade
from tests.web_fixtures import MAOPING, NOW, TODAY, villages_of

HEALTHY: dict[str, Any] = {
    "notified_on": date(2026, 4, 30),
    "month_paid_instead": 0,
    "pregnancy_protected": 0,
    "sick_months_used": 0,
    "work_years": 3,
    "unit_years": 1,
    "injury_disabled": 0,
    "union_told": 1,
}
"""Answers to the legal check that stop nothing."""
JUNE = date(2026, 6, 30)


@pytest.fixture
def stint(county: Place) -> Stint:
    return on_post(villages_of(MAOPING)[0])


class Office:
    """The people who end a post."""

    def __init__(self, actor_of: Any, stint: Stint) -> None:
        self.village = actor_of("village", stint.village_id)
        self.town = actor_of("town", MAOPING)
        self.leader = actor_of("county_leader")
        self.county = actor_of("county_clerk")
        self.revitalisation = actor_of("revitalisation")
        self.stint = stint

    def prepare(self, kind: str, last_day: date, **told: Any) -> Ending:
        return acts.prepare(
            actor=self.village,
            stint=self.stint,
            kind=kind,
            last_day=last_day,
            reason="《某法》第一条",
            told=told,
            today=TODAY,
            now=NOW,
        )

    def check(self, row: Ending, **other: Any) -> Ending:
        told = {**HEALTHY, **other}
        acts.check(actor=self.village, ending=row, version=row.version, told=told, today=TODAY, now=NOW)
        return again(row)

    def override(self, row: Ending, **other: Any) -> Ending:
        given = {"go_on": True, "document": "白人社函〔2026〕2号", "reason": "本人书面同意", **other}
        return acts.override(actor=self.leader, ending=row, version=row.version, now=NOW, **given)

    def decide(self, row: Ending, **other: Any) -> Ending:
        given = {"approve": True, "document": "茅政函〔2026〕3号", "reason": "", **other}
        return acts.decide(actor=self.town, ending=row, version=row.version, today=TODAY, now=NOW, **given)

    def receive(self, row: Ending, actor: Any) -> Ending:
        return acts.receive(
            actor=actor, ending=row, version=row.version, received_on=TODAY, number="备3", today=TODAY, now=NOW
        )


@pytest.fixture
def office(actor_of: Any, stint: Stint) -> Office:
    return Office(actor_of, stint)


def test_a_failed_grade_ends_the_contract_and_both_bureaus_receive_it(office: Office, stint: Stint) -> None:
    with pytest.raises(acts.GroundMissing):
        office.prepare("failed_grade", JUNE)
    grade(stint, 2025, "不合格")
    row = office.check(office.prepare("failed_grade", JUNE))
    assert row.state == "to_decide"
    row = office.decide(row)
    assert (row.state, row.last_paid_day, again(stint).end) == ("at_county", JUNE, JUNE)
    assert Vacancy.objects.get(closed_on__isnull=True).opened_on == date(2026, 7, 1)
    row = office.receive(row, office.county)
    row = office.receive(row, office.revitalisation)
    assert (row.state, row.filing_number, row.revitalisation_received_on) == ("filed", "备3", TODAY)


def test_a_failed_grade_before_the_contracts_end_is_a_dismissal_without_fault(office: Office, stint: Stint) -> None:
    grade(stint, 2025, "不合格")
    row = office.prepare("failed_grade", date(2026, 5, 31))
    row = office.check(row, notified_on=TODAY, pregnancy_protected=1, union_told=0)
    assert row.state == "stopped"
    assert [stop["article"] for stop in row.checks.get().stops] == ["第四十条", "第四十二条", "第四十三条"]


@pytest.mark.parametrize(
    ("kind", "told", "wrong"),
    [
        (
            "removal_2",
            {"sick_months_used": 3, "work_years": 3, "unit_years": 1, "unfit_for_work": 1},
            {"sick_months_used": 2, "work_years": 3, "unit_years": 1, "unfit_for_work": 1},
        ),
        ("removal_3", {"unfinished_months": 3}, {"unfinished_months": 2, "ranked_low": 1}),
        ("removal_4", {"serious_breach": 1}, {"serious_breach": 0}),
        ("removal_5", {"data_incident": 1}, {"data_incident": 0}),
        ("removal_6", {"improper_gain": 1}, {"improper_gain": 0}),
        ("removal_7", {"other_legal_ground": 1}, {"other_legal_ground": 0}),
    ],
)
def test_a_ground_holds_only_with_what_it_must_show(
    office: Office, kind: str, told: dict[str, Any], wrong: dict[str, Any]
) -> None:
    with pytest.raises(acts.GroundMissing):
        office.prepare(kind, JUNE, **wrong)
    row = office.check(office.prepare(kind, JUNE, **told), sick_months_used=told.get("sick_months_used", 0))
    assert (row.state, office.decide(row).state) == ("to_decide", "at_county")


def test_the_first_ground_needs_the_term_to_have_run_out(county: Place, actor_of: Any) -> None:
    stint = on_post(villages_of(MAOPING)[1], 2, start=date(2023, 6, 1), contract_end=date(2026, 5, 31))
    office = Office(actor_of, stint)
    with pytest.raises(acts.GroundMissing):
        office.prepare("removal_1", date(2026, 5, 30))
    with pytest.raises(NoTimeLeft):
        office.prepare("removal_1", date(2026, 6, 1))
    assert office.check(office.prepare("removal_1", date(2026, 5, 31))).state == "to_decide"


def test_pregnancy_stops_an_expiry_until_a_leader_decides_with_document_and_reason(office: Office) -> None:
    with pytest.raises(WrongDay):
        office.prepare("expiry", date(2026, 6, 29))
    row = office.check(office.prepare("expiry", JUNE), pregnancy_protected=1)
    assert row.state == "stopped"
    assert [stop["article"] for stop in row.checks.get().stops] == ["第四十五条"]
    with pytest.raises(acts.Stopped):
        office.decide(row)
    with pytest.raises(acts.Stopped):
        office.override(row, document="")
    with pytest.raises(acts.Stopped):
        office.override(row, reason=" ")
    row = office.override(row)
    assert row.state == "to_decide"
    assert office.decide(row).state == "at_county"


def test_a_leader_can_send_it_back_and_it_is_checked_again(office: Office) -> None:
    row = office.check(office.prepare("expiry", JUNE), injury_disabled=1)
    row = office.override(row, go_on=False)
    assert (row.state, row.why) == ("returned", "本人书面同意")
    row = acts.revise(
        actor=office.village,
        ending=row,
        version=row.version,
        last_day=JUNE,
        reason="期满",
        told={},
        today=TODAY,
        now=NOW,
    )
    assert office.check(row).state == "to_decide"


@pytest.mark.parametrize(("kind", "day"), [("death", TODAY), ("agreed", JUNE)])
def test_what_no_article_concerns_goes_to_the_town_at_once(office: Office, kind: str, day: date) -> None:
    row = again(office.prepare(kind, day))
    assert row.state == "to_decide"
    assert office.decide(row).last_paid_day == day


def test_retirement_needs_the_age(county: Place, actor_of: Any) -> None:
    stint = on_post(villages_of(MAOPING)[1], 2)
    office = Office(actor_of, stint)
    with pytest.raises(acts.GroundMissing):
        office.prepare("retirement", JUNE)
    stint.person.birth_date, stint.person.sex = date(1964, 12, 1), "男"
    stint.person.save()
    assert again(office.prepare("retirement", JUNE)).state == "to_decide"


def test_who_prepares_does_not_decide_and_the_town_may_return(office: Office, actor_of: Any) -> None:
    row = office.check(office.prepare("removal_4", JUNE, serious_breach=1))
    Ending.objects.filter(pk=row.pk).update(prepared_by=office.town.user_id)
    with pytest.raises(SamePerson):
        office.decide(again(row))
    Ending.objects.filter(pk=row.pk).update(prepared_by=office.village.user_id)
    row = office.decide(again(row), approve=False, reason="证据不足")
    assert row.state == "returned"
    acts.withdraw(actor=office.village, ending=row, version=row.version, reason="不办了", now=NOW)
    assert office.prepare("expiry", JUNE).state == "preparing"


def test_a_contract_prolonged_by_law_may_end_after_the_last_lawful_day(county: Place, actor_of: Any) -> None:
    stint = on_post(villages_of(MAOPING)[1], 2, start=date(2023, 5, 1), contract_end=date(2026, 4, 30))
    office = Office(actor_of, stint)
    with pytest.raises(NoTimeLeft):
        office.prepare("expiry", TODAY)
    row = office.check(office.prepare("expiry", TODAY, extended_by_law="续延通知1号"))
    assert office.decide(row).last_paid_day == TODAY


def test_a_notice_that_was_not_given_yet_is_none(office: Office) -> None:
    row = office.prepare("removal_3", date(2026, 6, 29), unfinished_months=3)
    with pytest.raises(WrongDay, match="不能晚于今天"):
        office.check(row, notified_on=TODAY + timedelta(days=1))


def test_a_failed_grade_that_was_corrected_meanwhile_ends_nothing(office: Office) -> None:
    failed = grade(office.stint, 2025, "不合格")
    row = office.check(office.prepare("failed_grade", JUNE))
    grade(office.stint, 2025, "合格", corrects=failed)
    with pytest.raises(acts.GroundMissing, match="不合格"):
        office.decide(row)


def test_a_failed_grade_of_an_earlier_post_ends_no_later_one(office: Office) -> None:
    grade(office.stint, office.stint.start.year - 1, "不合格")
    with pytest.raises(acts.GroundMissing, match="不合格"):
        office.prepare("failed_grade", JUNE)


def test_who_is_protected_is_not_let_go_for_a_ground_in_words_only(office: Office) -> None:
    row = office.check(office.prepare("removal_7", JUNE, other_legal_ground=1), pregnancy_protected=1)
    assert [stop["article"] for stop in row.checks.get().stops] == ["第四十二条"]
