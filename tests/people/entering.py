"""Going in by the door, as a browser does."""

from __future__ import annotations

import re
from base64 import b32decode
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from sibai.audit.models import Entry
from tests.web_fixtures import PASSWORD

LOGIN = "/account/login/"
SECRET = re.compile(r'<b class="secret">([A-Z2-7 ]+)</b>')
SEALED = re.compile(r'name="sealed" value="([^"]+)"')
COMMAND = re.compile(r'name="command" value="([0-9a-f]{32})"')
CODES = re.compile(r'<li class="code">([A-Z0-9-]+)</li>')


def log_in(client: Client, account: str, password: str = PASSWORD, target: str = "", **more: Any) -> Any:
    """Send name and password."""
    return client.post(LOGIN, {"account": account, "password": password, "next": target}, **more)


def code_at(secret: str, moment: datetime) -> str:
    """What the phone shows at a moment."""
    totp = TOTP(b32decode(secret))
    totp.time = moment.timestamp()
    return f"{totp.token():06d}"


def bind(client: Client, moment: datetime) -> tuple[str, list[str]]:
    """Bind a phone; the secret and the codes on paper."""
    page = client.get(reverse("people:enrol")).content.decode()
    secret = SECRET.search(page)[1].replace(" ", "")  # type: ignore[index]
    sent = {
        "sealed": SEALED.search(page)[1],  # type: ignore[index]
        "command": COMMAND.search(page)[1],  # type: ignore[index]
        "code": code_at(secret, moment),
    }
    answer = client.post(reverse("people:enrol"), sent)
    assert answer.status_code == 200
    return secret, CODES.findall(answer.content.decode())


def confirm(client: Client, code: str) -> Any:
    """Send a code of the second factor."""
    return client.post(reverse("people:second_factor"), {"code": code})


def last(action: str) -> Entry:
    """The latest entry of an action."""
    return Entry.objects.filter(action=action).latest("seq")
