"""Signing in and out, and the role that one acts in; every try is in the log, with no word that somebody typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sibai.audit.acts import ANYONE, ROLES
from sibai.audit.operations import act, record, refused
from sibai.people import locks
from sibai.people.actor import Actor, system
from sibai.people.models import User, UserSession
from sibai.people.names import digest_of, normalised
from sibai.people.operations.sessions import Browser, close, opened
from sibai.people.queries.actors import Hat
from sibai.places.models import Place

SHORT = 16
"""So much of a digest tells attempts apart."""


def county_code() -> str:
    """The county, for entries about somebody who is nobody yet; blank before it is set up."""
    return Place.objects.filter(level="county").values_list("code", flat=True).first() or ""


@act("people.login")
def sign_in(*, actor: Actor, user: User, browser: Browser, now: datetime) -> UserSession:
    """A browser is signed in: the password was right (a second factor may still be asked for)."""
    session = opened(user, browser, now)
    record(actor, user, at=now)
    return session


class Shut(NamedTuple):
    """A lock that shuts: blank for a name at an address, else as `people.locks` names it; after how many failures."""

    kind: str
    failures: int


def failed(*, account: str, address: str, why: str, shut: Shut | None, now: datetime) -> None:
    """A failed try. `why`: wrong, locked, no_role; `shut` where this one was the one that locks.

    The log has the account's name where there is such an account, else only a keyed digest of what was typed.
    """
    digest = digest_of(account)
    user = User.objects.filter(account=normalised(account)).first()
    given = {"account_id": user.pk} if user else {"account_code": digest[:SHORT]}
    if why == "wrong":
        why = "unknown" if user is None else "password" if user.is_active else "disabled"
    county = county_code()
    stranger = Actor(None, user.account if user else "", "", ANYONE, county, address=address)
    refused(stranger, "people.login", why, given, at=now)
    if shut is None:
        return
    actor = replace(system(county), address=address)
    label = user.account if user else f"无此登录名（{digest[:SHORT]}）"
    if shut.kind == locks.ADDRESS:
        lock_address(actor=actor, failures=shut.failures, now=now)
    elif shut.kind == locks.NAME:
        lock_name(actor=actor, user=user, label=label, failures=shut.failures, now=now)
    else:
        lock(actor=actor, user=user, label=label, failures=shut.failures, now=now)


@act("people.lock")
def lock(*, actor: Actor, user: User | None, label: str, failures: int, now: datetime) -> None:
    """Note that a name is locked for an address; django-axes does the locking."""
    record(actor, user, at=now, label=label, facts={"failures": failures, "from": actor.address})


@act("people.lock_name")
def lock_name(*, actor: Actor, user: User | None, label: str, failures: int, now: datetime) -> None:
    """Note that a name is locked wherever it is typed; `people.locks` does the locking."""
    record(actor, user, at=now, label=label, facts={"failures": failures, "window": locks.window_words(locks.NAME)})


@act("people.lock_address")
def lock_address(*, actor: Actor, failures: int, now: datetime) -> None:
    """Note that nobody is let in from an address for a time; `people.locks` does the locking."""
    facts = {"failures": failures, "window": locks.window_words(locks.ADDRESS)}
    record(actor, None, at=now, label=actor.address, facts=facts)


@act("people.unlock_address")
def unlock_address(*, actor: Actor, address: str, now: datetime) -> int:
    """Let people sign in from an address again; how many failures were forgotten."""
    count = locks.forget_address(address)
    record(actor, None, at=now, label=address, facts={"count": count})
    return count


@act("people.logout")
def sign_out(*, actor: Actor, user: User, digest: str, now: datetime) -> None:
    """End the session of this browser."""
    close(user, "logout", now, only=digest)
    record(replace(actor, user_id=user.pk, account=user.account), user, at=now)


@act("people.hat")
def put_on(*, actor: Actor, user: User, hat: Hat, now: datetime) -> None:
    """Note that a user goes on in another role; the session keeps which."""
    lent = {"lender": hat.lender_id} if hat.lender_id else {}
    record(actor, user, at=now, facts={"as": f"{hat.place_name} · {ROLES[hat.role]}", **lent})
