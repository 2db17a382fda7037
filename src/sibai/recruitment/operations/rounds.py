"""A round of selection: started for a vacancy, its notice drafted and published, and closed without anybody chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken
from sibai.people.actor import Actor
from sibai.recruitment.flow import ENDED, OPEN_APPLICATIONS
from sibai.recruitment.models import MeritItem, Selection, Vacancy
from sibai.recruitment.models.merit import ALL_PERCENT
from sibai.recruitment.operations.steps import NotYet, ReasonNeeded, WrongDay, advance, still
from sibai.rulebook.queries.law import law_on

NOTICE = ("deadline", "where", "contact", "phone", "conditions", "posted_at", "online")
"""What a draft of the notice says, beside the items of merit."""
AGAIN = ("where", "contact", "phone", "conditions", "posted_at", "online")
"""What a new round takes over from the one before: article 6, on the original conditions."""
FIRST_ITEMS = (("综合评议", ALL_PERCENT),)

Items = Sequence[tuple[str, int]]


class BadItems(NotYet):
    """Items of merit whose weights do not come to a hundred, or two of one name."""

    field = "items"


@act("recruitment.start")
def start(*, actor: Actor, vacancy: Vacancy, now: datetime) -> Selection:
    """Start a round for an open vacancy, with a draft notice on the conditions of the round before."""
    if vacancy.closed_on is not None:
        raise NotYet("这个岗位已经补上，不用再选聘。")
    before = vacancy.selections.order_by("number").last()
    if before is not None and before.state not in ENDED:
        raise Overtaken("这个岗位的选聘已经开始，请刷新后再看。")
    last = before or Selection.objects.filter(vacancy__village=vacancy.village).order_by("started_at").last()
    selection = Selection.objects.create(
        vacancy=vacancy,
        number=before.number + 1 if before else 1,
        started_at=now,
        started_by_id=actor.user_id,
        **{name: getattr(last, name) for name in AGAIN if last is not None},
    )
    _set_items(selection, [(each.name, each.weight) for each in last.items.all()] if last else FIRST_ITEMS)
    days = max((timezone.localdate(now) - vacancy.opened_on).days, 0)  # whom one knows to leave is replaced in time
    record(actor, selection, at=now, facts={"days": days})
    return selection


def _set_items(selection: Selection, items: Items) -> None:
    """The items of merit of a notice, in its order. BadItems where the weights are not a hundred."""
    names = [name for name, _ in items]
    if len(set(names)) != len(names):
        raise BadItems("评分项目重名了，请改名或合并。")
    total = sum(weight for _, weight in items)
    if total != ALL_PERCENT:
        raise BadItems(f"各项权重之和应为{ALL_PERCENT}%，现在是{total}%。")
    selection.items.all().delete()
    MeritItem.objects.bulk_create(
        MeritItem(selection=selection, position=position, name=name, weight=weight)
        for position, (name, weight) in enumerate(items, 1)
    )


@act("recruitment.draft")
def draft(
    *, actor: Actor, selection: Selection, version: int, notice: Mapping[str, Any], items: Items, now: datetime
) -> Selection:
    """Save the draft of a notice: `notice` has the fields of NOTICE, `items` names and weights in percent."""
    selection = still(selection, "draft", version=version)
    Selection.objects.filter(pk=selection.pk).update(
        **{name: notice[name] for name in NOTICE}, version=selection.version + 1, acts=selection.acts + 1
    )
    _set_items(selection, items)
    selection.refresh_from_db()
    record(actor, selection, at=now, facts={"deadline": selection.deadline})
    return selection


@act("recruitment.publish")
def publish(*, actor: Actor, selection: Selection, version: int, published_on: date, now: datetime) -> Selection:
    """Publish the notice: from now on people can apply, until the deadline. NotYet while the draft lacks something."""
    selection = still(selection, "draft", version=version)
    today = timezone.localdate(now)
    if published_on > today:
        raise WrongDay(f"发布日期不能晚于今天（{today}）。", field="published_on")
    law_on(published_on)
    if selection.deadline is None or not (selection.where and selection.contact and selection.phone):
        raise NotYet("公告还没有填全：报名截止日、报名地点、联系人、咨询电话，请先填好。")
    if selection.deadline < published_on:
        raise WrongDay(f"报名截止日（{selection.deadline}）早于发布日期，请修改公告。", field="published_on")
    if selection.deadline < today:
        raise WrongDay(f"报名截止日（{selection.deadline}）已经过了，请修改公告。", field="published_on")
    moved = advance(actor, selection, "published", now=now, published_on=published_on)
    record(actor, moved, at=now, facts={"published_on": published_on, "deadline": moved.deadline})
    return moved


@act("recruitment.close")
def close(*, actor: Actor, selection: Selection, version: int, outcome: str, reason: str, now: datetime) -> Selection:
    """Close a round without anybody: `no_candidate` or `cancelled`. The vacancy stays open for a new round."""
    selection = still(selection, "draft", "published", "review", "merit", "choosing", version=version)
    if not reason.strip():
        raise ReasonNeeded("请写明结束这次选聘的原因。")
    today = timezone.localdate(now)
    if outcome == "no_candidate":
        _nobody_left(selection, today)
    to = "no_candidate" if outcome == "no_candidate" else "cancelled"
    moved = advance(actor, selection, to, now=now, reason=reason, closed_on=today)
    record(actor, moved, at=now, facts={"outcome": moved.get_state_display()}, texts={"reason": reason})
    return moved


def _nobody_left(selection: Selection, today: date) -> None:
    """NotYet where the round cannot end for want of candidates: it has no notice yet, or people may still apply."""
    if selection.state == "draft":
        raise NotYet("公告还没有发布，不能按没有合适人选结束；不再办了，请选“取消”。", field="outcome")
    if selection.state == "published" and selection.deadline is not None and today <= selection.deadline:
        raise NotYet(f"报名还没有截止（{selection.deadline}），截止以后再结束。", field="outcome")
    if selection.applications.filter(state__in=OPEN_APPLICATIONS).exists():
        raise NotYet("还有报名没有审查，请先审查完。", field="outcome")
