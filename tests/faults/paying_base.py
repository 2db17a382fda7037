"""Makes a county ready for a month's pay: the demonstration's draft of the month is voided, everybody is signed in."""
# ruff: noqa: E402

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

import django

django.setup()

import time_machine
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from sibai.demo.county import actor
from sibai.payroll.models import Run
from sibai.payroll.operations import approving, preparing
from sibai.people.models import User, UserSession
from tests.demo_homes import MOMENT

ACCOUNTS = ("gongsi", "xian", "shenpi", "chuna")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def void_the_draft() -> None:
    """The month's run is returned and voided, so that a new one can be prepared."""
    now = timezone.now()
    run = Run.objects.get(month="2026-05-01", state="checked")
    run = approving.return_run(
        actor=actor("company_approver", ""), run=run, version=run.version, reason="重来", now=now
    )
    preparing.void(actor=actor("company_clerk", ""), run=run, version=run.version, reason="重来", now=now)


def signed_in(account: str) -> str:
    """The key of an open session of an account."""
    user, session, now = User.objects.get(account=account), SessionStore(), timezone.now()
    told = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}
    session.update(told)
    session.save()
    key = session.session_key or ""
    digest = sha256(key.encode()).hexdigest()
    UserSession.objects.create(user=user, key_digest=digest, address="127.0.0.1", started_at=now, seen_at=now)
    return key


if __name__ == "__main__":
    with time_machine.travel(MOMENT, tick=True):
        void_the_draft()
        keys = {account: signed_in(account) for account in ACCOUNTS}
    (Path(os.environ["SIBAI_HOME"]) / "sessions.json").write_text(json.dumps(keys))
