"""Whether the county's decisions still fit the law that the program ships: asked before an upgrade changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sibai.measure import LAW, Law, LawError
from sibai.rulebook.models import CONFIRMED, Decision
from sibai.rulebook.queries.law import WHERE, as_written, read_value, standing

READ = ("entry", "entry_label", "value", "start", "end", "document", "reason", "replaces")
"""The columns that are asked for: a database from before an upgrade may lack others."""
GONE = "这个参数或口径没有了"
UNREADABLE = "数值读不懂"
OF_FILES = "。金额和比例写在引号里"


def misfits(law: Law = LAW) -> list[str]:
    """What of the standing decisions `law` cannot take, a line each in Chinese. DatabaseError without their table."""
    rows = standing(Decision.objects.filter(state=CONFIRMED).only(*READ))
    return [line for entry, group in groupby(rows, lambda row: row.entry) for line in _of(entry, list(group), law)]


def _of(entry: str, rows: list[Decision], law: Law) -> Iterator[str]:
    """The faults of the decisions about one entry."""
    if entry not in law.entries:
        yield from (_line(row, GONE) for row in rows)
        return
    readable = []
    for row in rows:
        if _is_readable(row.value):
            readable.append(row)
        else:
            yield _line(row, UNREADABLE)
    try:
        law.overlaid(as_written(readable), WHERE)
    except LawError as error:
        for line in error.lines:
            words = line.removeprefix(f"{WHERE}: {entry}: ").partition(OF_FILES)[0]
            yield f"“{rows[0].entry_label}”（{entry}）{words}"


def _is_readable(value: str) -> bool:
    try:
        read_value(value)
    except ValueError:
        return False
    return True


def _line(row: Decision, why: str) -> str:
    return f"“{row.entry_label}”（{row.entry}）{row.start} 起的决定：{why}"
