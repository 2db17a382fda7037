"""A month's pay costs a bounded number of queries, however many people a county has."""

from __future__ import annotations

from datetime import date
from typing import Any

from sibai.bench.month.course import Course
from sibai.bench.month.crew import YEAR, begin, put_on_post
from sibai.payroll.models import Payslip
from sibai.places.models import Place

PEOPLE, MORE = 122, 250
MOST, MOST_MORE = 200, 20
"""Queries from prefilling to the bank's file, the towns' own acts aside, and more for each further thousand people."""


def test_a_month_asks_the_database_little_however_many_are_paid(county: Any) -> None:
    begin()
    put_on_post(0, PEOPLE)
    towns = list(Place.objects.filter(level="town").order_by("code"))
    few = Course(date(YEAR, 1, 1), towns).go().asked(by_towns=False)
    assert few <= MOST
    put_on_post(PEOPLE, PEOPLE + MORE)
    many = Course(date(YEAR, 2, 1), [*towns, Place.objects.get(name="测量1镇")]).go().asked(by_towns=False)
    assert Payslip.objects.filter(month=date(YEAR, 2, 1)).count() == PEOPLE + MORE
    assert many - few <= MOST_MORE
