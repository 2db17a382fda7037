"""Changing one's own password."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import check_password

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.people.models import User
from sibai.people.operations.sessions import close


class OldPassword(Refusal):
    """The new password is the one in use."""

    field = "new"


@act("people.password")
def change_password(*, actor: Actor, user: User, new: str, name: str, but: str, now: datetime) -> None:
    """A new password for oneself; other sessions end. OldPassword where it is the one in use.

    `name`: whoever takes over an account that was made for a place says who they are; blank keeps the name.
    """
    if check_password(new, user.password):
        raise OldPassword("新密码不能和现在的密码一样。")
    user.set_password(new)
    user.name = name or user.name
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password", "name"])
    ended = close(user, "password", now, but=but)
    record(actor, user, at=now, facts={"ended": ended, "named": bool(name)})
