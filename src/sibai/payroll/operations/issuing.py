"""Money has come, the bank's file goes out: once for each payment, and again only for what the bank refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models
from django.db.models import Max

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.documents.checking import Checked
from sibai.documents.operations.keeping import keep_content
from sibai.employment.operations.steps import check_at, step
from sibai.payroll.bank.proving import proof
from sibai.payroll.bank.rows import Head, Row
from sibai.payroll.bank.writing import BankFile as WrittenFile
from sibai.payroll.bank.writing import write
from sibai.payroll.models import BankFile, BankLine, Payment, Run
from sibai.payroll.operations.preparing import AT_ONCE
from sibai.payroll.operations.wording import in_yuan
from sibai.payroll.queries.layouts import layout_of
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.places.queries.parties import party_of

KIND = "bank_file"
PURPOSE = "工资"
OPAQUE = "bytes"
"""As which kind the vault keeps what only a bank reads."""


class NothingToIssue(Refusal):
    """No payment waits for the bank."""


class NotWritable(Refusal):
    """Rows that the layout cannot carry as they are."""

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


@act("payroll.issue")
def issue(*, actor: Actor, run: Run, version: int, layout: str, today: date, now: datetime) -> Run:
    """Make the bank's files of a run: each payment stands in one line. NotWritable leaves everything as it was."""
    check_at(run, version, ("funded",))
    actor.must_differ_from(run.prepared_by_id, run.approved_by_id)
    payments = list(_waiting().filter(slip__run=run, state="due"))
    files = _send(actor, run.county, payments, layout, run=run, month=run.month, today=today, now=now)
    step(run, version, after=("funded",), to="issued", issued_by_id=actor.user_id, issued_at=now)
    record(actor, run, at=now, facts=_told(files))
    return run


@act("payroll.issue_again")
def issue_again(
    *, actor: Actor, county: Place, payments: Sequence[Payment], layout: str, today: date, now: datetime
) -> list[BankFile]:
    """Send again what the bank refused, to the accounts as they are now. NothingToIssue, NotWritable, SamePerson."""
    chosen = list(_waiting().filter(pk__in=[each.pk for each in payments], state="failed"))
    if not chosen:
        raise NothingToIssue("没有要重发的款项。")
    for each in chosen:
        actor.must_differ_from(each.slip.run.prepared_by_id, each.slip.run.approved_by_id)
    files = _send(actor, county, chosen, layout, run=None, month=chosen[0].slip.month, today=today, now=now)
    record(actor, files[0], at=now, facts=_told(files))
    return files


def _waiting() -> models.QuerySet[Payment]:
    rows = Payment.objects.select_related("person", "slip__run")
    rows = rows.defer("slip__facts", "slip__run__law", "person__phone", "person__address")
    return rows.order_by("village_id", "slip__month", "pk")


def _send(
    actor: Actor,
    county: Place,
    payments: Sequence[Payment],
    layout: str,
    *,
    run: Run | None,
    month: date,
    today: date,
    now: datetime,
) -> list[BankFile]:
    """Write the files and lines, and mark the payments; nothing of it where one row cannot be written."""
    if not payments:
        raise NothingToIssue("没有要发的款项。")
    used = layout_of(layout)
    last = BankFile.objects.filter(county=county).aggregate(last=Max("number"))["last"] or 0
    payer = party_of("agent_company", str(county.pk), today)
    head = Head(month, today, str(last + 1), payer.account, payer.name)
    rows = {str(serial): _row(serial, each) for serial, each in enumerate(payments, 1)}
    written = write(used, head, list(rows.values()))
    if written.refused:
        raise NotWritable("；".join(str(fault) for fault in written.refused[:20]) + "。没有生成文件。")
    by_serial = dict(zip(rows, payments, strict=True))
    files = []
    for number, content in enumerate(written.files, last + 1):
        wrong = proof(used, content, [rows[serial] for serial in content.serials])
        if wrong:
            raise NotWritable("；".join(wrong[:20]) + "。没有生成文件。")
        files.append(_kept(actor, county, run, number, layout, content, now))
        lines = [_line(files[-1], serial, by_serial[serial], rows[serial]) for serial in content.serials]
        BankLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    moved = Payment.objects.filter(pk__in=[each.pk for each in payments], state__in=("due", "failed"))
    if moved.update(state="issued", failure="") != len(payments):
        raise Overtaken("有的款项刚才已由别人发出，请刷新后再看。")
    return files


def _row(serial: int, payment: Payment) -> Row:
    person = payment.person
    purpose = f"{payment.slip.month.year}年{payment.slip.month.month}月{PURPOSE}"
    return Row(str(serial), person.card, person.name, payment.amount, person.id_number, purpose)


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


def _told(files: Sequence[BankFile]) -> dict[str, object]:
    return {
        "files": len(files),
        "count": sum(file.count for file in files),
        "total": in_yuan(sum(file.total for file in files)),
        "sha256": [file.sha256 for file in files],
    }
