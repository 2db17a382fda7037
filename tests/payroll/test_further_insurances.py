"""Insurances beyond the measure's two: nothing while they are off; once joined, on payslip, tax, lists, corrections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.employment.models import Contract
from sibai.employment.queries.paper_words import words_for
from sibai.measure.insurance import FURTHER, SWITCHED, insured_in
from sibai.payroll.models import Difference, Payslip, Run
from sibai.payroll.operations.preparing import prepare
from sibai.payroll.queries.computing import read
from sibai.payroll.queries.list_pay import contributions, made_up, tax
from sibai.payroll.queries.list_people import joining
from sibai.payroll.queries.slip_page import slip_page
from sibai.people.actor import Actor
from sibai.rulebook.queries.keeping import thawed
from sibai.rulebook.queries.law import law_on
from tests.payroll.made import MAY, county, month_of, reported, settled_readings, village
from tests.payroll.test_correcting import IN_JUNE, JUNE, paid, prepared, recounted
from tests.rulebook.deciding import confirmed
from tests.web_fixtures import NOW, TODAY

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db
NET, MEDICAL, UNEMPLOYMENT = 122_104, 9_474, 1_421
PERSON, EMPLOYER = MEDICAL + UNEMPLOYMENT, 31_264 + 3_316
"""2% and 0.3%, 6.6% and 0.7% of 4737.00, each rounded by itself."""
WORDS = "其他社会保险"
ADDED = {*SWITCHED, *(f"{name}_rate" for _, person, employer in SWITCHED.values() for name in (person, employer))}


def joined(actor_of: ActorOf, start: date = date(2026, 1, 1)) -> None:
    """The county has decided to join both, with the rate that the city gave it."""
    confirmed(actor_of, "medical_employer_rate", '"6.6%"', start=start)
    for name in SWITCHED:
        confirmed(actor_of, name, '"joined"', start=start)


def test_off_nothing_of_them_stands_on_a_payslip_a_sheet_or_a_page(actor_of: ActorOf, client_of: ClientOf) -> None:
    settled_readings(actor_of)
    month_of(1)
    slip = paid(actor_of).slips.get()
    assert (slip.further_person, slip.further_employer, slip.net) == (0, 0, NET)
    assert not {name for name in slip.facts if "further" in name}
    clerk = client_of("company_clerk")
    pages = [reverse("payroll:slip", args=[slip.pk]), reverse("payroll:run", args=[slip.run_id])]
    for url in (*pages, reverse("payroll:statement", args=[slip.pk]), reverse("payroll:insurance")):
        assert WORDS not in clerk.get(url).content.decode(), url
    assert "另外三项由县里决定" in clerk.get(reverse("payroll:insurance")).content.decode()
    book = openpyxl.load_workbook(BytesIO(clerk.get(reverse("payroll:export_run", args=[slip.run_id])).content))
    assert not [cell for row in book.active.iter_rows(values_only=True) for cell in row if WORDS in str(cell)]  # type: ignore[union-attr]


def test_a_run_whose_law_was_kept_before_they_existed_explains_itself_as_it_did(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(1)
    slip = paid(actor_of).slips.get()
    joined(actor_of)
    law = slip.run.law
    before = {**law, "entries": {name: row for name, row in law["entries"].items() if name not in ADDED}}
    assert len(before["entries"]) == len(law["entries"]) - len(ADDED)
    facts, names = read(slip.facts), ("net", "tax", "payable", *FURTHER)
    now, then = (thawed(each).ask(names, facts) for each in (law, before))
    assert now.json() == then.json()
    assert (then["net"], then["further_person"]) == (NET, 0)
    slip.run.law = before
    assert not [each for each in slip_page(slip, actor_of("company_clerk")).notes if "以前的程序" in each["text"]]


def test_joined_they_are_deducted_lower_the_tax_and_stand_everywhere(actor_of: ActorOf, client_of: ClientOf) -> None:
    settled_readings(actor_of)
    joined(actor_of)
    month_of(1)
    slip = paid(actor_of).slips.get()
    assert (slip.further_person, slip.further_employer) == (PERSON, EMPLOYER)
    assert (slip.net, slip.payable) == (NET - PERSON, NET - PERSON)
    with time_machine.travel(NOW, tick=False):
        clerk = client_of("company_clerk")
        pages = [reverse("payroll:slip", args=[slip.pk]), reverse("payroll:run", args=[slip.run_id])]
        for url in (*pages, reverse("payroll:insurance")):
            page = clerk.get(url).content.decode()
            assert (WORDS in page, "108.95" in page) == (True, True), url
        statement = clerk.get(reverse("payroll:statement", args=[slip.pk])).content.decode()
        export = clerk.get(reverse("payroll:export_run", args=[slip.run_id])).content
    for word in ("医疗（含生育）保险", "失业保险", "94.74", "14.21", "312.64", "33.16", "6.60%", "五项都参加了"):
        assert word in statement, word
    heads = {cell for row in openpyxl.load_workbook(BytesIO(export)).active.iter_rows(values_only=True) for cell in row}  # type: ignore[union-attr]
    assert {"其他社会保险个人", "其他社会保险单位"} <= heads
    scope = actor_of("company_clerk").scope
    (row,) = contributions(scope, MAY)
    assert (row["further_person"], row["total"]) == (PERSON, 37_896 + 75_792 + 947 + PERSON + EMPLOYER)
    assert {row["insurances"] for row in joining(scope, date(2025, 7, 1))} == {"养老、工伤"}
    since = {day: insured_in(law_on(day)) for day in (date(2025, 12, 31), date(2026, 1, 1))}
    assert list(since.values()) == ["养老保险、工伤保险", "养老保险、工伤保险、医疗（含生育）保险、失业保险"]
    contract = Contract.objects.get(stint=slip.stint, kind=Contract.LABOUR)
    assert words_for("labour_contract", contract, TODAY)["insurances"] == since[date(2025, 12, 31)]
    contract.start = date(2026, 1, 1)
    assert words_for("labour_contract", contract, TODAY)["insurances"] == since[date(2026, 1, 1)]


def test_the_year_so_far_carries_what_was_paid_for_them(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    joined(actor_of)
    month_of(1)
    reported(village(0), JUNE)
    paid(actor_of)
    june = paid(actor_of, JUNE, **IN_JUNE).slips.get()
    assert june.facts["further_before"] == PERSON
    assert june.facts["pension_before"] == 37_896
    (declared,) = tax(actor_of("company_clerk").scope, JUNE)
    assert (declared["further"], declared["cumulative_pension"]) == (PERSON, 2 * (37_896 + PERSON))


def test_a_city_rate_that_nobody_set_stops_the_month_and_says_so(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    confirmed(actor_of, "medical_insurance", '"joined"', start=date(2026, 1, 1))
    month_of(1)
    with pytest.raises(Refusal, match=r"医疗（含生育）保险单位费率.*登记"):
        prepare(actor=actor_of("company_clerk"), county=county(), month=MAY, today=TODAY, now=NOW)


def test_joining_for_a_paid_month_is_a_difference_that_the_next_pay_deducts(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    first = paid(actor_of).slips.get()
    joined(actor_of, start=MAY)
    recounted(actor_of)
    row = Difference.objects.get()
    assert (row.gross, row.pension, row.further_person, row.further_employer) == (0, 0, PERSON, EMPLOYER)
    assert (row.net, row.old.get("further_person"), row.new["further_person"]) == (-PERSON, None, PERSON)
    scope = actor_of("company_clerk").scope
    assert [each["further_person"] for each in made_up(scope, MAY)] == [PERSON]
    reported(village(0), JUNE)
    june = paid(actor_of, JUNE, **IN_JUNE).slips.get()
    assert (june.earlier_further, june.facts["earlier_further"]) == (PERSON, PERSON)
    assert june.payable == NET - 2 * PERSON
    row.refresh_from_db()
    assert row.slip_id == june.pk
    assert prepared(actor_of).state == "unchanged"
    first.refresh_from_db()
    assert first.further_person == 0
    assert stint.person_id == june.person_id


def test_an_approved_payslip_still_stays_as_it_is(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(1)
    run: Run = paid(actor_of)
    with pytest.raises(DatabaseError), transaction.atomic():
        Payslip.objects.filter(run=run).update(further_person=1)
