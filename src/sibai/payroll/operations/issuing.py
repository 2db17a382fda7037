"""Money has come, the bank's file goes out: once for each payment, and again only for what the bank refused."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.db import models
from django.db.models import Max

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.documents.checking import Checked
from sibai.documents.operations.keeping import keep_content
from sibai.employment.operations.steps import check_at, step
from sibai.measure.dates import month_first
from sibai.payroll.bank.layout import Kind, Layout
from sibai.payroll.bank.old_excel import Ahead, NoOldExcel
from sibai.payroll.bank.proving import proof
from sibai.payroll.bank.rows import Head, Row
from sibai.payroll.bank.writing import BankFile as WrittenFile
from sibai.payroll.bank.writing import Written, check, write
from sibai.payroll.models import BankFile, BankLine, Hold, Payment, Run
from sibai.payroll.operations.preparing import AT_ONCE
from sibai.payroll.operations.wording import in_yuan
from sibai.payroll.queries.layouts import layout_of
from sibai.people.actor import Actor
from sibai.people.models import CardChange
from sibai.people.models.card_change import WAITING
from sibai.places.models import Place
from sibai.places.queries.parties import party_of

KIND = "bank_file"
PURPOSE = "工资"
OPAQUE = "bytes"
"""As which kind the vault keeps what only a bank reads."""

COMPARED = "新的银行账号还没有由另一人核对，核对以后再重发"
HELD = "已决定暂缓发放，恢复以后再重发"
MOST_TOLD = 20
"""Rows that a refusal names."""

LONGEST_REASON = 80
"""Signs that a payment keeps of why it failed."""


class NothingToIssue(Refusal):
    """No payment waits for the bank."""


class NotWritable(Refusal):
    """A file that cannot be made, or rows that the layout cannot carry, all of them."""

    field = "layout"


@act("payroll.fund")
def fund(*, actor: Actor, run: Run, version: int, arrived_on: date, today: date, now: datetime) -> Run:
    """The cashier confirms that the money of a run is on the company's account. SamePerson, Refusal."""
    check_at(run, version, ("approved",))
    actor.must_differ_from(run.approved_by_id)
    if arrived_on > today:
        raise Refusal("到账日不能晚于今天。", field="arrived_on")
    step(run, version, after=("approved",), to="funded", funded_by_id=actor.user_id, funded_at=now)
    record(actor, run, at=now, facts={"arrived_on": arrived_on, "payable": in_yuan(run.payable)})
    return run


def issue(*, actor: Actor, run: Run, version: int, layout: str, today: date, now: datetime) -> Run:
    """Make the bank's files of a run: each payment stands in one line. NotWritable leaves everything as it was.

    What needs a program of its own (`.xls`) is made before the books are locked, and only found again inside.
    """
    ahead = Ahead()
    if actor.may("payroll.issue") and run.state == "funded":
        _make_ahead(ahead, run.county, list(_due(run)), layout, run.month, today)
    done: Run = _issue(actor=actor, run=run, version=version, layout=layout, ahead=ahead, today=today, now=now)
    return done


@act("payroll.issue")
def _issue(*, actor: Actor, run: Run, version: int, layout: str, ahead: Ahead, today: date, now: datetime) -> Run:
    check_at(run, version, ("funded",))
    actor.must_differ_from(run.prepared_by_id, run.approved_by_id)
    payments = list(_due(run))
    if not payments:  # nobody has anything to get: there is no file and no answer to wait for
        step(run, version, after=("funded",), to="result_in", issued_by_id=actor.user_id, issued_at=now)
        record(actor, run, at=now, facts=_told([], 0))
        return run
    batch = _batch(run.county, payments, layout, run.month, today)
    files = _send(actor, run.county, batch, ahead, run=run, now=now)
    step(run, version, after=("funded",), to="issued", issued_by_id=actor.user_id, issued_at=now)
    record(actor, run, at=now, facts=_told(files, len(batch.kept_back)))
    return run


