"""Chains to forge: entries, a head, signed heads, written as an export writes them, and chained anew after a change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sibai.audit import chain, verifier

COUNTY = "610929000000"
START = datetime(2026, 5, 21, 2, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
FORGER = Ed25519PrivateKey.from_private_bytes(b"f" * 32)


def entry_at(seq: int, said: str = "") -> dict[str, Any]:
    """An entry of an invented log, not chained yet."""
    return {
        **dict.fromkeys(chain.FIELDS, ""),
        "seq": seq,
        "at": chain.moment(START + timedelta(minutes=10 * seq)),
        "account": "village-1",
        "action": "test.act",
        "outcome": "done",
        "facts": {"said": said, "count": seq},
        "commitments": {},
    }


def line(content: Any) -> bytes:
    """A line as exports write it."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass
class Log:
    """A log as files hold it; `hashes` beside the entries."""

    entries: list[dict[str, Any]]
    hashes: list[str] = field(default_factory=list)
    signed: list[dict[str, Any]] = field(default_factory=list)

    def chained(self, start: int = 0) -> Log:
        """Number and chain the entries anew from a position on: what somebody with the database can do."""
        before = self.hashes[start - 1] if start else chain.FIRST
        del self.hashes[start:]
        for position in range(start, len(self.entries)):
            self.entries[position].update(seq=position + 1, prev=before)
            before = chain.entry_hash(self.entries[position])
            self.hashes.append(before)
        return self

    def sign(self, *seqs: int, key: Ed25519PrivateKey = KEY) -> Log:
        """Sign heads at these numbers, one after another."""
        self.signed = []
        previous = chain.FIRST
        for seq in seqs:
            at = chain.moment(START + timedelta(days=1, minutes=seq))
            words = chain.statement(COUNTY, seq, self.hashes[seq - 1], at, previous)
            public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
            head = {"county": COUNTY, "seq": seq, "hash": self.hashes[seq - 1], "at": at, "previous": previous}
            self.signed.append({**head, "public_key": public, "signature": key.sign(words).hex()})
            previous = hashlib.sha256(words).hexdigest()
        return self

    def head(self) -> str:
        """The head as printed."""
        return f"{len(self.hashes)}:{self.hashes[-1][:16]}"

    def write(self, folder: Path, head: tuple[int, str] | None = None) -> Path:
        """Write it as an export, with the head that it ends in or the one given."""
        folder.mkdir()
        seq, digits = head or (len(self.entries), self.hashes[-1] if self.hashes else chain.FIRST)
        manifest = {"format": "sibai-log-1", "entries": seq, "signed": len(self.signed)}
        parts = {
            "manifest.json": [line({"manifest": manifest})],
            "head.json": [line({"head": {"seq": seq, "hash": digits}})],
            "signed_heads.jsonl": [line({"signed": head}) for head in self.signed],
            "entries.jsonl": [chain.line(*pair) for pair in zip(self.entries, self.hashes, strict=True)],
        }
        for name, lines in parts.items():
            (folder / name).write_bytes(b"".join(each + b"\n" for each in lines))
        return folder

    def kept(self, file: Path) -> Path:
        """The signed heads as another party keeps them."""
        file.write_bytes(b"".join(line({"signed": head}) + b"\n" for head in self.signed))
        return file


def log_of(length: int) -> Log:
    """A whole log of so many entries."""
    return Log([entry_at(seq) for seq in range(1, length + 1)]).chained()


def verified(folder: Path, *options: str, told: list[str] | None = None) -> int:
    """The verifier's exit status; what it says goes into `told`."""
    said: list[str] = []
    written = verifier.sys.stdout
    try:
        verifier.sys.stdout = type("Said", (), {"write": lambda _, text: said.append(text)})()  # type: ignore[assignment]
        status = verifier.main([str(folder), *options])
    finally:
        verifier.sys.stdout = written
    if told is not None:
        told.append("".join(said))
    return status
