"""The log as files that a stranger can check without this house: entries, head, signed heads, manifest, verifier.

A folder, or one `.jsonl` file with the same lines: manifest, head, signed heads, entries. Every line is one JSON object
with the keys sorted and no blanks: `{"manifest":…}`, `{"head":…}`, `{"signed":…}`, `{"entry":…,"hash":…}`. The bytes
that an entry's hash covers stand in its line unchanged (audit.chain). Texts stay at home: only their commitments go.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sibai.audit import chain, verifier
from sibai.audit.heads import kept_line, public_key
from sibai.audit.models import Entry, Head, SignedHead

FORMAT = "sibai-log-1"
BATCH = 2000
MANIFEST, HEAD, SIGNED, ENTRIES = verifier.FILES
SCRIPT = "verify.py"
Told = Callable[[int], None]


class CannotExport(Exception):
    """Where the export should go is no place for it; says in Chinese why."""


class DoesNotAgree(Exception):
    """The table ends before the head: an export would only hide that. `verify` says what is wrong."""


@dataclass
class Exported:
    """What was written: how many entries, the hash of the last, how many signed heads."""

    entries: int = 0
    hash: str = chain.FIRST
    signed: int = 0


def export(to: Path, *, county: str, at: datetime, told: Told | None = None) -> Exported:
    """Write the whole log to a new folder, or a new file when `to` ends in .jsonl. Memory does not grow with the log.

    `told` hears after each batch how many entries went out. CannotExport where something is there already;
    DoesNotAgree where entries are missing up to the head.
    """
    head = Head.objects.get(pk=1)
    signed = SignedHead.objects.filter(seq__lte=head.seq).order_by("seq")
    last_signed = signed.values_list("seq", flat=True).last() or 0
    signed = signed.filter(seq__lte=last_signed)
    made = Exported(signed=signed.count())
    manifest = {
        "format": FORMAT,
        "county": county,
        "exported_at": chain.moment(at),
        "entries": head.seq,
        "signed": made.signed,
        "public_key": public_key(),
        "texts": "commitments only",
    }
    parts: list[tuple[str, Iterable[bytes]]] = [
        (MANIFEST, [_line({"manifest": manifest})]),
        (HEAD, [_line({"head": {"seq": head.seq, "hash": head.hash}})]),
        (SIGNED, (kept_line(each) for each in signed.iterator(chunk_size=BATCH))),
        (ENTRIES, _entries(head.seq, made, told)),
    ]
    try:
        _written(to, parts)
    except OSError as error:
        raise CannotExport(f"写不进 {to}：请换一个还不存在、写得进去的位置。") from error
    if (made.entries, made.hash) != (head.seq, head.hash):
        raise DoesNotAgree(f"日志头记到第{head.seq}条，表里的条目与它不符。请先核对日志。")
    return made


def _written(to: Path, parts: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """One file, or a folder with a file for each part and the verifier beside them."""
    if to.suffix == ".jsonl":
        with to.open("xb") as out:
            for _, lines in parts:
                _write(out, lines)
        return
    to.mkdir(parents=True, mode=0o700)
    for name, lines in parts:
        with (to / name).open("xb") as out:
            _write(out, lines)
    shutil.copyfile(str(verifier.__file__), to / SCRIPT)


def _write(out: IO[bytes], lines: Iterable[bytes]) -> None:
    for line in lines:
        out.write(line + b"\n")


def _entries(last: int, made: Exported, told: Told | None) -> Iterator[bytes]:
    """The lines of the entries, batch by batch; `made` counts them."""
    after = 0
    while after < last:
        batch = list(Entry.objects.filter(seq__gt=after, seq__lte=last).order_by("seq")[:BATCH])
        if not batch:
            return
        for entry in batch:
            made.entries, made.hash = made.entries + 1, entry.hash
            yield chain.line(entry.fields(), entry.hash)
        after = batch[-1].seq
        if told is not None:
            told(made.entries)


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
