"""What goes to the bank: exact bytes, control totals, nothing replaced, nobody held by somebody else's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from sibai.payroll.bank.layout import Field, Kind, Layout, Place, TotalsLine, Unit
from sibai.payroll.bank.loading import shipped
from sibai.payroll.bank.proving import proof
from sibai.payroll.bank.reading import read_back
from sibai.payroll.bank.rows import Row, account_doubts, yuan
from sibai.payroll.bank.writing import check, write
from tests.payroll.bank.answers import HEAD, card, payments

TXT, CSV, XLSX = (shipped()[code] for code in ("counter-txt", "online-csv", "rural-excel"))


def with_file(layout: Layout, **changes: object) -> Layout:
    return replace(layout, file=replace(layout.file, **changes))


def one(**changes: object) -> Row:
    return replace(payments(1)[0], **changes)


def test_a_text_file_is_exactly_what_the_layout_says() -> None:
    rows = [one(name="欧阳·明", remark="五月"), replace(payments(2)[1], amount=5)]
    (file,) = write(TXT, HEAD, rows).files
    assert file.name == "DF2026052500701.txt"
    assert file.content.decode("gb18030") == (
        "2|1600.06|20260525|999900000001\r\n"
        f"000001|{card(1)}|欧阳·明|1600.01|CNY|工资|五月\r\n"
        f"000002|{card(2)}|演丂|0.05|CNY|工资|\r\n"
    )


def test_a_csv_has_a_mark_of_order_labels_and_whole_fen() -> None:
    (file,) = write(CSV, HEAD, [one(purpose='五月,"补"')]).files
    assert file.name == "PAY20260507_1.csv"
    assert file.content == (
        f'\ufeff编号,收款账号,收款户名,收款行号,币种,金额（分）,附言\r\n1,{card(1)},演一,,001,160001,"五月,""补"""\r\n'
    ).encode().replace("演一".encode(), payments(1)[0].name.encode())


def test_count_sum_and_hash_of_a_file_are_those_of_its_rows_and_bytes() -> None:
    rows = payments(7)
    written = write(with_file(CSV, max_rows=3), HEAD, rows)
    assert [(file.name, file.count) for file in written.files] == [
        ("PAY20260507_1.csv", 3),
        ("PAY20260507_2.csv", 3),
        ("PAY20260507_3.csv", 1),
    ]
    assert written.count == 7
    assert written.total == sum(row.amount for row in rows) == sum(file.total for file in written.files)
    assert [serial for file in written.files for serial in file.serials] == [row.serial for row in rows]
    for file in written.files:
        assert file.sha256 == sha256(file.content).hexdigest()


@pytest.mark.parametrize("layout", [TXT, CSV, XLSX], ids=["txt", "csv", "xlsx"])
def test_the_same_rows_give_the_same_bytes(layout: Layout) -> None:
    first = write(layout, HEAD, payments(20)).files
    assert first == write(layout, HEAD, payments(20)).files


def test_a_workbook_does_not_know_when_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    first = write(XLSX, HEAD, payments(2)).files[0].content
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert write(XLSX, HEAD, payments(2)).files[0].content == first
    other = write(XLSX, replace(HEAD, day=date(2026, 5, 26)), payments(2)).files[0].content
    assert other != first


def test_every_cell_of_a_workbook_is_text_so_that_no_digit_is_lost() -> None:
    rows = payments(3)
    returned = read_back(XLSX, write(XLSX, HEAD, rows).files[0].content)
    assert not returned.faults
    assert [(line.account, line.amount) for line in returned.lines] == [(row.account, row.amount) for row in rows]


def test_amounts_as_numbers_are_exact_too() -> None:
    layout = with_file(XLSX, numbers=True)
    rows = [replace(row, amount=amount) for row, amount in zip(payments(4), (1, 10, 99, 99_999_999_999), strict=True)]
    returned = read_back(layout, write(layout, HEAD, rows).files[0].content)
    assert [line.amount for line in returned.lines] == [1, 10, 99, 99_999_999_999]


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"name": "𠮷|田"}, "户名", "有分隔符“|”（U+007C）"),
        ({"name": "张\u200b三"}, "户名", "看不见的字符 U+200B"),
        ({"name": " 张三"}, "户名", "前后有空格"),
        ({"name": ""}, "户名", "空着"),
        ({"name": "三" * 31}, "户名", "有62个字节，银行最多收60个"),
        ({"account": "9" * 33}, "账号", "有33个字，银行最多收32个"),
        ({"account": "9990 0000"}, "账号", "应全是数字"),
        ({"account": ""}, "账号", "空着"),
        ({"remark": "=1+1"}, "备注", "不能以“=”开头"),
        ({"remark": "a\r\nb"}, "备注", "看不见的字符 U+000D"),
        ({"amount": 0}, "金额", "应大于零"),
        ({"amount": -5}, "金额", "应大于零"),
        ({"serial": "1234567"}, "序号", "超过6位"),
    ],
)
def test_a_row_that_cannot_be_written_is_left_out_and_told(changes: dict[str, object], field: str, told: str) -> None:
    bad, good = one(**changes), payments(2)[1]
    written = write(TXT, HEAD, [bad, good])
    assert [(fault.serial, fault.field) for fault in written.refused] == [(bad.serial, field)]
    assert told in written.refused[0].message
    assert [file.serials for file in written.files] == [("2",)]
    assert written.files[0].total == good.amount
    assert check(TXT, HEAD, [bad, good]) == written.refused


