"""A month's pay is killed at any point and taken up again: it ends as if nothing had happened, to the fen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.browser.site import ROOT, Site
from tests.faults.killing import kills, seeded

FEW, TIMES = 2, 2
"""Without SIBAI_KILLS so many; with it so many times as many as elsewhere: a run has many acts."""
TOLD_APART = ("ended", "finished", "took", "at", "told")
MOST_TRIES = 3
"""A run may have ended before the kill; it is tried again, so many times as often at most."""
KILLED = -9


def in_a_run() -> int:
    """How often a run is killed."""
    return TIMES * kills() if os.environ.get("SIBAI_KILLS") else FEW


@pytest.fixture
def paying(demo_site: Callable[..., Site], tmp_path: Path) -> Iterator[Callable[..., dict[str, Any]]]:
    """Runs the month once on a fresh copy, killed at a form after so many seconds, finished; what stands there."""
    base = demo_site()
    ready = base.run("tests.faults.paying_base")
    assert ready.returncode == 0, ready.stderr[-2000:]
    environment = {**base.environment, "SIBAI_HOME": str(tmp_path / "home"), "SIBAI_BASE_HOME": str(base.home)}
    database = base.more.get("SIBAI_DATABASE", "")
    if database:
        parts = urlsplit(database)
        again = urlunsplit(parts._replace(path=f"{parts.path}_round"))
        environment |= {"SIBAI_DATABASE": again, "SIBAI_BASE_DATABASE": database}
    shutil.copytree(base.home, tmp_path / "home")  # before it starts: its secrets are those of the home
    with (tmp_path / "paying.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.paying"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

    def pay(at: int = 0, seconds: float | None = None) -> dict[str, Any]:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{json.dumps({'at': at, 'seconds': seconds})}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        assert answer, (tmp_path / "paying.log").read_text()[-4000:]
        told: dict[str, Any] = json.loads(answer)
        assert told["finished"] == 0, (tmp_path / "paying.log").read_text()[-4000:]
        return told

    yield pay
    process.kill()
    process.wait()


def test_a_run_that_was_killed_ends_as_if_nothing_had_happened(paying: Callable[..., dict[str, Any]]) -> None:
    chance = seeded()
    whole = paying()
    agrees(whole)
    reached: Counter[int] = Counter()
    for _ in range(MOST_TRIES * in_a_run()):
        at = chance.randrange(whole["forms"])
        told = paying(at, chance.uniform(0, 2 * whole["took"] / whole["forms"]))
        assert told["ended"] in {KILLED, 0}
        assert without(told) == without(whole)
        reached[told["at"]] += told["ended"] == KILLED
        if reached.total() == in_a_run():
            break
    sys.stdout.write(f"{reached.total()} runs were killed; at the form {dict(sorted(reached.items()))}\n")
    assert reached.total() == in_a_run()


def without(told: dict[str, Any]) -> dict[str, Any]:
    """What must be the same whatever happened on the way."""
    return {name: value for name, value in told.items() if name not in TOLD_APART}


def agrees(told: dict[str, Any]) -> None:
    """Payslips, payments, files, books and log say the same: nobody twice, nobody forgotten."""
    paid = sum(told["slips"].values())
    assert told["state"] == "closed"
    assert told["people"] == len(told["slips"]) > 1
    assert {code: amount for code, amount, state in told["payments"] if state == "paid"} == told["slips"]
    gone = [(code, amount) for _, _, code, amount, state in told["lines"] if state == "success"]
    assert sorted(gone) == sorted(told["slips"].items())
    first, again = told["files"]
    assert (first["lines"], first["fen"], first["twice"]) == (told["people"], paid, False)
    refused = [line for line in told["lines"] if line[4] == "failure"]
    assert [line[2:4] for line in told["lines"] if line[0] == again["number"]] == [line[2:4] for line in refused]
    assert again["lines"] == len(refused) + 1, "with what the bank refused the month before"
    assert sum(told["due"].values()) == paid
    assert len(told["due"]) == told["people"]
    assert told["gaps"] == 0
    assert told["lost"] == []
    assert told["whole"], told["told"]
    assert {act for act, times in told["acts"].items() if times > 1} <= {"payroll.take_result", "funds.post"}
