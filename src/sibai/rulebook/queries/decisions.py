"""The county's decisions as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse

from sibai.audit.queries import about
from sibai.db.querysets import Scope
from sibai.measure import LAW
from sibai.people.actor import Actor
from sibai.rulebook.flow import DECISION, TONES
from sibai.rulebook.models import CONFIRMED, OPEN, PREPARED, RETURNED, Decision
from sibai.rulebook.queries.in_force import LawEntry
from sibai.rulebook.queries.shapes import words_of

STILL = "一直有效"


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision in a list."""

    id: UUID
    entry: str
    entry_label: str
    shown: str
    since: date
    until: str
    document: str
    reason: str
    state: str
    state_word: str
    tone: str
    prepared_by: str
    prepared_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    replaced: bool
    """A later decision has taken its place."""


def decisions(scope: Scope) -> models.QuerySet[Decision]:
    """The decisions that exist for a scope, with the people who took them and whether they were replaced."""
    later = Decision.objects.filter(replaces=models.OuterRef("pk"), state=CONFIRMED)
    rows: models.QuerySet[Decision] = Decision.objects.within(scope)
    return rows.select_related("prepared_by", "confirmed_by", "returned_by", "replaces").annotate(
        replaced=models.Exists(later)
    )


def standing_about(entry: str, scope: Scope) -> models.QuerySet[Decision]:
    """The confirmed decisions about an entry that no later one replaced, within a scope."""
    return (
        decisions(scope)
        .filter(entry=entry, state=CONFIRMED)
        .exclude(pk__in=Decision.objects.filter(state=CONFIRMED, replaces__isnull=False).values("replaces"))
    )


def line_of(decision: Decision) -> DecisionLine:
    """A decision from `decisions()` as a line."""
    entry = LAW.entries.get(decision.entry)
    replaced = bool(getattr(decision, "replaced", False))
    return DecisionLine(
        id=decision.pk,
        entry=decision.entry,
        entry_label=decision.entry_label,
        shown=words_of(entry, decision.value) if entry else decision.value,
        since=decision.start,
        until=decision.end.isoformat() if decision.end else "",
        document=decision.document,
        reason=decision.reason,
        state=decision.state,
        state_word="已被更正" if replaced else DECISION.label(decision.state),
        tone="plain" if replaced else TONES[decision.state],
        prepared_by=decision.prepared_by.name,
        prepared_at=decision.prepared_at,
        confirmed_by=decision.confirmed_by.name if decision.confirmed_by else "",
        confirmed_at=decision.confirmed_at,
        replaced=replaced,
    )


def confirmed_about(entries: Iterable[str]) -> list[DecisionLine]:
    """Confirmed decisions on some entries, whoever asks: they are the law of the county. One query."""
    later = Decision.objects.filter(replaces=models.OuterRef("pk"), state=CONFIRMED)
    rows = Decision.objects.filter(entry__in=list(entries), state=CONFIRMED).annotate(replaced=models.Exists(later))
    return [line_of(row) for row in rows.select_related("prepared_by", "confirmed_by").order_by("entry", "start", "pk")]


def open_about(entries: Iterable[str], scope: Scope) -> list[DecisionLine]:
    """Decisions on some entries that are not finished, within a scope. One query."""
    rows = decisions(scope).filter(entry__in=list(entries), state__in=OPEN)
    return [line_of(row) for row in rows.order_by("entry", "start", "pk")]


def with_open(entries: Sequence[LawEntry], actor: Actor) -> list[LawEntry]:
    """Entries with the decisions about them that are not finished, where the actor may see those. At most one query."""
    if not actor.may_open("rulebook:decision"):
        return list(entries)
    lines = {line.entry: line for line in open_about([entry.name for entry in entries], actor.scope)}
    return [_with_line(entry, lines.get(entry.name)) for entry in entries]


def _with_line(entry: LawEntry, line: DecisionLine | None) -> LawEntry:
    if line is None:
        return entry
    return replace(entry, open_word=line.state_word, open_url=reverse("rulebook:decision", args=[line.id]))


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision with what led to it and what can be done with it."""

    line: DecisionLine
    version: int
    steps: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    log: list[dict[str, Any]]
    replaces: DecisionLine | None
    may: frozenset[str]
    """What the actor may do with it now: amend, confirm, return, withdraw, correct, attach."""


def decision_page(decision: Decision, actor: Actor) -> DecisionPage:
    """A decision from `decisions()` as its page."""
    return DecisionPage(
        line=line_of(decision),
        version=decision.version,
        steps=steps_of(decision),
        facts=facts_of(decision),
        log=log_of(decision),
        replaces=line_of(decision.replaces) if decision.replaces else None,
        may=possible(decision, actor),
    )


def possible(decision: Decision, actor: Actor) -> frozenset[str]:
    """What the actor can do with a decision in its state."""
    mine = {actor.user_id, actor.on_behalf_of} - {None}
    prepared_by_me = bool(mine & {decision.prepared_by_id, decision.prepared_for_id})
    replaced = bool(getattr(decision, "replaced", False))
    can = {
        "amend": decision.state == RETURNED and actor.may("rulebook.amend"),
        "confirm": decision.state == PREPARED and actor.may("rulebook.confirm") and not prepared_by_me,
        "return": decision.state == PREPARED and actor.may("rulebook.return"),
        "withdraw": decision.state in OPEN and actor.may("rulebook.withdraw") and prepared_by_me,
        "correct": decision.state == CONFIRMED and not replaced and actor.may("rulebook.prepare"),
        "attach": decision.state in OPEN and actor.may("rulebook.attach"),
    }
    return frozenset(name for name, may in can.items() if may)


def steps_of(decision: Decision) -> list[dict[str, Any]]:
    """The line of dots: prepared, confirmed, in force."""
    returned = decision.state == RETURNED
    confirmed = decision.state == CONFIRMED
    first = {
        "label": "拟定",
        "state": "returned" if returned else "done",
        "who": decision.prepared_by.name,
        "at": decision.prepared_at,
        "why": decision.returned_why if returned else "",
    }
    second = {
        "label": "确认",
        "state": "done" if confirmed else "now" if decision.state == PREPARED else "todo",
        "who": decision.confirmed_by.name if decision.confirmed_by else "县人社局领导，不能是拟定的人",
        "at": decision.confirmed_at,
    }
    last = {"label": f"{decision.start}起生效", "state": "done" if confirmed else "todo"}
    return [first, second, last]


def facts_of(decision: Decision) -> list[dict[str, Any]]:
    """What a decision says, for web/parts/facts.html."""
    line = line_of(decision)
    return [
        {
            "label": "参数或口径",
            "value": decision.entry_label,
            "url": reverse("rulebook:entry", args=[decision.entry]) if decision.entry in LAW.entries else "",
        },
        {"label": "数值", "value": line.shown},
        {"label": "从哪天起", "value": decision.start, "kind": "day"},
        {"label": "到哪天止", "value": line.until or STILL},
        {"label": "依据的文件", "value": decision.document},
        {"label": "理由", "value": decision.reason},
    ]


def log_of(decision: Decision) -> list[dict[str, Any]]:
    """What happened to a decision, newest first, for web/parts/log.html."""
    return [
        {
            "at": line.at,
            "who": f"{line.user_name or line.account} · {line.role}",
            "sentence": line.sentence,
            "refused": line.refused,
        }
        for line in about(decision._meta.label_lower, decision.pk)
    ]
