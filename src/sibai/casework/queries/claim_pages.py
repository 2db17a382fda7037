"""Pages of travel claims: the list, one claim, claiming, confirming, recording the payment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from sibai.attendance.models import Trip
from sibai.audit.queries import about
from sibai.casework.flow import CLAIM
from sibai.casework.models import TravelClaim
from sibai.casework.queries.claim_corrections import correction_table, corrections_of, next_of
from sibai.casework.queries.travel import Reckoned, claimed_days, free_days, reckoned
from sibai.casework.queries.wanted import wanted_of
from sibai.casework.queries.ways import crumbs, sought
from sibai.db.querysets import Scope
from sibai.documents.queries.papers import papers_of
from sibai.employment.queries.employers import employer_name
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, FlowPage, day, fact, note
from sibai.people.queries.person_page import told

TONES = {"paid": "done", "asked": "due", "to_pay": "due"}
OWN = "用人单位从工作经费列支，不随工资发放。"
MOST_MINE = 20


def claims(scope: Scope) -> models.QuerySet[TravelClaim]:
    """Claims in the scope, trip, person and village at hand."""
    return TravelClaim.objects.within(scope).select_related("trip", "person", "village__parent__parent")


def claim_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """Claims of everybody in the scope."""
    states = Filter("state", "状态", [(state, label, Q(state=state)) for state, label in CLAIM.choices])

    def row(each: TravelClaim) -> Row:
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            each.trip.to_where,
            each.start,
            each.end,
            each.total,
            {"tone": TONES.get(each.state, "plain"), "word": CLAIM.label(each.state)},
        ]
        return Row(reverse("casework:claim", args=[each.pk]), cells)

    return Listing(
        rows_of=claims(actor.scope),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("地点"),
            Column("起", "start", "day"),
            Column("止", "end", "day"),
            Column("金额", "", "money"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="差旅费",
        search=sought,
        placeholder="姓名、拼音、村名",
        filters=[states],
        order=("-start", "pk"),
        empty={"what": "这里会列出差旅费。", "how": "批准的出差结束以后，由协理员在手机上报，或由村（社区）登记。"},
    )


def claim_facts(row: TravelClaim, actor: Actor, found: Reckoned) -> list[Fact]:
    """The trip, each amount with its reason, who pays."""
    opens = actor.may_open("attendance:trip")
    trip_url = reverse("attendance:trip", args=[row.trip_id]) if opens else ""
    facts = [
        fact("姓名", row.person.name),
        fact("村（社区）", row.village.short_name),
        fact("出差", f"{row.trip.to_where}：{row.trip.purpose}", url=trip_url, wide=True),
        fact("报销的日期", f"{row.start}至{row.end}，{found.answers['trip_days']}天", article="第十五条"),
        fact("伙食补助", found.answers["travel_meals"], "money", why=found.answers.why("travel_meals")),
        fact("市内交通补助", found.answers["travel_local"], "money", why=found.answers.why("travel_local")),
        *_lodging(row, found),
        fact("城市间交通费", row.fares_paid, "money", note="凭票"),
        _total(found),
        fact("支付单位", row.payer_name or employer_name(row.village, row.end), note="用人单位工作经费"),
        fact("说明", row.note, wide=True),
        fact("理由", row.why, wide=True),
        fact("提出", row.asked_at, "moment", note="本人在手机上提出" if row.by_person else "村（社区）登记"),
        fact("确认", row.decided_at, "moment"),
        day("支付日", row.paid_on),
        fact("凭证号", row.voucher),
    ]
    return [each for each in facts if each["value"] not in (None, "")]


def _lodging(row: TravelClaim, found: Reckoned) -> list[Fact]:
    if not row.lodging_paid:
        return []
    paid = fact("住宿费票据", row.lodging_paid, "money")
    if not found.has_lodging:
        return [paid, fact("可报住宿费", "待定", status={"tone": "due", "word": "标准未定"})]
    answers = found.answers
    return [paid, fact("可报住宿费", answers["travel_lodging"], "money", why=answers.why("travel_lodging"))]


def _total(found: Reckoned) -> Fact:
    if found.total is None:
        return fact("合计", "待定", note="住宿费标准定下以后才能合计")
    return fact("合计", found.total, "money", why=found.answers.why(found.total_name))


def claim_notes(row: TravelClaim, found: Reckoned) -> list[dict[str, Any]]:
    """What is to be known before it is confirmed."""
    notes = []
    if found.missing:
        notes.append(note(f"住宿费还不能算：{found.missing}。系统不替县里编标准。", "due", article="第十五条"))
    if row.state in ("asked", "to_pay") and row.trip.state != "approved":
        notes.append(note("引用的出差已经取消。", "late"))
    return notes


def claim_page(row: TravelClaim, actor: Actor, refused: tuple[str, str] = ("", "")) -> FlowPage:
    """One claim."""
    found = reckoned(row)
    step = CLAIM.step(row.state)
    main = None
    if step is not None and actor.may_open(step.route):
        main = {"label": step.next, "url": reverse(step.route, args=[row.pk])}
    corrected = corrections_of(row) if row.state == "paid" else []
    then = next_of(row, corrected, actor)
    days = {"asked": row.decided_at, "to_pay": row.paid_on}
    passed: dict[str, tuple[str, date | datetime]] = {name: ("", at) for name, at in days.items() if at}
    return FlowPage(
        title=f"差旅费 {row.start}至{row.end}",
        status={"tone": TONES.get(row.state, "plain"), "word": CLAIM.label(row.state)},
        crumbs=crumbs(actor, "claims", (f"{row.village.short_name} {row.person.name}", "")),
        steps=CLAIM.dots(row.state, passed) if row.state not in ("refused", "withdrawn") else [],
        facts=claim_facts(row, actor, found),
        act=main,
        acts=[*_others(row, actor), *([then] if then else [])],
        items=correction_table(corrected),
        notes=claim_notes(row, found),
        papers=papers_of(row, wanted_of(row, actor), actor.role, refused),
        log=told(about("casework.travelclaim", row.pk)),
    )


def _others(row: TravelClaim, actor: Actor) -> list[dict[str, Any]]:
    """The acts beside the main one."""
    known = [
        (row.state == "asked" and row.by_person, "casework:withdraw_claim", "撤回"),
        (row.state == "to_pay", "casework:revoke_claim", "撤回确认"),
    ]
    return [
        {"label": label, "url": reverse(route, args=[row.pk]), "danger": True}
        for fits, route, label in known
        if fits and actor.may_open(route)
    ]


def free_of(trip: Trip) -> tuple[Any, Any]:
    """The first and last day of a trip that can be claimed; nothing, nothing where there is none."""
    days = free_days(trip, claimed_days([trip.pk])[trip.pk])
    return (days[0], days[-1]) if days else (None, None)


def new_page(trip: Trip, actor: Actor) -> ActPage:
    """Claiming for a trip."""
    mine = actor.role == "coordinator"
    facts = [
        fact("姓名", trip.person.name),
        fact("出差", f"{trip.start}至{trip.end}，{trip.to_where}"),
        fact("事由", trip.purpose, wide=True),
    ]
    title = "报差旅费" if mine else "登记差旅费"
    lead = f"伙食、市内交通补助按天计，不用填。{OWN}"
    back = reverse("casework:mine" if mine else "casework:claims")
    return ActPage(title, back, crumbs(actor, "claims", (title, "")), facts, lead=lead)


def trips_page(trips: list[Trip], actor: Actor) -> dict[str, Any]:
    """Which trip is claimed for."""
    route = "casework:ask_claim" if actor.role == "coordinator" else "casework:enter_claim"
    rows = [
        {
            "cells": [{"text": f"{trip.to_where}", "under": trip.person.name}, trip.start, trip.end],
            "url": reverse(route, args=[trip.pk]),
        }
        for trip in trips
    ]
    listing = {
        "title": "可以报差旅费的出差",
        "columns": [{"label": "出差"}, {"label": "起", "kind": "day"}, {"label": "止", "kind": "day"}],
        "rows": rows,
        "empty": {"what": "没有可以报的出差。", "how": "出差要先批准，结束以后才能报；同一天只能报一次。"},
    }
    title = "报差旅费" if actor.role == "coordinator" else "登记差旅费"
    return {"title": title, "listing": listing, "crumbs": crumbs(actor, "claims", (title, "")), "lead": "先选出差。"}


def act_page(row: TravelClaim, actor: Actor, title: str, states: tuple[str, ...], *, danger: bool = False) -> ActPage:
    """Confirming, withdrawing, recording the payment."""
    back = reverse("casework:claim", args=[row.pk])
    found = reckoned(row)
    return ActPage(
        title=title,
        back=back,
        crumbs=crumbs(actor, "claims", (f"{row.village.short_name} {row.person.name}", back), (title, "")),
        facts=claim_facts(row, actor, found),
        notes=claim_notes(row, found),
        danger=danger,
        closed="" if row.state in states else ELSEWHERE,
    )


def my_claims(actor: Actor) -> list[dict[str, Any]]:
    """The coordinator's own claims, newest first; one query."""
    rows = TravelClaim.objects.within(actor.scope).select_related("trip").order_by("-start", "pk")[:MOST_MINE]
    return [
        {
            "label": row.trip.to_where,
            "start": row.start,
            "end": row.end,
            "total": row.total,
            "word": CLAIM.label(row.state),
            "tone": TONES.get(row.state, "plain"),
            "url": reverse("casework:claim", args=[row.pk]),
        }
        for row in rows
    ]
