"""Columns that keep what the house promises: whole fen, sealed text."""

from __future__ import annotations

from typing import Any

from django.db import models

from sibai.db.sealed import seal, unseal


class FenField(models.BigIntegerField):  # type: ignore[type-arg]
    """An amount in whole fen."""


class MonthField(models.DateField):  # type: ignore[type-arg]
    """A month, as the date of its first day; another day of a month is refused before it reaches the database."""

    def get_prep_value(self, value: Any) -> Any:
        """The first of a month, or ValueError: a slip of the program, never of a user."""
        day = super().get_prep_value(value)
        if day is not None and day.day != 1:
            raise ValueError(f"{day} is not the first day of a month")
        return day


class EncryptedText(models.TextField):  # type: ignore[type-arg]
    """Text sealed at rest, plain in Python; blank stays blank. `label` binds it to its column."""

    def __init__(self, *args: Any, label: str = "", **given: Any) -> None:
        self.label = label
        given.setdefault("blank", True)
        given.setdefault("default", "")
        super().__init__(*args, **given)

    def deconstruct(self) -> Any:
        """As Django's migrations ask, with the label."""
        name, path, args, given = super().deconstruct()
        return name, path, args, {**given, "label": self.label}

    def get_prep_value(self, value: Any) -> Any:
        """Sealed on its way in."""
        return seal(self.label, str(value)) if value else ""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Opened on its way out."""
        return unseal(self.label, value) if value else ""
