"""What the measure refuses, as a refusal that a page can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sibai.audit import refusals
from sibai.measure import LawError, Refusal

NAME = re.compile(r"（[a-z][a-z0-9_]*）")
"""The identifier behind a label: of use in a file, not on a page."""
IN_FILES, ON_PAGES = "请在县规则文件中补上", "请由县人社局在“办法”中补上并确认"


class Unanswered(refusals.Refusal):
    """The rules cannot answer: a fact or a parameter is missing, or the day is before the measure."""


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turns what the measure refuses into a refusal of the web side, in words for a page."""
    try:
        yield
    except Refusal as refusal:
        raise Unanswered(NAME.sub("", str(refusal)).replace(IN_FILES, ON_PAGES)) from refusal
    except LawError as error:
        raise Unanswered("；".join(error.lines)) from error
