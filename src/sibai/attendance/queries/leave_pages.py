"""Pages of leave: the list, one leave, what to choose from, asking and deciding."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from sibai.attendance.flow import LEAVE
from sibai.attendance.models import LeaveRequest, LeaveStanding
from sibai.attendance.queries.entitlement import ENTITLEMENTS, ONLY, Piece, left_of, told_of
from sibai.attendance.queries.month import before, this_month
from sibai.attendance.queries.proofs import papers
from sibai.attendance.queries.reported import first_reported
from sibai.attendance.queries.ways import tabs
from sibai.audit.queries import about
from sibai.audit.refusals import Refusal
from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.employment.queries.act_pages import called
from sibai.measure import Law
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ActPage, Fact, FlowPage, day, fact, note
from sibai.people.queries.person_page import told
from sibai.rulebook.queries.asking import Kept

SEES_REASONS = frozenset({"village", "town", "coordinator"})
"""Illness and family are nobody else's business."""
OCCASIONS = {
    "maternity": "预产期或分娩日",
    "miscarriage": "流产日",
    "paternity": "子女出生日",
    "marriage": "结婚登记日",
    "bereavement": "去世日",
}
TOLD = {
    "difficult_birth": "难产",
    "babies": "生育几个",
    "pre_pregnancy_check": "有孕前检查证明",
    "third_child": "第三个子女",
    "pregnancy_months": "怀孕月数",
    "couple_apart": "夫妻异地居住",
    "premarital_check": "做过婚前医学检查",
    "child_born_on": "子女出生日期",
    "injured_on": "受伤日",
}
"""What is told with a request, as people read it."""
PAPERS = {
    "annual": "不用交材料",
    "personal": "不付工资，从基础工资里扣",
    "sick": "医院诊断证明，交村（社区）",
    "maternity": "出生证明或预产证明",
    "miscarriage": "医院诊断证明",
    "paternity": "子女出生证明",
    "marriage": "结婚证",
    "bereavement": "亲属关系和去世证明",
    "childcare": "子女出生证明，子女满三周岁前",
    "injury": "工伤认定决定和诊断证明",
    LeaveRequest.ABSENT: "没有请假、没有到岗；不付工资",
}


def leaves(scope: Scope) -> models.QuerySet[LeaveRequest]:
    """Leaves in the scope, person and village at hand."""
    rows = LeaveRequest.objects.within(scope)
    return rows.select_related("person", "village__parent", "stint__person", "stint__village")


def stints_now(scope: Scope, today: date) -> models.QuerySet[Stint]:
    """Who is on post, or was since the month before: leave can still be entered for them."""
    rows = Stint.objects.within(scope).filter(kind=Stint.COORDINATOR, start__lte=today)
    rows = rows.filter(Q(end__isnull=True) | Q(end__gte=before(this_month(today))))
    return rows.select_related("person", "village__parent").order_by("village_id", "-start")


def my_stint(actor: Actor, today: date) -> Stint | None:
    """The post of the coordinator who asks, the last one."""
    return stints_now(actor.scope, today).order_by("-start").first()


