"""Random rows through random layouts: what is written comes back exactly, what the bank says arrives exactly."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sibai.payroll.bank.layout import Outcome
from sibai.payroll.bank.loading import shipped
from sibai.payroll.bank.matching import Standing, Wrong, match
from sibai.payroll.bank.reading import Returned, read, read_back
from sibai.payroll.bank.rows import Row
from sibai.payroll.bank.writing import write
from tests.payroll.bank.answers import HEAD, PAID_ON, Said, answer
from tests.payroll.bank.any_layout import Made, batches, layouts

TEXT_KINDS, SHEET_KINDS = ["csv", "txt"], ["xlsx"]
REASON = {Outcome.SUCCESS: "", Outcome.FAILURE: "户名不符", Outcome.PENDING: ""}


def comes_back(made: Made, rows: list[Row]) -> None:
    layout = made.layout
    written = write(layout, HEAD, rows)
    refused = {fault.serial for fault in written.refused}
    kept = [row for row in rows if row.serial not in refused]
    assert [serial for file in written.files for serial in file.serials] == [row.serial for row in kept]
    assert (written.count, written.total) == (len(kept), sum(row.amount for row in kept))
    numbered = any(field.take == "serial" for field in layout.file.fields)
    back = []
    for file in written.files:
        returned = read_back(layout, file.content)
        assert all(fault.taken and "没有换行" in fault.message for fault in returned.faults), returned.faults
        assert (len(returned.lines), returned.total) == (file.count, file.total)
        back += [(line.serial, line.account, line.name, line.amount) for line in returned.lines]
    assert back == [(row.serial if numbered else "", row.account, row.name, row.amount) for row in kept]


@given(layouts(TEXT_KINDS), batches())
def test_what_is_written_as_text_comes_back_exactly(made: Made, rows: list[Row]) -> None:
    comes_back(made, rows)


@settings(max_examples=4)
@given(layouts(SHEET_KINDS), batches())
def test_what_is_written_as_a_workbook_comes_back_exactly(made: Made, rows: list[Row]) -> None:
    comes_back(made, rows)


@given(layouts(TEXT_KINDS), batches())
def test_the_same_rows_are_the_same_bytes(made: Made, rows: list[Row]) -> None:
    assert write(made.layout, HEAD, rows) == write(made.layout, HEAD, rows)


def answers_to(rows: list[Row], outcomes: list[Outcome]) -> list[Said]:
    return [
        Said(row, outcome, REASON[outcome], f"T{number}")
        for number, (row, outcome) in enumerate(zip(rows, outcomes, strict=False))
    ]


def writable(rows: list[Row]) -> list[Row]:
    """Rows with names that a bank would give back as they are."""
    return [Row(row.serial, f"{row.account}{row.serial}", "欧阳·明", row.amount) for row in rows]


def arrives(made: Made, rows: list[Row], outcomes: list[Outcome]) -> None:
    layout, sent = made.layout, writable(rows)
    said = answers_to(sent, outcomes)
    returned = read(layout, answer(layout, said))
    assert not returned.faults, returned.faults
    columns = layout.answer.columns
    assert [(line.amount, line.outcome, line.day) for line in returned.lines] == [
        (each.row.amount, each.outcome, PAID_ON if "day" in columns else None) for each in said
    ]
    told = match(sent, returned.lines)
    assert not told.misfits
    expected = {each.row.serial: each for each in said}
    for verdict in told.verdicts:
        mine = expected.get(verdict.serial)
        assert verdict.standing == (Standing(mine.outcome) if mine else Standing.NOT_MENTIONED)
        assert verdict.reason == (mine.reason if mine and "reason" in columns else "")
        assert verdict.bank_serial == (mine.bank_serial if mine and "bank_serial" in columns else "")


OUTCOMES = st.lists(st.sampled_from(Outcome), min_size=1, max_size=7)


@given(layouts(TEXT_KINDS), batches(), OUTCOMES)
def test_what_the_bank_says_in_text_arrives_exactly(made: Made, rows: list[Row], outcomes: list[Outcome]) -> None:
    arrives(made, rows, outcomes)


@settings(max_examples=4)
@given(layouts(SHEET_KINDS), batches(), OUTCOMES)
def test_what_the_bank_says_in_a_workbook_arrives_exactly(made: Made, rows: list[Row], outcomes: list[Outcome]) -> None:
    arrives(made, rows, outcomes)


def is_sound(returned: Returned) -> bool:
    rows = [line.row for line in returned.lines]
    refused = {fault.row for fault in returned.faults if not fault.taken}
    return (
        rows == sorted(set(rows))
        and not refused.intersection(rows)
        and all(line.amount >= 0 for line in returned.lines)
    )


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_an_answer_or_a_sentence(content: bytes) -> None:
    for code in ("counter-txt", "online-csv"):
        returned = read(shipped()[code], content)
        assert is_sound(returned)
        assert returned.lines or returned.faults


@settings(max_examples=200)
@given(st.data())
def test_whatever_is_done_to_the_bytes_no_line_is_made_up(data: st.DataObject) -> None:
    rows = writable([Row(str(number), "99912345678", "", 100_000 + number) for number in range(1, 8)])
    layout = shipped()[data.draw(st.sampled_from(["counter-txt", "online-csv"]))]
    content = bytearray(answer(layout, answers_to(rows, [Outcome.SUCCESS] * len(rows))))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    told = match(rows, read(layout, bytes(content)).lines)
    for verdict in told.verdicts:
        assert verdict.standing in {Standing.SUCCESS, Standing.NOT_MENTIONED, Standing.CONTRADICTED}
    assert {misfit.wrong for misfit in told.misfits} <= set(Wrong)


@given(st.permutations(range(7)), st.lists(st.integers(0, 6), max_size=4))
def test_the_order_of_lines_and_lines_said_twice_change_no_verdict(order: list[int], twice: list[int]) -> None:
    rows = writable([Row(str(number), "99912345678", "", 100_000 + number) for number in range(1, 8)])
    said = answers_to(rows, [*Outcome, *Outcome, Outcome.SUCCESS])
    layout = shipped()["online-csv"]
    plain = match(rows, read(layout, answer(layout, said)).lines)
    mixed = match(rows, read(layout, answer(layout, [said[place] for place in [*order, *twice]])).lines)
    assert [each.standing for each in mixed.verdicts] == [each.standing for each in plain.verdicts]
    assert [misfit.wrong for misfit in mixed.misfits] == [Wrong.DUPLICATE] * len(twice)
