"""Art. 16 as a fact, until the appraisal fills it: entered by one at the county, confirmed by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.employment.models import GradeFact, Stint
from sibai.employment.operations.steps import step
from sibai.employment.queries.terms import cut_off_of, standing_grade_of
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.law import value_on


class BadGrades(Refusal):
    """Grades that cannot be entered or confirmed."""


@dataclass(frozen=True, slots=True)
class Entered:
    """How many grades were entered, and how many corrections are among them."""

    count: int
    corrections: int


@act("employment.enter_grades")
def enter(
    *,
    actor: Actor,
    place: Place,
    year: int,
    grades: Mapping[UUID, str],
    document: str,
    reason: str,
    today: date,
    now: datetime,
) -> Entered:
    """Enter the grades of a year for coordinators, by stint; a confirmed one is corrected by a new row with a reason.

    `grades`: stint → one of 优秀, 合格, 基本合格, 不合格. All or nothing. BadGrades.
    """
    if not grades:
        raise BadGrades("还没有填任何档次。")
    if not value_on("measure_effective", today).year <= year <= today.year:
        raise BadGrades("考核年度不对，请核对。", field="year")
    if cut_off_of(year) > today:
        raise BadGrades(
            f"{year}年度的考核到{cut_off_of(year)}为止，还没有结束，不能录入档次（第十九条）。", field="year"
        )
    stints = list(Stint.objects.within(actor.scope).filter(pk__in=list(grades)).select_related("village"))
    if len(stints) != len(grades):
        raise BadGrades("有的人员不在您的范围内，请刷新后再填。")
    rows = [_row(actor, stint, year, grades[stint.pk], document, reason, now) for stint in stints]
    corrections = sum(row.corrects_id is not None for row in rows)
    GradeFact.objects.bulk_create(rows)
    facts = {"year": year, "count": len(rows), "document": document, "corrections": corrections}
    record(actor, place, at=now, facts=facts, texts={"reason": reason})
    return Entered(len(rows), corrections)


def _row(actor: Actor, stint: Stint, year: int, grade: str, document: str, reason: str, now: datetime) -> GradeFact:
    """One grade to be entered. BadGrades where one waits already, or a correction has no reason or changes nothing."""
    name = f"{stint.village.short_name}{year}年度"
    if stint.start.year > year or (stint.end is not None and stint.end.year < year):
        raise BadGrades(f"{name}：这一年不在岗，没有档次。")
    if GradeFact.objects.filter(person=stint.person_id, year=year, state="entered").exists():
        raise BadGrades(f"{name}的档次已录入，正待确认。")
    standing = standing_grade_of(stint.person_id, year)
    if standing is not None and standing.grade == grade:
        raise BadGrades(f"{name}的档次已确认为{grade}，没有变化。")
    if standing is not None and not reason.strip():
        raise BadGrades(f"{name}的档次已确认，更正要写原因。", field="reason")
    return GradeFact(
        person_id=stint.person_id,
        village_id=stint.village_id,
        year=year,
        grade=grade,
        document=document,
        corrects=standing,
        reason=reason if standing else "",
        state="entered",
        entered_by_id=actor.user_id,
        entered_at=now,
    )


@act("employment.confirm_grades")
def confirm(*, actor: Actor, place: Place, rows: Sequence[GradeFact], agree: bool, reason: str, now: datetime) -> int:
    """Another person confirms entered grades, or rejects them with a reason. Returns how many."""
    if not rows:
        raise BadGrades("请先勾选要确认的档次。")
    if not agree and not reason.strip():
        raise BadGrades("不确认的，请写明原因。", field="reason")
    actor.must_differ_from(*(row.entered_by_id for row in rows))
    for row in rows:
        changes: dict[str, Any] = {"confirmed_by_id": actor.user_id, "confirmed_at": now}
        if not agree:
            changes["reason"] = reason
        elif row.corrects_id is None and standing_grade_of(row.person_id, row.year) is not None:
            raise Overtaken("有的档次刚才已由别人确认，请刷新后再看。")
        step(row, row.version, after=("entered",), to="confirmed" if agree else "rejected", **changes)
    facts = {"count": len(rows), "decision": "确认" if agree else "退回", "year": rows[0].year}
    record(actor, place, at=now, facts=facts, texts={"reason": reason})
    return len(rows)
