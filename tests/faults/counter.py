"""The process that counts on the home of a site (`counting.py`), from the side of the tests."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tests.browser.site import ROOT, Site

COUNTED = {
    "recruitment.enter": "recruitment.Application",
    "people.create_user": "people.User",
    "rulebook.prepare": "rulebook.Decision",
}
"""Acts that make exactly one row each, and the row that they make."""


@dataclass
class Counter:
    """One such process."""

    process: subprocess.Popen[str]

    @classmethod
    def of(cls, site: Site) -> Counter:
        """Start it."""
        with (site.home / "counting.log").open("a") as log:
            return cls(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.faults.counting"],
                    cwd=ROOT,
                    env=site.environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
            )

    def ask(self, what: str) -> dict[str, Any]:
        """One of `counting.ASKED`: count, sweep (files without a row that are old), sealed (which key, what opens)."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def close(self) -> None:
        """No more counting."""
        self.process.terminate()
        self.process.wait()
