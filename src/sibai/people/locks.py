"""Locks against guessing: django-axes counts a name at an address; two wider counts go over its log of failures.

    ""        one name from one address: few tries, half an hour (django-axes' own)
    name      one name from all addresses: somebody guesses from many machines
    address   all names from one address: somebody tries many names

A right password forgets what its own name did wrong at its own address, so that an office that shares an address is
not locked by slips: a forgetful clerk adds no more than the narrow lock lets through.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import HttpRequest

NAME, ADDRESS = "name", "address"


def limit_of(kind: str) -> tuple[int, timedelta]:
    """Of a wide lock: how many failures lock, and how long each of them counts."""
    most, minutes = settings.OWN.lock_name if kind == NAME else settings.OWN.lock_address
    return most, timedelta(minutes=minutes)


def window_words(kind: str) -> str:
    """How long a failure counts for a wide lock, as people say it."""
    minutes = int(limit_of(kind)[1].total_seconds()) // 60
    return f"{minutes}分钟" if minutes % 60 else f"{minutes // 60}小时"


def failures(kind: str, value: str, now: datetime) -> int:
    """How many failures of a name's digest, or of an address, count now."""
    column = {"username": value} if kind == NAME else {"ip_address": value}
    return _counting(kind, now).filter(**column).count() if value else 0


def locked_names(day: datetime) -> set[str]:
    """The digests of names that are locked for all addresses, or were at some time since a moment."""
    rows = _counting(NAME, day).values("username").annotate(total=Count("pk")).order_by()
    return set(rows.filter(total__gte=limit_of(NAME)[0]).values_list("username", flat=True))


def forget(digest: str) -> int:
    """Forget the failures of a name, from wherever they came; how many rows django-axes had of it."""
    AccessFailureLog.objects.filter(username=digest).delete()
    count: int = AccessAttempt.objects.filter(username=digest).delete()[0]
    return count


def forget_address(address: str) -> int:
    """Forget what went wrong at an address, under whatever name; how many failures counted."""
    count: int = AccessFailureLog.objects.filter(ip_address=address).delete()[0]
    AccessAttempt.objects.filter(ip_address=address).delete()
    return count


def _counting(kind: str, now: datetime) -> QuerySet[Any]:
    rows: QuerySet[Any] = AccessFailureLog.objects.filter(attempt_time__gt=now - limit_of(kind)[1])
    return rows


class Handler(AxesDatabaseHandler):  # type: ignore[misc]
    """django-axes' counting with the two wider locks; `request.lock` says which one shut, blank for the narrow one."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Whether one of the three locks is shut."""
        return bool(super().is_locked(request, credentials)) or self._is_shut(request, credentials)

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **given: Any) -> None:
        """Count a failure; the one that reaches a limit is the first that is answered as locked."""
        super().user_login_failed(sender, credentials, request, **given)
        counted = request is not None and request.axes_failures_since_start is not None
        if counted and self._is_shut(request, credentials):
            request.axes_locked_out = True
            request.axes_credentials = credentials

    def reset_user_attempts(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Forget what a name did wrong at an address: it was let in."""
        name = self._name(request, credentials)
        AccessFailureLog.objects.filter(username=name, ip_address=request.axes_ip_address).delete()
        return int(super().reset_user_attempts(request, credentials))

    def clean_expired_user_attempts(self, request: Any = None, credentials: dict[str, Any] | None = None) -> int:
        """Let go what no lock counts any more."""
        if request is not None:
            longest = max(limit_of(kind)[1] for kind in (NAME, ADDRESS))
            AccessFailureLog.objects.filter(attempt_time__lte=request.axes_attempt_time - longest).delete()
        return int(super().clean_expired_user_attempts(request, credentials))

    def remove_out_of_limit_failure_logs(self, *, username: str, limit: int | None = None) -> int:
        """Nothing: failures go by age, and a lock ends their number."""
        return 0

    def _name(self, request: Any, credentials: dict[str, Any] | None) -> str:
        return str(get_client_username(request, credentials))

    def _is_shut(self, request: Any, credentials: dict[str, Any] | None) -> bool:
        """Whether a wide lock is shut; notes on the request which one, and at how many failures."""
        values = {NAME: self._name(request, credentials), ADDRESS: request.axes_ip_address}
        for kind, value in values.items():
            count = failures(kind, value, request.axes_attempt_time)
            if count >= limit_of(kind)[0]:
                request.lock, request.lock_failures = kind, count
                return True
        return False
