"""What waits for an administrator."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.people.models import User
from sibai.people.queries.accounts import locked, never_used

UNUSED_DAYS = 14
"""An account with which nobody has signed in for so long after it was made is told."""


def todos(actor: Actor, today: date) -> list[Todo]:
    """Names locked today, letters that nobody used."""
    if actor.role != "administrator":
        return []
    made = []
    accounts = reverse("people:accounts")
    count = len(locked(today))
    if count:
        detail = "输错密码太多，半小时后自己解开；急用的可以现在解锁。"
        made.append(Todo("今天被锁定的账号", detail, f"{accounts}?state=locked", "查看", actor.role, count=count))
    count = User.objects.filter(never_used(today - timedelta(days=UNUSED_DAYS))).count()
    if count:
        detail = f"建立{UNUSED_DAYS}天以上还没有人登录过，信可能没有送到。"
        made.append(Todo("没有启用的账号", detail, f"{accounts}?state=unused", "查看", actor.role, count=count))
    return made
