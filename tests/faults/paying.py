"""A month's pay at the pages of a county, killed and taken up again: a process that forks whoever is killed.

It reads a line of JSON from its standard input and answers with one: `{"at": n, "seconds": s}` runs the month on a
fresh copy of the county and kills it so many seconds after its form n is about to be sent, then lets another process
finish it, and tells what stands there. Without seconds nobody is killed. Every page's form is sent twice with the same
command, as somebody who clicks twice does.
"""
# ruff: noqa: E402

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sibai.demo.payroll import LAYOUT, answer_of
from sibai.payroll.models import BankFile, Run
from tests.browser.visitor import Forms
from tests.demo_homes import MOMENT, renew_database
from tests.faults.paid import standing

HOME, BASE = Path(os.environ["SIBAI_HOME"]), Path(os.environ["SIBAI_BASE_HOME"])
BASE_DATABASE = os.environ.get("SIBAI_BASE_DATABASE", "")
PENDING = "pending.json"
MONTH = "2026-05"
DONE = 302
Step = tuple[str, str, dict[str, str]]
"""Who, at which address, with what typed in beside what stands in the form."""


def steps() -> list[Any]:
    """The month's forms, each made when it is its turn."""
    return [
        lambda: ("gongsi", f"/payroll/months/{MONTH}/prepare/", {}),
        *(lambda who=who, act=act: (who, _of_run(act), {}) for who, act in (("xian", "check"), ("shenpi", "approve"))),
        lambda: ("gongsi", "/funds/post/", {}),
        lambda: ("chuna", _of_run("fund"), {}),
        lambda: ("chuna", _of_run("issue"), {"layout": LAYOUT}),
        lambda: ("chuna", _of_file(), {"file": ""}),
        lambda: ("chuna", "/payroll/failed/issue/", {"layout": LAYOUT}),
        lambda: ("chuna", _of_file(), {"file": ""}),
        lambda: ("shenpi", _of_run("close"), {}),
        lambda: ("gongsi", "/funds/post/", {}),
    ]


def _of_run(act: str) -> str:
    run = Run.objects.filter(month=f"{MONTH}-01").exclude(state="void").get()
    return f"/payroll/runs/{run.pk}/{act}/"


def _of_file() -> str:
    return f"/payroll/files/{_unanswered().pk}/result/"


def _unanswered() -> BankFile:
    file = BankFile.objects.filter(state="issued").order_by("number").last()
    assert file is not None, "no file waits for the bank"
    return file


class Course:
    """Whoever carries the month on: the browser's memory stands in a file, so that the next process has it."""

    def __init__(self) -> None:
        self.sessions = json.loads((HOME / "sessions.json").read_text())
        self.memory = HOME / PENDING

    def go(self) -> None:
        """From wherever it stands to the end: what was under way is sent again first."""
        at = self._again() if self.memory.exists() else 0
        for number, step in list(enumerate(steps()))[at:]:
            self._remember(number, step())
            self._again()

    def _remember(self, number: int, step: Step) -> None:
        account, url, typed = step
        page, forms = self._client(account).get(url), Forms()
        forms.feed(page.content.decode())
        fields = next((fields for action, fields in forms.forms if "command" in fields and action in {"", url}), None)
        if fields is None:
            raise AssertionError(f"{url}: no form ({page.status_code}): {page.content.decode()[-3000:]}")
        if "file" in typed:
            file = _unanswered()
            typed = {"file": answer_of(list(file.lines.order_by("serial")), MOMENT.date()).decode("gb18030")}
        data = {**fields, **typed, "command": uuid.uuid4().hex}
        told = {"at": number, "account": account, "url": url, "data": data}
        written = self.memory.with_suffix(".new")
        written.write_text(json.dumps(told))
        written.replace(self.memory)

    def _again(self) -> int:
        """Send what is remembered, twice; the number of the step after it."""
        told = json.loads(self.memory.read_text())
        for _ in range(2):
            data = dict(told["data"])
            if "file" in data:
                data["file"] = SimpleUploadedFile("answer.txt", data["file"].encode("gb18030"))
            answer = self._client(told["account"]).post(told["url"], data)
            if answer.status_code != DONE:
                raise AssertionError(f"{told['url']}: {answer.status_code} {answer.content.decode()[-3000:]}")
        return int(told["at"]) + 1

    def _client(self, account: str) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        client.cookies["sibai"] = self.sessions[account]
        return client


def in_a_child(work: Any) -> int:
    """Fork, and let the child work to its end; how it ended (negative: killed)."""
    return _ended(_forked(work))


def killed(work: Any, at: int, seconds: float) -> int:
    """Let a child work and kill it so many seconds after it has come to its form `at`; how it ended."""
    child = _forked(work)
    while _reached() < at:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return _ended(child)


def _forked(work: Any) -> int:
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException as error:  # told, then gone
            sys.stderr.write(f"{error!r}\n"[-4000:])
            sys.stderr.flush()
            os._exit(1)
    return child


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _reached() -> int:
    """The form that is about to be sent, or was last; 0 is the first, as is the opening of its page."""
    memory = HOME / PENDING
    return int(json.loads(memory.read_text())["at"]) if memory.exists() else 0


def fresh() -> None:
    """The county as it was before the month."""
    for path in HOME.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(BASE, HOME, dirs_exist_ok=True)
    if BASE_DATABASE:
        renew_database(os.environ["SIBAI_DATABASE"], BASE_DATABASE)


def told() -> dict[str, Any]:
    """What stands there, from a process of its own."""
    answer = HOME / "standing.json"
    if in_a_child(lambda: answer.write_text(json.dumps(standing(MONTH)))):
        return {"failed": True}
    found: dict[str, Any] = json.loads(answer.read_text())
    return found


def one(asked: dict[str, Any]) -> dict[str, Any]:
    """One month, killed or not, finished, counted."""
    fresh()
    began = time.monotonic()
    work = Course().go
    ended = in_a_child(work) if asked["seconds"] is None else killed(work, asked["at"], asked["seconds"])
    took, at = time.monotonic() - began, _reached()
    finished = in_a_child(Course().go) if ended == -signal.SIGKILL else ended
    return {"ended": ended, "finished": finished, "took": took, "at": at, "forms": len(steps()), **told()}


def main() -> None:
    """Answer whatever is asked, each time a little after the moment at which everybody signed in."""
    for line in sys.stdin:
        with time_machine.travel(MOMENT + timedelta(minutes=5), tick=True):
            answer = one(json.loads(line))
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
