"""What an actor can do next on a round: the one main act of its state, and the others in the menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from sibai.people.actor import Actor
from sibai.recruitment.flow import IN_THE_RUNNING, OPEN_APPLICATIONS, RETURNS, SELECTION
from sibai.recruitment.models import Application, Objection, Selection, StepRecord
from sibai.recruitment.queries.scoring import sheets_done


@dataclass(frozen=True, slots=True)
class Offer:
    """The main act: its words and where it is done."""

    label: str
    url: str


MAIN = {
    "choosing": ("初步确定人选", "choose"),
    "chosen": ("发布公示", "announce"),
    "submitted": ("审核同意", "approve"),
    "approved": ("备案", "file"),
    "training": ("登记培训结果", "train"),
}
"""The main act of the states in which there is only one thing to do."""
OTHERS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "draft": (("修改公告", "notice", False), ("取消这次选聘", "close", True)),
    "published": (("登记纸质报名", "enter", False), ("结束这次选聘", "close", True)),
    "review": (("登记纸质报名", "enter", False), ("结束这次选聘", "close", True)),
    "merit": (("登记评分人", "add_assessor", False), ("结束这次选聘", "close", True)),
    "choosing": (("结束这次选聘", "close", True),),
    "chosen": (("人选退出", "drop", True),),
    "public_notice": (("登记异议", "object", False), ("人选退出", "drop", True)),
    "to_sign": (("人选退出", "drop", True),),
}
"""Other acts of each state: words, address, whether dangerous."""


def to(name: str, selection: Selection) -> str:
    """The address of a step of a round."""
    return reverse(f"recruitment:{name}", args=[selection.pk])


def next_act(
    selection: Selection,
    actor: Actor,
    today: date,
    applications: Sequence[Application],
    objections: Sequence[Objection],
) -> Offer | None:
    """The one main act, where it is this actor's turn and it can be done today."""
    step = SELECTION.step(selection.state)
    if step is None or step.role != actor.role:
        return None
    if selection.state in MAIN:
        label, name = MAIN[selection.state]
        return Offer(label, to(name, selection))
    finders = {"draft": _of_draft, "published": _of_published}
    if selection.state in finders:
        return finders[selection.state](selection, today)
    if selection.state == "review":
        return _of_review(selection, applications)
    if selection.state in {"merit", "to_sign"}:
        return _of_merit(selection, applications) if selection.state == "merit" else _of_signing(selection)
    return _of_notice(selection, today, objections)


def _of_merit(selection: Selection, applications: Sequence[Application]) -> Offer:
    """Assessors first, then their sheets, then the ranking; one query."""
    running = sum(each.state in IN_THE_RUNNING and each.out_on is None for each in applications)
    sheets = sheets_done(selection, running)
    if not sheets:
        return Offer("登记评分人", to("add_assessor", selection))
    return Offer("计算排名", to("rank", selection)) if all(sheets) else Offer("录评分表", to("add_assessor", selection))


def _of_signing(selection: Selection) -> Offer | None:
    """The agreement is made by the room above, where it is there."""
    try:
        return Offer("拟聘用协议", reverse("employment:prepare_agreement", args=[selection.pk]))
    except NoReverseMatch:
        return None


def _of_draft(selection: Selection, today: date) -> Offer:
    complete = selection.deadline and selection.deadline >= today and selection.where and selection.phone
    return Offer("发布公告", to("publish", selection)) if complete else Offer("填写公告", to("notice", selection))


def _of_published(selection: Selection, today: date) -> Offer:
    over = selection.deadline is not None and today > selection.deadline
    return Offer("开始资格审查", to("start_review", selection)) if over else Offer("登记报名", to("enter", selection))


def _of_review(selection: Selection, applications: Sequence[Application]) -> Offer:
    waiting = next((each for each in applications if each.state in OPEN_APPLICATIONS), None)
    if waiting is None:
        return Offer("转入评分", to("start_merit", selection))
    return Offer(f"审查{waiting.number}号报名", reverse("recruitment:application", args=[waiting.pk]))


def _of_notice(selection: Selection, today: date, objections: Sequence[Objection]) -> Offer | None:
    waiting = next((each for each in objections if each.answered_on is None), None)
    if waiting is not None:
        return Offer("答复异议", reverse("recruitment:answer_objection", args=[waiting.pk]))
    held = any(each.upheld and each.application_id == selection.chosen_id for each in objections)
    if held:
        return Offer("人选退出", to("drop", selection))
    over = selection.notice_until is not None and today > selection.notice_until
    return Offer("报镇审核", to("submit", selection)) if over else None


def more_acts(selection: Selection, actor: Actor, last: StepRecord | None) -> list[dict[str, Any]]:
    """The other acts, as web/parts/more.html takes them."""
    offered = [
        {"label": label, "url": to(name, selection), "danger": danger}
        for label, name, danger in OTHERS.get(selection.state, ())
        if actor.may_open(f"recruitment:{name}")
    ]
    step = SELECTION.step(selection.state)
    if selection.state in RETURNS and step is not None and step.role == actor.role:
        offered.append({"label": "退回", "url": to("return", selection), "danger": True})
    if can_take_back(actor, selection, last):
        offered.append({"label": "撤回刚办的一步", "url": to("take_back", selection), "danger": False})
    return offered


def can_take_back(actor: Actor, selection: Selection, last: StepRecord | None) -> bool:
    """Whether this user took the last step and nothing was done since."""
    return (
        last is not None
        and last.kind != "withdraw"
        and actor.user_id is not None
        and (last.by_id, last.role) == (actor.user_id, actor.role)
        and (last.acts, last.after) == (selection.acts, selection.state)
        and last.after != "finished"
    )
