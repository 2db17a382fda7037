"""A month closes once, and each deed of its cycle is written once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sibai.db.querysets import area
from sibai.months.models import Deed
from sibai.months.operations.closing import Standing, close, done
from sibai.months.queries.standing import deeds, is_closed
from tests.web_fixtures import COUNTY, NOW

MAY = date(2026, 5, 1)
ON_TIME = Standing(date(2026, 5, 15), "按时", {})
pytestmark = pytest.mark.django_db


def test_a_month_is_open_until_it_is_closed_and_closes_once() -> None:
    assert not is_closed(MAY)
    first = close(month=MAY, by=None, now=NOW)
    assert close(month=MAY, by=None, now=NOW.replace(year=2027)).closed_at == first.closed_at
    assert is_closed(MAY)
    assert not is_closed(date(2026, 6, 1))


def test_a_month_is_the_first_of_its_days() -> None:
    with pytest.raises(ValueError, match="first day"):
        close(month=date(2026, 5, 2), by=None, now=NOW)


def test_a_deed_counts_from_the_first_time_that_it_was_done() -> None:
    first = done(month=MAY, place_code=COUNTY, kind="prefund", standing=ON_TIME, by=None, now=NOW)
    late = Standing(date(2026, 5, 15), "逾期", {})
    again = done(month=MAY, place_code=COUNTY, kind="prefund", standing=late, by=None, now=NOW)
    assert (again.pk, again.timing) == (first.pk, "按时")
    assert list(deeds(MAY, "prefund", area(COUNTY))) == [first]


def test_the_database_keeps_each_deed_once() -> None:
    done(month=MAY, place_code=COUNTY, kind="pay", standing=ON_TIME, by=None, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deed.objects.create(
            month=MAY, place_code=COUNTY, kind="pay", done_at=NOW, due=ON_TIME.due, timing="按时", answers={}
        )
