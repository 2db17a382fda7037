"""The books have the insurances beyond the measure's two: withheld, advanced, corrected, paid to the tax office."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sibai.funds.queries.balances import to_remit
from sibai.funds.queries.crosscheck import crosscheck
from sibai.funds.queries.needs import needs
from sibai.people.actor import Actor
from tests.funds.made import MAY, approved, balance, issued, posted, said
from tests.funds.test_posting import NET, remitted
from tests.payroll.made import month_of, reported, settled_readings, village
from tests.payroll.test_correcting import IN_JUNE, JUNE, paid, recounted
from tests.payroll.test_further_insurances import EMPLOYER, PERSON, joined

ActorOf = Callable[..., Actor]
pytestmark = pytest.mark.django_db
PENSION, OWN = 37_896, 75_792 + 947


def agrees(actor_of: ActorOf) -> None:
    """May agrees with its payslips to the fen."""
    assert [check.title for check in crosscheck(MAY, actor_of("county_clerk").scope) if not check.holds] == []


def test_what_is_withheld_and_advanced_stands_in_the_books_and_is_remitted(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    joined(actor_of)
    month_of(2)
    run = approved(actor_of, settled=False)
    scope = actor_of("county_clerk").scope
    assert sum(need.insurance for need in needs(scope, MAY)) == 2 * (OWN + EMPLOYER)
    said(actor_of, issued(actor_of, run), "SS")
    posted(actor_of)
    assert (balance("further_person"), balance("further_employer")) == (-2 * PERSON, -2 * EMPLOYER)
    assert (balance("advance"), balance("wages_due")) == (2 * (OWN + EMPLOYER), 0)
    agrees(actor_of)
    due = sum(to_remit(scope, MAY, "insurance").values())
    assert due == 2 * (PENSION + PERSON + OWN + EMPLOYER)
    remitted(actor_of, due)
    assert (balance("further_person"), balance("further_employer")) == (0, 0)


def test_joining_afterwards_is_posted_as_a_correction(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(1)
    paid(actor_of)
    joined(actor_of, start=MAY)
    recounted(actor_of)
    posted(actor_of)
    assert (balance("further_person"), balance("earlier_due")) == (-PERSON, PERSON)
    reported(village(0), JUNE)
    paid(actor_of, JUNE, **IN_JUNE)
    posted(actor_of)
    assert (balance("further_person"), balance("earlier_due")) == (-2 * PERSON, 0)
    assert balance("wages_due") == -(NET + NET - 2 * PERSON)
    assert balance("advance") == 2 * (OWN + EMPLOYER)
    agrees(actor_of)
