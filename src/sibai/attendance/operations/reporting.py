"""The town checks the sheets and reports roster and attendance to the county by the 15th (art. 12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from sibai.attendance.models import Sheet, SheetLine, TownReport
from sibai.attendance.queries.month import called, month_rules
from sibai.attendance.queries.sheets import outdated, villages_in
from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.db.querysets import Scope, area
from sibai.employment.operations.steps import step
from sibai.measure.dates import month_last
from sibai.months.operations.closing import Standing, done
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.asking import ask

REPORT = "report"


class NoReason(Refusal):
    """A sheet goes back with a reason only."""

    field = "reason"


class OutOfDate(Refusal):
    """Posts, leave or trips changed after the sheet was filled."""

    status = 409


class NothingToReport(Refusal):
    """No sheet is checked."""

    status = 409


@act("attendance.check")
def check(*, actor: Actor, sheet: Sheet, version: int, agree: bool, reason: str, now: datetime) -> Sheet:
    """The town checks a sheet, or sends it back to the village with a reason, until it is reported."""
    actor.must_differ_from(sheet.filled_by_id)
    if agree:
        _as_known([sheet], area(sheet.place_code))
        step(sheet, version, after=("filled",), to="checked", checked_by_id=actor.user_id, checked_at=now)
    else:
        if not reason.strip():
            raise NoReason("退回的，请写明原因。")
        step(sheet, version, after=("filled", "checked"), to="returned", why=reason, checked_by=None, checked_at=None)
    facts = {"decision": "核对无误" if agree else "退回"}
    record(actor, sheet, at=now, facts=facts, texts={"reason": reason})
    return sheet


@act("attendance.check_many")
def check_many(*, actor: Actor, town: Place, month: date, sheet_ids: Sequence[UUID], now: datetime) -> int:
    """The town checks several sheets at once, as they stand; how many. Overtaken where one is no longer there."""
    rows = Sheet.objects.within(actor.scope).filter(pk__in=sheet_ids, month=month, state="filled")
    if not sheet_ids:
        raise NothingToReport("请先勾选要核对的村（社区）。")
    found = list(rows.select_related("village").order_by("village_id"))
    if len(found) != len(set(sheet_ids)):
        raise Overtaken("有的考勤表刚才已由别人办理，请刷新后再看。")
    actor.must_differ_from(*(sheet.filled_by_id for sheet in found))
    _as_known(found, area(town.code))
    rows.update(state="checked", checked_by_id=actor.user_id, checked_at=now, version=F("version") + 1)
    record(actor, town, at=now, facts={"month": called(month), "count": len(found)})
    return len(found)


def _as_known(found: Sequence[Sheet], scope: Scope) -> None:
    """OutOfDate where what is known of a month changed since these sheets of it were filled."""
    changed = outdated(found, scope, month_rules(found[0].month))
    if changed:
        names = "、".join(sheet.village.short_name for sheet in changed)
        raise OutOfDate(f"{names}填报以后，岗位、休假或出差有变化，表上没有：请退回村里重新填报。")


@act("attendance.submit")
def submit(*, actor: Actor, town: Place, month: date, today: date, now: datetime) -> TownReport:
    """Report every checked sheet of a town and month to the county; what comes later is a supplementary report.

    With the last village the deed of art. 12 is done. NothingToReport where nothing is checked.
    """
    rows = Sheet.objects.filter(village__parent=town, month=month, state="checked")
    ready = list(rows.values_list("pk", flat=True))
    if not ready:
        raise NothingToReport("没有核对好的考勤表可以报送，请先核对。")
    answers = ask(("report_by", "report_timing"), {"month": month, "reported_on": today}, on=month_last(month))
    standing = Standing(answers["report_by"], answers["report_timing"].label, answers.json())
    report = TownReport.objects.create(
        town=town,
        month=month,
        number=TownReport.objects.filter(town=town, month=month).count() + 1,
        villages=len(ready),
        people=SheetLine.objects.filter(sheet__in=ready).count(),
        due=standing.due,
        timing=standing.timing,
        answers=standing.answers,
        submitted_by_id=actor.user_id,
        submitted_at=now,
    )
    rows.filter(pk__in=ready).update(state="submitted", report=report, version=F("version") + 1)
    missing = still_out(town, month)
    if not missing:
        done(month=month, place_code=town.code, kind=REPORT, standing=standing, by=actor.user_id, now=now)
    facts: dict[str, Any] = {"villages": report.villages, "people": report.people, "number": report.number}
    facts |= {
        "due": report.due,
        "timing": report.timing,
        "missing": f"，还有{missing}个村（社区）没有报" if missing else "",
    }
    record(actor, report, at=now, facts=facts)
    return report


def still_out(town: Place, month: date) -> int:
    """How many villages of a town are not reported for a month."""
    reported = Sheet.objects.filter(village__parent=town, month=month, state="submitted").values("village")
    return villages_in(area(town.code), month_rules(month)).exclude(pk__in=reported).count()
