"""Spoilt bank answers on a real run: each bad line is told with its place, the rest taken, a good answer ends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sibai.audit.models import Entry as LogEntry
from sibai.audit.refusals import Refusal
from sibai.funds.operations.posting import NothingNew, post
from sibai.funds.queries.crosscheck import crosscheck
from sibai.payroll.models import BankFile, BankLine, BankReturn, Payment, Run
from sibai.payroll.operations.answering import MOST_TOLD, BadReturn, decide_result
from sibai.payroll.operations.approving import approve, check
from sibai.payroll.operations.issuing import fund, issue, issue_again
from sibai.payroll.operations.laying_out import save_layout
from sibai.payroll.operations.preparing import prepare
from sibai.people.actor import Actor
from tests.payroll.made import MAY, county, month_of, reported, settled_readings, village
from tests.payroll.test_bank_run import LAYOUT, lines_of, said, taken
from tests.payroll.test_pages import sent as posted
from tests.web_fixtures import NOW, TODAY

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
Damage = Callable[[bytes], bytes]
APRIL = date(2026, 4, 1)
PEOPLE = 4
EVERYBODY = "1234"
pytestmark = pytest.mark.django_db


def sent(actor_of: ActorOf, month: date = MAY, layout: str = LAYOUT) -> BankFile:
    """The bank file of a month's run, gone through everybody's hands."""
    cashier, when = actor_of("company_cashier"), {"today": TODAY, "now": NOW}
    run = prepare(actor=actor_of("company_clerk"), county=county(), month=month, **when)
    check(actor=actor_of("county_clerk"), run=run, version=run.version, now=NOW)
    approve(actor=actor_of("company_approver"), run=run, version=run.version, now=NOW)
    fund(actor=cashier, run=run, version=run.version, arrived_on=TODAY, **when)
    issue(actor=cashier, run=run, version=run.version, layout=layout, **when)
    return run.bank_files.get()


@pytest.fixture
def file(actor_of: ActorOf) -> BankFile:
    settled_readings(actor_of)
    month_of(PEOPLE)
    return sent(actor_of)


@pytest.fixture
def cashier(actor_of: ActorOf) -> Actor:
    return actor_of("company_cashier")


def books_hold(actor_of: ActorOf, month: date = MAY) -> None:
    """Payslips, payments, the bank's word and the journal agree, person by person."""
    with suppress(NothingNew):
        post(actor=actor_of("company_clerk"), county=county(), now=NOW)
    assert [each.title for each in crosscheck(month, actor_of("county_clerk").scope) if not each.holds] == []


def serials_in(state: str) -> str:
    """The serials of the lines in a state; a payment is paid where its line succeeded and nowhere else."""
    lines = BankLine.objects.filter(file__run__month=MAY).select_related("payment").order_by("serial")
    assert all((line.payment.state == "paid") == (line.state == "success") for line in lines)
    return "".join(str(line.serial) for line in lines if line.state == state)


def on_line(number: int, change: Damage) -> Damage:
    """Damage done to one line, counted from 1 with the totals line."""

    def damage(content: bytes) -> bytes:
        lines = content.split(b"\r\n")
        lines[number - 1] = change(lines[number - 1])
        return b"\r\n".join(lines)

    return damage


def with_cell(place: int, change: Callable[[str], str]) -> Damage:
    """Another text in a cell of a line, counted from 0."""

    def damage(line: bytes) -> bytes:
        cells = line.decode("gb18030").split("|")
        cells[place] = change(cells[place])
        return "|".join(cells).encode("gb18030")

    return damage


def twice(number: int, change: Damage = bytes) -> Damage:
    """A line that comes once more at the end."""

    def damage(content: bytes) -> bytes:
        return content + change(content.split(b"\r\n")[number - 1]) + b"\r\n"

    return damage


