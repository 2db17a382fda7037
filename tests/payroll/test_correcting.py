"""A paid month that turns out otherwise: differences by new rows, paid or taken back once, nothing rewritten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sibai.attendance.models import SheetCorrection, SheetLine
from sibai.audit.refusals import Refusal, SamePerson
from sibai.documents.checking import TABLES
from sibai.documents.operations.keeping import keep
from sibai.employment.models import Stint
from sibai.payroll.models import (
    Difference,
    OpeningImport,
    Payslip,
    Recount,
    Recovered,
    Recovery,
    Run,
    YearOpening,
)
from sibai.payroll.operations.approving import Changed, approve, check
from sibai.payroll.operations.correcting import (
    BadRecovery,
    agree_recovery,
    confirm_recount,
    prepare_recount,
    return_recovery,
)
from sibai.payroll.operations.preparing import prepare, void
from sibai.payroll.queries.differences import NotPaidYet
from sibai.payroll.queries.open_amounts import outstanding
from sibai.payroll.queries.slip_page import slip_page
from sibai.payroll.queries.so_far import owed_by
from sibai.payroll.queries.todos import todos
from sibai.people.actor import Actor
from sibai.places.queries.parties import employers_of
from tests.payroll.made import MAY, county, month_of, reported, settled_readings, village
from tests.rulebook.deciding import confirmed
from tests.web_fixtures import NOW, TODAY

ActorOf = Callable[..., Actor]
JUNE = date(2026, 6, 1)
IN_JUNE = {"today": date(2026, 6, 20), "now": NOW.replace(month=6, day=20)}
JULY = date(2026, 7, 1)
IN_JULY = {"today": date(2026, 7, 20), "now": NOW.replace(month=7, day=20)}
pytestmark = pytest.mark.django_db


def paid(actor_of: ActorOf, month: date = MAY, **when: Any) -> Run:
    """A month's run, approved."""
    given = {"today": TODAY, "now": NOW, **when}
    run = prepare(actor=actor_of("company_clerk"), county=county(), month=month, **given)
    check(actor=actor_of("county_clerk"), run=run, version=run.version, now=given["now"])
    approve(actor=actor_of("company_approver"), run=run, version=run.version, now=given["now"])
    return run


def corrected(stint: Stint, number: int = 1, month: date = MAY, **now_is: Any) -> None:
    """A confirmed correction of a reported sheet; no days: not on post in the month after all."""
    line = SheetLine.objects.get(stint=stint, sheet__month=month)
    known = {"on_from": line.on_from, "on_to": line.on_to, "unpaid_days": line.unpaid_days, **now_is}
    SheetCorrection.objects.create(
        sheet=line.sheet,
        stint=stint,
        person_id=stint.person_id,
        number=number,
        state="confirmed",
        entered_at=NOW,
        known_unpaid=0,
        **known,
    )


def prepared(actor_of: ActorOf, month: date = MAY, now: datetime = NOW) -> Recount:
    return prepare_recount(
        actor=actor_of("company_clerk"), county=county(), month=month, cause="考勤更正", document="", now=now
    )


def recounted(actor_of: ActorOf, month: date = MAY, now: datetime = NOW) -> Recount:
    row = prepared(actor_of, month, now)
    return confirm_recount(actor=actor_of("county_clerk"), row=row, version=row.version, agree=True, reason="", now=now)


