"""Lending one's role to somebody for a time. What is done under it names both; nobody lends on what was lent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.people.actor import Actor
from sibai.people.models import Delegation, Holding, User
from sibai.people.queries.delegations import stand_ins

LONGEST_DAYS = 366


class NotLendable(Refusal):
    """The role is not one's own to lend."""

    field = "holding"


class NoStandIn(Refusal):
    """The other one cannot stand in."""

    field = "to"


class BadPeriod(Refusal):
    """The days do not make a period, or overlap with another."""

    field = "end"


@act("people.delegate")
def lend(*, actor: Actor, holding: Holding, to: User, start: date, end: date, reason: str, now: datetime) -> Delegation:
    """Lend an own role from one day to another, both included. NotLendable, NoStandIn, BadPeriod."""
    today = timezone.localdate(now)
    if actor.on_behalf_of is not None or holding.user_id != actor.user_id:
        raise NotLendable("只能委托自己的角色；正在代别人办理时，请先换回自己的身份。")
    if holding.end is not None and holding.end < end:
        raise NotLendable(f"这个角色到{holding.end}为止，委托不能更长。")
    _period(start, end, today)
    if to.pk not in {each.user.pk for each in stand_ins(holding, today)}:
        raise NoStandIn("只能委托给同一单位或上级单位的在用账号。")
    rows = Delegation.objects.filter(holding=holding, withdrawn_on__isnull=True, start__lte=end, end__gte=start)
    if rows.exists():
        raise BadPeriod("这段时间里已经委托过一次，请先收回，或改日期。")
    made = Delegation.objects.create(holding=holding, to=to, start=start, end=end, reason=reason)
    facts = {"as": holding.label, "to": to.account, "from": start, "until": end}
    record(actor, made, at=now, label=holding.label, facts=facts, texts={"reason": reason})
    return made


def _period(start: date, end: date, today: date) -> None:
    if start < today:
        raise BadPeriod("起始日不能早于今天。", field="start")
    if end < start:
        raise BadPeriod("最后一天不能早于起始日。")
    if end - start > timedelta(days=LONGEST_DAYS):
        raise BadPeriod("一次委托最长一年；长期由别人办，请管理员调整角色。")


@act("people.delegation_withdraw")
def withdraw(*, actor: Actor, delegation: Delegation, now: datetime) -> None:
    """Take a lent role back: at once. Overtaken where it was taken back or is over."""
    today = timezone.localdate(now)
    rows = Delegation.objects.filter(pk=delegation.pk, withdrawn_on__isnull=True, end__gte=today)
    if delegation.holding.user_id != actor.user_id or not rows.update(withdrawn_on=today):
        raise Overtaken("这次委托已经结束或收回了，请刷新查看。")
    record(actor, delegation, at=now, label=delegation.holding.label, facts={"to": delegation.to.account})