def issue_again(
    *, actor: Actor, county: Place, payments: Sequence[Payment], layout: str, today: date, now: datetime
) -> list[BankFile]:
    """Send again what the bank refused, to the accounts as they are now. NothingToIssue, NotWritable, SamePerson."""
    ahead = Ahead()
    if actor.may("payroll.issue_again"):
        chosen = list(_refused(payments))
        _make_ahead(ahead, county, chosen, layout, chosen[0].slip.month if chosen else month_first(today), today)
    done: list[BankFile] = _issue_again(
        actor=actor, county=county, payments=payments, layout=layout, ahead=ahead, today=today, now=now
    )
    return done


@act("payroll.issue_again")
def _issue_again(
    *,
    actor: Actor,
    county: Place,
    payments: Sequence[Payment],
    layout: str,
    ahead: Ahead,
    today: date,
    now: datetime,
) -> list[BankFile]:
    chosen = list(_refused(payments))
    if not chosen:
        raise NothingToIssue("没有要重发的款项。")
    for each in chosen:
        actor.must_differ_from(each.slip.run.prepared_by_id, each.slip.run.approved_by_id)
    batch = _batch(county, chosen, layout, chosen[0].slip.month, today)
    files = _send(actor, county, batch, ahead, run=None, now=now)
    record(actor, files[0], at=now, facts=_told(files, len(batch.kept_back)))
    return files


def _waiting() -> models.QuerySet[Payment]:
    rows = Payment.objects.select_related("person", "village", "slip__run")
    rows = rows.defer("slip__facts", "slip__run__law", "person__phone", "person__address")
    return rows.order_by("village_id", "slip__month", "pk")


def _due(run: Run) -> models.QuerySet[Payment]:
    return _waiting().filter(slip__run=run, state="due")


