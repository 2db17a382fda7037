"""Makes a county ready for a month's pay: the demonstration's draft of the month is voided, everybody is signed in."""
# ruff: noqa: E402

from __future__ import annotations

import json
import os
from pathlib import Path

import django

django.setup()

import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from sibai.bench.site.timing import Browser
from sibai.demo.county import actor
from sibai.payroll.models import Run
from sibai.payroll.operations import approving, preparing
from tests.demo_homes import MOMENT

ACCOUNTS = ("gongsi", "xian", "shenpi", "chuna")


def void_the_draft() -> None:
    """The month's run is returned and voided, so that a new one can be prepared."""
    now = timezone.now()
    run = Run.objects.get(month="2026-05-01", state="checked")
    run = approving.return_run(
        actor=actor("company_approver", ""), run=run, version=run.version, reason="重来", now=now
    )
    preparing.void(actor=actor("company_clerk", ""), run=run, version=run.version, reason="重来", now=now)


if __name__ == "__main__":
    with time_machine.travel(MOMENT, tick=True):
        void_the_draft()
        keys = {account: Browser(account, WSGIHandler()).session.session_key for account in ACCOUNTS}
    (Path(os.environ["SIBAI_HOME"]) / "sessions.json").write_text(json.dumps(keys))
