"""The roles of an account: from a day, to a day. What must stay apart stays apart."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from sibai.audit.acts import ROLES
from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.people.actor import Actor
from sibai.people.models import Holding, Person, User
from sibai.people.queries.accounts import other_administrators
from sibai.places.models import Place

APART = frozenset({"administrator", "auditor"})
"""Who manages accounts and who audits does nothing else: three powers in three hands, as GB/T 22239 asks."""
LEVEL_OF = {"village": "village", "town": "town", "coordinator": "village"}
"""At which level of places a role holds; the others at the county."""
LEVEL_LABEL = {"county": "县", "town": "镇", "village": "村（社区）"}


class BadRole(Refusal):
    """The role does not exist, or cannot be held beside another."""

    field = "role"


class BadPlace(Refusal):
    """The role does not hold at such a place."""

    field = "place_code"


class BadDay(Refusal):
    """The day is too early."""

    field = "day"


def level_of(role: str) -> str:
    """The level of places at which a role holds."""
    return LEVEL_OF.get(role, "county")


def place_for(role: str, code: str, person: Person | None = None) -> Place:
    """The place of a new holding. BadRole, BadPlace where they do not fit together; plain."""
    if role not in ROLES:
        raise BadRole("没有这个角色，请从列出的角色里选。")
    place: Place | None = Place.objects.filter(code=code, level=level_of(role), end__isnull=True).first()
    if place is None:
        raise BadPlace(f"“{ROLES[role]}”的范围是一个现有的{LEVEL_LABEL[level_of(role)]}，请重新选择。")
    if role == "coordinator" and (person is None or person.village_id != code):
        raise BadRole("协理员的账号由镇或县人社局在“人员”的“协理员账号”里建。")
    return place


def start_holding(user: User, role: str, place: Place, start: date) -> Holding:
    """A role from a day on; plain. BadRole where it is held already or must stay apart from another."""
    open_roles = set(
        Holding.objects.filter(user=user).filter(Q(end__isnull=True) | Q(end__gte=start)).values_list("role", flat=True)
    )
    if (APART & open_roles or role in APART) and open_roles - {role}:
        raise BadRole("系统管理员、审计不能与其他角色同在一个账号上，请另建账号。")
    if Holding.objects.filter(user=user, role=role, place=place, end__isnull=True).exists():
        raise BadRole("这个账号已经有这个角色了。")
    return Holding.objects.create(user=user, role=role, place=place, start=start)


@act("people.holding_add")
def add_holding(
    *, actor: Actor, user: User, role: str, place_code: str, day: date, reason: str, now: datetime
) -> Holding:
    """Give an account a further role from a day on. Nobody gives himself one."""
    if user.pk == actor.user_id:
        raise BadRole("不能给自己的账号加角色，请由另一名管理员办理。")
    if day < timezone.localdate(now):
        raise BadDay("起始日不能早于今天。")
    if role == "coordinator":
        raise BadRole("协理员的账号由镇或县人社局在“人员”的“协理员账号”里建。")
    holding = start_holding(user, role, place_for(role, place_code), day)
    facts = {"role": role, "place_code": place_code, "as": holding.label, "from": day}
    record(actor, user, at=now, facts=facts, texts={"reason": reason})
    return holding


@act("people.holding_end")
def end_holding(*, actor: Actor, holding: Holding, day: date, reason: str, now: datetime) -> None:
    """End a role with a last day, yesterday at the earliest: then it is out at once, and what was lent of it too."""
    today = timezone.localdate(now)
    if day < max(today - timedelta(days=1), holding.start):
        raise BadDay("最后一天不能早于昨天，也不能早于起始日；今天才开始的角色要马上停用，请停用账号。")
    if holding.role == "administrator" and not other_administrators(holding.user, day):
        raise BadRole("这是最后一个可用的系统管理员，停了就没有人能管账号了。")
    still = Q(end__isnull=True) | Q(end__gt=day)
    if not Holding.objects.filter(still, pk=holding.pk).update(end=day):
        raise Overtaken("这个角色已经停用了，请刷新查看。")
    facts = {"role": holding.role, "place_code": holding.place_code, "as": holding.label, "to": day}
    record(actor, holding.user, at=now, facts=facts, texts={"reason": reason})


def end_coordinator(*, person: Person, place_code: str, last_day: date) -> int:
    """Plain: whoever is no longer on post signs in as a coordinator until the last day, and not after it."""
    rows = Holding.objects.filter(user__person=person, role="coordinator", place=place_code, end__isnull=True)
    return sum(Holding.objects.filter(pk=row.pk).update(end=max(row.start, last_day)) for row in rows)
