"""What moved the time limits of a dispute or an injury: facts for the rules, the list on the page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse

from sibai.casework.models import ClockEvent, Dispute, Injury
from sibai.casework.queries.ways import crumbs
from sibai.db.querysets import Scope
from sibai.people.actor import Actor
from sibai.people.pages.shown import ActPage, fact
from sibai.rulebook.queries.asking import Asker

Subject = Dispute | Injury
INTERRUPTS = frozenset(dict(ClockEvent.INTERRUPTS))
BEFORE_ASKING = ("registered", "mediating")


def events(scope: Scope) -> models.QuerySet[ClockEvent]:
    """Events in the scope, with what they are about."""
    rows = ClockEvent.objects.within(scope)
    related = ("dispute__person", "dispute__village", "injury__person", "injury__village")
    return rows.select_related(*related, "recorded_by")


def kinds_for(subject: Subject) -> list[tuple[str, str]]:
    """What can be recorded now."""
    if isinstance(subject, Injury):
        wanted = {"reported": {ClockEvent.PROLONGED, ClockEvent.DELAYED}, "accepted": {ClockEvent.WAITING}}
    else:
        before = {*INTERRUPTS, ClockEvent.HINDERED}
        wanted = {**dict.fromkeys(BEFORE_ASKING, before), "accepted": {ClockEvent.STAYED}}
    return [each for each in ClockEvent.KINDS if each[0] in wanted.get(subject.state, ())]


def counted(subject: Subject) -> list[ClockEvent]:
    """The events that count, in order; of many subjects they come along (`prefetch_related("clock")`), or are known not
    to be there (`moved` is annotated)."""
    if not getattr(subject, "moved", True):
        return []
    return sorted((each for each in subject.clock.all() if not each.void), key=lambda each: (each.start, str(each.pk)))


def paused(subject: Subject, kind: str, today: date) -> int:
    """Days on which suspensions of a kind stopped the clock, a day of several once; an open one until today."""
    days: set[int] = set()
    for each in counted(subject):
        if each.kind == kind:
            days |= set(range(each.start.toordinal(), (each.end or today).toordinal()))
    return len(days)


def arbitration_facts(row: Dispute, facts: dict[str, Any], law: Asker) -> dict[str, Any]:
    """The last interruption and the days lost after it. Asking for mediation interrupts too.

    What comes after the limit has run out revives nothing, so each event is held against the limit before it.
    """
    found = [(each.start, each.kind, each.end) for each in counted(row) if each.kind in {*INTERRUPTS, "hindered"}]
    found += [(row.mediating_on, "claimed", None)] if row.mediating_on else []
    told: dict[str, Any] = {"interrupted_on": None, "paused_days": 0}
    lost: set[int] = set()
    for start, kind, end in sorted(found, key=lambda each: each[:2]):
        limit: date = law.ask(("arbitration_limit_day",), {**facts, **told})["arbitration_limit_day"]
        if start > limit:
            break
        if kind in INTERRUPTS:
            lost = {each for each in lost if each >= start.toordinal()}
            told["interrupted_on"] = start
        else:
            lost |= set(range(start.toordinal(), (end or law.on).toordinal()))
        told["paused_days"] = len(lost)
    return told


def clock_table(row: Subject, actor: Actor) -> dict[str, Any] | None:
    """The events of a thing as its page lists them; nothing where there are none."""
    changes = actor.may_open("casework:void_clock")
    made = []
    for each in sorted(row.clock.all(), key=lambda event: (event.start, str(event.pk))):
        acts = []
        if changes and each.is_open:
            acts.append({"label": "登记结束", "url": reverse("casework:end_clock", args=[each.pk])})
        if changes and not each.void:
            acts.append({"label": "撤销", "url": reverse("casework:void_clock", args=[each.pk])})
        end = None if each.end == each.start else each.end
        status = ("plain", "已撤销") if each.void else ("due", "还没有结束") if each.is_open else ("done", "已计入")
        cells = [each.get_kind_display(), each.start, end, each.words, {"tone": status[0], "word": status[1]}]
        made.append({"cells": [*cells, {"acts": acts}]})
    columns = [
        {"label": "种类"},
        {"label": "起", "kind": "day"},
        {"label": "止", "kind": "day"},
        {"label": "依据"},
        {"label": "状态", "kind": "status"},
        {"label": "", "kind": "act"},
    ]
    return {"title": "期限的中断、中止、延长", "columns": columns, "rows": made} if made else None


def clock_act(row: Subject, actor: Actor) -> list[dict[str, Any]]:
    """Recording what moves a limit, where something can be."""
    if not kinds_for(row) or not actor.may_open("casework:note_clock"):
        return []
    what = row._meta.model_name
    return [{"label": "登记中断、中止、延长", "url": reverse("casework:note_clock", args=[what, row.pk])}]


LEADS = {
    Dispute: "向对方主张、请求救济、对方同意履行的，一年从那天重新算；中止的天数不算。时效过了以后的不起作用。",
    Injury: "经社会保险行政部门同意延长的，单位到同意的那天；等结论的，中止的天数不算在认定期限里。",
}


def clock_page(row: Subject, actor: Actor, title: str, event: ClockEvent | None = None) -> ActPage:
    """Recording an event, its end, or that it was recorded by mistake."""
    what = str(row._meta.model_name)
    back = reverse(f"casework:{what}", args=[row.pk])
    facts = [fact("姓名", row.person.name), fact("村（社区）", row.village.short_name)]
    if event is not None:
        facts += [fact("种类", event.get_kind_display()), fact("起", event.start, "day"), fact("依据", event.words)]
    closed = "" if event is not None or kinds_for(row) else "现在没有可以登记的。"
    stations = ((f"{row.village.short_name} {row.person.name}", back), (title, ""))
    return ActPage(
        title, back, crumbs(actor, f"{what[:-1]}ies" if what.endswith("y") else f"{what}s", *stations), facts,
        lead=LEADS[type(row)] if event is None else "", closed=closed,
    )  # fmt: skip
