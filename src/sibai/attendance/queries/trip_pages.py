"""Pages of trips: the list, one trip, asking and deciding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sibai.attendance.flow import TRIP
from sibai.attendance.models import Trip
from sibai.attendance.queries.leave_pages import SEES_REASONS, sought
from sibai.attendance.queries.proofs import papers
from sibai.attendance.queries.trips import trips
from sibai.audit.queries import about
from sibai.employment.models import Stint
from sibai.employment.queries.act_pages import called
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ActPage, Fact, FlowPage, fact, note
from sibai.people.queries.person_page import told


def trip_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Trips of everybody in the scope."""
    states = Filter("state", "状态", [(state, label, Q(state=state)) for state, label in TRIP.choices])

    def row(each: Trip) -> Row:
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            each.to_where,
            each.start,
            each.end,
            {"tone": "due" if each.state == "asked" else "plain", "word": TRIP.label(each.state)},
        ]
        return Row(reverse("attendance:trip", args=[each.pk]), cells)

    return Listing(
        rows_of=trips(actor.scope),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("地点"),
            Column("起", "start", "day"),
            Column("止", "end", "day"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="出差",
        search=sought,
        placeholder="姓名、拼音、村名",
        filters=[states],
        order=("-start", "pk"),
        empty={"what": "这里会列出出差。", "how": "协理员在手机上申请，或由村（社区）登记。批准的出差才能报差旅费。"},
    )


def crumbs(actor: Actor, *stations: tuple[str, str]) -> list[dict[str, str]]:
    """The way back from a trip."""
    mine = actor.role == "coordinator"
    home = ("我的考勤", reverse("attendance:mine")) if mine else ("出差", reverse("attendance:trips"))
    return [{"label": label, "url": url} for label, url in [home, *stations]]


def trip_facts(row: Trip) -> list[Fact]:
    """What the trip is."""
    facts = [
        fact("姓名", row.person.name),
        fact("村（社区）", row.village.short_name),
        fact("起止", f"{row.start}至{row.end}"),
        fact("天数", f"{(row.end - row.start).days + 1}天", article="第十五条"),
        fact("地点", row.to_where),
        fact("事由", row.purpose, wide=True),
        fact("理由", row.why, wide=True),
        fact("提出", row.asked_at, "moment", note="本人在手机上提出" if row.by_person else "村（社区）登记"),
        fact("决定", row.decided_at, "moment"),
    ]
    return [each for each in facts if each["value"] not in (None, "")]


def trip_page(row: Trip, actor: Actor) -> FlowPage:
    """One trip; three queries."""
    step = TRIP.step(row.state)
    main = None
    if row.state == "asked" and actor.may("attendance.decide_trip"):
        main = {"label": "审批", "url": reverse("attendance:decide_trip", args=[row.pk])}
    known = [("asked", "withdraw_trip", "撤回申请"), ("approved", "cancel_trip", "取消出差")]
    acts = [
        {"label": label, "url": reverse(f"attendance:{name}", args=[row.pk]), "danger": True}
        for state, name, label in known
        if row.state == state and actor.may_open(f"attendance:{name}")
    ]
    tone = "due" if step else "done" if row.state == "approved" else "plain"
    return FlowPage(
        title=f"到{row.to_where}出差",
        status={"tone": tone, "word": TRIP.label(row.state)},
        crumbs=crumbs(actor, (called(row.stint), "")),
        steps=[],
        facts=trip_facts(row),
        act=main,
        acts=acts,
        papers=papers(row, actor) if actor.role in SEES_REASONS else [],
        log=told(about("attendance.trip", row.pk)),
    )


def ask_page(stint: Stint, actor: Actor) -> ActPage:
    """Asking for a trip, or entering it."""
    mine = actor.role == "coordinator"
    return ActPage(
        title="申请出差" if mine else "登记出差",
        back=reverse("attendance:mine" if mine else "attendance:trips"),
        crumbs=crumbs(actor, ("申请出差" if mine else "登记出差", "")),
        facts=[] if mine else [fact("姓名", called(stint))],
        lead="批准的出差记入考勤，报差旅费时引用。"
        if mine
        else "村（社区）派出的，在这里登记；记入考勤，报差旅费时引用。",
    )


def posts_page(stints: list[Stint], actor: Actor) -> dict[str, Any]:
    """Who goes on the trip."""
    rows = [{"cells": [called(stint)], "url": reverse("attendance:enter_trip", args=[stint.pk])} for stint in stints]
    listing = {
        "title": "在岗人员",
        "columns": [{"label": "谁出差"}],
        "rows": rows,
        "empty": {"what": "没有人在岗", "how": "上岗以后才有出差。"},
    }
    return {"title": "登记出差", "listing": listing, "crumbs": crumbs(actor, ("登记出差", "")), "lead": "先选人。"}


def act_page(row: Trip, actor: Actor, title: str, states: tuple[str, ...], *, danger: bool = False) -> ActPage:
    """Deciding, taking back, cancelling."""
    back = reverse("attendance:trip", args=[row.pk])
    return ActPage(
        title=title,
        back=back,
        crumbs=crumbs(actor, (called(row.stint), back), (title, "")),
        facts=trip_facts(row),
        danger=danger,
        notes=[note("取消以后这几天按出勤计，不能再报差旅费。")] if danger else [],
        closed="" if row.state in states else "这件事已经办过，请看现在的情况。",
    )