def leave_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Leave of everybody in the scope."""
    kinds = Filter("kind", "假别", [(kind, label, Q(kind=kind)) for kind, label in LeaveRequest.KINDS])
    states = Filter("state", "状态", [(state, label, Q(state=state)) for state, label in LEAVE.choices])

    def row(each: LeaveRequest) -> Row:
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            each.get_kind_display(),
            each.start,
            each.end,
            each.days,
            {"tone": "due" if each.state == "asked" else "plain", "word": LEAVE.label(each.state)},
        ]
        return Row(reverse("attendance:leave", args=[each.pk]), cells)

    return Listing(
        rows_of=leaves(actor.scope),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("假别"),
            Column("起", "start", "day"),
            Column("止", "end", "day"),
            Column("天数", "", "number"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="休假",
        search=sought,
        placeholder="姓名、拼音、村名",
        filters=[states, kinds],
        order=("-start", "pk"),
        empty={"what": "这里会列出休假。", "how": "协理员在手机上申请，或由村（社区）登记书面的。"},
    )


def sought(text: str) -> Q:
    """The search by name, pinyin, village or code."""
    return (
        Q(person__name__contains=text)
        | Q(person__pinyin__startswith=text.lower())
        | Q(village__name__contains=text)
        | Q(person__code__iexact=text)
    )


def list_context(actor: Actor, listing: Listing, title: str, here: str, today: date, act: str) -> dict[str, Any]:
    """What web/listing.html takes, with the main act of the village."""
    label = f"登记{title}"
    return {
        "title": title,
        "listing": listing.shown(),
        "tabs": tabs(actor, here, this_month(today)),
        "act": {"label": label, "url": reverse(act)} if actor.may_open(act) else None,
    }


def crumbs(actor: Actor, *stations: tuple[str, str]) -> list[dict[str, str]]:
    """The way back from a leave."""
    home = ("我的考勤", reverse("attendance:mine")) if actor.role == "coordinator" else ("休假", _list_url(actor))
    return [{"label": label, "url": url} for label, url in [home, *stations]]


def _list_url(actor: Actor) -> str:
    return reverse("attendance:leaves") if actor.may_open("attendance:leaves") else ""


def leave_page(row: LeaveRequest, actor: Actor) -> FlowPage:
    """One leave; four queries."""
    step = LEAVE.step(row.state)
    main = None
    if row.state == "asked" and actor.may("attendance.decide_leave"):
        main = {"label": "审批", "url": reverse("attendance:decide_leave", args=[row.pk])}
    known = [("asked", "withdraw_leave", "撤回申请"), ("approved", "cancel_leave", "取消休假")]
    acts = [
        {"label": label, "url": reverse(f"attendance:{name}", args=[row.pk]), "danger": True}
        for state, name, label in known
        if row.state == state and actor.may_open(f"attendance:{name}")
    ]
    return FlowPage(
        title=f"{row.get_kind_display()}{row.days}天",
        status={
            "tone": "due" if step else "done" if row.state == "approved" else "plain",
            "word": LEAVE.label(row.state),
        },
        crumbs=crumbs(actor, (called(row.stint), "")),
        steps=[],
        facts=leave_facts(row, actor),
        act=main,
        acts=acts,
        notes=list(_notes(row, actor)),
        papers=papers(row, actor) if actor.role in SEES_REASONS else [],
        log=told(about("attendance.leaverequest", row.pk)) if actor.role in SEES_REASONS else [],
    )


def leave_facts(row: LeaveRequest, actor: Actor) -> list[Fact]:
    """What was asked and what the rules said."""
    facts = [
        fact("姓名", row.person.name),
        fact("村（社区）", row.village.short_name),
        fact("假别", row.get_kind_display(), article="第二十一条"),
        fact("起止", f"{row.start}至{row.end}"),
        fact("天数", f"{row.days}天", **_why_days(row)),
    ]
    facts += list(_left(row))
    if actor.role in SEES_REASONS:
        facts.append(fact("事由", row.reason, wide=True))
        facts += [_told_fact(row.kind, name, value) for name, value in told_of(row).items()]
        facts.append(fact("理由", row.why, wide=True))
    facts.append(fact("提出", row.asked_at, "moment", note="本人在手机上提出" if row.by_person else "村（社区）登记"))
    facts.append(fact("决定", row.decided_at, "moment"))
    return [each for each in facts if each["value"] not in (None, "")]


def _kept(row: LeaveRequest) -> list[Kept]:
    return [Kept(each) for each in json.loads(row.answers or "[]")]


def _why_days(row: LeaveRequest) -> dict[str, Any]:
    kept = _kept(row)
    return {"why": kept[0].why("leave_days")} if len(kept) == 1 else {}


def _left(row: LeaveRequest) -> Iterator[Fact]:
    """What was left before this leave, with its explanation, for each year that it touches."""
    name = ENTITLEMENTS[row.kind].left
    for each in _kept(row) if name else ():
        label = f"{each.on.year}年剩余（这次之前）" if ENTITLEMENTS[row.kind].yearly else "剩余（这次之前）"
        yield fact(label, f"{each[name]}天", why=each.why(name))


def _told_fact(kind: str, name: str, value: Any) -> Fact:
    label = OCCASIONS.get(kind, "日期") if name == "event_on" else TOLD.get(name, name)
    flag = name in ("difficult_birth", "pre_pregnancy_check", "third_child", "couple_apart", "premarital_check")
    return fact(label, ("是" if value else "否") if flag else value)


def _notes(row: LeaveRequest, actor: Actor) -> Iterator[dict[str, Any]]:
    month = first_reported(row.village_id, row.start, row.end)
    if month is not None and row.state in ("asked", "approved") and actor.role != "coordinator":
        told = f"{month.year}年{month.month}月的考勤已经报送：考勤表不变，有无薪天数的要登记考勤更正。"
        yield note(told, "due", article="第十二条")


def kinds_page(stints: list[Stint], actor: Actor) -> dict[str, Any]:
    """Which kind of leave: a list, one row a kind; for the village with 旷工."""
    mine = actor.role == "coordinator"
    rows = []
    for stint in stints:
        for kind, label in LeaveRequest.KINDS:
            if (mine and kind == LeaveRequest.ABSENT) or ONLY.get(kind, stint.person.sex) != stint.person.sex:
                continue
            url = reverse("attendance:ask_leave" if mine else "attendance:enter_leave", args=[stint.pk, kind])
            cell = {"text": label, "under": "" if mine else called(stint)}
            rows.append({"cells": [cell, PAPERS[kind]], "url": url})
        if not mine:
            url = reverse("attendance:standing", args=[stint.pk])
            rows.append({"cells": [{"text": "休假工龄", "under": called(stint)}, "年休假按它算，登记一次"], "url": url})
    listing = {
        "title": "假别",
        "columns": [{"label": "假别"}, {"label": "说明"}],
        "rows": rows,
        "empty": {"what": "没有人在岗", "how": "上岗以后才有休假。"},
    }
    title = "请假" if mine else "登记休假"
    return {"title": title, "listing": listing, "crumbs": crumbs(actor, (title, "")), "lead": "先选假别。"}


def ask_page(stint: Stint, kind: str, actor: Actor, today: date) -> ActPage:
    """Asking for a leave of a kind, with what is left of it."""
    mine = actor.role == "coordinator"
    label = dict(LeaveRequest.KINDS)[kind]
    facts = [] if mine else [fact("姓名", called(stint))]
    notes = [note(PAPERS[kind])]
    if kind == "annual":
        facts += _annual(stint, today)
        if not facts or facts[-1]["label"] != "年休假":
            notes.append(note("还没有登记参加工作的日期，算不出年休假。", "due"))
    back = reverse("attendance:mine" if mine else "attendance:leaves")
    return ActPage(
        title=f"申请{label}" if mine else f"登记{label}",
        back=back,
        crumbs=crumbs(actor, (label, "")),
        facts=facts,
        notes=notes,
        lead="提交后由村（社区）审批。" if mine else "本人书面申请、村（社区）已同意的，在这里登记。",
    )


def _annual(stint: Stint, today: date) -> list[Fact]:
    piece = annual_of(stint, today)
    return [] if piece is None else [annual_fact(piece)]


def annual_of(stint: Stint, today: date, law: Law | None = None) -> Piece | None:
    """What is left of this year's annual leave; None where the rules cannot say."""
    try:
        return left_of(stint, max(today, stint.start), law)
    except Refusal:
        return None


