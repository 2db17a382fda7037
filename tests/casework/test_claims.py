"""Travel claims: for approved trips, each day once, by the rates, paid outside payroll."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from docx import Document

from sibai.attendance.models import Trip
from sibai.audit.refusals import Forbidden, Overtaken, Refusal
from sibai.casework.models import ClaimDay, TravelClaim
from sibai.casework.operations import claiming
from sibai.casework.operations.holding import HOLDER
from sibai.casework.queries.todos import todos
from sibai.casework.queries.travel import claimable, reckoned
from sibai.db.querysets import area
from sibai.employment.models import Stint
from sibai.payroll.models import Payslip
from tests.casework.made import claim_of, scan, stint_in, trip_of
from tests.employment.test_pages import sent, within_budget
from tests.rulebook.deciding import confirmed
from tests.web_fixtures import LENGSHUI, MAOPING, NOW, TODAY, villages_of

pytestmark = pytest.mark.usefixtures("at_ten")
PAID = {"paid_on": date(2026, 5, 20), "voucher": "记-12"}


@pytest.fixture
def mine(actor_of: Any, trip: Trip) -> Any:
    return actor_of("coordinator", trip.village_id, "", trip.person)


@pytest.fixture
def clerk(client_of: Any, trip: Trip) -> Client:
    return client_of("village", trip.village_id)


@pytest.fixture
def phone(client_of: Any, trip: Trip) -> Client:
    return client_of("coordinator", trip.village_id, "", trip.person)


def decided(actor: Any, claim: TravelClaim, agree: bool = True, reason: str = "") -> TravelClaim:
    return claiming.decide_claim(actor=actor, claim=claim, version=claim.version, agree=agree, reason=reason, now=NOW)


def test_three_days_are_meals_and_local_transport(village: Any, trip: Trip) -> None:
    claim = decided(village, claim_of(village, trip))
    assert (claim.state, claim.total) == ("to_pay", 54_000)
    assert "劳务帮扶服务公司" in claim.payer_name
    assert reckoned(claim).answers["travel_meals"] == 30_000
    paid = claiming.pay_claim(actor=village, claim=claim, version=claim.version, today=TODAY, now=NOW, **PAID)
    assert (paid.state, paid.voucher) == ("paid", "记-12")
    assert not Payslip.objects.exists(), "nothing of it goes through payroll"


def test_a_day_is_claimed_once(mine: Any, village: Any, trip: Trip) -> None:
    first = claim_of(mine, trip, end=date(2026, 5, 7))
    with pytest.raises(claiming.DayClaimed):
        claim_of(village, trip)
    assert claim_of(village, trip, start=date(2026, 5, 8)).start == date(2026, 5, 8)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimDay.objects.create(claim=first, person_id=trip.person_id, day=date(2026, 5, 8))
    assert claimable(area(MAOPING), TODAY) == []


def test_days_that_were_refused_or_taken_back_are_free_again(mine: Any, village: Any, trip: Trip) -> None:
    claiming.withdraw_claim(actor=mine, claim=claim_of(mine, trip), version=1, now=NOW)
    with pytest.raises(claiming.BadClaim):
        decided(village, claim_of(mine, trip), agree=False)
    decided(village, TravelClaim.objects.get(state="asked"), agree=False, reason="没有出差")
    assert claimable(area(MAOPING), TODAY) == [trip]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"start": date(2026, 5, 5)}, "批准的出差是"),
        ({"end": date(2026, 5, 9)}, "批准的出差是"),
        ({"end": date(2026, 5, 5)}, "止日早于起日"),
        ({"nights": 2}, "住宿费票据金额"),
        ({"nights": 3, "lodging_paid": 90_000}, "最多住2夜"),
        ({"end": date(2026, 5, 6), "lodging_paid": 30_000, "nights": 2}, "最多住1夜"),
    ],
)
def test_what_cannot_be_claimed(mine: Any, trip: Trip, days: dict[str, Any], told: str) -> None:
    with pytest.raises(claiming.BadClaim, match=told):
        claim_of(mine, trip, **days)
    assert not TravelClaim.objects.exists()


@pytest.mark.parametrize("state", ["asked", "refused", "cancelled"])
def test_a_trip_that_is_not_approved_is_not_paid(village: Any, trip: Trip, state: str) -> None:
    Trip.objects.filter(pk=trip.pk).update(state=state)
    trip.refresh_from_db()
    with pytest.raises(claiming.BadClaim):
        claim_of(village, trip)


def test_a_trip_that_was_cancelled_after_the_claim_is_not_confirmed(village: Any, trip: Trip) -> None:
    claim = claim_of(village, trip)
    Trip.objects.filter(pk=trip.pk).update(state="cancelled")
    claim.trip.refresh_from_db()
    with pytest.raises(claiming.BadClaim, match="取消"):
        decided(village, claim)


def test_a_trip_that_is_not_over_is_not_claimed(village: Any, trip: Trip) -> None:
    later = trip_of(trip.stint, TODAY, date(2026, 5, 23))
    with pytest.raises(claiming.BadClaim, match="还没有结束"):
        claim_of(village, later)
    assert later not in claimable(area(MAOPING), TODAY)


def test_receipts_come_before_the_confirmation(village: Any, trip: Trip, clerk: Client) -> None:
    claim = claim_of(village, trip, fares_paid=6_450)
    with pytest.raises(claiming.BadClaim, match="票据"):
        decided(village, claim)
    url = reverse("casework:attach", args=["claim", claim.pk, "travel_receipts"])
    assert clerk.post(url, {"file": scan()}).status_code == 302
    assert decided(village, claim).total == 60_450


def test_lodging_waits_for_the_cap_that_nobody_found(village: Any, trip: Trip, clerk: Client, actor_of: Any) -> None:
    claim = claim_of(village, trip, lodging_paid=80_000)
    text = clerk.get(reverse("casework:claim", args=[claim.pk])).content.decode()
    assert "住宿费标准未查到" in text
    assert "540.00" not in text, "no sum is told as long as a part of it is unknown"
    clerk.post(reverse("casework:attach", args=["claim", claim.pk, "travel_receipts"]), {"file": scan()})
    with pytest.raises(claiming.BadClaim, match="住宿费标准未查到"):
        decided(village, claim)
    confirmed(actor_of, entry="lodging_cap", value='"300.00"', start=date(2026, 1, 1))
    assert decided(village, claim).total == 54_000 + 60_000, "two nights at the cap"


def test_what_was_confirmed_stays_when_a_rate_changes(village: Any, trip: Trip, actor_of: Any) -> None:
    claim = decided(village, claim_of(village, trip))
    confirmed(actor_of, entry="travel_meal_rate", value='"50.00"', start=date(2026, 1, 1))
    assert reckoned(claim).answers["travel_meals"] == 30_000
    assert reckoned(claim).total == claim.total == 54_000


@pytest.mark.parametrize("paid_on", [date(2026, 5, 7), date(2026, 5, 22)])
def test_nobody_is_paid_before_the_trip_is_over_or_tomorrow(village: Any, trip: Trip, paid_on: date) -> None:
    claim = decided(village, claim_of(village, trip))
    told: dict[str, Any] = {**PAID, "paid_on": paid_on}
    with pytest.raises(claiming.BadClaim, match="支付日"):
        claiming.pay_claim(actor=village, claim=claim, version=claim.version, today=TODAY, now=NOW, **told)


def test_a_claim_is_paid_once(village: Any, trip: Trip) -> None:
    claim = decided(village, claim_of(village, trip))
    told: dict[str, Any] = {"claim": claim, "version": claim.version, "today": TODAY, "now": NOW, **PAID}
    claiming.pay_claim(actor=village, **told)
    with pytest.raises(Overtaken):
        claiming.pay_claim(actor=village, **told)


def test_others_neither_claim_nor_see(actor_of: Any, client_of: Any, village: Any, trip: Trip) -> None:
    claim = claim_of(village, trip)
    with pytest.raises(Forbidden):
        decided(actor_of("town", MAOPING), claim)
    url = reverse("casework:claim", args=[claim.pk])
    assert client_of("town", LENGSHUI).get(url).status_code == 404
    other: Stint = stint_in(1)
    assert client_of("coordinator", other.village_id, "", other.person).get(url).status_code == 404
    assert client_of("village", villages_of(MAOPING)[2].code).get(url).status_code == 404
    assert client_of("county_clerk").get(url).status_code == 200


def test_from_the_phone_to_the_voucher(phone: Client, clerk: Client, trip: Trip, client_of: Any) -> None:
    within_budget(phone, reverse("casework:mine"))
    assert "安康市" in within_budget(phone, reverse("casework:my_trips")).content.decode()
    sent(phone, reverse("casework:ask_claim", args=[trip.pk]), fares_paid="64.50", note="车票两张")
    claim = TravelClaim.objects.get()
    page = reverse("casework:claim", args=[claim.pk])
    within_budget(phone, page)
    upload = reverse("casework:attach", args=["claim", claim.pk, "travel_receipts"])
    assert phone.post(upload, {"file": scan()}).status_code == 302
    within_budget(clerk, reverse("casework:claims"))
    within_budget(clerk, reverse("casework:decide_claim", args=[claim.pk]))
    sent(clerk, reverse("casework:decide_claim", args=[claim.pk]), agree="yes")
    sent(clerk, reverse("casework:pay_claim", args=[claim.pk]), paid_on="2026-05-20", voucher="记-12")
    text = within_budget(phone, page).content.decode()
    assert "记-12" in text
    assert "604.50" in text
    assert client_of("auditor").get(page).status_code == 200
    assert clerk.get(reverse("casework:list")).headers["Location"] == reverse("casework:claims")


def test_the_paper_has_the_sum_in_words(clerk: Client, village: Any, trip: Trip) -> None:
    claim = decided(village, claim_of(village, trip))
    answer = clerk.get(reverse("casework:print", args=["claim", claim.pk, "travel_claim"]))
    assert answer.status_code == 200
    table = Document(BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)).tables[0]
    cells = [cell.text for row in table.rows for cell in row.cells]
    assert "伍佰肆拾元整" in cells
    assert "参加培训" in cells


def test_the_village_is_told_what_waits(village: Any, mine: Any, trip: Trip, actor_of: Any) -> None:
    claim = claim_of(mine, trip)
    assert [each.label for each in todos(village, TODAY)] == ["确认差旅费"]
    decided(village, claim)
    assert [each.label for each in todos(village, TODAY)] == ["支付后登记"]
    assert todos(mine, TODAY) == []
    assert todos(actor_of("county_clerk"), TODAY) == []


def test_what_the_room_holds_about_a_person(village: Any, trip: Trip) -> None:
    claim = claim_of(village, trip, note="车票遗失")
    assert HOLDER.kept([trip.person_id]) == {trip.person_id: {"dealings_open": True}}
    assert "车票遗失" in str(HOLDER.told(trip.person_id))
    assert HOLDER.erase(trip.person_id, NOW) == 1
    claim.refresh_from_db()
    assert claim.note == ""


def test_a_form_tells_what_is_wrong(phone: Client, trip: Trip) -> None:
    url = reverse("casework:ask_claim", args=[trip.pk])
    for bad in ({"fares_paid": "-1"}, {"fares_paid": "abc"}, {"start": "x"}, {"nights": "-2"}):
        answer = phone.post(url, {"start": "2026-05-06", "end": "2026-05-08", **bad})
        assert answer.status_code == 422
    assert issubclass(claiming.BadClaim, Refusal)


def test_a_confirmation_is_taken_back_before_anything_is_paid(village: Any, trip: Trip, clerk: Client) -> None:
    claim = decided(village, claim_of(village, trip))
    Trip.objects.filter(pk=trip.pk).update(state="cancelled")
    pay = reverse("casework:pay_claim", args=[claim.pk])
    answer = clerk.post(pay, {"version": claim.version, "paid_on": "2026-05-20", "voucher": "记-12"})
    assert "已经取消" in answer.content.decode()
    sent(clerk, reverse("casework:revoke_claim", args=[claim.pk]), reason="出差取消了")
    claim.refresh_from_db()
    assert (claim.state, claim.total, claim.payer) == ("asked", None, None)
    sent(clerk, reverse("casework:decide_claim", args=[claim.pk]), agree="no", reason="没有去")
    assert not ClaimDay.objects.exists()