def test_a_sign_that_the_encoding_lacks_is_told_by_its_code_and_never_replaced() -> None:
    gbk = with_file(TXT, encoding="gbk")
    written = write(gbk, HEAD, [one(name="𠮷田")])
    assert not written.files
    assert str(written.refused[0]) == (
        "序号1“户名”：“𠮷”（U+20BB7）不在银行文件的编码 GBK 里，不能写入，请问银行这个字怎么报"
    )
    assert "𠮷田".encode("gb18030") in write(TXT, HEAD, [one(name="𠮷田")]).files[0].content


def test_two_rows_of_one_serial_are_no_batch() -> None:
    with pytest.raises(ValueError, match="序号相同"):
        write(TXT, HEAD, [one(), one()])


def test_no_rows_make_no_file() -> None:
    assert write(TXT, HEAD, []).files == ()


def test_a_batch_number_that_is_no_part_of_a_file_name_is_refused() -> None:
    with pytest.raises(ValueError, match="批次号"):
        write(TXT, replace(HEAD, batch="../7"), payments(1))


def test_totals_last_separators_behind_and_no_last_line_end() -> None:
    totals = TotalsLine(Place.LAST, (Field("text", text="合计"), Field("count"), Field("sum", width=10)))
    layout = with_file(TXT, closing=True, last_line_end=False, line_end="\n", totals=totals, unit=Unit.FEN)
    (file,) = write(layout, HEAD, payments(1)).files
    assert file.content.decode("gb18030").split("\n")[-1] == "合计|1|0000160001|"


def test_a_payer_without_digits_is_told_before_the_bank_sees_the_totals() -> None:
    with pytest.raises(ValueError, match="合计行的“付款账号”：应全是数字"):
        write(TXT, replace(HEAD, payer_account="公户"), payments(1))


def test_an_account_that_fails_luhn_or_is_short_is_a_doubt_and_no_refusal() -> None:
    rows = [
        one(),
        one(serial="2", account=card(1)[:-1] + str((int(card(1)[-1]) + 1) % 10)),
        one(serial="3", account="99912"),
    ]
    assert [(doubt.serial, doubt.message[:8]) for doubt in account_doubts(rows)] == [
        ("2", "银行账号的校验位"),
        ("3", "银行账号应为12"),
    ]
    assert not check(XLSX, HEAD, rows)


def test_one_account_under_two_names_is_a_doubt() -> None:
    (doubt,) = account_doubts([one(), one(serial="2"), one(serial="3", name="别人")])
    assert str(doubt) == "序号3“账号”：与序号1是同一个账号，户名却不同，请核对。"


@pytest.mark.parametrize("layout", [TXT, CSV, XLSX], ids=["txt", "csv", "xlsx"])
def test_the_last_look_finds_nothing_in_a_right_file(layout: Layout) -> None:
    rows = payments(3)
    (file,) = write(layout, HEAD, rows).files
    assert proof(layout, file, rows) == ()


def test_the_last_look_sees_another_row_another_sum_another_byte() -> None:
    rows = payments(3)
    (file,) = write(TXT, HEAD, rows).files
    assert proof(TXT, file, rows[:2]) == (
        "文件登记的笔数或金额与要报送的不符，不能报送",
        "要报送2笔，文件里有3笔，不能报送",
    )
    changed = replace(file, content=file.content.replace(b"1600.02", b"1600.03"))
    assert proof(TXT, changed, rows) == (
        "文件内容与登记的 SHA-256 不符，不能报送",
        "序号2写出的与要报送的不符，不能报送",
    )
    spoilt = replace(file, content=file.content.replace(b"1600.02", b"1600.O2"))
    assert proof(TXT, spoilt, rows)[1].startswith("写出的文件读不回来：第3行“金额”")


def test_yuan_has_two_decimals() -> None:
    assert [yuan(fen) for fen in (0, 5, 160_050, -7, 100_000_000_01)] == [
        "0.00",
        "0.05",
        "1600.50",
        "-0.07",
        "100000000.01",
    ]


def test_the_kinds_of_the_layouts_are_what_is_written() -> None:
    assert write(XLSX, HEAD, payments(1)).files[0].content.startswith(b"PK")
    assert TXT.file.kind is Kind.TXT
