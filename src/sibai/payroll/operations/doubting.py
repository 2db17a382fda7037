"""What speaks against a line of a bank's answer that fits its payment: it tells of another transfer, or too late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from sibai.payroll.bank.matching import Standing, Verdict
from sibai.payroll.models import BankFile, BankLine

Key = tuple[str, date]
ANSWERED = {Standing.SUCCESS: "success", Standing.FAILURE: "failure"}


def doubts_of(bank_file: BankFile, lines: Mapping[int, BankLine], verdicts: Iterable[Verdict]) -> dict[str, str]:
    """Which clear verdicts are not to be taken, by serial, with what the user is told, a line of the file each.

    A line dated before the file was made answers another one; a transfer that was booked for another file is not this
    one (the same people are paid the same month by month, so that last month's answer fits); and what was taken once
    is not turned round by a later file. One query.
    """
    clear = [each for each in verdicts if each.standing in ANSWERED]
    booked = _booked(bank_file, clear)
    made_on = timezone.localdate(bank_file.issued_at)
    found = {}
    for each in clear:
        line = lines[int(each.serial)]
        words = _against(each, line, made_on, booked)
        if words:
            found[each.serial] = f"第{each.rows[0]}行：{words}"
    return found


def _against(verdict: Verdict, line: BankLine, made_on: date, booked: Mapping[tuple[Key, str], int]) -> str:
    if line.state != "issued":
        if line.state == ANSWERED[verdict.standing]:
            return ""
        return f"这一笔以前的回盘登记为{line.get_state_display()}，这里写{verdict.standing.label}，没有采用，请问银行"
    if verdict.day and verdict.day < made_on:
        return f"交易日期{verdict.day}早于这个文件的生成日{made_on}，不是这一批的结果，没有采用"
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
