"""Papers in Word from templates: ours in `templates_word/`, a county's own in `HOME/templates/` before them.

Templates are filled in a sandbox; what is filled in is escaped and never read as a template. A placeholder that nothing
fills is refused with its name, so that a county that lays out its own template learns what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
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
from sibai.documents.words import day_words, in_words, in_yuan

OURS = Path(__file__).parent / "templates_word"
NAME = re.compile(r"[a-z][a-z_]{1,40}")
LINE = "＿＿＿＿＿＿"
UNSEEN = frozenset({"Cc", "Cs", "Cn", "Co"})


class BadTemplate(Refusal):
    """A template that cannot be filled: its file is broken, or it names what nothing fills."""


def _day(value: Any) -> str:
    """A day in Chinese; a blank to fill in by hand where there is none yet."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    return day_words(value) if isinstance(value, date) else str(value or "　　年　月　日")


@lru_cache
def environment() -> ImmutableSandboxedEnvironment:
    """The sandbox: everything escaped, nothing that is missing passes, filters for days and amounts."""
    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=lambda value: "" if value is None else value
    )
    made.filters["day"] = _day
    made.filters["words"] = lambda fen: LINE if fen is None else in_words(fen)
    made.filters["yuan"] = lambda fen: LINE if fen is None else in_yuan(fen)
    made.filters["line"] = lambda text: LINE if text is None or text == "" else text
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
        template.render({key: _clean(value) for key, value in context.items()}, environment(), autoescape=True)
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


def _named(error: UndefinedError) -> str:
    """The placeholder that an error is about."""
    found = re.search(r"'([^']+)' is undefined|attribute '([^']+)'", str(error.message))
    return (found[1] or found[2]) if found else str(error.message)


def _clean(value: Any) -> Any:
    """Values without what XML cannot hold, in lists and tables too."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign == "\n" or unicodedata.category(sign) not in UNSEEN)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value
