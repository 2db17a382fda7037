"""Old workbooks for banks that take nothing else: exact to the digit, the same bytes; without LibreOffice, told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sibai.payroll.bank import old_excel
from sibai.payroll.bank.layout import Kind, Layout
from sibai.payroll.bank.loading import load, shipped, shipped_text
from sibai.payroll.bank.old_excel import Ahead, NoOldExcel, lacking
from sibai.payroll.bank.proving import proof
from sibai.payroll.bank.reading import read_back
from sibai.payroll.bank.writing import write
from tests.payroll.bank.answers import HEAD, payments

needs_libreoffice = pytest.mark.skipif(bool(lacking()), reason=f"NOT RUN: {lacking()}")
MANY = 7


def old(**changes: object) -> Layout:
    """The shipped Excel layout as a company changes it."""
    text = shipped_text("rural-excel").replace('kind = "xlsx"', 'kind = "xls"').replace(".xlsx", ".xls")
    layout = load(text)
    return replace(layout, file=replace(layout.file, **changes))


@needs_libreoffice
def test_an_old_workbook_holds_accounts_as_text_and_amounts_to_the_fen_and_is_the_same_each_time() -> None:
    rows = [replace(each, name="张𠮷·三") if each.serial == "2" else each for each in payments(MANY)]
    rows[2] = replace(rows[2], account="0099999999999999999", amount=1)
    layout = old(numbers=True, max_rows=4, name="代发{month}_{part}.xls")
    written = write(layout, HEAD, rows)
    assert [(file.name, file.count) for file in written.files] == [("代发202605_1.xls", 4), ("代发202605_2.xls", 3)]
    for file in written.files:
        assert file.content.startswith(bytes.fromhex("d0cf11e0a1b11ae1"))
        assert proof(layout, file, [row for row in rows if row.serial in file.serials]) == ()
    back = [line for file in written.files for line in read_back(layout, file.content).lines]
    assert [(line.account, line.name, line.amount) for line in back] == [(r.account, r.name, r.amount) for r in rows]
    assert write(layout, HEAD, rows) == written


@needs_libreoffice
def test_what_was_made_ahead_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    layout, ahead = old(), Ahead()
    first = write(layout, HEAD, payments(2), ahead.make)
    monkeypatch.setattr(old_excel, "_run", lambda *_: pytest.fail("LibreOffice ran while the books were locked"))
    assert write(layout, HEAD, payments(2), ahead.take) == first


@pytest.mark.parametrize(("there", "told"), [(False, "没有装 LibreOffice"), (True, "没有装电子表格部分")])
def test_without_libreoffice_the_words_say_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: bool, told: str
) -> None:
    program = tmp_path / "soffice"
    program.touch()
    monkeypatch.setattr(old_excel, "_program", lambda: program if there else None)
    ahead = Ahead()
    write(old(), HEAD, payments(1), ahead.make)
    with pytest.raises(NoOldExcel, match=f"{told}.*改成 xlsx，或请管理员在服务器上安装 LibreOffice"):
        write(old(), HEAD, payments(1), ahead.take)
    assert write(shipped()["rural-excel"], HEAD, payments(1)).count == 1


def test_a_program_that_fails_is_told_and_nothing_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    (tmp_path / "libsclo.so").touch()
    monkeypatch.setattr(old_excel, "_program", lambda: program)
    with pytest.raises(NoOldExcel, match="没有把文件转成"):
        write(old(), HEAD, payments(1))
    assert old().file.kind is Kind.XLS
