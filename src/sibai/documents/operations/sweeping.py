"""What a transaction that was rolled back, or a crash, left in the folder of the files is taken away."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from sibai.audit.operations import ActorLike, act, record
from sibai.documents import vault
from sibai.documents.models import StoredFile

GRACE = timedelta(hours=24)
"""A file younger than this may belong to a row that is not committed yet."""
AT_ONCE = 500


def sweep(actor: ActorLike, now: datetime) -> int:
    """Take away what no row names, older than the grace. Returns how many; with none there is no entry of the log."""
    found = list(orphans(now - GRACE))
    return sweep_away(actor=actor, paths=found, now=now) if found else 0


@act("documents.sweep")
def sweep_away(*, actor: ActorLike, paths: Sequence[Path], now: datetime) -> int:
    """Take these files away; one entry says how many."""
    record(actor, None, at=now, facts={"count": len(paths)}, label="无主文件")
    for path in paths:
        vault.remove(path)
    return len(paths)


def orphans(before: datetime) -> Iterator[Path]:
    """Files last written before a moment that no row names, or only a row whose file is erased."""
    old = (path for path in vault.everything() if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before)
    while paths := list(islice(old, AT_ONCE)):
        numbers = {path: _number(path) for path in paths}
        named = set(
            StoredFile.objects.filter(
                pk__in=[number for number in numbers.values() if number], erased_at=None
            ).values_list("pk", flat=True)
        )
        yield from (path for path, number in numbers.items() if number not in named)


def _number(path: Path) -> uuid.UUID | None:
    """The number that a file is named by; None for anything else, such as one half written."""
    try:
        return uuid.UUID(hex=path.name)
    except ValueError:
        return None
