"""The stand-alone verifier finds what was done to an export, and says at which entry."""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sibai.audit import chain, verifier
from tests.audit.forging import FORGER, START, Log, entry_at, line, log_of, verified

LENGTHS = st.integers(2, 12)
# RFC 8032, 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made) / "export"


def found(log: Log, seq: int, *options: str, head: tuple[int, str] | None = None) -> None:
    """The verifier finds the log bad, at this entry."""
    told: list[str] = []
    with folder() as to:
        assert verified(log.write(to, head), *options, told=told) == 1
    assert f"第{seq}条" in told[0], told[0]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_are_right_and_others_are_not(public: str, message: str, signature: str) -> None:
    key, words, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verifier.signed_by(key, words, signed)
    assert not verifier.signed_by(key, words + b".", signed)
    too_large = int.from_bytes(signed[32:], "little") + verifier.L
    assert not verifier.signed_by(key, words, signed[:32] + too_large.to_bytes(32, "little"))
    assert not verifier.signed_by(bytes.fromhex(VECTORS[0][0]), words + b"1", signed)


@given(st.binary(max_size=80), st.binary(min_size=32, max_size=32))
def test_it_agrees_with_the_library_on_signatures(message: bytes, seed: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert verifier.signed_by(key.public_key().public_bytes_raw(), message, key.sign(message))


@given(st.integers(0, 12))
def test_a_whole_log_is_whole(length: int) -> None:
    log = log_of(length).sign(*range(1, length + 1, 3))
    with folder() as to:
        assert verified(log.write(to)) == 0
        assert verified(to, "--kept", str(log.kept(to.parent / "kept"))) == 0
        assert not length or verified(to, "--head", log.head().upper().replace(":", ": ")) == 0


@given(LENGTHS, st.data())
def test_an_edit_is_found_where_it_was_made(length: int, data: st.DataObject) -> None:
    log = log_of(length)
    seq = data.draw(st.integers(1, length))
    name = data.draw(st.sampled_from([name for name in chain.FIELDS if name not in {"seq", "facts", "commitments"}]))
    log.entries[seq - 1][name] = "2026" if name == "at" else "另一个"
    found(log, seq)


@given(LENGTHS, st.data())
def test_an_edit_with_its_own_hash_made_anew_is_found_at_the_next(length: int, data: st.DataObject) -> None:
    log = log_of(length)
    seq = data.draw(st.integers(1, length - 1))
    log.entries[seq - 1]["facts"]["said"] = "另一个"
    log.hashes[seq - 1] = chain.entry_hash(log.entries[seq - 1])
    found(log, seq + 1)


@given(LENGTHS, st.data())
def test_a_missing_entry_in_the_middle_is_found(length: int, data: st.DataObject) -> None:
    log = log_of(length)
    seq = data.draw(st.integers(1, length - 1))
    del log.entries[seq - 1], log.hashes[seq - 1]
    found(log, seq)


@given(LENGTHS, st.data())
def test_a_cut_tail_is_found_by_the_head(length: int, data: st.DataObject) -> None:
    log = log_of(length)
    head = (length, log.hashes[-1])
    keep = data.draw(st.integers(0, length - 1))
    del log.entries[keep:], log.hashes[keep:]
    found(log, keep, head=head)


@given(LENGTHS, st.data())
def test_a_cut_tail_with_its_head_made_to_fit_is_found_by_a_head_that_others_keep(
    length: int, data: st.DataObject
) -> None:
    """As when an old backup is restored: the files agree with each other."""
    whole = log_of(length).sign(length)
    keep = data.draw(st.integers(1, length - 1))
    old = log_of(keep)
    found(old, length, "--head", whole.head())
    with folder() as to:
        assert verified(old.write(to)) == 0
        assert verified(to, "--kept", str(whole.kept(to.parent / "kept"))) == 1


@given(LENGTHS, st.data())
def test_an_inserted_entry_is_found(length: int, data: st.DataObject) -> None:
    log = log_of(length)
    seq = data.draw(st.integers(1, length))
    false = {**entry_at(seq, "插入"), "prev": log.entries[seq - 1]["prev"]}
    log.entries.insert(seq - 1, false)
    log.hashes.insert(seq - 1, chain.entry_hash(false))
    found(log, seq + 1)


@given(LENGTHS, st.data())
def test_two_swapped_entries_are_found_at_the_first(length: int, data: st.DataObject) -> None:
    log = log_of(length)
    one = data.draw(st.integers(1, length - 1))
    other = data.draw(st.integers(one + 1, length))
    for rows in (log.entries, log.hashes):
        rows[one - 1], rows[other - 1] = rows[other - 1], rows[one - 1]  # type: ignore[index, assignment]
    found(log, one)


@given(LENGTHS, st.data())
def test_all_rewritten_from_an_entry_on_is_found_by_a_head_that_others_keep(length: int, data: st.DataObject) -> None:
    honest = log_of(length).sign(length)
    seq = data.draw(st.integers(1, length))
    forged = log_of(length)
    forged.entries[seq - 1]["facts"]["said"] = "改写"
    forged.chained(seq - 1).sign(length, key=FORGER)
    found(forged, length, "--head", honest.head())
    with folder() as to:
        assert verified(forged.write(to)) == 0, "inside, it agrees: only others can tell"
        assert verified(to, "--kept", str(honest.kept(to.parent / "kept"))) == 1


@given(LENGTHS, st.data())
def test_a_clock_that_was_put_back_is_found(length: int, data: st.DataObject) -> None:
    log = log_of(length)
    seq = data.draw(st.integers(2, length))
    log.entries[seq - 1]["at"] = chain.moment(START - timedelta(days=1))
    for entry in log.entries[seq:]:
        entry["at"] = log.entries[seq - 1]["at"]
    found(log.chained(), seq)


def test_two_acts_that_waited_for_each_other_are_no_clock_put_back(tmp_path: Path) -> None:
    log = log_of(3)
    log.entries[2]["at"] = chain.moment(START + timedelta(minutes=20) - timedelta(seconds=90))
    assert verified(log.chained().write(tmp_path / "export")) == 0


@pytest.mark.parametrize("name", ["county", "seq", "hash", "at", "previous", "signature", "public_key"])
def test_a_signed_head_is_held_to_its_signature(name: str, tmp_path: Path) -> None:
    log = log_of(4).sign(2, 4)
    log.signed[1][name] = 3 if name == "seq" else "610000000000" if name == "county" else "0" * 64
    assert verified(log.write(tmp_path / "export")) == 1


def test_a_signed_head_that_was_taken_out_is_missed_by_the_next(tmp_path: Path) -> None:
    log = log_of(4).sign(1, 2, 4)
    del log.signed[1]
    told: list[str] = []
    assert verified(log.write(tmp_path / "export"), told=told) == 1
    assert "接不上前一个" in told[0]


def test_two_parties_with_different_heads_show_a_fork(tmp_path: Path) -> None:
    one, other = log_of(3).sign(3), log_of(3)
    other.entries[0]["facts"]["said"] = "另一本"
    other.chained().sign(3)
    one.signed += other.signed
    told: list[str] = []
    assert verified(log_of(3).write(tmp_path / "export"), "--kept", str(one.kept(tmp_path / "k")), told=told) == 1
    assert "分了叉" in told[0]


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'{"a":1, "b":2}', b'{"entry":{},"hash":""}', b"\xff", b"[" * 99_999]
)
def test_a_line_that_is_none_is_found(raw: bytes, tmp_path: Path) -> None:
    to = log_of(3).write(tmp_path / "export")
    lines = (to / "entries.jsonl").read_bytes().splitlines()
    (to / "entries.jsonl").write_bytes(b"\n".join([lines[0], raw, *lines[1:]]) + b"\n")
    assert verified(to) in {1, 2}


