"""Time limits of disputes (art. 22) and injuries at work (工伤保险条例), counted by the rules, met or overdue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sibai.casework.models import ClockEvent, Dispute, Injury
from sibai.casework.queries.clock import arbitration_facts, counted, paused
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
    """The last day by the calendar."""
    met_on: date | None
    why: Any
    theirs: bool = False
    until: date | None = None
    """The last day as it counts: of working days, or moved off a day of rest."""
    told: str = ""
    """Why that is another day, for the page."""

    @property
    def last_day(self) -> date | None:
        """The day after which it is too late."""
        return self.until or self.by

    @property
    def late(self) -> bool:
        """Met only after the last day."""
        return self.last_day is not None and self.met_on is not None and self.met_on > self.last_day

    def overdue(self, today: date) -> bool:
        """Not met, and the last day is over."""
        return self.last_day is not None and self.met_on is None and today > self.last_day


def asker(today: date) -> Asker:
    """The law of today, read once for many rows."""
    return asker_on(today)


def limits_of(row: Dispute | Injury, law: Asker) -> list[Limit]:
    """The limits that count for a row by now, in order."""
    return list(_of_dispute(row, law) if isinstance(row, Dispute) else _of_injury(row, law))


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts the limits of one thing by the rules."""

    law: Asker
    facts: dict[str, Any]
    article: str

    def limit(self, label: str, name: str, met_on: date | None, *, theirs: bool = False, working: str = "") -> Limit:
        """A limit by the rule `name`, or where it counts working days by `working`; else one whose last day is a day of
        rest ends on the next working day."""
        answers = self.law.ask((name,), self.facts)
        by: date | None = answers[name]
        if by is None:
            return Limit(label, self.article, None, met_on, answers.why(name), theirs)
        if working:
            answers = self.law.ask((working,), self.facts)
            until, told = answers[working], "按工作日计"
        else:
            until = self.law.ask(("limit_until",), {"limit_day": by})["limit_until"]
            told = f"{by}是休息日，顺延"
        why = answers.why(working or name)
        return Limit(label, self.article, by, met_on, why, theirs, until, told if until != by or working else "")


def _of_dispute(row: Dispute, law: Asker) -> Iterator[Limit]:
    facts: dict[str, Any] = {
        "knew_on": row.knew_on,
        "wage_arrears": int(row.kind == Dispute.WAGES),
        "employment_ended_on": row.stint.end,
        "arbitration_asked_on": row.asked_on,
        "accepted_on": row.accepted_on,
        "application_received_on": row.served_on,
        "award_extended": int(row.extended),
        "award_paused_days": paused(row, ClockEvent.STAYED, law.on),
        "award_received_on": row.awarded_on,
    }
    counting = Counting(law, {**facts, **arbitration_facts(row, facts, law)}, "第二十二条")
    limit, decided = counting.limit, row.accepted_on or row.not_accepted_on
    if row.asked_on or row.state in ("registered", "mediating"):
        yield limit("最迟申请仲裁", "arbitration_by", row.asked_on)
    if row.asked_on:
        yield limit("仲裁委决定是否受理", "accept_by", decided or row.sued_on, theirs=True, working="accept_until")
    if row.accepted_on:
        yield limit(
            "仲裁委送达申请书副本", "serve_until", row.served_on or row.awarded_on, theirs=True, working="serve_until"
        )
        yield limit("仲裁委裁决", "award_by", row.awarded_on or row.sued_on, theirs=True)
    if row.served_on:
        yield limit("单位提交答辩书", "reply_until", row.replied_on, working="reply_until")
    if row.awarded_on:
        yield limit("不服裁决的最迟起诉", "sue_by", row.sued_on)
        if is_final(row, law):
            yield limit("单位最迟申请撤销裁决", "revoke_by", row.sued_on)


FINAL_KINDS = frozenset({Dispute.WAGES, "injury"})
"""What an award on is final for the employer where the amount is small (劳动争议调解仲裁法第四十七条第一项)."""


def is_final(row: Dispute, law: Asker) -> bool:
    """Whether an award on it is final for the employer."""
    if row.kind not in FINAL_KINDS or row.amount is None:
        return False
    return bool(law.ask(("award_final",), {"disputed_amount": row.amount})["award_final"])


def _of_injury(row: Injury, law: Asker) -> Iterator[Limit]:
    granted = [each.end for each in counted(row) if each.kind == ClockEvent.PROLONGED and each.end]
    facts: dict[str, Any] = {
        "injured_on": row.happened_on,
        "injury_extended_to": max(granted, default=None),
        "injury_delayed_days": paused(row, ClockEvent.DELAYED, law.on),
        "injury_accepted_on": row.accepted_on,
        "injury_clear": int(row.clear),
        "injury_paused_days": paused(row, ClockEvent.WAITING, law.on),
    }
    limit = Counting(law, facts, "第十四条").limit
    by_employer = row.applied_on if row.applicant == Injury.EMPLOYER else None
    yield limit("单位最迟申请认定", "injury_employer_by", by_employer or row.applied_on)
    if by_employer is None:
        yield limit("本人最迟申请认定", "injury_worker_by", row.applied_on)
    if row.accepted_on is not None:
        yield limit("作出认定决定", "injury_decide_by", row.decided_on, theirs=True)


def open_limit(limits: Sequence[Limit], today: date) -> Limit | None:
    """The limit that is next: not met, the first whose day is not over, else the last one that was missed."""
    waiting = [each for each in limits if each.by is not None and each.met_on is None]
    ahead = [each for each in waiting if not each.overdue(today)]
    return min(ahead, key=lambda each: each.last_day or date.max) if ahead else waiting[-1] if waiting else None


def limit_facts(limits: Sequence[Limit], today: date, *, over: bool) -> list[Fact]:
    """The limits as a page shows them: until when, why, met or overdue. `over`: nothing waits any more."""
    return [_shown(each, today, over) for each in limits]


def _shown(limit: Limit, today: date, over: bool) -> Fact:
    if limit.by is None:
        return fact(limit.label, "在职期间不受时效限制", why=limit.why, article=limit.article)
    until = f"{limit.last_day}止{f'（{limit.told}）' if limit.told else ''}"
    if limit.met_on is not None:
        status = {"tone": "late", "word": "已超过"} if limit.late else {"tone": "done", "word": "期限内"}
        until = f"{until}，{limit.met_on}办"
    elif over:
        return fact(limit.label, limit.last_day, "day", why=limit.why, article=limit.article)
    else:
        tone = "late" if limit.overdue(today) else "due"
        status = {"tone": tone, "word": time_left(limit.last_day or limit.by, today)}
    return fact(limit.label, until, why=limit.why, article=limit.article, status=status, note=until)


def limit_notes(limits: Sequence[Limit], today: date) -> list[dict[str, Any]]:
    """What is overdue, in words."""
    return [
        note(f"{each.label}的期限{each.last_day}已经过了。", "late", article=each.article)
        for each in limits
        if each.overdue(today)
    ]
