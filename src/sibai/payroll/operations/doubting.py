"""What speaks against a bank's answer though it fits its payments: its lines tell of other transfers, or of other days,

or the whole of it could as well be the answer to another file, which nobody can tell who looks at the file alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from sibai.payroll.bank.matching import Standing, Verdict
from sibai.payroll.models import BankFile, BankLine

Key = tuple[str, date]
ANSWERED = {Standing.SUCCESS: "success", Standing.FAILURE: "failure"}


def doubts_of(
    bank_file: BankFile, lines: Mapping[int, BankLine], verdicts: Iterable[Verdict], today: date
) -> dict[str, str]:
    """Which clear verdicts are not to be taken, by serial, with what the user is told, a line of the file each.

    A line dated before the file was made answers another one, one of a day to come is misread; a transfer that was
    booked for another file is not this one (the same people are paid the same month by month, so that last month's
    answer fits); and what was taken once is not turned round by a later file. One query.
    """
    clear = [each for each in verdicts if each.standing in ANSWERED]
    booked = _booked(bank_file, clear)
    made_on = timezone.localdate(bank_file.issued_at)
    found = {}
    for each in clear:
        line = lines[int(each.serial)]
        words = _against(each, line, (made_on, today), booked)
        if words:
            found[each.serial] = f"第{each.rows[0]}行：{words}"
    return found


def _against(
    verdict: Verdict, line: BankLine, between: tuple[date, date], booked: Mapping[tuple[Key, str], int]
) -> str:
    made_on, today = between
    if line.state != "issued":
        if line.state == ANSWERED[verdict.standing]:
            return ""
        return f"这一笔以前的回盘登记为{line.get_state_display()}，这里写{verdict.standing.label}，没有采用，请问银行"
    if verdict.day and verdict.day < made_on:
        return f"交易日期{verdict.day}早于这个文件的生成日{made_on}，不是这一批的结果，没有采用"
    if verdict.day and verdict.day > today:
        return f"交易日期{verdict.day}还没有到，没有采用，请核对布局里的日期写法，或问银行"
    number = verdict.day and booked.get(((verdict.bank_serial, verdict.day), line.account))
    return f"这个流水号已经登记在银行文件{number}号，没有采用" if number else ""


def _booked(bank_file: BankFile, verdicts: Iterable[Verdict]) -> dict[tuple[Key, str], int]:
    """The number of the file for which a transfer was booked, by bank serial, day and account."""
    keys = {(each.bank_serial, each.day) for each in verdicts if each.bank_serial and each.day}
    if not keys:
        return {}
    rows = BankLine.objects.filter(
        file__county=bank_file.county_id,
        state="success",
        answered_on__in={day for _, day in keys},
        bank_serial__in={serial for serial, _ in keys},
    ).exclude(file=bank_file)
    return {
        ((row.bank_serial, row.answered_on), row.account): row.file.number
        for row in rows.select_related("file")
        if row.answered_on and (row.bank_serial, row.answered_on) in keys
    }


def alike(bank_file: BankFile, lines: Mapping[int, BankLine], clear: Sequence[Verdict], *, numbered: bool) -> list[int]:
    """The numbers of other files that everything of this answer fits as well; one query.

    The same people get the same amounts month by month, so an answer of an earlier file fits the later one, unless it
    tells a day or the bank's own number of each transfer. `numbered`: whether it tells the serials of our lines.
    """
    days = [each.day for each in clear if each.day]
    theirs = BankLine.objects.filter(file__county=bank_file.county_id).exclude(file=bank_file)
    mine = BankLine.objects.filter(file=bank_file).values("payment__person_id")
    rows = theirs.filter(payment__person__in=mine).order_by()
    if len(days) == len(clear):
        rows = rows.filter(Q(state="issued") | Q(answered_on__in=set(days)))
    wanted: dict[tuple[Any, int], list[Verdict]] = {}
    for each in clear:
        line = lines[int(each.serial)]
        wanted.setdefault((line.payment.person_id, line.amount), []).append(each)
    fits: dict[int, set[str]] = {}
    for person, amount, number, *told in rows.values_list("payment__person_id", "amount", "file__number", *TOLD):
        for each in wanted.get((person, amount), ()):
            if _fits(each, told, numbered=numbered):
                fits.setdefault(number, set()).add(each.serial)
    return sorted(number for number, serials in fits.items() if len(serials) == len(clear))


TOLD = ("serial", "state", "answered_on", "bank_serial", "file__issued_at")


def _fits(verdict: Verdict, told: Sequence[Any], *, numbered: bool) -> bool:
    """Whether a verdict could be about a line of another file: one still open then, or one that was told the same."""
    serial, state, answered_on, bank_serial, made_at = told
    if numbered and serial != int(verdict.serial):
        return False
    if state == "issued":
        return verdict.day is None or verdict.day >= timezone.localdate(made_at)
    same_day = verdict.day in (None, answered_on)
    return ANSWERED[verdict.standing] == state and same_day and verdict.bank_serial in ("", bank_serial)
