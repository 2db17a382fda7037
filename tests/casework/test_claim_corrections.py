"""A paid travel claim found wrong: corrected by a row of its own, by two persons, up or down, never rewritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sibai.attendance.models import Trip
from sibai.audit.refusals import Overtaken, Refusal, SamePerson
from sibai.casework.models import ClaimCorrection, ClaimDay, TravelClaim
from sibai.casework.operations import claim_correcting as acts
from sibai.casework.operations import claiming
from sibai.casework.operations.holding import HOLDER
from sibai.casework.queries.claim_corrections import standing
from sibai.casework.queries.todos import todos
from sibai.people.actor import Actor
from tests.casework.made import claim_of
from tests.employment.test_pages import sent, within_budget
from tests.web_fixtures import MAOPING, NOW, TODAY

pytestmark = pytest.mark.usefixtures("at_ten")
WHOLE: dict[str, Any] = {"nights": None, "lodging_paid": 0, "fares_paid": 0}
A_DAY = 18_000
"""Meals and local transport of a day."""


@pytest.fixture
def town(actor_of: Any) -> Actor:
    return actor_of("town", MAOPING)


@pytest.fixture
def paid(village: Actor, trip: Trip) -> TravelClaim:
    """Two of the trip's three days, paid."""
    row = claim_of(village, trip, end=date(2026, 5, 7))
    row = claiming.decide_claim(actor=village, claim=row, version=row.version, agree=True, reason="", now=NOW)
    given = {"paid_on": date(2026, 5, 20), "voucher": "记-12", "today": TODAY, "now": NOW}
    return claiming.pay_claim(actor=village, claim=row, version=row.version, **given)


def corrected(actor: Actor, claim: TravelClaim, **changed: Any) -> ClaimCorrection:
    given = {**WHOLE, "start": claim.start, "end": claim.end, "reason": "少报一天", **changed}
    return acts.correct(actor=actor, claim=claim, now=NOW, **given)


def confirmed(actor: Actor, row: ClaimCorrection, *, agree: bool = True, reason: str = "") -> ClaimCorrection:
    return acts.confirm(actor=actor, row=row, version=row.version, agree=agree, reason=reason, now=NOW)


def settled(actor: Actor, row: ClaimCorrection) -> ClaimCorrection:
    given = {"settled_on": TODAY, "voucher": "记-20", "today": TODAY, "now": NOW}
    return acts.settle(actor=actor, row=row, version=row.version, **given)


def days_of(claim: TravelClaim) -> list[int]:
    return [day.day for day in ClaimDay.objects.filter(claim=claim).order_by("day").values_list("day", flat=True)]


def test_a_day_too_few_is_paid_later_and_the_claim_stays_as_it_was(
    village: Actor, town: Actor, paid: TravelClaim
) -> None:
    before = TravelClaim.objects.filter(pk=paid.pk).values().get()
    row = corrected(village, paid, end=date(2026, 5, 8))
    assert (row.total, row.difference) == (3 * A_DAY, A_DAY)
    assert standing(paid).total == 2 * A_DAY
    row = settled(village, confirmed(town, row))
    assert (row.state, row.voucher, days_of(paid)) == ("settled", "记-20", [6, 7, 8])
    assert standing(paid).total == 3 * A_DAY
    assert TravelClaim.objects.filter(pk=paid.pk).values().get() == before


def test_a_day_too_many_is_given_back_and_can_be_claimed_again(village: Actor, town: Actor, paid: TravelClaim) -> None:
    row = confirmed(town, corrected(village, paid, end=paid.start))
    assert (row.total, row.difference, days_of(paid)) == (A_DAY, -A_DAY, [6])
    settled(village, row)
    again = corrected(village, paid, end=date(2026, 5, 7))
    assert (again.number, again.difference) == (2, A_DAY), "it is held against what stands now"


def test_two_persons_one_correction_at_a_time_and_a_reason(village: Actor, town: Actor, paid: TravelClaim) -> None:
    row = corrected(village, paid, end=date(2026, 5, 8))
    with pytest.raises(Overtaken, match="没有办完"):
        corrected(village, paid, end=date(2026, 5, 8))
    same = Actor(village.user_id, village.account, village.user_name, "town", MAOPING, town.scope)
    with pytest.raises(SamePerson):
        confirmed(same, row)
    with pytest.raises(claiming.BadClaim, match="理由"):
        confirmed(town, row, agree=False)
    confirmed(town, row, agree=False, reason="没有依据")
    assert (standing(paid).total, days_of(paid)) == (2 * A_DAY, [6, 7])
    with pytest.raises(Refusal):
        settled(village, row)
    assert corrected(village, paid, end=date(2026, 5, 8)).number == 2


def test_what_is_no_correction_is_refused(village: Actor, town: Actor, trip: Trip, paid: TravelClaim) -> None:
    for changed, words in (
        ({}, "和原来一样"),
        ({"end": date(2026, 5, 9)}, "批准的出差是"),
        ({"start": date(2026, 5, 7), "end": date(2026, 5, 6)}, "批准的出差是"),
    ):
        with pytest.raises(claiming.BadClaim, match=words):
            corrected(village, paid, **changed)
    other = claim_of(village, trip, start=date(2026, 5, 8))
    with pytest.raises(claiming.BadClaim, match="还没有支付"):
        corrected(village, other)
    row = corrected(village, paid, end=date(2026, 5, 8))
    with pytest.raises(claiming.DayClaimed):
        confirmed(town, row)
    row.refresh_from_db()
    assert (row.state, days_of(paid)) == ("entered", [6, 7])
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimCorrection.objects.filter(pk=row.pk).update(difference=0)


def test_it_goes_through_pages_and_is_told_to_who_it_waits_for(
    client_of: Any, village: Actor, town: Actor, paid: TravelClaim
) -> None:
    clerk, office = client_of("village", paid.village_id), client_of("town", MAOPING)
    page = reverse("casework:claim", args=[paid.pk])
    at = reverse("casework:correct_claim", args=[paid.pk])
    assert at in clerk.get(page).content.decode()
    typed = {"start": "2026-05-06", "end": "2026-05-08", "reason": "少报一天"}
    assert sent(clerk, at, **typed).status_code == 302
    row = ClaimCorrection.objects.get()
    assert [each.url for each in todos(town, TODAY)] == [reverse("casework:confirm_claim_correction", args=[row.pk])]
    shown = within_budget(office, page).content.decode()
    assert "第1次" in shown
    assert "补付180.00元" in shown
    sent(office, reverse("casework:confirm_claim_correction", args=[row.pk]), agree="yes")
    settle = reverse("casework:settle_claim_correction", args=[row.pk])
    assert settle in [each.url for each in todos(village, TODAY)]
    sent(clerk, settle, settled_on="2026-05-21", voucher="记-20")
    shown = within_budget(clerk, page).content.decode()
    assert "已办结" in shown
    assert "记-20" in shown
    assert client_of("county_clerk").get(at).status_code == 403


def test_it_is_told_to_the_person_and_its_words_are_erased(village: Actor, paid: TravelClaim) -> None:
    corrected(village, paid, end=date(2026, 5, 8))
    assert "差旅费更正" in [heading for heading, _ in HOLDER.told(paid.person_id)]
    assert HOLDER.kept([paid.person_id]) == {paid.person_id: {"dealings_open": True}}
    HOLDER.erase(paid.person_id, NOW)
    assert ClaimCorrection.objects.get().reason == ""
