"""From the approved run to the bank's answer: nobody counts as paid without it, nothing goes out twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from sibai.audit.refusals import Overtaken, Refusal, SamePerson
from sibai.documents import vault
from sibai.employment.operations.steps import WrongState
from sibai.months.models import Deed
from sibai.months.queries.standing import is_closed
from sibai.payroll.bank import old_excel
from sibai.payroll.bank.loading import shipped_text
from sibai.payroll.models import BankFile, BankLine, BankReturn, Hold, Payment, Run
from sibai.payroll.operations.answering import BadReturn, close, take_result
from sibai.payroll.operations.approving import approve, check
from sibai.payroll.operations.issuing import NothingToIssue, NotWritable, fund, issue, issue_again
from sibai.payroll.operations.laying_out import save_layout
from sibai.payroll.operations.preparing import prepare
from sibai.people.actor import Actor
from sibai.people.models import CardChange, Person
from tests.payroll.made import MAY, county, month_of, settled_readings
from tests.web_fixtures import NOW, TODAY

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
LAYOUT = "counter-txt"
ANSWERED = date(2026, 5, 22)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cashier(actor_of: ActorOf) -> Actor:
    return actor_of("company_cashier")


def approved(actor_of: ActorOf, people: int = 2) -> Run:
    settled_readings(actor_of)
    month_of(people)
    run = prepare(actor=actor_of("company_clerk"), county=county(), month=MAY, today=TODAY, now=NOW)
    check(actor=actor_of("county_clerk"), run=run, version=run.version, now=NOW)
    approve(actor=actor_of("company_approver"), run=run, version=run.version, now=NOW)
    return run


def issued(actor_of: ActorOf, people: int = 2) -> BankFile:
    run, cashier = approved(actor_of, people), actor_of("company_cashier")
    fund(actor=cashier, run=run, version=run.version, arrived_on=TODAY, today=TODAY, now=NOW)
    issue(actor=cashier, run=run, version=run.version, layout=LAYOUT, today=TODAY, now=NOW)
    return run.bank_files.get()


def said(lines: Sequence[BankLine], words: Sequence[str], day: date = ANSWERED) -> bytes:
    """What the bank writes: a totals line, then each line with S, F or P."""
    why = {"F": "E01|户名不符"}
    rows = [
        f"{line.serial}|{line.account}|{line.name}|{line.amount // 100}.{line.amount % 100:02d}|{word}|"
        f"{why.get(word, '|')}|B{line.file.number}-{line.serial}|{day:%Y%m%d}"
        for line, word in zip(lines, words, strict=True)
    ]
    total = sum(line.amount for line in lines)
    head = f"{len(rows)}|{total // 100}.{total % 100:02d}|||||||"
    return ("\r\n".join([head, *rows]) + "\r\n").encode("gb18030")


def lines_of(file: BankFile) -> list[BankLine]:
    return list(file.lines.order_by("serial"))


def taken(cashier: Actor, file: BankFile, content: bytes) -> BankReturn:
    return take_result(actor=cashier, bank_file=file, version=file.version, content=content, today=ANSWERED, now=NOW)


def test_the_file_holds_each_payment_once_with_its_totals(actor_of: ActorOf) -> None:
    file = issued(actor_of, 3)
    assert (file.count, file.total, file.run and file.run.state) == (3, 3 * 122_104, "issued")
    content = vault.get(file.file_id).decode("gb18030")
    assert content.splitlines()[0].startswith("3|3663.12|")
    assert all(line.account in content and line.name in content for line in lines_of(file))
    assert set(Payment.objects.values_list("state", flat=True)) == {"issued"}


def test_a_whole_answer_pays_everybody_and_the_run_closes(actor_of: ActorOf, cashier: Actor) -> None:
    file = issued(actor_of)
    taken(cashier, file, said(lines_of(file), "SS"))
    run = Run.objects.get()
    assert run.state == "result_in"
    assert set(Payment.objects.values_list("state", "paid_on")) == {("paid", date(2026, 5, 22))}
    assert Deed.objects.get(kind="pay").timing == "提前"
    close(actor=actor_of("company_approver"), run=run, version=run.version, now=NOW)
    assert is_closed(MAY)


def test_a_refused_line_is_sent_again_and_no_other(actor_of: ActorOf, cashier: Actor) -> None:
    file = issued(actor_of)
    taken(cashier, file, said(lines_of(file), "SF"))
    failed = Payment.objects.get(state="failed")
    assert failed.failure == "户名不符"
    again = issue_again(
        actor=cashier, county=county(), payments=list(Payment.objects.all()), layout=LAYOUT, today=TODAY, now=NOW
    )
    assert [(each.count, each.total) for each in again] == [(1, failed.amount)]
    taken(cashier, again[0], said(lines_of(again[0]), "S"))
    assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}
    with pytest.raises(NothingToIssue):
        issue_again(
            actor=cashier, county=county(), payments=list(Payment.objects.all()), layout=LAYOUT, today=TODAY, now=NOW
        )


def test_a_line_without_an_answer_stays_open_and_is_not_sent_again(actor_of: ActorOf, cashier: Actor) -> None:
    file = issued(actor_of)
    first, second = lines_of(file)
    taken(cashier, file, said([first, second], "SP"))
    assert Run.objects.get().state == "issued"
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["issued", "paid"]
    with pytest.raises(NothingToIssue):
        issue_again(
            actor=cashier, county=county(), payments=list(Payment.objects.all()), layout=LAYOUT, today=TODAY, now=NOW
        )
    file.refresh_from_db()
    taken(cashier, file, said([second], "S"))
    assert Run.objects.get().state == "result_in"


def test_bad_lines_are_told_and_stop_no_good_ones(actor_of: ActorOf, cashier: Actor) -> None:
    file = issued(actor_of, 3)
    first, second, third = lines_of(file)
    second.amount += 1
    third.account = "9" * 16
    row = taken(cashier, file, said([first, second, third, first], "SSSS"))
    assert (row.succeeded, row.failed) == (1, 0)
    told = "".join(row.faults)
    assert "金额" in told
    assert "账号" in told
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["issued", "issued", "paid"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"not a bank's answer", "<html>".encode("utf-16")])
def test_a_file_that_says_nothing_changes_nothing(actor_of: ActorOf, cashier: Actor, content: bytes) -> None:
    file = issued(actor_of)
    with pytest.raises(BadReturn):
        taken(cashier, file, content)
    assert set(BankLine.objects.values_list("state", flat=True)) == {"issued"}


def test_the_same_answer_is_taken_once(actor_of: ActorOf, cashier: Actor) -> None:
    file = issued(actor_of)
    content = said(lines_of(file), "SP")
    taken(cashier, file, content)
    file.refresh_from_db()
    with pytest.raises(BadReturn, match="已经上传过"):
        taken(cashier, file, content)


def test_who_approves_does_not_pay(actor_of: ActorOf) -> None:
    run = approved(actor_of)
    approver = actor_of("company_approver")
    same = Actor(approver.user_id, approver.account, approver.user_name, "company_cashier", approver.place_code)
    with pytest.raises(SamePerson):
        fund(actor=same, run=run, version=run.version, arrived_on=TODAY, today=TODAY, now=NOW)


def test_a_file_is_issued_once_however_often_it_is_clicked(actor_of: ActorOf, cashier: Actor) -> None:
    file = issued(actor_of)
    run = Run.objects.get()
    with pytest.raises((WrongState, Overtaken)):
        issue(actor=cashier, run=run, version=run.version, layout=LAYOUT, today=TODAY, now=NOW)
    line = lines_of(file)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        BankLine.objects.create(file=file, payment=line.payment, serial=99, amount=line.amount)


def test_money_cannot_have_come_tomorrow(actor_of: ActorOf, cashier: Actor) -> None:
    run = approved(actor_of)
    with pytest.raises(Refusal, match="不能晚于今天"):
        fund(actor=cashier, run=run, version=run.version, arrived_on=date(2026, 5, 22), today=TODAY, now=NOW)


def funded(actor_of: ActorOf, people: int = 2) -> Run:
    run = approved(actor_of, people)
    return fund(actor=actor_of("company_cashier"), run=run, version=run.version, arrived_on=TODAY, today=TODAY, now=NOW)


def sent_by(cashier: Actor, run: Run, layout: str = LAYOUT) -> BankFile:
    issue(actor=cashier, run=run, version=run.version, layout=layout, today=TODAY, now=NOW)
    return run.bank_files.get()


def test_a_name_that_the_file_cannot_carry_and_a_hold_keep_back_those_two_and_nobody_else(
    actor_of: ActorOf, cashier: Actor, client_of: ClientOf
) -> None:
    run = funded(actor_of, 4)
    strange, held, *_ = [each.person for each in Payment.objects.select_related("person").order_by("village_id")]
    Person.objects.filter(pk=strange.pk).update(name="张|三")
    hold = Hold.objects.create(
        person=held, village_id=held.village_id, since=MAY, state="held", reason="x", proposed_at=NOW
    )
    file = sent_by(cashier, run)
    assert (file.count, file.total, [line.serial for line in lines_of(file)]) == (2, 2 * 122_104, [1, 2])
    said_of = dict(Payment.objects.filter(state="failed").values_list("person_id", "failure"))
    assert said_of[held.pk] == "已决定暂缓发放，恢复以后再重发"
    assert said_of[strange.pk].startswith("没有写进银行文件：“户名”有分隔符“|”")
    page = client_of("company_cashier").get(reverse("payroll:run", args=[run.pk])).content.decode()
    assert "2笔没有发成" in page
    taken(cashier, file, said(lines_of(file), "SS"))
    assert Run.objects.get().state == "result_in"
    again = {"actor": cashier, "county": county(), "layout": LAYOUT, "today": TODAY, "now": NOW}
    with pytest.raises(NotWritable, match=r"已决定暂缓发放.*没有生成文件"):
        issue_again(payments=list(Payment.objects.all()), **again)
    Person.objects.filter(pk=strange.pk).update(name="张三")
    change = CardChange.objects.create(person=strange, card="9990000000000000123", entered_at=NOW)
    with pytest.raises(NotWritable, match="新的银行账号还没有由另一人核对"):
        issue_again(payments=list(Payment.objects.all()), **again)
    CardChange.objects.filter(pk=change.pk).update(state="confirmed")
    assert [each.count for each in issue_again(payments=list(Payment.objects.all()), **again)] == [1]
    Hold.objects.filter(pk=hold.pk).update(state="released")
    assert [each.count for each in issue_again(payments=list(Payment.objects.all()), **again)] == [1]


def test_a_run_in_which_nobody_gets_anything_goes_on_without_a_file(actor_of: ActorOf, cashier: Actor) -> None:
    run = funded(actor_of)
    Payment.objects.all().delete()
    issue(actor=cashier, run=run, version=run.version, layout=LAYOUT, today=TODAY, now=NOW)
    assert (run.state, BankFile.objects.count()) == ("result_in", 0)
    close(actor=actor_of("company_approver"), run=run, version=run.version, now=NOW)


def test_a_bank_that_takes_only_old_excel_gets_it_or_the_cashier_is_told_what_to_do(
    actor_of: ActorOf, cashier: Actor, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = shipped_text("rural-excel").replace('kind = "xlsx"', 'kind = "xls"').replace(".xlsx", ".xls")
    save_layout(actor=actor_of("company_clerk"), code="old", text=text, now=NOW)
    run = funded(actor_of)
    monkeypatch.setattr(old_excel, "_program", lambda: None)
    with pytest.raises(NotWritable, match=r"没有装 LibreOffice.*改成 xlsx.*没有生成文件"):
        sent_by(cashier, run, "old")
    assert Run.objects.get().state == "funded"
    assert "没有装 LibreOffice" in client_of("company_clerk").get(reverse("payroll:layouts")).content.decode()
    assert (
        "现在写不出 .xls" in client_of("company_cashier").get(reverse("payroll:issue", args=[run.pk])).content.decode()
    )

    def convert(contents: Sequence[bytes]) -> list[bytes]:
        assert not connection.in_atomic_block or len(connection.savepoint_ids) == outside
        ran.append(len(contents))
        return [*contents]

    ran: list[int] = []
    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(old_excel, "old_workbooks", convert)
    file = sent_by(cashier, Run.objects.get(), "old")
    assert (ran, file.count) == ([1], 2)
