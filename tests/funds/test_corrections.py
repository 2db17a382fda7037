"""The books follow corrections: what is due later, what is taken back, what is given back, to the fen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from sibai.employment.models import Stint
from sibai.funds.models import Entry, Line
from sibai.funds.queries.crosscheck import crosscheck
from sibai.payroll.models import Recovery
from sibai.payroll.operations.correcting import agree_recovery, return_recovery
from sibai.payroll.queries.open_amounts import to_pay
from sibai.people.actor import Actor
from tests.funds.made import MAY, NOW, TODAY, balance, posted
from tests.payroll.made import month_of, reported, settled_readings, village
from tests.payroll.test_correcting import IN_JUNE, JUNE, corrected, paid, recounted
from tests.rulebook.deciding import confirmed

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def whole(actor_of: ActorOf) -> None:
    """Nothing is lost: all lines sum to zero, and May agrees with its payslips."""
    assert Line.objects.aggregate(total=Sum("amount"))["total"] == 0
    assert all(check.holds for check in crosscheck(MAY, actor_of("county_clerk").scope))


def test_what_was_too_little_waits_for_the_next_payslip(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1, unpaid={0: 2})
    paid(actor_of)
    corrected(stint, unpaid_days=0)
    recounted(actor_of)
    posted(actor_of)
    assert (balance("earlier_due"), balance("wages")) == (-14_713, 160_000)
    reported(village(0), JUNE)
    paid(actor_of, JUNE, **IN_JUNE)
    posted(actor_of)
    assert (balance("earlier_due"), balance("wages")) == (0, 320_000)
    whole(actor_of)


def test_what_was_too_much_is_owed_until_it_is_taken_or_given_back(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    corrected(stint, unpaid_days=10)
    recounted(actor_of)
    posted(actor_of)
    assert balance("overpaid") == 73_563
    row = Recovery.objects.get()
    clerk, given = actor_of("company_clerk"), {"agreed_on": TODAY, "document": "同意书", "today": TODAY, "now": NOW}
    row = agree_recovery(actor=clerk, row=row, version=row.version, monthly=50_000, **given)
    reported(village(0), JUNE)
    paid(actor_of, JUNE, **IN_JUNE)
    posted(actor_of)
    assert balance("overpaid") == 73_563 - 32_000
    for amount in (10_000, 5_000):
        row.refresh_from_db()
        cashier = actor_of("company_cashier")
        return_recovery(actor=cashier, row=row, version=row.version, amount=amount, document="收据", now=NOW)
        posted(actor_of)
    assert (balance("overpaid"), balance("bank")) == (73_563 - 32_000 - 15_000, 15_000)
    assert list(Entry.objects.filter(kind="repaid").order_by("part").values_list("total", flat=True)) == [10_000, 5_000]
    whole(actor_of)


def test_a_month_not_worked_after_all_leaves_no_contributions_due(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    corrected(stint, on_from=None, on_to=None)
    recounted(actor_of)
    posted(actor_of)
    assert (balance("wages"), balance("pension"), balance("advance")) == (0, 0, 0)
    assert (balance("overpaid"), balance("wages_due")) == (122_104, -122_104)
    whole(actor_of)


def test_somebody_who_has_left_pays_in_what_was_made_up_of_their_contributions(
    actor_of: ActorOf, client_of: ClientOf, at_ten: None
) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    confirmed(actor_of, "contribution_base_lower", '"4837.00"', start=date(2026, 1, 1))
    recounted(actor_of)
    cashier, url = client_of("company_cashier"), reverse("payroll:collect_made_up", args=[stint.person_id])
    assert "没有要补缴的离岗人员" in cashier.get(reverse("payroll:leavers")).content.decode()
    assert "还在岗，随工资补扣" in cashier.get(url).content.decode()
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 5, 20))
    listed = cashier.get(reverse("payroll:leavers")).content.decode()
    assert stint.person.name in listed
    assert url in listed
    assert "8.00元" in cashier.post(url, {"amount": "7.99", "document": "收据1号"}).content.decode()
    assert cashier.post(url, {"amount": "8.00", "document": "收据1号"}).status_code == 302
    posted(actor_of)
    assert (balance("earlier_due"), balance("overpaid")) == (0, 0)
    assert to_pay([stint.person_id]) == {}
    assert Recovery.objects.get().label == "2026年5月离岗补缴"
    assert "离岗补缴" not in cashier.get(reverse("payroll:recoveries")).content.decode()
    whole(actor_of)
