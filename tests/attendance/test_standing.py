"""What rooms above read of a month: the report, corrections laid over; and what the database itself keeps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sibai.attendance.models import LeaveRequest, Sheet, SheetCorrection, SheetLine, TakenDay, TownReport
from sibai.attendance.queries.standing import month_facts
from sibai.db.querysets import area
from sibai.employment.models import Stint
from tests.attendance.made import MAY, columns, filled, on_post, reported, stint_in, village
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, villages_of

pytestmark = pytest.mark.usefixtures("county")


def correction(sheet: Sheet, stint: Stint, state: str = "confirmed", number: int = 1, **days: Any) -> SheetCorrection:
    given = {"on_from": MAY, "on_to": date(2026, 5, 20), "unpaid_days": 1, "known_unpaid": 0, **days}
    return SheetCorrection.objects.create(
        sheet=sheet, stint=stint, person_id=stint.person_id, number=number, state=state, entered_at=NOW, **given
    )


def test_a_month_without_sheets_is_read_from_the_posts() -> None:
    stint = stint_in()
    gone = on_post(village(1), 2, end=date(2026, 5, 12))
    on_post(village(2), 3, end=date(2026, 4, 30))
    first, second = month_facts(MAY, area(COUNTY))
    assert (first.stint_id, first.on_from, first.on_to) == (stint.pk, MAY, date(2026, 5, 31))
    assert (first.source, first.submitted_at, first.town_code) == ("none", None, MAOPING)
    assert (second.stint_id, second.on_to) == (gone.pk, date(2026, 5, 12))


def test_a_filled_sheet_is_not_reported_and_a_reported_one_is() -> None:
    stint_in()
    stint_in(1)
    filled(village())
    sheet = reported(village(1))
    first, second = month_facts(MAY, area(MAOPING))
    assert (first.source, first.submitted_at) == ("sheet", None)
    assert (second.source, second.submitted_at, second.sheet_id) == ("sheet", NOW, sheet.pk)


def test_the_last_confirmed_correction_holds() -> None:
    stint = stint_in()
    sheet = reported(village())
    correction(sheet, stint)
    last = correction(sheet, stint, number=2, on_from=None, on_to=None, unpaid_days=0)
    correction(sheet, stint, state="entered", number=3)
    (row,) = month_facts(MAY, area(MAOPING))
    assert (row.source, row.correction_id, row.on_from, row.on_to) == ("correction", last.pk, None, None)
    assert row.submitted_at == NOW


def test_it_takes_four_queries_however_many(django_assert_num_queries: Any) -> None:
    for number in range(4):
        stint_in(number)
        reported(village(number))
    with django_assert_num_queries(4):
        assert len(month_facts(MAY, area(COUNTY))) == 4


def test_another_town_sees_nothing() -> None:
    stint_in()
    reported(village())
    assert month_facts(MAY, area(LENGSHUI)) == []
    assert month_facts(MAY, area(village(1).code)) == []
    assert month_facts(MAY, area(villages_of(LENGSHUI)[0].code)) == []


def refused(change: Any) -> bool:
    try:
        with transaction.atomic():
            change()
    except (DatabaseError, IntegrityError):
        return True
    return False


def test_the_database_keeps_what_was_reported() -> None:
    stint = stint_in()
    other = stint_in(1)
    sheet = reported(village())
    line = SheetLine.objects.get(sheet=sheet)
    rows = Sheet.objects.filter(pk=sheet.pk)
    assert refused(lambda: rows.update(state="filled", report=None))
    assert refused(lambda: rows.update(version=9))
    assert refused(sheet.delete)
    assert refused(lambda: SheetLine.objects.filter(pk=line.pk).update(unpaid_days=3))
    assert refused(line.delete)
    given = {name: getattr(line, name) for name in ("on_from", "on_to", "marks", "attended_days", "unpaid_days")}
    known = {"known_from": line.known_from, "known_to": line.known_to, "known_unpaid": 0}
    assert refused(
        lambda: SheetLine.objects.create(sheet=sheet, stint=other, person_id=other.person_id, **given, **known)
    )
    assert refused(lambda: TownReport.objects.update(timing="逾期"))
    kept = correction(sheet, stint)
    assert refused(lambda: SheetCorrection.objects.filter(pk=kept.pk).update(unpaid_days=5))
    assert refused(kept.delete)
    SheetLine.objects.filter(pk=line.pk).update(note="")
    SheetCorrection.objects.filter(pk=kept.pk).update(reason="")


def test_the_database_keeps_one_sheet_a_month_and_one_line_a_stint() -> None:
    stint_in()
    sheet = filled(village())
    line = SheetLine.objects.get()
    assert refused(lambda: filled(village()))
    again = {name: getattr(line, name) for name in columns_of(line)}
    assert refused(lambda: SheetLine.objects.create(sheet=sheet, stint=line.stint, person=line.person, **again))
    with pytest.raises(ValueError, match="first day"):
        filled(village(1), date(2026, 5, 2))


def columns_of(line: SheetLine) -> list[str]:
    class Known:
        on_from, on_to, marks, unpaid_days, attended_days = line.on_from, line.on_to, line.marks, 0, 0

    return list(columns(Known))


def test_the_database_lets_no_two_leaves_take_a_day() -> None:
    stint = stint_in()

    def leave(start: date, days: int) -> LeaveRequest:
        row = LeaveRequest.objects.create(
            stint=stint,
            person_id=stint.person_id,
            village_id=stint.village_id,
            kind="sick",
            start=start,
            end=start + timedelta(days=days - 1),
            days=days,
            state="approved",
            asked_at=NOW,
        )
        TakenDay.objects.bulk_create(
            TakenDay(
                person_id=stint.person_id,
                village_id=stint.village_id,
                day=start + timedelta(days=n),
                works=True,
                leave=row,
            )
            for n in range(days)
        )
        return row

    leave(date(2026, 5, 11), 3)
    leave(date(2026, 5, 14), 1)
    assert refused(lambda: leave(date(2026, 5, 13), 1))
    assert TakenDay.objects.count() == 4