# of a file of lines 2 to 5 under a totals line: what is told, each with how it begins, and whose outcome is taken
CORRUPTIONS: dict[str, tuple[Damage, list[str], str]] = {
    "cut off inside a line": (
        lambda content: content[:-25],
        ["文件：最后一行没有换行", "第5行：这一行只有"],
        "123",
    ),
    "cut off between two lines": (
        lambda content: b"\r\n".join(content.split(b"\r\n")[:3]) + b"\r\n",
        ["第1行“合计”：合计行写4笔，文件里有2笔", "第1行“合计”：合计行写4884.16元，各笔相加是2442.08元"],
        "12",
    ),
    "in another encoding": (
        lambda content: content.decode("gb18030").encode(),
        ["文件：文件的编码是 UTF-8，布局写的是 GB18030，已按文件的编码读"],
        EVERYBODY,
    ),
    "with a line twice": (twice(3), ["第6行：与第3行是同一笔", "第1行“合计”：合计行写4笔，文件里有5笔"], EVERYBODY),
    "with a line that nobody sent": (
        twice(2, with_cell(0, lambda _: "77")),
        ["第6行：这一批里没有这个序号，没有采用"],
        EVERYBODY,
    ),
    "with a wrong amount": (
        on_line(4, with_cell(3, lambda _: "1221.05")),
        ["第4行：金额1221.05元与报送的1221.04元不同，没有采用"],
        "124",
    ),
    "with a wrong account": (
        on_line(5, with_cell(1, lambda _: "9" * 16)),
        ["第5行：账号与报送的不同（尾号9999，"],
        "123",
    ),
    "with a column missing in a line": (
        on_line(2, lambda line: line.replace(b"|", b"", 1)),
        ["第2行：这一行只有8格，应有9格"],
        "234",
    ),
    "with rubbish in a line": (
        on_line(3, lambda line: line[:20] + b"\xff\xfe\x80" + line[20:]),
        ["第3行：这一行有损坏的字符（不是正确的 GB18030）"],
        "134",
    ),
    "with a NUL in a line": (
        on_line(3, lambda line: line[:4] + b"\0" + line[5:]),
        ["第3行：这一行有空字符（NUL）"],
        "134",
    ),
    "with a total that is another": (
        on_line(1, with_cell(1, lambda _: "9999.99")),
        ["第1行“合计”：合计行写9999.99元，各笔相加是4884.16元"],
        EVERYBODY,
    ),
    "with success and failure for one payment": (
        twice(3, with_cell(4, lambda _: "F")),
        ["第3行：同一笔写了成功又写失败（第3、6行），都没有采用", "第6行：同一笔写了成功又写失败（第3、6行）"],
        "134",
    ),
    "with a state that nobody knows": (
        on_line(4, with_cell(4, lambda _: "OK?")),
        ["第4行“处理状态”：“OK?”不在布局写的处理状态里，不知道是否付成"],
        "124",
    ),
    "with a day before the file was made": (
        on_line(5, with_cell(8, lambda _: "20260422")),
        ["第5行：交易日期2026-04-22早于这个文件的生成日2026-05-21，不是这一批的结果，没有采用"],
        "123",
    ),
}


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_each_bad_line_is_told_the_rest_taken_and_a_good_answer_completes_the_run(
    actor_of: ActorOf, cashier: Actor, file: BankFile, kind: str
) -> None:
    damage, words, good = CORRUPTIONS[kind]
    sound = said(lines_of(file), "SSSS")
    row = taken(cashier, file, damage(sound))
    for each in words:
        assert any(told.startswith(each) for told in row.faults), row.faults
    assert (row.succeeded, row.failed) == (len(good), 0)
    assert serials_in("success") == good
    books_hold(actor_of)
    run, whole = Run.objects.get(), good == EVERYBODY
    assert run.state == ("result_in" if whole else "issued")
    if whole:
        return
    file.refresh_from_db()
    rest = taken(cashier, file, sound)
    assert (rest.succeeded, rest.faults) == (PEOPLE - len(good), [])
    assert (serials_in("success"), serials_in("issued")) == (EVERYBODY, "")
    run.refresh_from_db()
    assert run.state == "result_in"
    books_hold(actor_of)


def without_a_column(content: bytes) -> bytes:
    """The whole file without its amounts."""
    lines = content.decode("gb18030").split("\r\n")
    kept = ["|".join(cell for place, cell in enumerate(line.split("|")) if place != 3) for line in lines]
    return "\r\n".join(kept).encode("gb18030")


