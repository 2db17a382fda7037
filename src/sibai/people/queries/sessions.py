"""Where a user is signed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from sibai.audit.models import Entry
from sibai.audit.queries import Line, lines, named
from sibai.people.models import RecoveryCode, SecondFactor, User, UserSession

BROWSERS = (
    ("微信", re.compile(r"MicroMessenger/(\d+)")),
    ("Edge", re.compile(r"Edge?/(\d+)")),
    ("QQ浏览器", re.compile(r"QQBrowser/(\d+)")),
    ("火狐", re.compile(r"Firefox/(\d+)")),
    ("Chrome", re.compile(r"Chrome/(\d+)")),
    ("Safari", re.compile(r"Version/(\d+).*Safari")),
)
SYSTEMS = (
    ("鸿蒙手机", re.compile("HarmonyOS|OpenHarmony")),
    ("安卓手机", re.compile("Android")),
    ("苹果手机", re.compile("iPhone")),
    ("Windows", re.compile("Windows")),
    ("苹果电脑", re.compile("Macintosh")),
    ("Linux", re.compile("Linux")),
)
OWN_ACTS = (
    "people.login",
    "people.logout",
    "people.session_idle",
    "people.session_limit",
    "people.second_factor",
    "people.password",
    "people.enrol",
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One open session as its owner sees it."""

    id: UUID
    browser: str
    address: str
    started_at: datetime
    seen_at: datetime
    here: bool


def browser_words(name: str) -> str:
    """What a browser calls itself, in short words."""
    browser = next(
        (f"{word} {found[1]}" for word, pattern in BROWSERS if (found := pattern.search(name))), "其他浏览器"
    )
    system = next((word for word, pattern in SYSTEMS if pattern.search(name)), "")
    return f"{browser} · {system}" if system else browser


def live(user: User, now: datetime) -> QuerySet[UserSession]:
    """Sessions that a user could go on with: neither ended, nor out of use too long, nor too old."""
    idle = now - timedelta(seconds=settings.SESSION_IDLE)
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return UserSession.objects.filter(user=user, ended_at__isnull=True, seen_at__gte=idle, started_at__gte=oldest)


def open_sessions(user: User, digest: str, now: datetime) -> list[SignedIn]:
    """Where a user is signed in now, the latest first; `digest` is that of the session asking."""
    return [
        SignedIn(
            each.pk, browser_words(each.browser), each.address, each.started_at, each.seen_at, each.key_digest == digest
        )
        for each in live(user, now).order_by("-seen_at", "pk")
    ]


def codes_left(device: SecondFactor | None) -> int:
    """How many codes on paper still open."""
    return RecoveryCode.objects.filter(device=device, used_at__isnull=True).count() if device else 0


def sign_in_log(user: User, most: int = 10) -> list[Line]:
    """The last entries about a user's signing in, wrong tries in the account's name among them."""
    own = Q(object_type="people.user", object_id=str(user.pk), action__in=OWN_ACTS)
    tried = Q(account=user.account, action="people.login", outcome="refused")
    return lines(Entry.objects.filter(own | tried).order_by("-seq")[:most])


def account_log(user: User, most: int = 30) -> list[Line]:
    """The last entries about an account, wrong tries in its name among them."""
    about = Q(object_type="people.user", object_id=str(user.pk))
    tried = Q(account=user.account, action="people.login", outcome="refused")
    return lines(named(Entry.objects.filter(about | tried)).order_by("-seq")[:most])
