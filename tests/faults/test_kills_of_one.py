"""One long act is killed in its middle: a roster of hundreds of rows, and the sealing of everything with a new key."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date, timedelta
from http.client import HTTPException

from sibai.demo.logins import CHOOSING
from sibai.demo.people import invented
from tests.browser.site import ROOT, Site
from tests.browser.visitor import Visitor
from tests.faults.killing import Killing, fewer, grown
from tests.faults.writers import File, Writer

ROWS, FIRST = 150, 5000
"""People of one roster, and the number of the first of them: none is in the demonstration."""
MADE = ("people.Person", "employment.Stint")
REDIRECT = 302
KEY_WAIT = 60.0


def roster(number: int) -> bytes:
    """People who worked on other posts some years ago and are not on post now."""
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(("姓名", "身份证号", "联系电话", "村编码", "岗位名称", "上岗时间", "离岗时间"))
    for row in range(ROWS):
        person = invented(FIRST + number * ROWS + row)
        start = date(2021, 3, 1) + timedelta(days=row)
        end = start + timedelta(days=200)
        rows.writerow((person.name, person.id_number, person.phone, CHOOSING, "其他公益性岗位", start, end))
    return sheet.getvalue().encode("utf-8-sig")


def handed_in(killing: Killing, visitor: Visitor, number: int) -> Writer:
    """A roster uploaded and looked at, and whoever confirms it, always with the same form."""
    action, fields = visitor.open("/employment/roster/upload/").form("document")
    uploading = Writer(visitor, action, {}, iter([]), killing.gate)
    file = File("roster.csv", roster(number))
    status, told = uploading.post({**fields, "document": "试", "file": file})
    assert status == REDIRECT, told[-2000:]
    action, fields = visitor.open(told).form("digest")
    return Writer(visitor, action, {**fields, "accepted": "on"}, iter([]), killing.gate)


def test_an_import_that_was_killed_has_written_nothing_or_everything(killing: Killing) -> None:
    visitor = Visitor(killing.site.url)
    visitor.sign_in("xian")
    took, cut = 1.0, 0
    for number in range(fewer()):
        writer, before = handed_in(killing, visitor, number), killing.counter.ask("count")
        began = time.monotonic()
        answered = confirmed(killing, writer, killing.chance.uniform(0, took))
        took = time.monotonic() - began if answered else took * 1.2
        now = killing.counter.ask("count")
        assert now["whole"], now["told"]
        done = now["acts"].get("employment.import_roster", 0) - before["acts"].get("employment.import_roster", 0)
        assert done in ({1} if answered else {0, 1})
        assert grown(before, now, MADE) == dict.fromkeys(MADE, ROWS * done)
        cut += not answered
        killing.site.start()
        for _ in range(2):
            assert writer.post({**writer.base})[0] == REDIRECT
        assert grown(before, killing.counter.ask("count"), MADE) == dict.fromkeys(MADE, ROWS)
    sys.stdout.write(f"{cut} of {fewer()} imports were killed before their answer\n")


def confirmed(killing: Killing, writer: Writer, seconds: float) -> bool:
    """Send the confirmation and kill the server so many seconds later; whether the answer came before."""
    answers: list[int] = []

    def send() -> None:
        with suppress(OSError, HTTPException):
            answers.append(writer.post({**writer.base})[0])

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    thread.join(seconds)
    killing.site.kill()
    thread.join()
    return bool(answers)


def test_a_rotation_that_was_killed_is_taken_up_and_every_value_opens(killing: Killing) -> None:
    site, counter = killing.site, killing.counter
    values = sum(counter.ask("sealed")["by_key"].values())
    took = 1.0
    for number in range(2, 2 + fewer()):
        process = rotating(site)
        until = time.monotonic() + KEY_WAIT
        while not (site.home / "keys" / f"data-{number}.key").exists() and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(killing.chance.uniform(0, took))
        process.kill()
        process.wait()
        found = counter.ask("sealed")
        assert found["lost"] == []
        assert sum(found["by_key"].values()) >= values
        sys.stdout.write(f"killed with {found['by_key']}\n")
        done = site.command("keys", "rotate", check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        last = max(keys_of(site))
        assert set(counter.ask("sealed")["by_key"]) == {str(last)}
        assert counter.ask("count")["whole"]


def keys_of(site: Site) -> list[int]:
    """The numbers of the keys that exist."""
    return sorted(int(file.stem.partition("-")[2]) for file in (site.home / "keys").glob("data-*.key"))


def rotating(site: Site) -> subprocess.Popen[bytes]:
    """`sibai keys rotate`, under way."""
    with (site.home / "rotating.log").open("ab") as log:
        command = [sys.executable, "-m", "sibai.cli", "keys", "rotate"]
        return subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=log, stderr=log)
