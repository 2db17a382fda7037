"""What the bank answered: each line by itself; nobody counts as paid without it (art. 12)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.documents import vault
from sibai.documents.checking import Checked
from sibai.documents.operations.keeping import keep_content
from sibai.employment.operations.steps import check_at, step
from sibai.measure.dates import month_last
from sibai.months.operations.closing import Standing as DeedStanding
from sibai.months.operations.closing import close as close_month
from sibai.months.operations.closing import done
from sibai.payroll.bank.matching import Match, Standing, Verdict, match
from sibai.payroll.bank.reading import Returned, read
from sibai.payroll.bank.rows import Row
from sibai.payroll.models import BankFile, BankLine, BankReturn, Payment, Run
from sibai.payroll.operations.doubting import alike, doubts_of
from sibai.payroll.operations.issuing import OPAQUE
from sibai.payroll.operations.preparing import AT_ONCE
from sibai.payroll.queries.layouts import layout_of
from sibai.people.actor import Actor
from sibai.rulebook.queries.asking import asker_on

LARGEST = 10 * 1024 * 1024
KIND = "bank_return"
MOST_TOLD = 1000
"""So many bad lines are kept with a result file; rubbish can have as many as a file has lines."""


class BadReturn(Refusal):
    """A file with nothing in it that could be taken, or taken before."""

    field = "file"


class StillOpen(Refusal):
    """Lines of the run still wait for the bank."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A result file held against what was sent: nothing is written yet. `doubts`: by serial, of what is not taken."""

    content: bytes
    returned: Returned
    matched: Match
    doubts: dict[str, str]

    @property
    def faults(self) -> list[str]:
        """What is wrong with it, a sentence a line; no more than MOST_TOLD of them."""
        told = [*map(str, self.returned.faults), *map(str, self.matched.misfits), *self.doubts.values()]
        return told if len(told) <= MOST_TOLD else [*told[:MOST_TOLD], f"还有{len(told) - MOST_TOLD}处没有列出。"]

    def count(self, standing: Standing) -> int:
        """How many payments have that answer."""
        return len(self.matched.of(standing))


def understand(bank_file: BankFile, lines: Sequence[BankLine], content: bytes, today: date) -> Answer:
    """Read a result file against the lines of a bank file, all of them. BadReturn for what is too large."""
    if len(content) > LARGEST:
        raise BadReturn("回盘文件超过10 MB，请核对是不是这个文件。")
    returned = read(layout_of(bank_file.layout), content)
    rows = [Row(str(line.serial), line.account, line.name, line.amount) for line in lines]
    matched = match(rows, returned.lines)
    doubts = doubts_of(bank_file, {line.serial: line for line in lines}, matched.verdicts, today)
    return Answer(content, returned, matched, doubts)


@act("payroll.take_result")
def take_result(
    *, actor: Actor, bank_file: BankFile, version: int, content: bytes, today: date, now: datetime
) -> BankReturn:
    """Take each line that is clear: paid, or failed with the bank's reason. What is not stays open, and is told.

    An answer that fits another file as well, and does not say which, waits for a second person. BadReturn where no line
    could be taken, or the same file was taken before.
    """
    check_at(bank_file, version, ("issued",))
    sha256 = hashlib.sha256(content).hexdigest()
    if BankReturn.objects.filter(bank_file=bank_file, sha256=sha256).exclude(state="dropped").exists():
        raise BadReturn("这个回盘文件已经上传过了。")
    lines = _by_serial(bank_file)
    answer = understand(bank_file, list(lines.values()), content, today)
    clear = _clear(answer, lines)
    numbered = any(line.serial for line in answer.returned.lines)
    others = alike(bank_file, lines, clear, numbered=numbered)
    checked = Checked(content, OPAQUE, f"{bank_file.number}号回盘", sha256)
    stored = keep_content(actor, checked, place_code=bank_file.place_code, kind=KIND, now=now)
    row = BankReturn.objects.create(
        county=bank_file.county,
        bank_file=bank_file,
        file=stored,
        sha256=sha256,
        **_counted(clear),
        faults=answer.faults,
        uploaded_by_id=actor.user_id,
        uploaded_at=now,
        state="waiting" if others else "taken",
        alike=others,
    )
    if not others:
        _take(clear, lines, today)
        _go_on(actor.user_id, bank_file, version, now)
    record(actor, row, at=now, facts=_told(row))
    return row


@act("payroll.decide_result")
def decide_result(
    *, actor: Actor, row: BankReturn, version: int, agree: bool, reason: str, now: datetime
) -> BankReturn:
    """A second person says whether an answer that fits other files as well is that of its file; then it counts.

    SamePerson; BadReturn where nothing of it is news any more.
    """
    check_at(row, version, ("waiting",))
    actor.must_differ_from(row.uploaded_by_id)
    if not reason.strip():
        raise Refusal("请写明是怎么核对的，或为什么不采用。", field="reason")
    decided = {"decided_by_id": actor.user_id, "decided_at": now, "why": reason}
    if not agree:
        step(row, version, after=("waiting",), to="dropped", **decided)
    else:
        bank_file, on = row.bank_file, timezone.localdate(row.uploaded_at)
        lines = _by_serial(bank_file)
        answer = understand(bank_file, list(lines.values()), vault.get(row.file_id), on)
        clear = _clear(answer, lines)
        step(row, version, after=("waiting",), to="taken", faults=answer.faults, **_counted(clear), **decided)
        _take(clear, lines, on)
        _go_on(row.uploaded_by_id, bank_file, bank_file.version, now)
    facts = {"decision": "采用" if agree else "不采用", **_told(row)}
    record(actor, row, at=now, facts=facts, texts={"reason": reason})
    return row


