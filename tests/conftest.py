"""The suite's settings. Property tests draw the same examples each time; the profile `explore` looks further."""

from __future__ import annotations

import gc
from typing import Any

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.web_fixtures", "tests.demo_homes"]

settings.register_profile(
    "house", max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


LONG_FIRST = ("spark", "browser", "badinput", "faults", "rights", "budgets", "public")
"""Rooms of tests whose files take minutes: begun first, so that no worker is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Long files before short ones; the order is kept by `--no-loadscope-reorder`."""
    places = {name: place for place, name in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: places.get(item.path.parent.name, len(places)))


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say which tests did not run for want of a program, and why; nobody should have to guess."""
    reasons = {
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    }
    for reason in sorted(each for each in reasons if each.startswith("NOT RUN")):
        terminalreporter.write_line(reason)
