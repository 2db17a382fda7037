"""Papers in Word from templates: ours in `templates_word/`, a county's own in `HOME/templates/` before them.

Templates are filled in a sandbox; what is filled in is escaped and never read as a template. A placeholder that nothing
fills is refused with its name, so that a county that lays out its own template learns what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sibai.audit.refusals import Refusal
from sibai.documents.paper_keys import MEASURE, OURS, known, placeholders, sample, titles
from sibai.documents.words import day_words, in_words, in_yuan

NAME = re.compile(r"[a-z][a-z_]{1,40}")
LINE = "＿＿＿＿＿＿"
UNSEEN = frozenset({"Cc", "Cs"})
NO_XML = frozenset("\ufffe\uffff")
"""What no XML can hold. Characters that are merely unknown stay: a rare one may be part of a name."""


class BadTemplate(Refusal):
    """A template that cannot be filled: its file is broken, or it names what nothing fills."""


def _day(value: Any) -> str:
    """A day in Chinese; a blank to fill in by hand where there is none yet."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    return day_words(value) if isinstance(value, date) else str(value or "　　　年　　月　　日")


def _moment(value: Any) -> str:
    """A day and time in Chinese; a blank where there is none yet."""
    if not isinstance(value, datetime):
        return f"{_day(value)}　　时　　分"
    local = value.astimezone(ZoneInfo(settings.TIME_ZONE))
    return f"{day_words(local.date())}{local.hour}时{local.minute:02d}分"


def _short(value: Any) -> str:
    """A day in figures for a narrow cell: 2026-05-21; nothing where there is none."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _or_line(written: Callable[[Any], str]) -> Callable[[Any], Any]:
    """As written, or a line to fill in by hand where there is nothing yet."""
    return lambda value: LINE if value is None or value == "" else written(value)


def _points(value: Any) -> str:
    """Hundredths of a point: 8850 → 88.50; nothing where there are none."""
    return "" if value is None else in_yuan(value)


@lru_cache
def environment() -> ImmutableSandboxedEnvironment:
    """The sandbox: everything escaped, nothing that is missing passes, filters for days and amounts."""
    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=lambda value: "" if value is None else value
    )
    made.filters.update(
        day=_day,
        short=_short,
        moment=_moment,
        words=_or_line(in_words),
        yuan=_or_line(in_yuan),
        points=_points,
        line=_or_line(str),
    )
    return made


def file_of(name: str) -> Path:
    """The template's file: the county's own where there is one. BadTemplate for a name that no paper has."""
    if not NAME.fullmatch(name):
        raise BadTemplate("没有这种文书。")
    for file in (Path(settings.HOME) / "templates" / f"{name}.docx", OURS / f"{name}.docx"):
        if file.is_file():
            return file
    raise BadTemplate("没有这种文书。")


def render(name: str, context: Mapping[str, Any]) -> bytes:
    """A paper filled in, as DOCX. `templates_word/README.md` says which values each takes. BadTemplate as above."""
    file = file_of(name)
    made = BytesIO()
    try:
        template = DocxTemplate(file)
        values = {key: _clean(value) for key, value in {"measure": MEASURE, **context}.items()}
        template.render(values, environment(), autoescape=True)
        template.save(made)
    except UndefinedError as error:
        raise BadTemplate(
            f"文书模板 {file.name} 里的“{_named(error)}”没有内容可填，请对照模板说明改正这个占位。"
        ) from error
    except TemplateError as error:
        raise BadTemplate(f"文书模板 {file.name} 的占位写法不对（{error.message}），请对照模板说明改正。") from error
    except Exception as error:  # a county's file may be broken in any way; whichever it is, it cannot be used
        raise BadTemplate(f"文书模板 {file.name} 打不开或填不进去，请用 Word 另存为 .docx 后重新放入。") from error
    return made.getvalue()


def check(name: str) -> list[str]:
    """What is wrong with a template as it lies: placeholders that nothing fills, or why it cannot be filled at all."""
    try:
        unknown = sorted(placeholders(file_of(name), environment()) - known(name))
        if not unknown:
            render(name, sample(name))
    except BadTemplate as bad:
        return [str(bad)]
    except Exception:  # a county's file may be broken in any way
        return [f"文书模板 {name}.docx 打不开，请用 Word 另存为 .docx 后重新放入。"]
    return unknown


def replaced() -> list[str]:
    """The papers for which the county has a template of its own."""
    return [name for name in titles() if file_of(name).parent != OURS]


def _named(error: UndefinedError) -> str:
    """The placeholder that an error is about."""
    found = re.search(r"'([^']+)' is undefined|attribute '([^']+)'", str(error.message))
    return (found[1] or found[2]) if found else str(error.message)


def _clean(value: Any) -> Any:
    """Values without what XML cannot hold, in lists and tables too."""
    if isinstance(value, str):
        kept = (sign for sign in value if sign not in NO_XML)
        return "".join(sign for sign in kept if sign == "\n" or unicodedata.category(sign) not in UNSEEN)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value
