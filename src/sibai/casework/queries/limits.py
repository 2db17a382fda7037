"""Time limits of disputes (art. 22) and injuries at work (工伤保险条例), counted by the rules, met or overdue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sibai.casework.models import Dispute, Injury
from sibai.people.flow import time_left
from sibai.people.pages.shown import Fact, fact, note
from sibai.rulebook.queries.asking import Asker, asker_on

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit: until when, what met it. `by` is None where nothing limits it; `theirs`: not ours to meet."""

    label: str
    article: str
    by: date | None
    met_on: date | None
    why: Any
    theirs: bool = False

    @property
    def late(self) -> bool:
        """Met only after the last day."""
        return self.by is not None and self.met_on is not None and self.met_on > self.by

    def overdue(self, today: date) -> bool:
        """Not met, and the last day is over."""
        return self.by is not None and self.met_on is None and today > self.by


def asker(today: date) -> Asker:
    """The law of today, read once for many rows."""
    return asker_on(today)


def limits_of(row: Dispute | Injury, law: Asker) -> list[Limit]:
    """The limits that count for a row by now, in order."""
    return list(_of_dispute(row, law) if isinstance(row, Dispute) else _of_injury(row, law))


def _of_dispute(row: Dispute, law: Asker) -> Iterator[Limit]:
    facts: dict[str, Any] = {
        "knew_on": row.knew_on,
        "wage_arrears": int(row.kind == Dispute.WAGES),
        "employment_ended_on": row.stint.end,
        "arbitration_asked_on": row.asked_on,
        "accepted_on": row.accepted_on,
        "award_extended": int(row.extended),
        "award_received_on": row.awarded_on,
    }

    def limit(label: str, name: str, met_on: date | None, theirs: bool = False) -> Limit:
        answers = law.ask((name,), facts)
        return Limit(label, "第二十二条", answers[name], met_on, answers.why(name), theirs)

    if row.asked_on or row.state in ("registered", "mediating"):
        yield limit("最迟申请仲裁", "arbitration_by", row.asked_on)
    if row.asked_on:
        yield limit("仲裁委决定是否受理", "accept_by", row.accepted_on or row.not_accepted_on, theirs=True)
    if row.accepted_on:
        yield limit("仲裁委裁决", "award_by", row.awarded_on, theirs=True)
    if row.awarded_on:
        yield limit("不服裁决的最迟起诉", "sue_by", row.sued_on or row.ended_on)


def _of_injury(row: Injury, law: Asker) -> Iterator[Limit]:
    facts: dict[str, Any] = {
        "injured_on": row.happened_on,
        "injury_accepted_on": row.accepted_on,
        "injury_clear": int(row.clear),
    }
    by_employer = row.applied_on if row.applicant == Injury.EMPLOYER else None
    known = [
        ("单位最迟申请认定", "injury_employer_by", by_employer or row.applied_on, False, True),
        ("本人最迟申请认定", "injury_worker_by", row.applied_on, False, by_employer is None),
        ("作出认定决定", "injury_decide_by", row.decided_on, True, row.accepted_on is not None),
    ]
    for label, name, met_on, theirs, counts in known:
        if counts:
            answers = law.ask((name,), facts)
            yield Limit(label, "第十四条", answers[name], met_on, answers.why(name), theirs)


def open_limit(limits: Sequence[Limit], today: date) -> Limit | None:
    """The limit that is next: not met, the first whose day is not over, else the last one that was missed."""
    waiting = [each for each in limits if each.by is not None and each.met_on is None]
    ahead = [each for each in waiting if not each.overdue(today)]
    return min(ahead, key=lambda each: each.by or date.max) if ahead else waiting[-1] if waiting else None


def limit_facts(limits: Sequence[Limit], today: date, *, over: bool) -> list[Fact]:
    """The limits as a page shows them: until when, why, met or overdue. `over`: nothing waits any more."""
    return [_shown(each, today, over) for each in limits]


def _shown(limit: Limit, today: date, over: bool) -> Fact:
    if limit.by is None:
        return fact(limit.label, "在职期间不受时效限制", why=limit.why, article=limit.article)
    until = f"{limit.by}止"
    if limit.met_on is not None:
        status = {"tone": "late", "word": "已超过"} if limit.late else {"tone": "done", "word": "期限内"}
        until = f"{until}，{limit.met_on}办"
    elif over:
        return fact(limit.label, limit.by, "day", why=limit.why, article=limit.article)
    else:
        tone = "late" if limit.overdue(today) else "due"
        status = {"tone": tone, "word": time_left(limit.by, today)}
    return fact(limit.label, until, why=limit.why, article=limit.article, status=status, note=until)


def limit_notes(limits: Sequence[Limit], today: date) -> list[dict[str, Any]]:
    """What is overdue, in words."""
    return [
        note(f"{each.label}的期限{each.by}已经过了。", "late", article=each.article)
        for each in limits
        if each.overdue(today)
    ]
