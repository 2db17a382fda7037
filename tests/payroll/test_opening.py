"""Starting in the middle of a year: what was paid before counts as if the system had paid it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum

from sibai.attendance.models import LeaveOpening
from sibai.attendance.queries.entitlement import taken_before
from sibai.audit.models import Entry
from sibai.audit.refusals import Overtaken
from sibai.employment.models import Stint
from sibai.payroll.models import OpeningImport, PayItem, Payslip, Run, UnpaidMonth, YearOpening
from sibai.payroll.operations.holding import HOLDER
from sibai.payroll.operations.opening import BadOpening, BuiltOn, NotSeen, NotYours, confirm, drop, undo, upload
from sibai.payroll.operations.preparing import NotReady, prepare, slip_of
from sibai.payroll.operations.unpaid import BadUnpaid, register_unpaid
from sibai.payroll.queries.computing import Sought, asked, candidates, law_of, numbers_of, written
from sibai.payroll.queries.opening.looking import look_at
from sibai.payroll.queries.opening.reading import FORM
from sibai.payroll.queries.readiness import look_with_notes
from sibai.people.actor import Actor
from sibai.places.queries.parties import employers_of
from tests.payroll.made import MAY, county, month_of, reported, settled_readings, stint_in, village
from tests.payroll.test_further_insurances import joined
from tests.web_fixtures import NOW, TODAY

ActorOf = Callable[..., Actor]
pytestmark = pytest.mark.django_db
LABELS = {column.name: column.label for column in FORM.columns}
FOUR_MONTHS = {"earned": "6400.00", "pension": "1515.84", "withheld": "0", "months": "4"}


@pytest.fixture
def clerk(actor_of: ActorOf) -> Actor:
    settled_readings(actor_of)
    return actor_of("company_clerk")


def row_of(stint: Stint, **others: str) -> dict[str, str]:
    return {"name": stint.person.name, "id_number": stint.person.id_number, **FOUR_MONTHS, **others}


def file_of(*rows: dict[str, str]) -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(LABELS.values())
    writer.writerows([row.get(name, "") for name in LABELS] for row in rows)
    return SimpleUploadedFile("before.csv", text.getvalue().encode(), "text/csv")


def handed_in(clerk: Actor, *rows: dict[str, str], month: date = MAY) -> OpeningImport:
    return upload(actor=clerk, county=county(), month=month, file=file_of(*rows), document="旧账", now=NOW)


def imported(clerk: Actor, batch: OpeningImport, accepted: bool = True) -> OpeningImport:
    digest = look_at(batch, clerk.scope).digest(batch.file.sha256)
    return confirm(actor=clerk, batch=batch, version=batch.version, digest=digest, accepted=accepted, now=NOW)


def faults(clerk: Actor, *rows: dict[str, str], month: date = MAY) -> list[tuple[str, str]]:
    look = look_at(handed_in(clerk, *rows, month=month), clerk.scope)
    assert not look.good
    return [(each.where, each.column) for each in look.faults]


def test_what_was_paid_before_is_the_year_so_far_of_the_first_run(clerk: Actor) -> None:
    (stint,) = month_of(1)
    batch = imported(clerk, handed_in(clerk, row_of(stint, leave_days="2", last_earned="19200", last_months="12")))
    assert batch.totals["earned"] == 640_000
    slip = prepare(actor=clerk, county=county(), month=MAY, today=TODAY, now=NOW).slips.get()
    told = {name: slip.facts[name] for name in ("earned_before", "pension_before", "months_before", "allowance_months")}
    assert told == {"earned_before": 640_000, "pension_before": 151_584, "months_before": 4, "allowance_months": 12}
    assert taken_before(stint, 2026) == 2
    assert Entry.objects.filter(action="payroll.import_opening", outcome="done").count() == 1
    assert any(heading == "起用系统以前的发放" for heading, _ in HOLDER.told(stint.person_id))


def test_a_first_job_of_the_year_counts_its_allowance_from_january(clerk: Actor) -> None:
    (stint,) = month_of(1)
    imported(clerk, handed_in(clerk, row_of(stint, earned="0", pension="0", months="0", first_job="1")))
    slip = prepare(actor=clerk, county=county(), month=MAY, today=TODAY, now=NOW).slips.get()
    assert slip.facts["allowance_months"] == TODAY.month


def test_every_fault_is_told_and_nothing_is_imported(clerk: Actor) -> None:
    first, second = stint_in(0, start=date(2025, 7, 1)), stint_in(1, start=date(2025, 7, 1))
    rows = [
        row_of(first, months="5"),
        row_of(first),
        row_of(second, name="别人"),
        {**row_of(second), "id_number": "610999199001011015"},
        row_of(second, employer="没有这个单位"),
        row_of(second, earned="100", pension="99.99", withheld="0.02"),
    ]
    assert faults(clerk, *rows) == [
        ("第2行", "本年已发月数"),
        ("第3行", "身份证号"),
        ("第4行", "姓名"),
        ("第5行", "身份证号"),
        ("第6行", "用人单位"),
        ("第7行", "本年累计养老"),
    ]
    assert faults(clerk, row_of(first, earned="六千")) == [("第2行", "本年累计应发")]
    assert faults(clerk) == [("", "文件")]
    batch = handed_in(clerk, *rows)
    with pytest.raises(BadOpening):
        imported(clerk, batch)
    assert not YearOpening.objects.exists()


def test_a_year_is_entered_once_and_before_the_first_payslip(clerk: Actor) -> None:
    (stint,) = month_of(1)
    imported(clerk, handed_in(clerk, row_of(stint)))
    assert faults(clerk, row_of(stint)) == [("第2行", "身份证号")]
    YearOpening.objects.all().delete()
    prepare(actor=clerk, county=county(), month=MAY, today=TODAY, now=NOW)
    assert faults(clerk, row_of(stint)) == [("第2行", "身份证号")]


def test_those_without_a_row_are_told_and_must_be_seen(clerk: Actor) -> None:
    first, _ = month_of(2)
    batch = handed_in(clerk, row_of(first))
    with pytest.raises(NotSeen):
        imported(clerk, batch, accepted=False)
    assert "有1人不在表里" in look_at(batch, clerk.scope).warnings[0].words
    assert imported(clerk, batch).state == "imported"


def test_an_import_is_taken_back_while_no_payslip_rests_on_it(clerk: Actor) -> None:
    (stint,) = month_of(1)
    batch = imported(clerk, handed_in(clerk, row_of(stint, leave_days="3")))
    run = prepare(actor=clerk, county=county(), month=MAY, today=TODAY, now=NOW)
    with pytest.raises(BuiltOn, match="1份工资单"):
        undo(actor=clerk, batch=batch, version=batch.version, reason="x", now=NOW)
    run.slips.update(void=True)
    batch = undo(actor=clerk, batch=batch, version=batch.version, reason="填错了", now=NOW)
    assert batch.state == "undone"
    assert not YearOpening.objects.exists()
    assert not LeaveOpening.objects.exists()


def test_a_file_is_confirmed_only_by_whoever_handed_it_in_and_only_once(clerk: Actor, actor_of: ActorOf) -> None:
    (stint,) = month_of(1)
    batch = handed_in(clerk, row_of(stint))
    with pytest.raises(NotYours):
        imported(replace(clerk, user_id=actor_of("company_approver").user_id), batch)
    imported(clerk, batch)
    with pytest.raises(Overtaken):
        drop(actor=clerk, batch=batch, version=1, now=NOW)


APRIL = date(2026, 4, 1)


def test_a_month_of_before_is_paid_nobody_again_but_whom_it_was_not_paid(clerk: Actor) -> None:
    first, second, third = month_of(3, APRIL)
    imported(clerk, handed_in(clerk, row_of(first, further="0.10"), row_of(second)))
    ready = look_with_notes(Sought(clerk.scope, APRIL, MAY))
    told = {each.code: each.words for each in ready.obstacles}
    assert "2026年4月在起用系统（2026年5月）以前，起用前的发放里的2人" in told["before"]
    assert "还要编制的1人不在起用前的发放里" in told["not_before"]
    assert [candidate.person for candidate, _ in ready.payable()] == [third.person]
    of = {"actor": clerk, "county": county(), "month": APRIL, "document": "流水", "now": NOW}
    with pytest.raises(BadUnpaid, match="不在起用前的发放里"):
        register_unpaid(people=[str(third.person_id)], **of)
    register_unpaid(people=[str(first.person_id), str(second.person_id)], **of)
    register_unpaid(people=[str(first.person_id)], **of)
    assert [each.person_id for each in UnpaidMonth.objects.all()] == [first.person_id]
    run = prepare(actor=clerk, county=county(), month=APRIL, today=TODAY, now=NOW)
    slips = {slip.person_id: slip for slip in run.slips.all()}
    assert set(slips) == {first.person_id, third.person_id}
    assert slips[first.person_id].facts["further_before"] == 10
    with pytest.raises(BadUnpaid, match="先作废"):
        register_unpaid(people=[], **of)


def test_a_month_of_before_that_everybody_was_paid_is_refused_with_the_reason(clerk: Actor) -> None:
    (stint,) = month_of(1, APRIL)
    imported(clerk, handed_in(clerk, row_of(stint)))
    with pytest.raises(NotReady, match="按旧账已经发过，不再编制"):
        prepare(actor=clerk, county=county(), month=APRIL, today=TODAY, now=NOW)


NO_REWARDS = [0] * 12
SPRING = [0, 900_000, 1_500_000, 0, 2_000_000, 0, 0, 700_000, 0, 3_000_000, 0, 100_000]
YEARS: dict[str, tuple[int, list[int]]] = {
    "tax from the spring on": (2026, SPRING),
    "a late bracket": (2026, [*NO_REWARDS[:8], 6_000_000, 0, 0, 1]),
    "further insurances on a base that is not published": (2027, SPRING),
}
"""The year, and the rewards of its months. That of 2027 stands on last year's base, with all insurances joined."""


