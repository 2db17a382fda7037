"""Moving a row from one state to the next: only where nobody else has moved it meanwhile."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from sibai.audit.refusals import Overtaken, Refusal

Row = TypeVar("Row", bound=models.Model)


class WrongState(Refusal):
    """The thing is not at this step."""

    status = 409


def check_at(row: models.Model, version: int, after: tuple[str, ...]) -> None:
    """WrongState where the row is at none of these steps, Overtaken where it is not the version that the user saw."""
    state, now = type(row)._default_manager.filter(pk=row.pk).values_list("state", "version").get()
    if now != version:
        raise Overtaken("这件事刚才已由别人办理，请刷新后再看。")
    if state not in after:
        raise WrongState("这件事现在不在这一步，请刷新后再看。")


def step(row: Row, version: int, *, after: tuple[str, ...], to: str, **changes: Any) -> Row:
    """Move `row` from one of the states `after` to `to`, with further changes.

    `version` is the one that the user saw. WrongState where the row is at another step, Overtaken where somebody
    else changed it meanwhile.
    """
    check_at(row, version, after)
    rows = type(row)._default_manager.filter(pk=row.pk)
    moved = rows.filter(version=version, state__in=after).update(state=to, version=version + 1, **changes)
    if not moved:
        raise Overtaken("这件事刚才已由别人办理，请刷新后再看。")
    row.refresh_from_db()
    return row
