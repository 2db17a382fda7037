"""Killing the server at random moments while users write, and holding what stands there against what they were told."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random, SystemRandom
from typing import Any

from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.faults.counter import COUNTED, Counter
from tests.faults.writers import Writer

MOST_ANSWERS, LATEST = 9, 0.15
"""A kill falls so many answers after the start at most, and so many seconds after the last of them."""
LONGEST_WAIT = 60.0
HAND_IN = ("recruitment.scan", "rulebook.attach")
"""Acts that make one paper with its file."""


def kills() -> int:
    """How often the server is killed: `SIBAI_KILLS`, twice without it."""
    return int(os.environ.get("SIBAI_KILLS", "2"))


def fewer() -> int:
    """How often in the tests beside the first: a quarter as often."""
    return max(1, kills() // 4)


def seeded() -> Random:
    """Chance, whose seed is printed; `SIBAI_SEED` gives the same again."""
    seed = int(os.environ.get("SIBAI_SEED") or SystemRandom().randrange(1_000_000))
    sys.stdout.write(f"seed {seed}\n")
    return Random(seed)


@dataclass
class Told:
    """What happened at the kills."""

    kills: int = 0
    in_a_write: int = 0
    unanswered: int = 0
    done_unanswered: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        share = f"{self.in_a_write} of {self.kills} kills fell on a write without its answer"
        return f"{share}: {self.unanswered} forms, of which {self.done_unanswered} were carried out before the kill"


@dataclass
class Killing:
    """A served site, its writers and the counter."""

    site: Site
    counter: Counter
    chance: Random
    told: Told = field(default_factory=Told)
    gate: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)
    writers: list[Writer] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)

    def writer(self, account: str, page: str, values: Any, *, holding: str = "command", to: str = "") -> None:
        """A user who signs in, opens a page once, and sends its form again and again."""
        visitor = Visitor(self.site.url)
        visitor.sign_in(account)
        action, fields = visitor.open(page).form(holding)
        self.writers.append(Writer(visitor, self.site.url + to if to else action, fields, values, self.gate))

    def run(self, times: int) -> None:
        """Kill so many times, then let everybody finish; what is wrong stands in `told.wrong`."""
        self.before = self.counter.ask("count")
        threads = [threading.Thread(target=writer.run, args=[self.stop], daemon=True) for writer in self.writers]
        for thread in threads:
            thread.start()
        try:
            for _ in range(times):
                self._write_a_while()
                self._kill()
                self.site.boot()
                self._check(self.counter.ask("count"))
                self.site.wait()
        finally:
            self.stop.set()
            self.gate.set()
        for thread in threads:
            thread.join(LONGEST_WAIT)
            assert not thread.is_alive(), "a writer never got its answer"
        self._check_end(self.counter.ask("count"))

    def _write_a_while(self) -> None:
        """Let everybody write until the random moment of the kill: the machine may be slow or quick."""
        enough = self._answered() + self.chance.randint(1, MOST_ANSWERS)
        self.gate.set()
        until = time.monotonic() + LONGEST_WAIT
        while self._answered() < enough and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(self.chance.uniform(0, LATEST))

    def _answered(self) -> int:
        return sum(len(writer.acknowledged) for writer in self.writers)

    def _kill(self) -> None:
        """Kill, wait until every writer has noticed, and note whether it fell on a write."""
        before = sum(writer.cut for writer in self.writers)
        self.gate.clear()
        self.site.kill()
        until = time.monotonic() + LONGEST_WAIT
        while any(writer.posting for writer in self.writers):
            assert time.monotonic() < until, "a writer hangs"
            time.sleep(0.005)
        cut = sum(writer.cut for writer in self.writers) - before
        self.told.kills += 1
        self.told.unanswered += cut
        self.told.in_a_write += cut > 0

    def _check(self, now: dict[str, Any]) -> None:
        """Between two runs of the server: what was acknowledged is there, and nothing but whole acts."""
        done = set(now["commands"]) - set(self.before["commands"])
        acknowledged = {command for writer in self.writers for command in writer.acknowledged}
        pending = {writer.pending for writer in self.writers} - {""}
        self.told.done_unanswered += len(done & pending)
        self._expect(acknowledged <= done, f"acknowledged but lost: {sorted(acknowledged - done)}")
        self._expect(done <= acknowledged | pending, f"done by nobody: {sorted(done - acknowledged - pending)}")
        self._expect(now["head"] == now["log"], f"head {now['head']}, entries {now['log']}")
        self._expect(now["whole"], f"log: {now['told']}")
        for act in COUNTED:
            new = {which: set(now[which][act]) - set(self.before[which][act]) for which in ("entries", "rows")}
            self._expect(new["entries"] == new["rows"], f"{act}: entries without rows or rows without entries")
        handed_in = sum(now["acts"].get(act, 0) - self.before["acts"].get(act, 0) for act in HAND_IN)
        files = grown(self.before, now, ("documents.Paper", "documents.StoredFile"))
        self._expect(set(files.values()) == {handed_in}, f"{handed_in} papers handed in, rows {files}")
        self._expect(not now["lost"], f"rows without their file: {now['lost']}")
        new_strays = len(set(now["strays"]) - set(self.before["strays"]))
        self._expect(new_strays <= self.told.unanswered, f"{new_strays} files without a row")

    def _check_end(self, now: dict[str, Any]) -> None:
        """When everybody has an answer: each form was carried out exactly once."""
        self._check(now)
        commands = now["commands"][len(self.before["commands"]) :]
        acknowledged = [command for writer in self.writers for command in writer.acknowledged]
        self._expect(sorted(commands) == sorted(acknowledged), "not each form exactly once")
        for fault in {fault for writer in self.writers for fault in writer.faults}:
            self._expect(False, fault)

    def _expect(self, held: bool, otherwise: str) -> None:
        if not held:
            self.told.wrong.append(f"after kill {self.told.kills}: {otherwise}")


def grown(before: dict[str, Any], now: dict[str, Any], tables: Iterable[str]) -> dict[str, int]:
    """By how many rows tables have grown."""
    return {table: now["counts"][table] - before["counts"][table] for table in tables}
