"""The site as WSGI with a clock that a test can move: the file `clock` in the home folder holds the moment.

Time goes on from there; a journey that waits ten working days writes the file and goes on. Only tests serve this.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import time_machine

from sibai.wsgi import application as site

CLOCK = Path(os.environ["SIBAI_HOME"]) / "clock"
_travelling: dict[str, Any] = {"to": "", "machine": None}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site, at the moment that the file says."""
    wanted = CLOCK.read_text(encoding="ascii").strip() if CLOCK.exists() else ""
    if wanted and wanted != _travelling["to"]:
        if _travelling["machine"]:
            _travelling["machine"].stop()
        machine = time_machine.travel(datetime.fromisoformat(wanted), tick=True)
        machine.start()
        _travelling.update(to=wanted, machine=machine)
    return site(environ, start_response)
