"""Checking the log against itself, entry by entry from the tables: the first bad entry by number, and what is wrong.

A chain shows every change inside it. That the whole of it was not written anew, or cut, only heads show that somebody
else keeps: signed ones, or `kept` as another party printed them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sibai.audit import chain
from sibai.audit.heads import is_signed
from sibai.audit.models import Entry, EntryText, Head, SignedHead
from sibai.audit.operations import ERASED
from sibai.db.sealed import Unreadable

BATCH = 1000
UNNAMED = frozenset({"people.erase_due", "people.carry_out_request"})
"""Acts that erase; their entries of version 0.2 do not name whose texts went."""
SLACK = timedelta(minutes=2)
"""An act takes its time at the door and its number behind the lock: so far the one may lie behind the other."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: at which entry, of what kind, told in Chinese."""

    seq: int
    kind: str
    told: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A head that another party keeps: the number of an entry and the beginning of its hash (16 digits or more)."""

    seq: int
    hash: str


@dataclass
class Checked:
    """What a check saw. Times that go back do not end it; whatever breaks the chain does."""

    entries: int = 0
    hash: str = chain.FIRST
    texts: int = 0
    erased: int = 0
    signed: int = 0
    kept: int = 0
    broken: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def first(self) -> Finding | None:
        """The first bad entry; None where the log is whole."""
        return min(self.findings, key=lambda finding: finding.seq, default=None)


class _Walk:
    """The walk: entries in the order of their numbers, each held to the one before."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self.seen = Checked()
        self.kept = sorted(kept, key=lambda each: each.seq)
        self.at: datetime | None = None
        self.statement = b""
        self.gone: dict[int, tuple[UUID | None, str]] = {}

    def found(self, seq: int, kind: str, told: str) -> None:
        """Note a fault."""
        self.seen.findings.append(Finding(seq, kind, told))

    def take(self, entries: Sequence[Entry]) -> None:
        """A batch of entries; stops at the first that breaks the chain."""
        if not entries:
            return
        low, high = entries[0].seq, entries[-1].seq
        texts: dict[int, list[EntryText]] = {}
        try:
            for text in EntryText.objects.filter(entry__gte=low, entry__lte=high):
                texts.setdefault(text.entry_id, []).append(text)
        except Unreadable:
            texts = self._unreadable(low, high)
        signed = {head.seq: head for head in SignedHead.objects.filter(seq__gte=low, seq__lte=high)}
        for entry in entries:
            told = self._fault(entry)
            if told:
                self.seen.broken = True
                self.found(self.seen.entries + 1, *told)
                return
            self._clock(entry)
            self._texts(entry, texts.get(entry.seq, []))
            self.seen.entries, self.seen.hash, self.at = entry.seq, entry.hash, entry.at
            if entry.seq in signed:
                self._signed(signed[entry.seq])
            self._kept(entry)

    def _fault(self, entry: Entry) -> tuple[str, str] | None:
        """What breaks the chain at this entry."""
        next_one = self.seen.entries + 1
        if entry.seq > next_one:
            gap = f"第{next_one}条" if entry.seq == next_one + 1 else f"第{next_one}条至第{entry.seq - 1}条"
            return "missing", f"缺少{gap}：被删去了"
        if entry.seq < next_one:
            return "order", f"表里有编号为{entry.seq}的条目：编号从1起，这一条是插进来的"
        if chain.entry_hash(entry.fields()) != entry.hash:
            return "changed", f"第{entry.seq}条与它的校验值不符：这一条写入以后被改动，或与别的条目调换了编号"
        if entry.prev != self.seen.hash:
            before = f"第{entry.seq - 1}条" if entry.seq > 1 else "日志的开头"
            return "order", f"第{entry.seq}条接不上{before}：中间被插入、删去或调换，或者前一段被整段改写"
        return None

    def _clock(self, entry: Entry) -> None:
        """Time runs forward."""
        if self.at is not None and entry.at < self.at - SLACK:
            told = f"第{entry.seq}条的时间（{chain.moment(entry.at)}）早于前一条（{chain.moment(self.at)}）：时钟被拨回"
            self.found(entry.seq, "clock", told)

    def _unreadable(self, low: int, high: int) -> dict[int, list[EntryText]]:
        """The texts of a batch in which one does not open, one by one."""
        texts: dict[int, list[EntryText]] = {}
        for number in EntryText.objects.filter(entry__gte=low, entry__lte=high).values_list("pk", flat=True):
            try:
                text = EntryText.objects.get(pk=number)
            except Unreadable:
                text = EntryText.objects.defer("text").get(pk=number)
                self.found(text.entry_id, "text", f"第{text.entry_id}条的附文“{text.name}”打不开：被改动过，或密钥不对")
                continue
            texts.setdefault(text.entry_id, []).append(text)
        return texts

    def _texts(self, entry: Entry, texts: Sequence[EntryText]) -> None:
        """Each text beside the entry is the one that the chain committed to; erased ones are only counted."""
        self.seen.texts += len(texts)
        gone = sorted(entry.commitments.keys() - {text.name for text in texts})
        self.seen.erased += len(gone)
        if gone:
            self.gone[entry.seq] = (entry.person, "、".join(gone))
        self._erasing(entry)
        for text in texts:
            if chain.commitment(text.salt, text.text) != entry.commitments.get(text.name):
                told = f"第{entry.seq}条的附文“{text.name}”与日志里的承诺值不符：附文被改动过"
                self.found(entry.seq, "text", told)

    def _erasing(self, entry: Entry) -> None:
        """An act that erased texts names their entries; in version 0.2 it did not, and is believed for its person."""
        if ERASED in entry.facts:
            for seq in entry.facts[ERASED]:
                self.gone.pop(seq, None)
        elif entry.action in UNNAMED and entry.outcome == "done":
            everybody = entry.person is None and entry.facts.get("count")
            for seq in [seq for seq, (person, _) in self.gone.items() if everybody or person == entry.person]:
                del self.gone[seq]

    def _signed(self, head: SignedHead) -> None:
        """A signed head agrees with the entry, is signed by our key and follows the signed head before."""
        self.seen.signed += 1
        previous = hashlib.sha256(self.statement).hexdigest() if self.statement else chain.FIRST
        if head.hash != self.seen.hash:
            self.found(head.seq, "signed", f"第{head.seq}条与签过名的日志头不符：整段日志被改写过")
        elif not is_signed(head):
            self.found(head.seq, "signed", f"第{head.seq}条的日志头签名不对：不是本系统的密钥所签，或内容被改动")
        elif head.previous != previous:
            self.found(head.seq, "signed", f"第{head.seq}条的日志头接不上前一个日志头：有签过名的日志头被删去或替换")
        self.statement = head.statement

    def _kept(self, entry: Entry) -> None:
        """A head that somebody keeps agrees with the entry."""
        while self.kept and self.kept[0].seq <= entry.seq:
            head = self.kept.pop(0)
            self.seen.kept += 1
            if head.seq == entry.seq and not entry.hash.startswith(head.hash):
                self.found(entry.seq, "kept", f"第{entry.seq}条与留存的日志头不符：日志被整段改写过")

    def end(self) -> None:
        """At the last entry: the head's row, signed and kept heads beyond it."""
        for seq, (_, names) in self.gone.items():
            self.found(seq, "text", f"第{seq}条的附文“{names}”不见了：日志里没有删除它的记录")
        last, head = self.seen.entries, Head.objects.filter(pk=1).first()
        if head is None or head.seq != last:
            known = head.seq if head else 0
            where = f"日志头记到第{known}条，表里到第{last}条"
            cut = "末尾的条目被删去" if known > last else "末尾的条目不是正常写入的"
            self.found(min(known, last) + 1, "head", f"{where}：{cut}")
        elif head.hash != self.seen.hash:
            self.found(last, "head", f"日志头的校验值与第{last}条不符：日志头或最后一条被改动过")
        for beyond in SignedHead.objects.filter(seq__gt=last).order_by("seq")[:1]:
            self.found(last + 1, "signed", f"签过名的日志头到第{beyond.seq}条，表里只到第{last}条：末尾被删去")
        if self.kept:
            told = f"留存的日志头到第{self.kept[-1].seq}条，表里只到第{last}条：末尾被删去，或恢复了旧备份"
            self.found(last + 1, "kept", told)


def verify(*, kept: Sequence[Kept] = (), batch: int = BATCH, told: Callable[[int], None] | None = None) -> Checked:
    """Check the log; `told` hears after each batch how many entries were checked. Memory does not grow with the log.

    The site may go on writing: only the last stretch and the head are read under the lock.
    """
    walk = _Walk(kept)
    while _step(walk, batch) and not walk.seen.broken:
        if told is not None:
            told(walk.seen.entries)
    if not walk.seen.broken:
        with transaction.atomic():
            Head.objects.select_for_update().filter(pk=1).first()
            while _step(walk, batch) and not walk.seen.broken:
                pass
            if not walk.seen.broken:
                walk.end()
    return walk.seen


def _step(walk: _Walk, batch: int) -> bool:
    """Take one batch more; whether it was a full one."""
    after = walk.seen.entries
    entries = list(Entry.objects.filter(seq__gt=after).order_by("seq")[:batch])
    if not after:
        entries = [*Entry.objects.filter(seq__lt=1).order_by("seq")[:1], *entries]
    walk.take(entries)
    return len(entries) >= batch
