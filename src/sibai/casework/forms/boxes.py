"""Boxes that the forms of the room share: an amount that may be left out, one of some choices."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django import forms

from sibai.payroll.forms.cases import fen, money
from sibai.people.pages.boxes import BLANK, cited


def optional_money(label: str, rule: str = "") -> forms.DecimalField:
    """A box for an amount in yuan that may stay empty."""
    box = money(label, rule)
    box.required = False
    return box


def fen_of(amount: Decimal | None) -> int | None:
    """Yuan as fen; nothing stays nothing."""
    return None if amount is None else fen(amount)


def one_of(label: str, choices: Sequence[tuple[str, str]], rule: str = "", article: str = "") -> forms.ChoiceField:
    """One of some choices, none chosen beforehand."""
    return cited(forms.ChoiceField(label=label, choices=[*BLANK, *choices], help_text=rule), article)