def _told(row: BankReturn) -> dict[str, object]:
    """What the log says of an answer."""
    others = "、".join(f"{number}号" for number in row.alike)
    doubt = f"；看不出是不是银行文件{others}的，待审批核对" if row.state == "waiting" else ""
    return {"succeeded": row.succeeded, "failed": row.failed, "faults": len(row.faults), "doubt": doubt}


def _by_serial(bank_file: BankFile) -> dict[int, BankLine]:
    return {line.serial: line for line in _lines(bank_file).select_related("payment")}


def _clear(answer: Answer, lines: dict[int, BankLine]) -> list[Verdict]:
    """What can be taken and is not known yet. BadReturn where that is nothing."""
    clear = [each for each in answer.matched.verdicts if each.serial not in answer.doubts and _is_news(each, lines)]
    if not clear:
        told = "；".join(answer.faults[:20]) or "文件里没有这批款项的结果"
        raise BadReturn(f"没有读到可以登记的结果：{told}。")
    return clear


def _counted(clear: Sequence[Verdict]) -> dict[str, int]:
    return {
        "succeeded": sum(each.standing is Standing.SUCCESS for each in clear),
        "failed": sum(each.standing is Standing.FAILURE for each in clear),
    }


def _lines(bank_file: BankFile) -> models.QuerySet[BankLine]:
    return BankLine.objects.filter(file=bank_file).order_by("serial")


def _is_news(verdict: Verdict, lines: dict[int, BankLine]) -> bool:
    clear = verdict.standing in (Standing.SUCCESS, Standing.FAILURE)
    return clear and lines[int(verdict.serial)].state == "issued"


def _take(clear: Iterable[Verdict], lines: dict[int, BankLine], today: date) -> None:
    changed: list[BankLine] = []
    payments: list[Payment] = []
    for verdict in clear:
        line = lines[int(verdict.serial)]
        good = verdict.standing is Standing.SUCCESS
        line.state = "success" if good else "failure"
        line.reason, line.bank_serial = verdict.reason[:80], verdict.bank_serial[:60]
        line.answered_on = verdict.day or today
        payment = line.payment
        payment.state = "paid" if good else "failed"
        payment.paid_on = line.answered_on if good else None
        payment.failure = "" if good else (line.reason or "银行没有说明原因")
        changed.append(line)
        payments.append(payment)
    BankLine.objects.bulk_update(changed, ["state", "reason", "bank_serial", "answered_on"], batch_size=AT_ONCE)
    Payment.objects.bulk_update(payments, ["state", "paid_on", "failure"], batch_size=AT_ONCE)


def _go_on(by: UUID | None, bank_file: BankFile, version: int, now: datetime) -> None:
    """A file is answered once no line is open; a run, once all of its files are."""
    if _lines(bank_file).filter(state="issued").exists():
        BankFile.objects.filter(pk=bank_file.pk, version=version).update(version=version + 1)
        return
    step(bank_file, version, after=("issued",), to="answered")
    run = bank_file.run
    if run is None or run.bank_files.filter(state="issued").exists():
        return
    step(run, run.version, after=("issued",), to="result_in", result_by_id=by, result_at=now)
    _tell_deadline(by, run, now)


def _tell_deadline(by: UUID | None, run: Run, now: datetime) -> None:
    """The deed of art. 12: when the month's wages had reached the cards, against the 25th."""
    if run.kind != "monthly":
        return
    days = list(Payment.objects.filter(slip__run=run, state="paid").values_list("paid_on", flat=True))
    if not days:
        return
    answers = asker_on(month_last(run.month)).ask(("pay_by", "pay_timing"), {"month": run.month, "paid_on": max(days)})
    standing = DeedStanding(answers["pay_by"], answers.shown("pay_timing"), answers.json())
    done(month=run.month, place_code=run.place_code, kind="pay", standing=standing, by=by, now=now)


@act("payroll.close")
def close(*, actor: Actor, run: Run, version: int, now: datetime) -> Run:
    """The books of a run are closed; what the bank refused stays in the queue for a later file."""
    check_at(run, version, ("result_in",))
    actor.must_differ_from(run.issued_by_id, run.result_by_id)
    step(run, version, after=("result_in",), to="closed", closed_by_id=actor.user_id, closed_at=now)
    if run.kind == "monthly":
        close_month(month=run.month, by=actor.user_id, now=now)
    states = list(Payment.objects.filter(slip__run=run).values_list("state", flat=True))
    record(actor, run, at=now, facts={"paid": states.count("paid"), "failed": states.count("failed")})
    return run
