"""A month's marks: working days attended, days of rest, holidays, leave by its kind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sibai.attendance.queries.marks import NOWHERE, known_of
from sibai.attendance.queries.month import month_of, month_rules
from sibai.audit.refusals import Refusal
from sibai.employment.models import Stint
from tests.attendance.made import MAY

pytestmark = pytest.mark.django_db


def days(first: date, last: date, kind: str) -> dict[date, str]:
    return {first + timedelta(days=number): kind for number in range((last - first).days + 1)}


def known(start: date = date(2025, 7, 1), end: date | None = None, taken: Any = None) -> Any:
    return known_of(Stint(start=start, end=end), month_rules(MAY), taken or {})


def test_a_whole_month_is_attended_on_its_working_days() -> None:
    whole = known()
    assert whole.marks == "HHRRRPPPPRPPPPPRRPPPPPRRPPPPPRR"
    assert (whole.attended_days, whole.unpaid_days) == (month_rules(MAY).working_days, 0)


def test_personal_leave_counts_working_days_and_sick_leave_every_day() -> None:
    off = known(taken=days(date(2026, 5, 15), date(2026, 5, 18), "personal"))
    assert (off.marks[14:18], off.unpaid_days) == ("LRRL", 2)
    ill = known(taken=days(date(2026, 5, 15), date(2026, 5, 18), "sick"))
    assert (ill.marks[14:18], ill.unpaid_days) == ("SSSS", 0)
    trip = known(taken=days(date(2026, 5, 15), date(2026, 5, 16), "trip"))
    assert (trip.marks[14:16], trip.attended_days) == ("GG", known().attended_days + 1)


def test_a_part_month_has_marks_only_on_post() -> None:
    part = known(start=date(2026, 5, 11), end=date(2026, 5, 20))
    assert part.marks == NOWHERE * 10 + "PPPPPRRPPP" + NOWHERE * 11
    assert (part.on_from, part.on_to) == (date(2026, 5, 11), date(2026, 5, 20))
    assert known(start=date(2026, 6, 1)) is None


def test_nothing_is_asked_of_a_month_before_the_measure() -> None:
    assert month_rules(date(2022, 6, 1)).first == date(2022, 6, 10)
    with pytest.raises(Refusal):
        month_rules(date(2022, 5, 1))


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-5", "2026-05-01", "nothing", "２０２６-05", "9999-99"])
def test_an_address_that_names_no_month_is_none(text: str) -> None:
    assert month_of(text) is None
    assert month_of("2026-05") == MAY
