"""Whoever acts: a user in a role at a place, or the system itself. Made at the edge, passed down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from sibai.audit import acts
from sibai.audit.refusals import SamePerson
from sibai.db.querysets import NOTHING, Scope, area


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in user in one role at one place."""

    user_id: UUID | None
    account: str
    user_name: str
    role: str
    place_code: str
    person_id: UUID | None = None
    on_behalf_of: UUID | None = None
    address: str = ""
    command: str | None = None

    @property
    def scope(self) -> Scope:
        """What exists for this user: the place; of it what is about a coordinator; for an administrator nothing."""
        if self.role == "administrator" or not self.place_code:
            return NOTHING
        scope = area(self.place_code)
        return replace(scope, person_id=self.person_id) if self.role == "coordinator" else scope

    @property
    def role_label(self) -> str:
        """The role as people call it."""
        return acts.ROLES.get(self.role, self.role)

    def may(self, act: str) -> bool:
        """Whether the role may do an act."""
        return acts.may(self.role, act)

    def may_open(self, route: str) -> bool:
        """Whether the role may open an address."""
        return acts.may_open(self.role, route)

    def ordered(self, command: str | None) -> Actor:
        """The same actor carrying out the command of one form."""
        return replace(self, command=command or None)

    def must_differ_from(self, *others: UUID | None) -> None:
        """SamePerson where this user, or whom it stands in for, took the step before."""
        mine = {self.user_id, self.on_behalf_of} - {None}
        if mine & set(others):
            raise SamePerson("上一步也是您办的：经办的人不能自己审批，请由另一人办理。")


def system(place_code: str) -> Actor:
    """The system itself, for what happens without anybody's click."""
    return Actor(None, acts.SYSTEM, "系统", acts.SYSTEM, place_code)


def passer_by(address: str, place_code: str = "") -> Actor:
    """Somebody on the public pages."""
    return Actor(None, "", "", acts.ANYONE, place_code, address=address)