def paid(clerk: Actor, month: date) -> Payslip:
    """A person's month as a run pays it, without the ways of a run."""
    run = Run.objects.create(
        county=county(), month=month, pay_month=month, kind="monthly", number=1, prepared_at=NOW, state="void"
    )
    sought = Sought(clerk.scope, month, month, run)
    asker = law_of(sought)
    (candidate,) = candidates(sought, asker)
    slip = slip_of(run, candidate, asked(asker, candidate.facts))
    slip.save(force_insert=True)
    PayItem.objects.filter(person=slip.person_id, month=month).update(slip=slip)
    return slip


@pytest.fixture
def whole_year(clerk: Actor, actor_of: ActorOf, request: pytest.FixtureRequest) -> list[Payslip]:
    """A person's payslips of a whole year in the system, with rewards."""
    year, rewards = YEARS[request.param]
    stint = stint_in(0, start=date(2025, 7, 1))
    if year > 2026:
        joined(actor_of)
    slips = []
    for place, reward in enumerate(rewards):
        month = date(year, place + 1, 1)
        reported(village(0), month)
        item = {"person": stint.person, "village_id": stint.village_id, "month": month, "amount": reward}
        if reward:
            PayItem.objects.create(**item, kind="reward", document="x", state="confirmed", entered_at=NOW)
        slips.append(paid(clerk, month))
    return slips


