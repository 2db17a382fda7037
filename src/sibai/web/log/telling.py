"""Entries as pages and sheets tell them: with the names of users, persons and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.urls import reverse

from sibai.audit import chain
from sibai.audit.acts import SYSTEM, registry
from sibai.audit.models import Entry
from sibai.audit.queries import DOERS, Line, lines
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.people.queries.actors import names_of
from sibai.places.models import Place
from sibai.web.log.asking import Asked, Turned

COLUMNS = [
    {"label": "时间", "kind": "moment", "main": True},
    {"label": "谁", "bare": True},
    {"label": "办了什么", "bare": True},
    {"label": "区划", "minor": True},
    {"label": "序号", "kind": "number", "minor": True},
]


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log with names; `line` as the log has it."""

    line: Line
    who: str
    place: str
    person: str

    @property
    def role(self) -> str:
        """In which role it was done."""
        return self.line.role


def told(entries: Sequence[Entry], actor: Actor) -> list[Told]:
    """Entries with the names of whom they name; four queries for any number."""
    persons: dict[UUID, str] = {}
    if not actor.scope.nothing:
        about = {entry.person for entry in entries if entry.person}
        rows = Person.objects.filter(pk__in=about, erased_on=None).values_list("pk", "name")
        persons = dict(rows) if about else {}
    made = lines(entries, persons)
    users = names_of({line.user_id for line in made if line.user_id})
    places = {place.code: place.short_name for place in Place.objects.filter(pk__in={line.place for line in made})}
    return [
        Told(
            line,
            _who(line, users),
            places.get(line.place, line.place),
            persons.get(line.person_id, "") if line.person_id else "",
        )
        for line in made
    ]


def _who(line: Line, users: dict[UUID, str]) -> str:
    """The name of whoever acted, or what there is instead."""
    if line.user_id is None:
        return line.role if line.account in {"", SYSTEM} else line.account
    return users.get(line.user_id, line.account)


def listing(page: Turned, what: Asked, actor: Actor, export_url: str) -> dict[str, Any]:
    """The context of web/parts/list.html."""
    first, last = (page.entries[0].seq, page.entries[-1].seq) if page.entries else (0, 0)
    return {
        "title": "日志",
        "columns": COLUMNS,
        "rows": [_row(each) for each in told(page.entries, actor)],
        "search": {
            "name": "find",
            "value": what.q,
            "placeholder": "谁、人员、对象或序号",
            "keep": [
                (name, what.given[name]) for name in ("room", "outcome", "since", "until") if what.given.get(name)
            ],
        },
        "groups": _groups(what, actor),
        "clear_url": "?",
        "export_url": export_url,
        "pager": {
            "page": "",
            "total": page.total,
            "first": f"{first:,}",
            "last": f"{last:,}",
            "previous_url": what.url(after=first) if page.newer and first else "",
            "next_url": what.url(before=last) if page.older and last else "",
        },
        "empty": None if what.limited else {"what": "这里会记下办过的每一件事，以及没有准的。"},
        "nothing": "没有符合条件的记录，请换一个条件。",
    }


def _row(each: Told) -> dict[str, Any]:
    line = each.line
    who = {"text": each.who, "under": each.role if each.who != each.role else ""}
    cells = [line.at, who, line.sentence, each.place, line.seq]
    return {"cells": cells, "url": reverse("audit:entry", args=[line.seq]), "tone": "late" if line.refused else ""}


def _groups(what: Asked, actor: Actor) -> list[dict[str, Any]]:
    """Chips: which room's acts, done or refused; and what was narrowed by a link."""
    outcomes = [("", "全部"), ("done", "办成"), ("refused", "未准")]
    rooms = [("", "全部"), *rooms_of_acts()] if actor.role != "administrator" else []
    groups = [
        {"label": label, "chips": [_chip(what, name, value, word) for value, word in options]}
        for name, label, options in (("room", "类别", rooms), ("outcome", "结果", outcomes))
        if options
    ]
    narrowed = [
        {"label": word, "url": what.url(**{name: None}), "on": True}
        for name, word, value in (
            ("user", "只看一个人办的", what.user),
            ("person", "只看关于一个人的", what.person),
            ("subject", "只看一个对象", what.subject),
        )
        if value
    ]
    return [*groups, *([{"label": "只看", "chips": narrowed}] if narrowed else [])]


def _chip(what: Asked, name: str, value: str, word: str) -> dict[str, Any]:
    return {"label": word, "url": what.url(**{name: value or None}), "on": getattr(what, name) == value}


def rooms_of_acts() -> list[tuple[str, str]]:
    """The rooms that have acts, by their names in Chinese."""
    rooms = sorted({name.partition(".")[0] for name in registry().acts})
    return [(room, str(apps.get_app_config(room).verbose_name)) for room in rooms if apps.is_installed(f"sibai.{room}")]


def facts_of(entry: Entry, actor: Actor) -> dict[str, Any]:
    """One entry for its page: its sentence, what happened, and how it hangs in the chain."""
    each = told([entry], actor)[0]
    narrowed = {
        "user": f"?user={entry.user}" if entry.user else "",
        "subject": f"?subject={entry.object_type}:{entry.object_id}" if entry.object_id else "",
        "person": f"?person={entry.person}" if entry.person and not actor.scope.nothing else "",
    }
    links = {name: reverse("audit:list") + query if query else "" for name, query in narrowed.items()}
    happened: list[dict[str, Any]] = [
        {"label": "时间", "value": entry.at, "kind": "moment"},
        {"label": "结果", "status": _outcome(entry)},
        {"label": "谁", "value": each.who, "url": links["user"], "note": entry.account},
        {"label": "角色", "value": DOERS.get(entry.role, entry.role), "note": _lent(entry)},
        {"label": "区划", "value": each.place, "note": entry.place},
        {"label": "对象", "value": entry.object_label, "url": links["subject"]},
        {"label": "关于谁", "value": each.person or ("已删除" if links["person"] else None), "url": links["person"]},
        {"label": "依据", "value": "办法" if each.line.article else None, "article": each.line.article},
    ]
    chained: list[dict[str, Any]] = [
        {"label": "序号", "value": f"第{entry.seq:,}条"},
        {"label": "时间（UTC）", "value": chain.moment(entry.at)},
        {"label": "网络地址", "value": entry.address},
        {"label": "事项代码", "value": entry.action},
        {"label": "表单编号", "value": entry.command or ""},
        {"label": "前一条的校验值", "value": chain.in_groups(entry.prev), "wide": True},
        {"label": "本条的校验值", "value": chain.in_groups(entry.hash), "wide": True},
    ]
    return {"sentence": each.line.sentence, "happened": happened, "chained": chained}


def _outcome(entry: Entry) -> dict[str, str]:
    done = entry.outcome == "done"
    return {"tone": "done" if done else "late", "word": "办成" if done else "未准"}


def _lent(entry: Entry) -> str:
    """For whom it was done, where the role was lent."""
    if not entry.on_behalf_of:
        return ""
    return f"代{names_of({entry.on_behalf_of}).get(entry.on_behalf_of, '他人')}办理"