def _refused(payments: Sequence[Payment]) -> models.QuerySet[Payment]:
    return _waiting().filter(pk__in=[each.pk for each in payments], state="failed")


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes out together: rows by serial, whose they are, and who stays behind alone with the words why."""

    layout: Layout
    head: Head
    rows: dict[str, Row]
    by_serial: dict[str, Payment]
    kept_back: list[tuple[Payment, str]]

    @property
    def first(self) -> int:
        """The number of its first file."""
        return int(self.head.batch)


def _batch(county: Place, payments: Sequence[Payment], layout: str, month: date, today: date) -> Batch:
    """Everybody whom neither a hold nor a sign that the file cannot carry keeps back. UnknownLayout, NotWritable."""
    used = layout_of(layout)
    last = BankFile.objects.filter(county=county).aggregate(last=Max("number"))["last"] or 0
    payer = party_of("agent_company", str(county.pk), today)
    head = Head(month, today, str(last + 1), payer.account, payer.name)
    free, kept_back = _without_held(payments)
    tried = {str(serial): each for serial, each in enumerate(free, 1)}
    faults: dict[str, str] = {}
    for fault in check(used, head, [_row(serial, each) for serial, each in tried.items()]):
        faults.setdefault(fault.serial, f"没有写进银行文件：“{fault.field}”{fault.message}")
    kept_back += [(tried[serial], words) for serial, words in faults.items()]
    going = [each for serial, each in tried.items() if serial not in faults]
    by_serial = {str(serial): each for serial, each in enumerate(going, 1)}
    if not by_serial:
        told = "；".join(f"{each.village.short_name}的款{words}" for each, words in kept_back[:MOST_TOLD])
        raise NotWritable(f"{told}。没有生成文件。")
    rows = {serial: _row(serial, each) for serial, each in by_serial.items()}
    return Batch(used, head, rows, by_serial, kept_back)


def _without_held(payments: Sequence[Payment]) -> tuple[list[Payment], list[tuple[Payment, str]]]:
    """Payments of people whose pay was held after they were approved stay behind until it is released; and what the

    bank refused, while another account of the person waits to be compared.
    """
    rows = Hold.objects.filter(state="held", person__in=[each.person_id for each in payments])
    since = dict(rows.values_list("person_id", "since"))
    again = [each.person_id for each in payments if each.state == "failed"]
    compared = set(CardChange.objects.filter(state=WAITING, person__in=again).values_list("person_id", flat=True))
    free, kept_back = [], []
    for each in payments:
        if each.person_id in since and since[each.person_id] <= each.slip.month:
            kept_back.append((each, HELD))
        elif each.person_id in compared:
            kept_back.append((each, COMPARED))
        else:
            free.append(each)
    return free, kept_back


def _make_ahead(
    ahead: Ahead, county: Place, payments: Sequence[Payment], layout: str, month: date, today: date
) -> None:
    """Have the program make what the act will want; whatever is wrong is found by the act again, and told by it."""
    with suppress(Refusal, ValueError):
        if layout_of(layout).file.kind is Kind.XLS:
            batch = _batch(county, payments, layout, month, today)
            write(batch.layout, batch.head, list(batch.rows.values()), ahead.make)


def _written(batch: Batch, ahead: Ahead) -> Written:
    """The files of a batch, each looked at once more. NotWritable."""
    rows = list(batch.rows.values())
    try:
        written = write(batch.layout, batch.head, rows, ahead.take)
    except (ValueError, NoOldExcel) as error:
        raise NotWritable(f"{str(error).rstrip('。')}。没有生成文件。") from error
    if written.refused:
        raise NotWritable("；".join(str(fault) for fault in written.refused[:MOST_TOLD]) + "。没有生成文件。")
    for file in written.files:
        wrong = proof(batch.layout, file, [batch.rows[serial] for serial in file.serials])
        if wrong:
            raise NotWritable("；".join(wrong[:MOST_TOLD]) + "。没有生成文件。")
    return written


def _send(actor: Actor, county: Place, batch: Batch, ahead: Ahead, *, run: Run | None, now: datetime) -> list[BankFile]:
    """Keep the files and lines, and mark the payments; who is kept back waits in the queue, and nobody else does."""
    files = []
    for number, made in enumerate(_written(batch, ahead).files, batch.first):
        files.append(_kept(actor, county, run, number, batch.layout.code, made, now))
        lines = [_line(files[-1], serial, batch.by_serial[serial], batch.rows[serial]) for serial in made.serials]
        BankLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    sent = [each.pk for each in batch.by_serial.values()]
    _move(sent, state="issued", failure="")
    for words, rows in groupby(sorted(batch.kept_back, key=itemgetter(1)), key=itemgetter(1)):
        _move([each.pk for each, _ in rows], state="failed", failure=words[:LONGEST_REASON])
    return files


def _move(keys: Sequence[UUID], **to: str) -> None:
    waiting = Payment.objects.filter(pk__in=keys, state__in=("due", "failed"))
    if waiting.update(**to) != len(keys):
        raise Overtaken("有的款项刚才已由别人发出，请刷新后再看。")


def _row(serial: str, payment: Payment) -> Row:
    person = payment.person
    purpose = f"{payment.slip.month.year}年{payment.slip.month.month}月{PURPOSE}"
    return Row(serial, person.card, person.name, payment.amount, person.id_number, purpose)


def _line(file: BankFile, serial: str, payment: Payment, row: Row) -> BankLine:
    return BankLine(
        file=file, payment=payment, serial=int(serial), amount=row.amount, name=row.name, account=row.account
    )


def _kept(
    actor: Actor, county: Place, run: Run | None, number: int, layout: str, made: WrittenFile, now: datetime
) -> BankFile:
    checked = Checked(made.content, OPAQUE, made.name, made.sha256)
    stored = keep_content(actor, checked, place_code=str(county.pk), kind=KIND, now=now)
    return BankFile.objects.create(
        county=county,
        run=run,
        number=number,
        layout=layout,
        file=stored,
        name=made.name,
        count=made.count,
        total=made.total,
        sha256=made.sha256,
        issued_by_id=actor.user_id,
        issued_at=now,
    )


def _told(files: Sequence[BankFile], kept_back: int) -> dict[str, object]:
    return {
        **({"kept_back": f"，{kept_back}笔没有写进文件，留在待重发"} if kept_back else {}),
        "files": len(files),
        "count": sum(file.count for file in files),
        "total": in_yuan(sum(file.total for file in files)),
        "sha256": [file.sha256 for file in files],
    }