def test_a_month_that_is_as_it_was_needs_no_correction(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(2)
    with pytest.raises(NotPaidYet):
        recounted(actor_of)
    paid(actor_of)
    row = prepared(actor_of)
    assert (row.state, row.differences.count()) == ("unchanged", 0)
    assert todos(actor_of("county_clerk"), TODAY) == []


def test_a_correction_after_the_pay_waits_for_a_recount(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    hours = [NOW + timedelta(hours=each) for each in range(5)]
    corrected(stint, unpaid_days=0, confirmed_at=hours[1])
    assert to_recount(actor_of) == ["发放以后更正了1人的考勤，还没有重算"]
    assert prepared(actor_of, now=hours[2]).state == "unchanged", "no amount is another"
    assert to_recount(actor_of) == [], "it was looked at"
    corrected(stint, 2, unpaid_days=1, confirmed_at=hours[3])
    assert to_recount(actor_of)
    row = prepared(actor_of, now=hours[4])
    assert (row.state, to_recount(actor_of)) == ("prepared", [])
    county_clerk = actor_of("county_clerk")
    confirm_recount(actor=county_clerk, row=row, version=row.version, agree=False, reason="再查", now=hours[4])
    assert to_recount(actor_of), "what the county did not confirm waits again"


def to_recount(actor_of: ActorOf) -> list[str]:
    """What the clerk's home says of corrections that nobody computed."""
    return [todo.detail for todo in todos(actor_of("company_clerk"), TODAY) if todo.label == "重算2026年5月工资"]


def test_fewer_unpaid_days_are_paid_with_the_next_month(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1, unpaid={0: 2})
    first = paid(actor_of).slips.get()
    assert first.absence == 14_713
    corrected(stint, unpaid_days=0)
    recounted(actor_of)
    difference = Difference.objects.get()
    assert (difference.gross, difference.pension, difference.net) == (14_713, 0, 14_713)
    assert (difference.old["absence"], difference.new["absence"]) == (14_713, 0)
    reported(village(0), JUNE)
    june = paid(actor_of, JUNE, **IN_JUNE).slips.get()
    assert (june.earlier_gross, june.payable) == (14_713, 122_104 + 14_713)
    first.refresh_from_db()
    assert first.absence == 14_713
    difference.refresh_from_db()
    assert difference.slip_id == june.pk


def test_a_difference_is_paid_once_and_a_void_run_frees_it(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1, unpaid={0: 1})
    paid(actor_of)
    corrected(stint, unpaid_days=0)
    recounted(actor_of)
    reported(village(0), JUNE)
    run = prepare(actor=actor_of("company_clerk"), county=county(), month=JUNE, **IN_JUNE)
    void(actor=actor_of("company_clerk"), run=run, version=run.version, reason="重做", now=NOW)
    assert Difference.objects.get().slip is None
    assert paid(actor_of, JUNE, **IN_JUNE).slips.get().earlier_gross == 7_356
    reported(village(0), date(2026, 7, 1))
    july = paid(actor_of, date(2026, 7, 1), today=date(2026, 7, 20), now=NOW.replace(month=7, day=20))
    assert july.slips.get().earlier_gross == 0


def test_what_was_paid_too_much_is_taken_back_with_consent_and_a_ceiling(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    corrected(stint, unpaid_days=10)
    recounted(actor_of)
    recovery = Recovery.objects.get()
    assert recovery.total == 73_563
    reported(village(0), JUNE)
    assert paid(actor_of, JUNE, **IN_JUNE).slips.get().recovery == 0
    agree_recovery(
        actor=actor_of("company_clerk"),
        row=recovery,
        version=recovery.version,
        monthly=50_000,
        agreed_on=TODAY,
        document="同意书1号",
        today=TODAY,
        now=NOW,
    )
    reported(village(0), date(2026, 7, 1))
    july = paid(actor_of, date(2026, 7, 1), today=date(2026, 7, 20), now=NOW.replace(month=7, day=20)).slips.get()
    assert (july.recovery, july.payable) == (32_000, 122_104 - 32_000)
    assert Recovered.objects.get().amount == 32_000
    assert outstanding([stint.person_id]) == {stint.person_id: 73_563 - 32_000}


def test_an_instalment_is_taken_once_a_month_of_payment_however_many_payslips_it_has(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    corrected(stint, unpaid_days=10)
    recounted(actor_of)
    row = Recovery.objects.get()
    given = {"actor": actor_of("company_clerk"), "row": row, "version": row.version, "monthly": 20_000}
    with pytest.raises(BadRecovery, match="早于多发"):
        agree_recovery(**given, agreed_on=date(2026, 4, 30), document="同意书", today=TODAY, now=NOW)
    agree_recovery(**given, agreed_on=TODAY, document="同意书", today=TODAY, now=NOW)
    for month in (JUNE, JULY):
        reported(village(0), month)
    taken = [paid(actor_of, month, **IN_JULY).slips.get().recovery for month in (JUNE, JULY)]
    assert taken == [20_000, 0]


def test_cash_given_back_ends_a_recovery(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    corrected(stint, unpaid_days=1)
    recounted(actor_of)
    row = Recovery.objects.get()
    cashier = actor_of("company_cashier")
    with pytest.raises(BadRecovery):
        return_recovery(actor=cashier, row=row, version=row.version, amount=7_357, document="收据", now=NOW)
    row = return_recovery(actor=cashier, row=row, version=row.version, amount=7_356, document="收据", now=NOW)
    assert row.state == "done"
    assert outstanding([stint.person_id]) == {stint.person_id: 0}


def test_a_month_not_worked_after_all_is_owed_back_with_its_pension(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    corrected(stint, on_from=None, on_to=None)
    recounted(actor_of)
    difference = Difference.objects.get()
    assert (difference.gross, difference.pension, difference.pension_employer) == (-160_000, -37_896, -75_792)
    assert Recovery.objects.get().total == 122_104


def test_somebody_who_has_left_is_paid_the_difference_alone(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    first, _ = month_of(2, unpaid={0: 2})
    paid(actor_of)
    Stint.objects.filter(pk=first.pk).update(end=date(2026, 5, 31))
    corrected(first, unpaid_days=0)
    recounted(actor_of)
    reported(village(1), JUNE)
    run = paid(actor_of, JUNE, **IN_JUNE)
    slip = run.slips.get(person_id=first.person_id)
    assert (slip.kind, slip.month, slip.gross, slip.earlier_gross, slip.payable) == (
        "difference",
        JUNE,
        0,
        14_713,
        14_713,
    )
    assert run.slips.count() == 2


def test_a_month_corrected_one_way_and_back_is_set_off_before_anything_is_paid_out(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    for number, days in enumerate((10, 2), 1):
        corrected(stint, number, unpaid_days=days)
        recounted(actor_of)
    assert [each.net for each in Difference.objects.order_by("recount__number")] == [-73_563, 58_850]
    reported(village(0), JUNE)
    june = paid(actor_of, JUNE, **IN_JUNE).slips.get()
    assert (june.earlier_gross, june.recovery, june.payable) == (58_850, 58_850, 122_104)
    assert outstanding([stint.person_id]) == {stint.person_id: 14_713}
    assert Recovery.objects.get().state == "to_agree"
    corrected(stint, 3, unpaid_days=0)
    recounted(actor_of)
    reported(village(0), JULY)
    july = paid(actor_of, JULY, **IN_JULY).slips.get()
    assert (july.earlier_gross, july.recovery, july.payable) == (14_713, 14_713, 122_104)
    assert Recovery.objects.get().state == "done"
    page = slip_page(july, actor_of("company_clerk"))
    assert page.notes[0]["text"] == "以前月份的差额：2026年5月147.13元。在本月计税。"
    below = {each["label"]: each["value"] for each in dict(page.groups)["以前月份的"]}
    assert below == {"补发以前月份应发": 14_713, "本月扣回": 14_713}


def test_somebody_who_has_left_owing_has_it_taken_from_the_difference_and_the_rest_stands(actor_of: ActorOf) -> None:
    settled_readings(actor_of, short_net="carry")
    first, second = month_of(2, unpaid={0: 2})
    paid(actor_of)
    for number, stint in enumerate((first, second)):
        Stint.objects.filter(pk=stint.pk).update(end=date(2026, 6, 2))
        reported(village(number), JUNE)
    paid(actor_of, JUNE, **IN_JUNE)
    assert owed_by([first.person_id]) == {first.person_id: 37_896 - 10_667}
    corrected(first, unpaid_days=0)
    recounted(actor_of)
    slip = paid(actor_of, JULY, **IN_JULY).slips.get()
    assert (slip.kind, slip.due_to_person, slip.owed_taken, slip.payable) == ("difference", 14_713, 14_713, 0)
    assert owed_by([first.person_id]) == {first.person_id: 37_896 - 10_667 - 14_713}
    page = slip_page(slip, actor_of("company_clerk"))
    assert [title for title, _ in page.groups] == ["以前月份的"]
    assert not [each for each in page.notes if "以前的程序" in each["text"]]
    assert due_by_the_records(first.person_id) == 122_104 - 14_713 - owed_by([first.person_id])[first.person_id]


def test_the_year_of_somebody_who_has_left_keeps_its_whole_allowance(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1, unpaid={0: 2})
    batch = OpeningImport(county=county(), month=MAY, document="x", uploaded_at=NOW)
    sheet = SimpleUploadedFile("a.csv", b"a,b\n1,2\n", "text/csv")
    batch.file = keep(actor_of("company_clerk"), sheet, place_code="", kind="x", now=NOW, accept=TABLES)
    batch.save(force_insert=True)
    employer = employers_of("agent_company", [stint.village], MAY)[str(stint.village_id)]
    of = {"batch": batch, "person": stint.person, "village": stint.village, "employer_id": employer}
    YearOpening.objects.create(**of, year=2026, earned=4_000_000, pension=0, withheld=0, months=4)
    YearOpening.objects.create(**of, year=2025, earned=1_920_000, months=12)
    paid(actor_of)
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 5, 31))
    corrected(stint, unpaid_days=0)
    recounted(actor_of)
    slip = paid(actor_of, JUNE, **IN_JUNE).slips.get()
    assert (slip.kind, slip.tax, slip.payable) == ("difference", 0, 14_713)


def test_corrections_work_again_and_again(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    nets = []
    for number, days in enumerate((3, 1, 2), 1):
        corrected(stint, number, unpaid_days=days)
        recounted(actor_of)
        nets.append(Difference.objects.order_by("recount__number").last().net)  # type: ignore[union-attr]
    assert nets == [-22_069, 14_713, -7_357]
    assert sum(nets) == -14_713


def test_a_base_published_later_makes_up_both_sides_month_by_month(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(2)
    paid(actor_of)
    confirmed(actor_of, "contribution_base_lower", '"4837.00"', start=date(2026, 1, 1))
    recounted(actor_of)
    for difference in Difference.objects.all():
        assert (difference.gross, difference.pension, difference.pension_employer) == (0, 800, 1_600)
        assert (difference.work_injury, difference.net) == (20, -800)
    assert not Recovery.objects.exists()
    for number in range(2):
        reported(village(number), JUNE)
    for slip in paid(actor_of, JUNE, **IN_JUNE).slips.all():
        assert (slip.pension, slip.earlier_pension, slip.payable) == (38_696, 800, 160_000 - 38_696 - 800)


def test_who_prepares_a_correction_does_not_confirm_it(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    corrected(stint, unpaid_days=1)
    clerk = actor_of("company_clerk")
    row = prepare_recount(actor=clerk, county=county(), month=MAY, cause="x", document="", now=NOW)
    same = Actor(clerk.user_id, clerk.account, clerk.user_name, "county_clerk", clerk.place_code)
    with pytest.raises(SamePerson):
        confirm_recount(actor=same, row=row, version=row.version, agree=True, reason="", now=NOW)
    other = actor_of("county_clerk")
    with pytest.raises(Refusal, match="写原因"):
        confirm_recount(actor=other, row=row, version=row.version, agree=False, reason="", now=NOW)
    corrected(stint, 2, unpaid_days=2)
    with pytest.raises(Changed):
        confirm_recount(actor=other, row=row, version=row.version, agree=True, reason="", now=NOW)


def due_by_the_records(person: Any) -> int:
    """What the months are worth by the last that is known of them, less the tax that was withheld."""
    worth = 0
    for slip in Payslip.objects.filter(person=person, void=False):
        last = Difference.objects.filter(of=slip, confirmed=True).order_by("recount__number").last()
        slip_says = {"gross": slip.gross, "pension": slip.pension, "further_person": slip.further_person}
        now = last.new if last else slip_says
        worth += now["gross"] - now["pension"] - now.get("further_person", 0) - slip.tax
    return worth


def test_what_was_due_is_what_was_paid_and_what_is_open(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    stints = month_of(3, unpaid={0: 4})
    paid(actor_of)
    corrected(stints[0], unpaid_days=0)
    corrected(stints[1], unpaid_days=5)
    recounted(actor_of)
    for number in range(3):
        reported(village(number), JUNE)
    paid(actor_of, JUNE, **IN_JUNE)
    for stint in stints:
        slips = Payslip.objects.filter(person=stint.person_id, void=False)
        pending = sum(each.net for each in Difference.objects.filter(person=stint.person_id, net__gt=0, slip=None))
        back = outstanding([stint.person_id]).get(stint.person_id, 0)
        assert due_by_the_records(stint.person_id) == sum(each.payable for each in slips) + pending - back
