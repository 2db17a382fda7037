"""The page of one contract, renewal, resignation or ending: its steps, what it says, its papers, its log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.urls import reverse

from sibai.audit.queries import about
from sibai.documents.queries.papers import papers_of
from sibai.employment.flow import AGREEMENT, ENDING, LABOUR_CONTRACT, RENEWAL, RESIGNATION
from sibai.employment.models import Contract, Ending, Renewal, Resignation
from sibai.employment.queries.act_pages import way_to, way_to_contract
from sibai.employment.queries.hiring_pages import facts_of as contract_facts
from sibai.employment.queries.leaving_pages import ending_facts, resignation_facts, stop_notes
from sibai.employment.queries.renewal_pages import facts_of as renewal_facts
from sibai.employment.queries.wanted import wanted_of
from sibai.people.actor import Actor
from sibai.people.flow import Flow, Step
from sibai.people.models import User
from sibai.people.pages.shown import Fact, FlowPage
from sibai.people.queries.person_page import told

Passed = dict[str, tuple[str, date | datetime]]


def contract_page(row: Contract, actor: Actor, refused: tuple[str, str] = ("", "")) -> FlowPage:
    """An agreement or a labour contract."""
    flow = AGREEMENT if row.kind == Contract.AGREEMENT else LABOUR_CONTRACT
    passed = _passed(
        {"to_sign": (row.signed_entered_by, row.signed_on), "signed": (row.filed_by, row.filed_on or row.start)}
    )
    steps = flow.dots(row.state, passed) if row.state != "void" else []
    others = []
    if row.kind == Contract.AGREEMENT and row.state in ("to_sign", "signed"):
        others.append(("作废协议", "employment:void_agreement", True))
    return _page(
        row,
        flow,
        actor,
        row.get_kind_display(),
        way_to_contract(row, row.get_kind_display()),
        steps=steps,
        facts=contract_facts(row),
        others=others,
        refused=refused,
    )


def renewal_page(row: Renewal, actor: Actor, refused: tuple[str, str] = ("", "")) -> FlowPage:
    """A renewal."""
    signed = row.new_contract
    passed = _passed(
        {
            "to_approve": (row.decided_by, row.decided_at),
            "to_sign": (None, signed.signed_on if signed else None),
            "to_file": (None, signed.filed_on if signed else None),
        }
    )
    steps = RENEWAL.dots(row.state, passed, row.why if row.state == "returned" else "")
    steps = _without(steps, "已退回", row.state == "returned")
    notes = [{"text": row.refusal, "tone": "late"}] if row.refusal else []
    others = []
    if row.state in ("to_approve", "returned", "to_sign"):
        others.append(("撤回续签", "employment:withdraw_renewal", True))
    crumbs = way_to(row.stint, ("续签", ""))
    steps = [] if row.state in ("refused", "withdrawn") else steps
    return _page(
        row,
        RENEWAL,
        actor,
        f"续签到{row.end}",
        crumbs,
        steps=steps,
        facts=renewal_facts(row),
        others=others,
        notes=notes,
        refused=refused,
    )


def resignation_page(row: Resignation, actor: Actor, refused: tuple[str, str] = ("", "")) -> FlowPage:
    """A resignation with its handover."""
    passed = _passed({"to_consent": (row.consented_by, row.consented_on)})
    why = row.why if row.state == "handover" else ""
    told_of = {"label": "书面告知", "state": "done", "at": row.notice_on}
    steps = [told_of, *RESIGNATION.dots(row.state, passed, why)] if row.state != "withdrawn" else []
    others = []
    if row.state in ("notified", "handover", "to_consent"):
        others.append(("撤回辞职", "employment:withdraw_resignation", True))
    ticks = row.state == "handover" and actor.may("employment.tick_handover")
    crumbs = way_to(row.stint, ("辞职", ""))
    return _page(
        row,
        RESIGNATION,
        actor,
        "辞职",
        crumbs,
        steps=steps,
        facts=resignation_facts(row),
        others=others,
        refused=refused,
        items=_handover(row, ticks),
        no_act=("handover",),
    )


def ending_page(row: Ending, actor: Actor, refused: tuple[str, str] = ("", "")) -> FlowPage:
    """Any other ending."""
    passed = _passed(
        {
            "preparing": (row.prepared_by, row.prepared_at),
            "to_decide": (row.decided_by, row.decided_on),
            "at_county": (row.county_received_by, row.county_received_on),
            "at_revitalisation": (row.revitalisation_received_by, row.revitalisation_received_on),
        }
    )
    steps = ENDING.dots(row.state, passed, row.why if row.state == "returned" else "")
    steps = _without(steps, "已退回", row.state == "returned")
    steps = _without(steps, "法律核对未通过", row.state == "stopped")
    others = []
    if row.state in ("preparing", "returned"):
        others.append(("修改", "employment:revise_ending", False))
    if row.state in ("preparing", "stopped", "to_decide", "returned"):
        others.append(("撤回", "employment:withdraw_ending", True))
    crumbs = way_to(row.stint, ("解除或终止", ""))
    steps = [] if row.state == "withdrawn" else steps
    return _page(
        row,
        ENDING,
        actor,
        row.get_kind_display(),
        crumbs,
        steps=steps,
        facts=ending_facts(row),
        others=others,
        notes=stop_notes(row),
        refused=refused,
    )


def _page(
    row: Any,
    flow: Flow,
    actor: Actor,
    title: str,
    crumbs: list[dict[str, str]],
    *,
    steps: list[dict[str, Any]],
    facts: list[Fact],
    others: list[tuple[str, str, bool]],
    refused: tuple[str, str],
    notes: list[dict[str, Any]] | None = None,
    items: dict[str, Any] | None = None,
    no_act: tuple[str, ...] = (),
) -> FlowPage:
    """The page of a row of a flow, with the acts that the actor may do."""
    step = flow.step(row.state)
    main = None
    if step and row.state not in no_act and actor.may_open(step.route) and flow.is_turn_of(step, actor.role):
        main = {"label": step.next, "url": reverse(step.route, args=[row.pk])}
    acts = [
        {"label": label, "url": reverse(route, args=[row.pk]), "danger": danger}
        for label, route, danger in others
        if actor.may_open(route)
    ]
    return FlowPage(
        title=title,
        status={"tone": "due" if step else "done" if row.state in _GOOD else "plain", "word": flow.label(row.state)},
        crumbs=crumbs,
        steps=[dot(each, step, actor) for each in steps],
        facts=[each for each in facts if each["value"] is not None and each["value"] != ""],
        act=main,
        acts=acts,
        notes=notes or [],
        items=items,
        papers=_papers(row, actor, refused),
        log=told(about(_label(row), row.pk)),
    )


def _papers(row: Any, actor: Actor, refused: tuple[str, str]) -> list[dict[str, Any]]:
    """The papers of a thing; with a renewal those of the contract that it brought."""
    if actor.role == "coordinator":
        return []
    contract = getattr(row, "new_contract", None)
    of_contract = papers_of(contract, wanted_of(contract, actor), actor.role) if contract is not None else []
    return papers_of(row, wanted_of(row, actor), actor.role, refused) + of_contract


_GOOD = frozenset({"filed", "in_force", "left"})
ROLES = {
    "village": "村（社区）",
    "town": "镇",
    "county_clerk": "县人社局经办",
    "county_leader": "县人社局领导",
    "revitalisation": "县乡村振兴局",
    "company_clerk": "派活儿公司经办",
}
"""Whose turn it is, in short."""


DOES = {"已书面告知": "列出交接清单", "已计划": "登记签到", "待登结果": "登记结果"}
"""What is done at a state whose name only says what was done."""


def dot(each: dict[str, Any], step: Step | None, actor: Actor) -> dict[str, Any]:
    """One dot of the line; the present one says who is at it and what they do."""
    shown = {**each, "label": _doing(each["label"])}
    if step is None or each["state"] not in ("now", "returned"):
        return shown
    told_next = "" if step.next == shown["label"] else f"{step.next}。"
    return {**shown, "who": ROLES.get(step.role, step.role), "next": told_next, "mine": step.role == actor.role}


def _doing(label: str) -> str:
    """What is done at a state, without the word that it waits or was done."""
    if label in DOES:
        return DOES[label]
    for word in ("待", "正在"):
        label = label.removeprefix(word)
    return label


def _label(row: models.Model) -> str:
    return row._meta.label_lower


def _passed(known: Mapping[str, tuple[User | None, date | datetime | None]]) -> Passed:
    """Who and when of the states that were left, where the day is known."""
    return {state: (user.name if user else "", at) for state, (user, at) in known.items() if at is not None}


def _without(steps: list[dict[str, Any]], label: str, at_it: bool) -> list[dict[str, Any]]:
    """A side state is shown only while the thing is there."""
    return steps if at_it else [step for step in steps if step["label"] != label]


def _handover(row: Resignation, ticks: bool) -> dict[str, Any] | None:
    """What is handed over, as a list; with the way to tick."""
    items = list(row.items.all())
    if not items:
        return None
    columns = [
        {"label": "交接事项"},
        {"label": "接收人"},
        {"label": "接收日", "kind": "day"},
        {"label": "状态", "kind": "status"},
        {"label": "办理", "kind": "act"},
    ]
    rows = []
    for item in items:
        url = reverse("employment:tick_handover", args=[item.pk])
        acts = [{"label": "登记接收", "url": url, "main": True}] if ticks and item.received_on is None else []
        done = item.received_on is not None
        cells = [
            {"text": item.what, "under": item.note},
            item.receiver or None,
            item.received_on,
            {"tone": "done" if done else "due", "word": "已接收" if done else "待接收"},
            {"acts": acts},
        ]
        rows.append({"cells": cells})
    if not ticks:
        columns, rows = columns[:-1], [{"cells": each["cells"][:-1]} for each in rows]
    return {"title": "交接清单", "columns": columns, "rows": rows}
