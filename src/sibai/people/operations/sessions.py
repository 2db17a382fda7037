"""Sessions: which browsers a user is signed in with, and ending them. An ended one is out with its next request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken
from sibai.people.actor import Actor, system
from sibai.people.models import User, UserSession

LONGEST_NAME = 200
MINUTE, HOUR = 60, 3600


def digest_of(session_key: str | None) -> str:
    """What is kept of a session's key."""
    return sha256((session_key or "").encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser that somebody signs in with: digest of its session key, network address, what it calls itself."""

    digest: str
    address: str
    name: str = ""


def opened(user: User, browser: Browser, now: datetime) -> UserSession:
    """A new session; plain."""
    return UserSession.objects.create(
        user=user,
        key_digest=browser.digest,
        address=browser.address,
        browser=browser.name[:LONGEST_NAME],
        started_at=now,
        seen_at=now,
    )


def moved(old: str, new: str) -> None:
    """The same session under a new key, after it was given one; plain."""
    UserSession.objects.filter(key_digest=old, ended_at__isnull=True).update(key_digest=new)


def close(user: User, why: str, now: datetime, *, but: str = "", only: str = "") -> int:
    """End a user's open sessions, except the one of digest `but`, or only that of digest `only`; how many. Plain."""
    rows = UserSession.objects.filter(user=user, ended_at__isnull=True)
    rows = rows.exclude(key_digest=but) if but else rows
    rows = rows.filter(key_digest=only) if only else rows
    return rows.update(ended_at=now, ended_why=why)


def run_out(session: UserSession, why: str, county: str, now: datetime) -> None:
    """A session that came to its end by itself (`idle`, `limit`): ended and logged by whoever notices first."""
    with transaction.atomic():
        if close(session.user, why, now, only=session.key_digest):
            OWN_ENDS[why](actor=system(county), session=session, now=now)


def run_out_all(county: str, now: datetime) -> int:
    """End what ran out and whose browser never came back; how many."""
    idle = Q(seen_at__lt=now - timedelta(seconds=settings.SESSION_IDLE))
    old = Q(started_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE))
    rows = UserSession.objects.filter(idle | old, ended_at__isnull=True).select_related("user").order_by("pk")
    for session in rows:
        is_idle = (now - session.seen_at).total_seconds() > settings.SESSION_IDLE
        run_out(session, "idle" if is_idle else "limit", county, now)
    return len(rows)


@act("people.session_idle")
def end_idle(*, actor: Actor, session: UserSession, now: datetime) -> None:
    """Note that nobody used a session for too long."""
    minutes = settings.SESSION_IDLE // MINUTE
    record(actor, session.user, at=now, facts={"from": session.address, "minutes": minutes})


@act("people.session_limit")
def end_old(*, actor: Actor, session: UserSession, now: datetime) -> None:
    """Note that a session was as long as one may be."""
    hours = settings.SESSION_COOKIE_AGE // HOUR
    record(actor, session.user, at=now, facts={"from": session.address, "hours": hours})


OWN_ENDS = {"idle": end_idle, "limit": end_old}


@act("people.session_end")
def end_session(*, actor: Actor, session: UserSession, now: datetime) -> None:
    """End one of one's own sessions. Overtaken where it has ended already."""
    if not close(session.user, "revoked", now, only=session.key_digest):
        raise Overtaken("这一处登录已经结束了。")
    record(actor, session.user, at=now, facts={"from": session.address})


@act("people.sessions_end")
def end_others(*, actor: Actor, user: User, but: str, now: datetime) -> int:
    """End all of one's own sessions but the present one; how many."""
    count = close(user, "revoked", now, but=but)
    record(actor, user, at=now, facts={"count": count})
    return count