@pytest.mark.parametrize("options", [["--head", "3"], ["--head", "3:zz"], ["--kept", "nowhere"], ["--strange"], ["x"]])
def test_what_cannot_be_checked_ends_with_two(options: list[str], tmp_path: Path) -> None:
    assert verified(log_of(3).write(tmp_path / "export"), *options) == 2
    assert verified(tmp_path / "nowhere") == 2


def test_the_script_stands_alone_and_is_short() -> None:
    source = Path(str(verifier.__file__)).read_text(encoding="utf-8")
    assert len(source.splitlines()) < 200
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names


def test_it_runs_by_itself_without_the_house(tmp_path: Path) -> None:
    to = log_of(3).sign(2).write(tmp_path / "export")
    script = to / "verify.py"
    script.write_bytes(Path(str(verifier.__file__)).read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(to)], capture_output=True, text=True, check=False, cwd="/"
    )
    assert (done.returncode, "完好：共3条" in done.stdout) == (0, True), done.stdout + done.stderr
    (to / "head.json").unlink()
    assert subprocess.run([sys.executable, str(script), str(to)], capture_output=True, check=False).returncode == 2


def test_of_two_faults_the_earlier_is_named(tmp_path: Path) -> None:
    log = log_of(9).sign(3, 6)
    printed = f"8:{log.hashes[7][:16]}"
    log.entries[1]["account"] = "someone-else"
    rest = log.hashes[6:]
    log.chained(1)
    told: list[str] = []
    assert verified(log.write(tmp_path / "anew"), "--head", printed, told=told) == 1
    assert "第3条与导出里的日志头不符" in told[0]
    log.hashes[6:] = rest
    assert verified(log.write(tmp_path / "half"), "--head", printed, told=told) == 1
    assert "第3条与导出里的日志头不符" in told[1]


def test_a_manifest_with_another_key_is_found(tmp_path: Path) -> None:
    folder = log_of(3).sign(2).write(tmp_path / "out")
    manifest = {"format": "sibai-log-1", "entries": 3, "signed": 1, "public_key": "ab" * 32}
    (folder / "manifest.json").write_bytes(line({"manifest": manifest}) + b"\n")
    assert verified(folder) == 1