REFUSED: dict[str, tuple[Damage, str]] = {
    "empty": (lambda _: b"", "文件是空的"),
    "a page instead of a file": (lambda _: b"<html><body>login</body></html>", "其实是网页"),
    "without a column": (without_a_column, "第2行：这一行只有8格，应有9格"),
    "of a month before": (lambda content: content.replace(b"20260522", b"20260422"), "第2行：交易日期2026-04-22早于"),
    "in UTF-16": (lambda content: content.decode("gb18030").encode("utf-16"), "UTF-16"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_without_a_good_line_is_refused_with_its_reason_and_changes_nothing(
    actor_of: ActorOf, cashier: Actor, file: BankFile, kind: str
) -> None:
    damage, words = REFUSED[kind]
    sound = said(lines_of(file), "SSSS")
    with pytest.raises(BadReturn, match=words):
        taken(cashier, file, damage(sound))
    assert not BankReturn.objects.exists()
    assert serials_in("issued") == EVERYBODY
    assert LogEntry.objects.filter(action="payroll.take_result", outcome="refused").exists()
    books_hold(actor_of)
    taken(cashier, file, sound)
    assert serials_in("success") == EVERYBODY
    books_hold(actor_of)


def test_the_answer_of_another_file_pays_nobody_though_people_and_amounts_are_the_same(
    actor_of: ActorOf, cashier: Actor
) -> None:
    settled_readings(actor_of)
    month_of(PEOPLE, APRIL)
    before = sent(actor_of, APRIL)
    answer = said(lines_of(before), "SSSS")
    taken(cashier, before, answer)
    for number in range(PEOPLE):
        reported(village(number), MAY, NOW, 0)
    file = sent(actor_of)
    assert [line.amount for line in lines_of(file)] == [line.amount for line in lines_of(before)]
    with pytest.raises(BadReturn, match=f"第2行：这个流水号已经登记在银行文件{before.number}号，没有采用"):
        taken(cashier, file, answer)
    assert set(Payment.objects.filter(slip__month=MAY).values_list("state", flat=True)) == {"issued"}
    taken(cashier, file, said(lines_of(file), "SSSS"))
    assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}
    books_hold(actor_of)
    books_hold(actor_of, APRIL)


UNMARKED = """
name = "没有日期和流水号的"
[file]
kind = "txt"
name = "A{batch}.txt"
separator = "|"
header = false
[[file.fields]]
take = "account"
[[file.fields]]
take = "name"
[[file.fields]]
take = "amount"
[return]
kind = "txt"
separator = "|"
width = 3
[return.columns]
account = 1
amount = 2
status = 3
[return.status]
success = ["成功"]
failure = ["失败"]
"""


def unmarked(lines: Sequence[BankLine], last: str = "成功") -> bytes:
    """An answer that tells neither a day nor the bank's number of a transfer."""
    said = [*["成功"] * (len(lines) - 1), last]
    rows = [
        f"{line.account}|{line.amount // 100}.{line.amount % 100:02d}|{word}\r\n"
        for line, word in zip(lines, said, strict=True)
    ]
    return "".join(rows).encode("gb18030")


def test_an_answer_that_does_not_say_of_which_month_it_is_waits_for_a_second_person(
    actor_of: ActorOf, cashier: Actor, client_of: ClientOf
) -> None:
    settled_readings(actor_of)
    save_layout(actor=actor_of("company_clerk"), code="plain", text=UNMARKED, now=NOW)
    month_of(PEOPLE, APRIL)
    before = sent(actor_of, APRIL, "plain")
    assert taken(cashier, before, unmarked(lines_of(before))).state == "taken"
    for number in range(PEOPLE):
        reported(village(number), MAY, NOW, 0)
    file = sent(actor_of, MAY, "plain")
    row = taken(cashier, file, unmarked(lines_of(file)))
    assert (row.state, row.alike) == ("waiting", [before.number])
    assert set(Payment.objects.filter(slip__month=MAY).values_list("state", flat=True)) == {"issued"}
    with pytest.raises(BadReturn, match="已经上传过"):
        taken(cashier, file, unmarked(lines_of(file)))
    approver = client_of("company_approver")
    assert "核对回盘是哪一批的" in approver.get("/").content.decode()
    assert "看不出是哪一批的结果" in approver.get(reverse("payroll:bank_file", args=[file.pk])).content.decode()
    assert "一个字节也不差" in approver.get(reverse("payroll:decide_result", args=[row.pk])).content.decode()
    with pytest.raises(Refusal, match="怎么核对的"):
        decide_result(actor=actor_of("company_approver"), row=row, version=row.version, agree=True, reason=" ", now=NOW)
    posted(approver, "payroll:decide_result", row.pk, agree="yes", reason="网银批次号对过")
    file.refresh_from_db()
    assert (file.state, serials_in("success")) == ("answered", EVERYBODY)
    run = file.run
    assert run is not None
    assert (run.state, run.result_by_id) == ("result_in", cashier.user_id)
    books_hold(actor_of)


def test_an_answer_with_something_that_no_other_file_has_needs_no_second_person(
    actor_of: ActorOf, cashier: Actor
) -> None:
    settled_readings(actor_of)
    save_layout(actor=actor_of("company_clerk"), code="plain", text=UNMARKED, now=NOW)
    month_of(PEOPLE, APRIL)
    before = sent(actor_of, APRIL, "plain")
    taken(cashier, before, unmarked(lines_of(before)))
    for number in range(PEOPLE):
        reported(village(number), MAY, NOW, 1 if number == 0 else 0)
    file = sent(actor_of, MAY, "plain")
    with pytest.raises(BadReturn, match="没有采用"):
        taken(cashier, file, unmarked(lines_of(before)[:1]))
    assert taken(cashier, file, unmarked(lines_of(file), "失败")).state == "taken"
    last = lines_of(file)[-1:]
    rest = issue_again(
        actor=cashier, county=county(), payments=[last[0].payment], layout="plain", today=TODAY, now=NOW
    )[0]
    doubted = taken(cashier, rest, unmarked(lines_of(rest), "失败"))
    assert (doubted.state, doubted.alike) == ("waiting", [file.number])
    dropped = decide_result(
        actor=actor_of("company_approver"), row=doubted, version=1, agree=False, reason="是上一次的", now=NOW
    )
    assert dropped.state == "dropped"
    rest.refresh_from_db()
    assert taken(cashier, rest, unmarked(lines_of(rest), "失败")).state == "waiting"


def test_a_day_that_has_not_come_is_not_believed(cashier: Actor, file: BankFile) -> None:
    row = taken(cashier, file, on_line(2, with_cell(8, lambda _: "20270522"))(said(lines_of(file), "SSSS")))
    assert row.faults == ["第2行：交易日期2027-05-22还没有到，没有采用，请核对布局里的日期写法，或问银行"]
    assert serials_in("success") == "234"


def test_what_was_taken_once_is_not_turned_round_by_a_later_file(
    actor_of: ActorOf, cashier: Actor, file: BankFile
) -> None:
    taken(cashier, file, said(lines_of(file), "SFPP"))
    file.refresh_from_db()
    row = taken(cashier, file, said(lines_of(file), "FSSF"))
    assert row.faults == [
        "第2行：这一笔以前的回盘登记为成功，这里写失败，没有采用，请问银行",
        "第3行：这一笔以前的回盘登记为失败，这里写成功，没有采用，请问银行",
    ]
    assert (serials_in("success"), serials_in("failure")) == ("13", "24")
    books_hold(actor_of)


def test_rubbish_without_end_is_told_to_a_bound(cashier: Actor, file: BankFile) -> None:
    row = taken(cashier, file, said(lines_of(file), "SSSS") + b"x|y\r\n" * (MOST_TOLD * 2))
    assert row.succeeded == PEOPLE
    assert len(row.faults) == MOST_TOLD + 1
    assert row.faults[-1].startswith("还有")


def test_no_fault_tells_a_whole_account_or_a_name(cashier: Actor, file: BankFile) -> None:
    lines = lines_of(file)
    content = said(lines, "SSSS").replace(lines[0].account.encode(), b"8" * 16).replace(b"|S|", b"|?|", 1)
    row = taken(cashier, file, on_line(3, with_cell(3, lambda _: "1"))(content))
    told = "".join(row.faults)
    assert not any(line.account in told or line.name in told for line in lines)
