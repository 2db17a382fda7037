"""The measure's text, article by article, and what was noted about each when its rules were last reviewed."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

HEADING = re.compile(r"^(第[一二三四五六七八九十]+条) ", re.MULTILINE)


class ArticleError(Exception):
    """The text of an article is not the one that its rules were written for."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the measure."""

    number: str
    title: str
    text: str
    digest: str
    no_rule: str | None
    """Why the article has no rule; None where it has some."""


def digest_of(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of an article's text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def load_articles() -> dict[str, Article]:
    """The articles in order. ArticleError where the text changed since its rules were reviewed."""
    folder = resources.files("sibai.measure").joinpath("articles")
    notes = tomllib.loads(folder.joinpath("notes.toml").read_text(encoding="utf-8"))
    articles = {}
    for number, text in split_text(folder.joinpath("measure.md").read_text(encoding="utf-8")).items():
        note = notes.get(number)
        if note is None or note["digest"] != digest_of(text):
            raise ArticleError(f"{number}: the text is not the one reviewed (its digest is {digest_of(text)})")
        articles[number] = Article(number, note["title"], text, note["digest"], note.get("no_rule"))
    return articles


def split_text(measure: str) -> dict[str, str]:
    """The measure's text by article, headings of sections kept with the article that they stand in."""
    parts = HEADING.split(measure)
    return {number: text.strip() for number, text in zip(parts[1::2], parts[2::2], strict=True)}
