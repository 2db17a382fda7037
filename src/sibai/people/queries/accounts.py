"""Accounts as an administrator sees them: who may sign in as what. No business data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from sibai.audit.queries import Line, about
from sibai.people.models import Holding, SecondFactor, User, UserSession
from sibai.people.names import digest_of
from sibai.people.queries.delegations import in_force
from sibai.places.models import Place


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
    """Accounts that were locked today for some address and have not been let in since."""
    since = timezone.make_aware(datetime.combine(today, time.min))
    rows = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .values("username", "ip_address")
        .annotate(total=Sum("failures_since_start"))
        .filter(total__gte=settings.AXES_FAILURE_LIMIT)
        .order_by()
    )
    digests = {row["username"] for row in rows}
    if not digests:
        return set()
    return {pk for pk, account in User.objects.values_list("pk", "account") if digest_of(account) in digests}


def never_used(before: date) -> Q:
    """Open accounts made before a day with which nobody has signed in yet."""
    since = timezone.make_aware(datetime.combine(before, time.min))
    return Q(is_active=True, last_login__isnull=True, created_at__lt=since)


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """One account: its roles of all times, open sessions, the phone, locks, and what the log tells of it."""

    user: User
    holdings: list[Holding]
    sessions: int
    device: SecondFactor | None
    locked: bool
    log: list[Line]


def detail(user: User, today: date) -> AccountDetail:
    """An account as its page shows it."""
    return AccountDetail(
        user,
        list(user.holdings.select_related("place").order_by("end", "-start", "pk")),
        UserSession.objects.filter(user=user, ended_at__isnull=True).count(),
        SecondFactor.objects.filter(user=user).first(),
        user.pk in locked(today),
        about("people.user", user.pk, 30),
    )


def places_of_level(level: str) -> list[Place]:
    """The present places of a level, by code."""
    return list(Place.objects.filter(level=level, end__isnull=True).select_related("parent").order_by("code"))
