"""Old workbooks (`.xls`, BIFF8) by LibreOffice: the same cells under the same types, the same bytes for the same rows.

An optional program: no library writes this format any more that anybody still keeps. Each conversion is a process of
its own with a folder and a profile of its own, so that several go side by side and nothing of them stays.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = "soffice"
ELSEWHERE = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
"""Where it lies when it is on no search path."""

CALC = ("libsclo.so", "sclo.dll", "../Frameworks/libsclo.dylib")
"""Its part for sheets, beside the program: it is often installed without, for documents only."""

TIMEOUT_SECONDS = 90
HANDED_ON = ("PATH", "SYSTEMROOT", "LANG")
"""What of the environment it needs; the rest may hold secrets."""

WHAT_TO_DO = "请把布局里的 kind 和文件名改成 xlsx，或请管理员在服务器上安装 LibreOffice（要带 Calc）"
LACKING = f"这台服务器没有装 LibreOffice，写不出旧式 .xls：{WHAT_TO_DO}"
LACKING_CALC = f"这台服务器的 LibreOffice 没有装电子表格部分（Calc），写不出旧式 .xls：{WHAT_TO_DO}"
FAILED = f"LibreOffice 没有把文件转成 .xls：请再试一次；还是不行的，{WHAT_TO_DO}"

Convert = Callable[[Sequence[bytes]], list[bytes]]
"""What makes old workbooks of new ones, one of each."""


class NoOldExcel(Exception):
    """No old workbook can be made; its text says why and what to do."""


def lacking() -> str:
    """Why this machine writes no old workbooks, with what to do; empty where it does."""
    program = _program()
    if program is None:
        return LACKING
    folder = program.resolve().parent
    return "" if any((folder / each).exists() for each in CALC) else LACKING_CALC


def old_workbooks(contents: Sequence[bytes]) -> list[bytes]:
    """XLSX files as XLS, all by one run of the program: about a second, however many. NoOldExcel."""
    told, program = lacking(), _program()
    if told or program is None:
        raise NoOldExcel(told)
    with TemporaryDirectory(prefix="sibai-xls-") as name:
        folder = Path(name)
        given = [folder / f"{number}.xlsx" for number in range(len(contents))]
        for path, content in zip(given, contents, strict=True):
            path.write_bytes(content)
        try:
            _run(program, folder, given)
            return [(folder / f"{path.stem}.xls").read_bytes() for path in given]
        except (subprocess.SubprocessError, OSError) as error:
            raise NoOldExcel(FAILED) from error


def _program() -> Path | None:
    found = shutil.which(PROGRAM) or next((each for each in ELSEWHERE if Path(each).exists()), None)
    return Path(found) if found else None


def _run(program: Path, folder: Path, given: Sequence[Path]) -> None:
    profile = (folder / "profile").as_uri()
    subprocess.run(  # noqa: S603 - a program that the county installed; the files are our own
        [
            *(str(program), f"-env:UserInstallation={profile}", "--headless", "--norestore"),
            *("--convert-to", "xls", "--outdir", str(folder), *map(str, given)),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=True,
        env={each: os.environ[each] for each in HANDED_ON if each in os.environ} | {"HOME": str(folder)},
    )


class Ahead:
    """Conversions made before they are needed, found again by what they were made of; what is missing is made then.

    The books are locked while a bank file is issued: the program must not run in that time.
    """

    def __init__(self) -> None:
        self.made: dict[str, bytes] = {}
        self.failed: NoOldExcel | None = None

    def make(self, contents: Sequence[bytes]) -> list[bytes]:
        """Make and keep; a failure is kept too and told by `take`."""
        try:
            done = old_workbooks(contents)
        except NoOldExcel as failed:
            self.failed = failed
            return [*contents]
        self.made.update(zip(map(_digest, contents), done, strict=True))
        return done

    def take(self, contents: Sequence[bytes]) -> list[bytes]:
        """What was made of them. NoOldExcel where it failed."""
        if self.failed is not None:
            raise self.failed
        keys = [_digest(content) for content in contents]
        if all(key in self.made for key in keys):
            return [self.made[key] for key in keys]
        return old_workbooks(contents)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
