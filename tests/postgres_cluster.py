"""A temporary PostgreSQL cluster from the installed binaries, for tests: a socket in its own folder, no network."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

USERS = ("postgres", "nobody")
"""Who runs the server when the tests run as root, which initdb refuses."""
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=60",
    "shared_buffers=64MB",
    "timezone=UTC",
)


class NoPostgres(Exception):
    """No cluster can be made here; says why, ready for NOT RUN."""


def binaries() -> Path:
    """The folder of initdb and pg_ctl. NoPostgres where there is none."""
    found = shutil.which("pg_ctl")
    folders = [
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        *([Path(found).parent] if found else []),
    ]
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "psql")):
            return folder
    raise NoPostgres("NOT RUN: no PostgreSQL server here (initdb, pg_ctl)")


def unprivileged() -> str | None:
    """The user to run the server as; None for the present one."""
    if os.geteuid() != 0:
        return None
    for name in USERS:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise NoPostgres("NOT RUN: initdb refuses root and there is no user postgres or nobody")


def _run(command: list[str], user: str | None, folder: Path) -> None:
    """Run one of PostgreSQL's programs as the user; NoPostgres with its last words where it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    log = folder / "programs.log"
    with log.open("ab") as out:  # not a pipe: the server keeps it open
        group = pwd.getpwnam(user).pw_gid if user else None
        done = subprocess.run(
            command,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            cwd="/",
            env={**environment, "LC_ALL": "C"},
            user=user,
            group=group,
            extra_groups=[] if user else None,
            check=False,
        )
    if done.returncode:
        raise NoPostgres(f"NOT RUN: {Path(command[0]).name} failed: {log.read_text(errors='replace')[-300:]}")


@contextmanager
def temporary_cluster(database: str = "sibai") -> Iterator[str]:
    """A running cluster; yields its address as SIBAI_DATABASE takes it, stops and removes it afterwards."""
    programs, user = binaries(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="sibai-pg-"))
    data = folder / "data"
    try:
        if user:
            owner = pwd.getpwnam(user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "sibai", "-A", "trust", "-E", "UTF8", "--locale=C"]
        _run([*initdb, "--no-sync"], user, folder)
        options = " ".join(f"-c {each}" for each in (*SETTINGS, f"unix_socket_directories={folder}"))
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
        _run([*control, "-o", options, "-l", str(data / "server.log"), "start"], user, folder)
        try:
            command = ["-h", str(folder), "-U", "sibai", "-q", "-c", f'CREATE DATABASE "{database}"', "postgres"]
            _run([str(programs / "psql"), *command], user, folder)
            yield f"postgresql://sibai@/{database}?host={quote(str(folder), safe='')}"
        finally:
            _run([*control, "-m", "immediate", "stop"], user, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
