"""From a signed-in user to an actor: the holdings and delegations in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from sibai.audit.acts import ROLES
from sibai.people.actor import Actor
from sibai.people.models import Holding, User

NEEDS_SECOND_FACTOR = frozenset(ROLES) - {"village", "town", "coordinator", "auditor"}
"""County, company and administrator: by the setting `second_factor`."""


@dataclass(frozen=True, slots=True)
class Hat:
    """One role that a user can act in: held, or lent by somebody."""

    id: UUID
    role: str
    place_code: str
    place_name: str
    lender_id: UUID | None
    lender_name: str

    @property
    def label(self) -> str:
        """Place and role, and for whom."""
        lent = f"（代{self.lender_name}）" if self.lender_id else ""
        return f"{self.place_name} · {ROLES[self.role]}{lent}"


def hats_of(user: User, today: date) -> list[Hat]:
    """The roles that a user can act in today, own ones first; one query, since every page asks."""
    lent_today = Q(delegations__to=user, delegations__start__lte=today, delegations__end__gte=today)
    held = (
        Holding.objects.annotate(
            lent=FilteredRelation("delegations", condition=lent_today & Q(delegations__withdrawn_on__isnull=True))
        )
        .filter(Q(end__isnull=True) | Q(end__gte=today))
        .filter(Q(user=user, start__lte=today) | Q(lent__isnull=False, user__is_active=True))
        .annotate(lent_as=F("lent__id"))
        .select_related("place", "user")
        .order_by("role", "place_id", "lent_as")
    )
    hats = [
        Hat(each.pk, each.role, str(each.place_id), each.place.short_name, None, "")
        if each.user_id == user.pk
        else Hat(each.lent_as, each.role, str(each.place_id), each.place.short_name, each.user_id, each.user.name)
        for each in held
    ]
    return sorted(hats, key=lambda hat: hat.lender_id is not None)


def actor_in(user: User, hat: Hat, address: str) -> Actor:
    """The user under one hat."""
    person = user.person_id if hat.role == "coordinator" else None
    return Actor(user.id, user.account, user.name, hat.role, hat.place_code, person, hat.lender_id, address)


def names_of(user_ids: set[UUID]) -> dict[UUID, str]:
    """The names of users; one query."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))
