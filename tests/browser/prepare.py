"""Loads the demonstration county into SIBAI_HOME, at the moment in the home's file `clock` where there is one."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import time_machine

from sibai.cli import main

CLOCK = Path(os.environ["SIBAI_HOME"]) / "clock"

if __name__ == "__main__":
    moment = CLOCK.read_text(encoding="ascii") if CLOCK.exists() else ""
    with time_machine.travel(datetime.fromisoformat(moment), tick=True) if moment else nullcontext():
        sys.exit(main(["demo"]))
