"""A real server in a process of its own, on a home folder of its own, that tests can kill and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
SERVE = ("--interface", "wsgi", "--host", "127.0.0.1", "--workers", "1", "--blocking-threads", "4")


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """One served home folder."""

    home: Path
    target: str = "tests.browser.clocked:application"
    more: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the server's process sees."""
        own = {
            "SIBAI_HOME": str(self.home),
            "SIBAI_DEMO": "1",
            "SIBAI_SECOND_FACTOR": "0",
            "SIBAI_CONFIG": os.devnull,
            "DJANGO_SETTINGS_MODULE": "sibai.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIBAI_", "DJANGO_"))}
        return {**kept, **own, **self.more}

    def command(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Carry out `sibai …` on the same home."""
        return self.run("sibai.cli", *arguments, check=check)

    def run(self, module: str, *arguments: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        """Run a module on the same home, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
        )

    def start(self) -> None:
        """Serve, and wait until it answers."""
        self.boot()
        self.wait()

    def boot(self) -> None:
        """Serve, without waiting for an answer."""
        self.port = self.port or free_port()
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "granian", *SERVE, "--port", str(self.port), self.target],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Until the login page answers; a server that does not come up fails the test with its log."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/account/login/", timeout=5):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"no answer: {(self.home / 'server.log').read_text()[-2000:]}")

    def kill(self) -> None:
        """SIGKILL to the server and its worker: no farewell."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def set_clock(self, moment: datetime) -> None:
        """From now on it is this moment."""
        (self.home / "clock").write_text(moment.isoformat(), encoding="ascii")
