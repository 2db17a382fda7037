"""The people on post in the demonstration, brought in by the county clerk from a roster, as a county would."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sibai.demo.people import Invented, invented
from sibai.employment.models import Stint
from sibai.employment.operations.intake.importing import confirm, upload
from sibai.employment.queries.intake.kept import look_at
from sibai.measure.dates import add_days, add_months
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.places.models import Place

COLUMNS = (
    "姓名",
    "身份证号",
    "联系电话",
    "村编码",
    "文化程度",
    "人员类别",
    "户籍地址",
    "上岗时间",
    "合同起",
    "合同止",
    "合同签订日期",
    "备案日期",
    "备案号",
    "社保卡银行账号",
    "经认定的就业困难人员",
    "就业创业证号",
    "认定日期",
    "享受岗位补贴",
    "享受社保补贴",
)
CATEGORIES = ("脱贫劳动力", "就业困难人员")
YEAR_MONTHS = 12
FIRST_DUE = 20
"""The contract of the first person ends so many days from now, that of each following one two days later."""


def fill(villages: Sequence[Place], clerk: Actor, now: datetime) -> None:
    """Put an invented person on post in each village: one roster, uploaded, looked at, confirmed."""
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(COLUMNS)
    today = timezone.localdate(now)
    for number, village in enumerate(villages):
        person = invented(number, village=village.short_name)
        rows.writerow(_row(number, village, person, today))
    file = SimpleUploadedFile("现有人员花名册.csv", sheet.getvalue().encode("utf-8-sig"), "text/csv")
    roster = upload(actor=clerk, file=file, document="演示数据：现有人员花名册", now=now)
    look = look_at(roster, clerk, today)
    if look.faults:
        raise ValueError(f"the demonstration's roster: {look.faults[0]}")
    digest = look.digest(roster.file.sha256)
    confirm(actor=clerk, roster=roster, version=roster.version, digest=digest, accepted=True, now=now)


def _row(number: int, village: Place, person: Invented, today: date) -> tuple[object, ...]:
    """One person: on post for one or two contract years, the present contract filed."""
    end = today + timedelta(days=60 + FIRST_DUE + number * 2)
    start = add_days(add_months(end, -YEAR_MONTHS), 1)
    first = start if number % 3 else add_months(start, -YEAR_MONTHS)
    signed = start + timedelta(days=6)
    subsidised = "是" if number % 4 else "否"
    return (
        person.name,
        person.id_number,
        person.phone,
        village.code,
        person.education,
        CATEGORIES[number % 2],
        person.address,
        first,
        start,
        end,
        signed,
        signed + timedelta(days=5),
        f"演备{start.year}-{number + 1:03d}",
        person.card,
        "是" if number % 2 else "",
        f"61090026{number:06d}" if number % 2 else "",
        first - timedelta(days=30) if number % 2 else "",
        subsidised,
        subsidised,
    )


def on_post(village_code: str) -> Person:
    """Who is on post in a village."""
    person: Person = Stint.objects.select_related("person").get(village=village_code, end__isnull=True).person
    return person