@pytest.mark.parametrize("whole_year", YEARS, indirect=True)
def test_a_year_cut_at_any_month_gets_the_same_later_payslips(clerk: Actor, whole_year: list[Payslip]) -> None:
    slips = whole_year
    stint, year = slips[0].stint, slips[0].month.year
    batch = OpeningImport(county=county(), month=MAY, document="x", uploaded_at=NOW)
    batch.file = upload(actor=clerk, county=county(), month=MAY, file=file_of(), document="x", now=NOW).file
    employer = employers_of("agent_company", [stint.village], MAY)[str(stint.village_id)]
    assert sum(slip.tax for slip in slips) > 0
    assert (slips[0].further_person > 0) == (year > 2026)
    for cut in range(1, 12):
        batch.month = date(year, cut + 1, 1)
        batch.save()
        before = Payslip.objects.filter(pk__in=[slip.pk for slip in slips[:cut]])
        Payslip.objects.update(void=False)
        columns = {"earned": "gross", "pension": "pension", "further": "further_person", "withheld": "tax"}
        sums: dict[str, Any] = before.aggregate(**{name: Sum(column) for name, column in columns.items()})
        before.update(void=True)
        YearOpening.objects.all().delete()
        of = {"person": stint.person, "village": stint.village, "employer_id": employer}
        YearOpening.objects.create(batch=batch, **of, year=year, months=cut, **sums)
        for slip in slips[cut:]:
            sought = Sought(clerk.scope, slip.month, slip.pay_month, slip.run)
            asker = law_of(sought)
            (candidate,) = candidates(sought, asker)
            made = numbers_of(candidate, asked(asker, candidate.facts))
            assert made == {name: getattr(slip, name) for name in Payslip.NUMBERS}, (cut, slip.month)
            assert written(candidate.facts) == slip.facts, (cut, slip.month)