def annual_fact(piece: Piece) -> Fact:
    """The line of the annual leave."""
    why = piece.answers.why("annual_left")
    return fact("年休假", f"今年还剩{piece.left}天", article="第二十一条", why=why)


def decide_page(row: LeaveRequest, actor: Actor) -> ActPage:
    """Deciding."""
    return _act(row, actor, "审批休假", ("asked",), list(_notes(row, actor)))


def withdraw_page(row: LeaveRequest, actor: Actor) -> ActPage:
    """Taking a request back."""
    return _act(row, actor, "撤回休假申请", ("asked",), [])


def cancel_page(row: LeaveRequest, actor: Actor) -> ActPage:
    """Cancelling."""
    notes = [
        note("取消以后这几天按出勤计，天数还给本人。提前回岗的，取消以后按实际休的日子重新登记。"),
        *_notes(row, actor),
    ]
    return _act(row, actor, "取消休假", ("approved",), notes, danger=True)


def _act(
    row: LeaveRequest,
    actor: Actor,
    title: str,
    states: tuple[str, ...],
    notes: list[dict[str, Any]],
    danger: bool = False,
) -> ActPage:
    back = reverse("attendance:leave", args=[row.pk])
    return ActPage(
        title=title,
        back=back,
        crumbs=crumbs(actor, (called(row.stint), back), (title, "")),
        facts=leave_facts(row, actor),
        notes=notes,
        danger=danger,
        closed="" if row.state in states else "这件事已经办过，请看现在的情况。",
    )


def standing_page(stint: Stint, actor: Actor, known: LeaveStanding | None) -> ActPage:
    """Entering since when a person works."""
    return ActPage(
        title="登记休假工龄",
        back=reverse("attendance:leaves"),
        crumbs=crumbs(actor, (called(stint), "")),
        facts=[fact("姓名", called(stint)), *([day("上次登记", known.entered_at.date())] if known else [])],
        lead="年休假按累计工作年限计，换过单位的也算。",
    )
