"""What `sibai audit verify|export|sign` do: functions that tell through `say` and return the exit status.

0: done, whole. 1: the log is not whole. 2: it could not be done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sibai.audit import chain, verifier
from sibai.audit.checking import Checked, Kept
from sibai.audit.checking import verify as check
from sibai.audit.exporting import CannotExport, DoesNotAgree
from sibai.audit.exporting import export as write_out
from sibai.audit.heads import NothingToSign, kept_line
from sibai.audit.heads import sign as sign_head

DONE, NOT_WHOLE, UNABLE = 0, 1, 2
PRINTED = re.compile(r"(\d{1,18}):([0-9a-f]{16,64})")
Say = Callable[[str], None]


class Unreadable(Exception):
    """Heads that were given on the command line do not read; says in Chinese how they are written."""


def verify(
    *, say: Say, heads: Sequence[str] = (), kept: Sequence[Path] = (), told: Callable[[int], None] | None = None
) -> int:
    """Check the log in the database; `heads` as printed (number:hash), `kept` files of signed heads."""
    try:
        given = [*(printed_head(text) for text in heads), *(head for file in kept for head in kept_heads(file))]
    except Unreadable as error:
        say(str(error))
        return UNABLE
    seen = check(kept=given, told=told)
    for finding in sorted(seen.findings, key=lambda finding: finding.seq):
        say(f"第{finding.seq}条：{finding.told}。")
    if seen.first is not None:
        say(f"日志有问题，第一处在第{seen.first.seq}条。前{seen.first.seq - 1}条首尾相接。")
        return NOT_WHOLE
    for line in _whole(seen):
        say(line)
    return DONE


def _whole(seen: Checked) -> list[str]:
    """What a check that found nothing says."""
    return [
        f"完好：共{seen.entries}条，首尾相接，没有改动、删除、插入或调换。",
        f"末条校验值：{chain.in_groups(seen.hash)}",
        f"附文{seen.texts}段，都与日志里的承诺值相符；按规定已删除{seen.erased}段。",
        f"签过名的日志头{seen.signed}个，签名都对。",
        f"打印或留存的日志头{seen.kept}个，都相符。" if seen.kept else "没有给出留存的日志头：整本重写查不出来。",
    ]


def printed_head(text: str) -> Kept:
    """A head as printed: the number of the entry, a colon, 16 digits of its hash or more; blanks do not count."""
    match = PRINTED.fullmatch(re.sub(r"\s", "", text).lower())
    if match is None:
        raise Unreadable(f"日志头要写成 序号:校验值，校验值至少16位：{text}")
    return Kept(int(match[1]), match[2])


def kept_heads(file: Path) -> list[Kept]:
    """The signed heads of a file that a party keeps, one a line; signatures are checked."""
    try:
        raw = [line.strip() for line in file.read_bytes().splitlines()]
        heads = [verifier.read(line, "").get("signed") for line in raw if line]
        return [Kept(seq, digits) for seq, digits, _ in verifier.signed_heads(heads, "留存的")]
    except OSError as error:
        raise Unreadable(f"打不开留存文件 {file}") from error
    except verifier.Bad as error:
        raise Unreadable(f"留存文件 {file} 里有读不懂或签名不对的日志头") from error


def export(to: Path, *, county: str, now: datetime, say: Say, told: Callable[[int], None] | None = None) -> int:
    """Export the log to a new folder, or a new file ending in .jsonl."""
    try:
        made = write_out(to, county=county, at=now, told=told)
    except CannotExport as error:
        say(str(error))
        return UNABLE
    except DoesNotAgree as error:
        say(str(error))
        return NOT_WHOLE
    say(f"已导出{made.entries}条日志、{made.signed}个签过名的日志头到 {to}")
    if to.suffix == ".jsonl":
        say("核对：python3 verify.py 文件（脚本在导出的文件夹里，或向县人社局索取）")
    else:
        say(f"核对：python3 {to / 'verify.py'} {to} --head {made.entries}:{made.hash[: chain.SHORT]}")
    return DONE


def sign(*, county: str, now: datetime, say: Say, keep: Path | None = None) -> int:
    """Sign the log as it stands; `keep` is a file of another party to which the head is added."""
    try:
        head = sign_head(county=county, now=now)
    except NothingToSign as refusal:
        say(str(refusal))
        return UNABLE
    say(f"第{head.seq}条的日志头：{chain.in_groups(head.hash)}")
    say(f"打印用：{head.seq}:{head.hash[: chain.SHORT]}")
    if keep is not None:
        return _kept(keep, kept_line(head), say)
    return DONE


def _kept(file: Path, line: bytes, say: Say) -> int:
    """Add a head to a party's file, once."""
    try:
        known = file.read_bytes().splitlines() if file.exists() else []
        if line not in known:
            with file.open("ab") as out:
                out.write(line + b"\n")
    except OSError:
        say(f"写不进留存文件 {file}")
        return UNABLE
    say(f"已记入留存文件 {file}")
    return DONE
