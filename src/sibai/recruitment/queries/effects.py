"""What a step will do, in words, before it is done: the effects of web/parts/confirm.html."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sibai.audit.refusals import Refusal
from sibai.recruitment.flow import IN_THE_RUNNING, SELECTION
from sibai.recruitment.models import Selection
from sibai.recruitment.queries.rules import last_day_of_notice, reckoned_provisionally

Effects = list[dict[str, Any]]


def _publish(selection: Selection, today: date) -> Effects:
    items = "、".join(f"{each.name}{each.weight}%" for each in selection.items.all())
    until = f"到{selection.deadline}截止，在{selection.where}" if selection.deadline else "公告还没有填好"
    return [
        {"label": "报名", "value": until},
        {"label": "咨询", "value": f"{selection.contact} {selection.phone}"},
        {"label": "评分", "value": items},
        {"label": "网上", "value": "公开网页同时发布，接受网上报名" if selection.online else "只接受纸质报名"},
    ]


def _review(selection: Selection, today: date) -> Effects:
    count = selection.applications.count()
    return [{"label": "报名", "value": f"{count}人，报名已于{selection.deadline}截止"}]


def _merit(selection: Selection, today: date) -> Effects:
    running = selection.applications.filter(state__in=IN_THE_RUNNING).count()
    return [{"label": "参加评分", "value": f"{running}人"}, {"label": "开始后", "value": "审查结果不再改动"}]


def _rank(selection: Selection, today: date) -> Effects:
    assessors = selection.assessors.count()
    return [
        {"label": "评分人", "value": f"{assessors}名"},
        {
            "label": "怎样算",
            "value": "各人各项得分按权重平均，四舍五入到0.01分；同分的看优先项、熟悉本村、报名先后",
        },
        {"label": "排定后", "value": "成绩和名次固定下来，不再改动"},
    ]


def _announce(selection: Selection, today: date) -> Effects:
    chosen = selection.chosen
    who = {"label": "人选", "value": chosen.name if chosen else ""}
    try:
        last = last_day_of_notice(today)["public_notice_until"]
    except Refusal as refusal:
        return [who, {"label": "公示期", "value": str(refusal)}]
    until = {"label": "公示期", "value": f"今天发布的，到{last}为止，第二天起可以报镇审核"}
    return [who, until, *_provisional(today, last)]


def _provisional(posted_on: date, until: date) -> Effects:
    """That the last day is reckoned without the days off of a year, if so."""
    told = reckoned_provisionally(posted_on, until)
    return [{"label": "放假安排", "value": told}] if told else []


def _submit(selection: Selection, today: date) -> Effects:
    posted_on, until = selection.notice_from, selection.notice_until
    return [
        {"label": "人选", "value": selection.chosen.name if selection.chosen else ""},
        {"label": "公示", "value": f"{selection.notice_from} 至 {selection.notice_until}"},
        {"label": "异议", "value": f"{selection.objections.count()}条"},
        *(_provisional(posted_on, until) if posted_on and until else []),
    ]


def _person(selection: Selection, today: date) -> Effects:
    return [{"label": "人选", "value": selection.chosen.name if selection.chosen else ""}]


def _drop(selection: Selection, today: date) -> Effects:
    return [*_person(selection, today), {"label": "退出后", "value": "回到“初步确定”，从其余的人里重新确定并公示"}]


def _close(selection: Selection, today: date) -> Effects:
    return [{"label": "结束后", "value": "空缺仍在，可以开始新的一次选聘，条件照旧"}]


def _take_back(selection: Selection, today: date) -> Effects:
    last = selection.steps.last()
    back = SELECTION.label(last.before) if last is not None else ""
    return [{"label": "回到", "value": back}, {"label": "撤回后", "value": "这一步写下的内容作废，记录保留"}]


EFFECTS: dict[str, Callable[[Selection, date], Effects]] = {
    "publish": _publish,
    "start_review": _review,
    "start_merit": _merit,
    "rank": _rank,
    "announce": _announce,
    "submit": _submit,
    "approve": _submit,
    "file": _submit,
    "train": _person,
    "drop": _drop,
    "close": _close,
    "take_back": _take_back,
}


def effects_of(name: str, selection: Selection, today: date) -> Effects:
    """What a step will do; nothing where its form says all."""
    return EFFECTS[name](selection, today) if name in EFFECTS else []
