"""The notice at collection (个人信息保护法 articles 17 and 30): its versions, the one in force, the text of one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

SHIPPED = Path(__file__).parents[1] / "notices"


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One version, which never changes once it was given to anybody."""

    version: str
    start: date
    title: str
    sections: tuple[Section, ...]


def notices() -> list[Notice]:
    """All versions, the oldest first; a county's own file takes the place of a shipped one of the same version."""
    by_version = {notice.version: notice for notice in map(_read, _files())}
    return sorted(by_version.values(), key=lambda notice: (notice.start, notice.version))


def notice(version: str) -> Notice | None:
    """One version."""
    return next((each for each in notices() if each.version == version), None)


def current(today: date) -> Notice:
    """The version to give today."""
    known = notices()
    return next((each for each in reversed(known) if each.start <= today), known[0])


def _files() -> Iterator[Path]:
    for folder in (SHIPPED, Path(settings.HOME) / "notices"):
        yield from sorted(folder.glob("*.toml"))


def _read(file: Path) -> Notice:
    written: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    sections = (
        Section(each["heading"], tuple(line for line in each["text"].splitlines() if line.strip()))
        for each in written["sections"]
    )
    return Notice(written["version"], written["from"], written["title"], tuple(sections))
