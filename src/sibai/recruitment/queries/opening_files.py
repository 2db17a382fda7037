"""A sealed file looked at before anything is written: whose it is, whether it is whole, what lies in each box."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile

from sibai.audit.refusals import Refusal
from sibai.db import keys
from sibai.documents.checking import BadUpload, Checked, check
from sibai.people.identity import NAME_LONGEST
from sibai.people.models.person import EDUCATION
from sibai.recruitment.crossing import parcels, sealed_file
from sibai.recruitment.crossing.boxes import Damaged, open_box
from sibai.recruitment.crossing.sealed_file import Item, Sealed
from sibai.recruitment.crossing.signatures import name_of
from sibai.recruitment.models import Application, Crossing, TakenFile
from sibai.recruitment.queries.exporting import county, seal_key

DIGEST = re.compile(r"[0-9a-f]{64}")
SCANS = frozenset({"identity_card", "diploma", "category_proof"})
FLAGS = (
    "poverty_relief",
    "hard_to_employ",
    "graduate",
    "veteran",
    "poverty_household",
    "monitored_household",
    "knows_village",
)
CLOCKS_APART = timedelta(hours=24)
"""How far the clocks of two machines may differ before somebody has to look."""
TEXTS = {"name": NAME_LONGEST, "id_number": 30, "phone": 20, "address": 200, "education": 4}


class BadFile(Refusal):
    """A file that is not taken in, whole; the sentence says what to do."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Arrived:
    """One application out of its box; `scans` by kind, judged; `bad_scans`: how many were left out."""

    id: UUID
    round: UUID
    receipt_digest: str
    applied_at: datetime
    notice_version: str
    facts: Mapping[str, Any]
    scans: tuple[tuple[str, Checked], ...]
    bad_scans: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """One withdrawal out of its box, of the application with this number."""

    id: UUID
    round: UUID
    receipt_digest: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is wholly right; `take_out` opens one box again, so that not all lie in memory at once."""

    sealed: Sealed
    take_out: Callable[[Item], Arrived | Withdrawn]
    waiting: tuple[Item, ...]


def open_file(stream: BinaryIO, now: datetime) -> Opened:
    """Judge a file from its first to its last byte. BadFile: damaged, another's, older than the last one."""
    machine = settings.OWN.public_machine
    if not machine:
        raise BadFile(
            "还没有登记公众机器。请在公众机器上执行 sibai public key，"
            "把打印的公钥写进办公网 sibai.toml 的 public_machine。"
        )
    try:
        sealed = sealed_file.read(stream, machine)
    except Damaged as damaged:
        raise BadFile(_why(damaged, machine)) from damaged
    _is_for_us(sealed, now)
    try:
        known = _judge_all(sealed)
    except Damaged as damaged:
        raise BadFile("文件损坏：里面有打不开的内容。整个文件都没有收，请在公众机器上重新制作一个。") from damaged
    waiting = tuple(item for item in sealed.head.items if not _is_known(item, known[item.id]))
    return Opened(sealed, lambda item: _opened(sealed, item, judge=True), waiting)


def _why(damaged: Damaged, machine: str) -> str:
    """What is said of a file whose form or signature is not right."""
    if str(damaged) == "form":
        return "这不是公众机器制作的报名文件，请核对选的文件。"
    if str(damaged) == "length":
        return "文件没有拷完整，长短不对。整个文件都没有收，请重新拷贝。"
    return f"文件被改动过、已损坏，或不是登记的公众机器（{name_of(machine)}）制作的。整个文件都没有收。"


def _is_for_us(sealed: Sealed, now: datetime) -> None:
    """BadFile where the file was sealed for another house, or is older than one that was taken in."""
    here = county()
    if here is None or sealed.head.county != here.code:
        raise BadFile("这是别的县的报名文件，没有收。")
    if sealed.head.office != hashlib.sha256(seal_key()).hexdigest():
        raise BadFile("这个文件是用旧的公钥封的，打不开。请给公众机器装入新的公告文件，再重新制作。")
    if sealed.head.made_at > now + CLOCKS_APART:
        raise BadFile("文件的制作时间晚于现在，请核对两台机器的时钟。")
    last = TakenFile.objects.order_by("-made_at").first()
    if last is not None and sealed.head.made_at < last.made_at:
        raise BadFile("已经收过比这个更新的文件，旧文件不再收。请在公众机器上重新制作一个。")


def _judge_all(sealed: Sealed) -> dict[UUID, Arrived | Withdrawn]:
    """Every box opened once, without its scans being judged. Damaged where one is not right."""
    known: dict[UUID, Arrived | Withdrawn] = {}
    digests: set[str] = set()
    for item in sealed.head.items:
        out = _opened(sealed, item, judge=False)
        if item.id in known or out.receipt_digest in digests:
            raise Damaged("twice")
        known[item.id] = out
        digests.add(out.receipt_digest)
    crossed = set(Crossing.objects.filter(pk__in=known).values_list("pk", flat=True))
    fresh = [out.receipt_digest for number, out in known.items() if number not in crossed]
    if Application.objects.filter(receipt_digest__in=fresh).exists():
        raise Damaged("receipt of another")
    return known


def _is_known(item: Item, out: Arrived | Withdrawn) -> bool:
    """Whether nothing is to be done any more about what lies in a box."""
    crossing = Crossing.objects.filter(pk=item.id).first()
    if crossing is None:
        return False
    return isinstance(out, Arrived) or crossing.withdrawal_at is not None


def _opened(sealed: Sealed, item: Item, *, judge: bool) -> Arrived | Withdrawn:
    """One box opened and read. Damaged."""
    parcel = parcels.unpack(open_box(sealed.box(item), keys.exchange_key(), item.id.bytes))
    try:
        if parcel.what == parcels.WITHDRAWAL:
            return Withdrawn(item.id, UUID(parcel.words["round"]), _digest(parcel.words["receipt_digest"]))
        scans, bad = _scans(parcel) if judge else ((), 0)
        return Arrived(
            item.id,
            UUID(parcel.words["round"]),
            _digest(parcel.words["receipt_digest"]),
            _moment(parcel.words["applied_at"], sealed.head.made_at),
            str(parcel.words["notice_version"])[:20],
            _facts(parcel.words["facts"]),
            scans,
            bad,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Damaged("words") from error


def _digest(text: str) -> str:
    if not DIGEST.fullmatch(text):
        raise ValueError("digest")
    return text


def _moment(text: str, made_at: datetime) -> datetime:
    """A moment before the file was made."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment > made_at:
        raise ValueError("moment")
    return moment


def _facts(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an application, nothing else and of the right kind."""
    texts = {name: str(plain[name])[:longest] for name, longest in TEXTS.items()}
    if texts["education"] not in dict(EDUCATION):
        raise ValueError("education")
    return {**texts, **{name: plain[name] is True for name in FLAGS}}


def _scans(parcel: parcels.Parcel) -> tuple[tuple[tuple[str, Checked], ...], int]:
    """The scans that may be kept, judged anew here, and how many may not."""
    good: list[tuple[str, Checked]] = []
    for each in parcel.scans:
        try:
            if each.kind in SCANS:
                good.append((each.kind, check(ContentFile(each.content, each.name))))
        except BadUpload:
            continue
    return tuple(good), len(parcel.scans) - len(good)
