"""From a signed-in user to an actor: the holdings and delegations in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from sibai.audit.acts import ROLES
from sibai.people.actor import Actor
from sibai.people.models import Delegation, Holding, User

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
    """The roles that a user can act in today, own ones first; two queries."""
    in_force = Q(start__lte=today) & (Q(end__isnull=True) | Q(end__gte=today))
    own = Holding.objects.filter(in_force, user=user).select_related("place").order_by("role", "place_id")
    lent = (
        Delegation.objects.filter(to=user, start__lte=today, end__gte=today, withdrawn_on__isnull=True)
        .filter(Q(holding__end__isnull=True) | Q(holding__end__gte=today), holding__user__is_active=True)
        .select_related("holding__place", "holding__user")
    )
    return [
        *(Hat(held.id, held.role, str(held.place_id), held.place.short_name, None, "") for held in own),
        *(
            Hat(
                each.id,
                each.holding.role,
                str(each.holding.place_id),
                each.holding.place.short_name,
                each.holding.user_id,
                each.holding.user.name,
            )
            for each in lent
        ),
    ]


def actor_in(user: User, hat: Hat, address: str) -> Actor:
    """The user under one hat."""
    person = user.person_id if hat.role == "coordinator" else None
    return Actor(user.id, user.account, user.name, hat.role, hat.place_code, person, hat.lender_id, address)


def names_of(user_ids: set[UUID]) -> dict[UUID, str]:
    """The names of users; one query."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))
