"""The village fills the month's sheet (art. 12): what is known stands there already, the free days are its own word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from sibai.attendance.models import Sheet, SheetLine
from sibai.attendance.queries.marks import attended, unpaid
from sibai.attendance.queries.month import MonthRules, called, month_rules
from sibai.attendance.queries.sheets import (
    Prefilled,
    digest_of,
    merged,
    prefilled,
    prefilled_village,
    villages_in,
)
from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.db.querysets import Scope, area
from sibai.people.actor import Actor
from sibai.places.models import Place

OPEN = ("filled", "returned")
"""While a sheet is here, the village may fill it again."""
LONGEST_NOTE = 100


class NotYet(Refusal):
    """The month has not begun."""


class NothingLeft(Refusal):
    """Every village has filled its sheet."""

    status = 409


class SheetLocked(Refusal):
    """The sheet is with the town or the county."""

    status = 409


Chosen = Mapping[UUID, Mapping[date, str]]
"""Letters on free days by stint."""


@act("attendance.fill")
def fill(
    *,
    actor: Actor,
    village: Place,
    month: date,
    version: int,
    digest: str,
    chosen: Chosen,
    notes: Mapping[UUID, str],
    today: date,
    now: datetime,
) -> Sheet:
    """Fill a village's sheet, or fill it again until the town has checked it.

    `version` of the sheet that the user saw (0: none), `digest` of what was known. NotYet, SheetLocked, Overtaken.
    """
    if month > today:
        raise NotYet(f"{called(month)}还没有开始，到时再填。")
    rules = month_rules(month)
    rows = prefilled_village(village.code, rules)
    if digest_of(rows) != digest:
        raise Overtaken("岗位、休假或出差刚才有变化，请刷新后按新的情况填。")
    sheet = write_sheet(actor, village, rules, rows, chosen, notes, version, now)
    people = {row.stint.person_id for row in rows}
    facts = {"people": len(rows), "unpaid": sum(line.unpaid_days for line in sheet.lines.all())}
    record(actor, sheet, at=now, facts=facts, person=people.pop() if len(people) == 1 else None)
    return sheet


@act("attendance.fill_rest")
def fill_rest(*, actor: Actor, town: Place, month: date, today: date, now: datetime) -> int:
    """The town fills, as everything is known, the sheets that its villages have not; how many. Somebody else checks.

    NotYet; NothingLeft where every village has filled its own.
    """
    if month > today:
        raise NotYet(f"{called(month)}还没有开始，到时再填。")
    made = write_missing(actor, area(town.pk), month_rules(month), now)
    if not made:
        raise NothingLeft("各村都已填报，没有要代填的。")
    facts = {"month": called(month), "count": len(made)}
    record(actor, town, at=now, facts=facts)
    return len(made)


def write_missing(actor: Actor, scope: Scope, rules: MonthRules, now: datetime) -> list[Sheet]:
    """Write the sheets that are not there yet, as everything is known: plain, five queries however many."""
    there = Sheet.objects.within(scope).filter(month=rules.month).values("village")
    villages = list(villages_in(scope, rules).exclude(pk__in=there))
    made = {
        village.pk: Sheet(
            village=village,
            month=rules.month,
            until=rules.last,
            state="filled",
            filled_by_id=actor.user_id,
            filled_at=now,
        )
        for village in villages
    }
    Sheet.objects.bulk_create(made.values())
    rows = [row for row in prefilled(scope, rules) if row.stint.village_id in made]
    lines = [_line(made[row.stint.village_id], row, row.known.marks, "", rules) for row in rows]
    SheetLine.objects.bulk_create(lines)
    return list(made.values())


def write_sheet(
    actor: Actor,
    village: Place,
    rules: MonthRules,
    rows: Sequence[Prefilled],
    chosen: Chosen,
    notes: Mapping[UUID, str],
    version: int,
    now: datetime,
) -> Sheet:
    """Write a sheet with its lines: plain, for the page and for a workbook. SheetLocked, Overtaken."""
    sheet = _sheet(actor, village, rules, version, now)
    SheetLine.objects.filter(sheet=sheet).delete()
    SheetLine.objects.bulk_create(
        _line(sheet, row, merged(row, chosen.get(row.stint.pk, {}), rules), notes.get(row.stint.pk, ""), rules)
        for row in rows
    )
    return sheet


def _sheet(actor: Actor, village: Place, rules: MonthRules, version: int, now: datetime) -> Sheet:
    """The sheet's row, new or filled again."""
    filled: dict[str, Any] = {"state": "filled", "filled_by_id": actor.user_id, "filled_at": now, "why": ""}
    sheet: Sheet | None = Sheet.objects.filter(village=village, month=rules.month).first()
    if sheet is None:
        if version:
            raise Overtaken("这张考勤表刚才有变化，请刷新后再填。")
        return Sheet.objects.create(village=village, month=rules.month, until=rules.last, **filled)
    if sheet.state not in OPEN:
        raise SheetLocked("这张考勤表镇上已经核对，不能再改：没有报送的，请镇上退回；已经报送的，请登记考勤更正。")
    rows = Sheet.objects.filter(pk=sheet.pk, version=version, state__in=OPEN)
    if not rows.update(**filled, version=F("version") + 1):
        raise Overtaken("这张考勤表刚才有变化，请刷新后再填。")
    sheet.refresh_from_db()
    return sheet


def _line(sheet: Sheet, row: Prefilled, marks: str, note: str, rules: MonthRules) -> SheetLine:
    return SheetLine(
        sheet=sheet,
        stint=row.stint,
        person_id=row.stint.person_id,
        on_from=row.known.on_from,
        on_to=row.known.on_to,
        marks=marks,
        attended_days=attended(marks),
        unpaid_days=unpaid(marks, rules),
        note=note[:LONGEST_NOTE],
        known_from=row.known.on_from,
        known_to=row.known.on_to,
        known_unpaid=row.known.unpaid_days,
    )
