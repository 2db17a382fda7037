"""Who can stand in for whom, and what is lent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from sibai.db.querysets import area
from sibai.people.models import Delegation, Holding, User

OFFICE = {
    "village": "village",
    "town": "town",
    "county_clerk": "bureau",
    "county_leader": "bureau",
    "revitalisation": "revitalisation",
    "company_clerk": "company",
    "company_cashier": "company",
    "company_approver": "company",
    "finance": "finance",
}
"""The office that a role belongs to. Coordinators, auditors and administrators lend nothing."""
ABOVE = {"village": frozenset({"village", "town", "bureau"}), "town": frozenset({"town", "bureau"})}
"""Offices from which a stand-in may come; an office of the county takes its own people only."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who can stand in, by an own role at the same place or one that holds it."""

    user: User
    label: str


def in_force(today: date) -> Q:
    """Holdings on a day."""
    return Q(start__lte=today) & (Q(end__isnull=True) | Q(end__gte=today))


def lendable(user_id: UUID, today: date) -> list[Holding]:
    """The roles of one's own that can be lent."""
    rows = Holding.objects.filter(in_force(today), user_id=user_id, role__in=OFFICE)
    return list(rows.select_related("place").order_by("role", "place_id"))


def stand_ins(holding: Holding, today: date) -> list[StandIn]:
    """Who can be lent a role: active accounts of the same office at the same place, or of one above it."""
    office = OFFICE.get(holding.role, "")
    offices = ABOVE.get(office, frozenset({office}))
    roles = [role for role, of in OFFICE.items() if of in offices]
    rows = Holding.objects.filter(in_force(today), role__in=roles, user__is_active=True)
    rows = rows.exclude(user_id=holding.user_id).select_related("user", "place").order_by("-place__level", "user__name")
    found: dict[UUID, StandIn] = {}
    for each in rows:
        if area(each.place_code).holds(holding.place_code):
            found.setdefault(each.user_id, StandIn(each.user, f"{each.user.name}（{each.label}）"))
    return list(found.values())


def lent_by(user_id: UUID) -> list[Delegation]:
    """What a user lent, the latest first."""
    rows = Delegation.objects.filter(holding__user_id=user_id).select_related("holding__place", "to")
    return list(rows.order_by("-start", "-end", "pk")[:50])


def lent_to(user_id: UUID) -> list[Delegation]:
    """What a user was lent, the latest first."""
    rows = Delegation.objects.filter(to_id=user_id).select_related("holding__place", "holding__user")
    return list(rows.order_by("-start", "-end", "pk")[:50])


@dataclass(frozen=True, slots=True)
class DelegationsPage:
    """What a user lent and was lent, as web/parts/list.html takes it, and the roles that can be lent."""

    lent: list[dict[str, Any]]
    borrowed: list[dict[str, Any]]
    lendable: list[Holding]


def delegations_page(user_id: UUID, today: date) -> DelegationsPage:
    """The page about lending."""
    return DelegationsPage(
        [_shown(each, each.to.name, today) for each in lent_by(user_id)],
        [_shown(each, each.holding.user.name, today) for each in lent_to(user_id)],
        lendable(user_id, today),
    )


def state_of(delegation: Delegation, today: date) -> tuple[str, str]:
    """Colour and word of a delegation on a day."""
    if delegation.withdrawn_on is not None:
        return "plain", "已收回"
    if delegation.end < today:
        return "plain", "已到期"
    return ("due", "未开始") if delegation.start > today else ("done", "生效中")


def _shown(delegation: Delegation, other: str, today: date) -> dict[str, Any]:
    tone, word = state_of(delegation, today)
    return {
        "id": delegation.pk,
        "role": delegation.holding.label,
        "other": other,
        "start": delegation.start,
        "end": delegation.withdrawn_on or delegation.end,
        "reason": delegation.reason,
        "tone": tone,
        "word": word,
        "open": delegation.withdrawn_on is None and delegation.end >= today,
    }
