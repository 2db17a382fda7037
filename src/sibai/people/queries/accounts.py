"""Accounts as an administrator sees them: who may sign in as what. No business data."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from sibai.people import locks
from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.people.models import Holding, SecondFactor, User
from sibai.people.names import digest_of
from sibai.people.queries.delegations import in_force
from sibai.people.queries.person_page import told
from sibai.people.queries.sessions import account_log, live
from sibai.places.models import Place

UNUSED_DAYS = 14
"""An account with which nobody has signed in for so long after it was made is told."""


def other_administrators(user: User, day: date) -> bool:
    """Whether somebody else who is active manages accounts beyond a day."""
    later = Q(end__isnull=True) | Q(end__gt=day)
    rows = Holding.objects.filter(later, role="administrator", user__is_active=True, start__lte=day)
    return rows.exclude(user=user).exists()


def places_without() -> list[Place]:
    """Towns and villages where nobody holds the role of the place, by code."""
    held = Holding.objects.filter(end__isnull=True, place=OuterRef("pk"), role=OuterRef("level"))
    rows = Place.objects.filter(~Exists(held), level__in=["town", "village"], end__isnull=True)
    return list(rows.select_related("parent").order_by("code"))


def accounts(today: date) -> QuerySet[User]:
    """All accounts with the roles in force (`current`) and whether a phone is bound (`bound`)."""
    current = Prefetch(
        "holdings",
        Holding.objects.filter(in_force(today)).select_related("place").order_by("role", "place_id"),
        to_attr="current",
    )
    return User.objects.annotate(bound=Exists(SecondFactor.objects.filter(user=OuterRef("pk")))).prefetch_related(
        current
    )


def holding_role(role: str, today: date) -> Q:
    """Accounts that hold a role on a day."""
    return Q(pk__in=Holding.objects.filter(in_force(today), role=role).values("user"))


def holding_in(words: str) -> Q:
    """Accounts whose name, account or place is like the words."""
    places = Holding.objects.filter(place__name__icontains=words).values("user")
    return Q(account__icontains=words) | Q(name__icontains=words) | Q(pk__in=places)


def locked(today: date) -> set[UUID]:
    """Accounts locked today for some address and not let in since, or of late for all addresses."""
    since = timezone.make_aware(datetime.combine(today, time.min))
    rows = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .values("username", "ip_address")
        .annotate(total=Sum("failures_since_start"))
        .filter(total__gte=settings.AXES_FAILURE_LIMIT)
        .order_by()
    )
    digests = {row["username"] for row in rows} | locks.locked_names(since)
    if not digests:
        return set()
    return {pk for pk, account in User.objects.values_list("pk", "account") if digest_of(account) in digests}


def never_used(before: date) -> Q:
    """Open accounts made before a day with which nobody has signed in yet."""
    since = timezone.make_aware(datetime.combine(before, time.min))
    return Q(is_active=True, last_login__isnull=True, created_at__lt=since)


def account_todos(actor: Actor, today: date) -> list[Todo]:
    """What waits for an administrator: names locked today, letters that nobody used."""
    if actor.role != "administrator":
        return []
    address = reverse("people:accounts")
    waiting = (
        (
            len(locked(today)),
            "今天被锁定的账号",
            "输错密码太多，半小时后自己解开；急用的可以现在解锁。",
            f"{address}?state=locked",
        ),
        (
            User.objects.filter(never_used(today - timedelta(days=UNUSED_DAYS))).count(),
            "没有启用的账号",
            f"建立{UNUSED_DAYS}天以上还没有人登录过，信可能没有送到。",
            f"{address}?state=unused",
        ),
    )
    return [Todo(label, told, url, "查看", actor.role, count=count) for count, label, told, url in waiting if count]


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in a list."""

    id: UUID
    account: str
    name: str
    roles: str
    last_login: datetime | None
    bound: bool
    tone: str
    state: str


def line_of(user: User, locked_today: Container[UUID]) -> AccountLine:
    """An account of `accounts()` as lists show it."""
    tone, state = _state(user, locked_today)
    roles = "；".join(holding.label for holding in user.current)  # type: ignore[attr-defined]
    bound: bool = user.bound  # type: ignore[attr-defined]
    return AccountLine(user.pk, user.account, user.name, roles, user.last_login, bound, tone, state)


def _state(user: User, locked_today: Container[UUID]) -> tuple[str, str]:
    if not user.is_active:
        return "plain", "已停用"
    if user.pk in locked_today:
        return "late", "今天锁定过"
    return ("due", "未登录过") if user.last_login is None else ("done", "在用")


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """One account: facts and log as their parts take them, its roles of all times, what can be done to it."""

    user: User
    facts: list[dict[str, Any]]
    holdings: list[dict[str, Any]]
    bound: bool
    locked: bool
    log: list[dict[str, Any]]


def detail(user: User, now: datetime) -> AccountDetail:
    """An account as its page shows it."""
    today = timezone.localdate(now)
    device = SecondFactor.objects.filter(user=user).first()
    is_locked = user.pk in locked(today)
    state = {"tone": "done", "word": "在用"} if user.is_active else {"tone": "late", "word": "已停用"}
    facts: list[dict[str, Any]] = [
        {"label": "登录名", "value": user.account},
        {"label": "姓名", "value": user.name},
        {"label": "状态", "status": {"tone": "late", "word": "今天锁定过"} if is_locked and user.is_active else state},
        {"label": "建立时间", "value": user.created_at, "kind": "moment"},
        {"label": "上次登录", "value": user.last_login, "kind": "moment"},
        {"label": "登录着的地方", "value": live(user, now).count(), "kind": "number"},
        {"label": "密码", "value": "一次性密码，登录时须改" if user.must_change_password else "本人已改"},
        {"label": "手机验证", "value": device.enrolled_at if device else "未绑定", "kind": "moment" if device else ""},
    ]
    rows = user.holdings.select_related("place").order_by("-start", "role", "pk")
    log = told(account_log(user))
    return AccountDetail(user, facts, [_held(each, today) for each in rows], device is not None, is_locked, log)


def _held(holding: Holding, today: date) -> dict[str, Any]:
    over = holding.end is not None and holding.end < today
    coming = holding.start > today
    tone, word = ("plain", "已停用") if over else ("due", "未开始") if coming else ("done", "在用")
    return {
        "id": holding.pk,
        "label": holding.label,
        "start": holding.start,
        "end": holding.end,
        "tone": tone,
        "word": word,
        "open": not over and (holding.end is None or holding.end > today),
    }


def places_to_choose() -> list[Place]:
    """The present places: the county, its towns, then the villages town by town."""
    rows = list(Place.objects.filter(end__isnull=True).select_related("parent").order_by("code"))
    order = {"county": 0, "town": 1, "village": 2}
    return sorted(rows, key=lambda place: (order[place.level], place.code))
