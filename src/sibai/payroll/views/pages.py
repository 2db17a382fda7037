"""The pages of the room: months, readiness, a run, a payslip, a bank file, the queue, one's own payslips."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.attendance.queries.month import month_of
from sibai.documents.answers import download
from sibai.documents.sheets import workbook
from sibai.payroll.operations import handing_out
from sibai.payroll.queries import bank_pages, months_page, run_page, sheet, slip_page
from sibai.payroll.queries.case_pages import tabs
from sibai.payroll.queries.ready_page import ready_page
from sibai.people.pages import found, page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only


@only("GET")
def months(request: HttpRequest) -> HttpResponse:
    """All runs."""
    today, _ = clock()
    actor = actor_of(request)
    context = {
        "listing": months_page.run_list(actor, request.GET).shown(),
        "starts": months_page.starts(actor, today),
        "left_behind": months_page.left_behind(actor),
        "failed": months_page.queue_size(actor),
        "tabs": tabs(actor, "months"),
    }
    return page(request, "payroll/months.html", context)


@only("GET")
def ready(request: HttpRequest, month: str) -> HttpResponse:
    """What is in the way of a month."""
    first = month_of(month)
    today, _ = clock()
    if first is None or first > today:
        raise Http404
    shown = ready_page(actor_of(request), first, today.replace(day=1))
    return page(request, "payroll/ready.html", {"shown": shown, "words": months_page.words(first)})


@only("GET")
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One run."""
    actor = actor_of(request)
    shown = run_page.run_page(found(run_page.runs(actor), pk=pk), actor, request.GET)
    return page(request, "payroll/run.html", {"shown": shown})


@only("GET")
def export_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The wage sheet as a workbook."""
    _, now = clock()
    actor = actor_of(request)
    row = found(run_page.runs(actor), pk=pk)
    columns, rows, totals = sheet.rows_of(row)
    handing_out.export_run(actor=actor, run=row, now=now)
    notes = sheet.notes_of(row)
    content = workbook(row.label, columns, rows, by=actor.user_name, at=now, totals=totals, notes=notes)
    return download(content, row.label, "xlsx")


@only("GET")
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One payslip."""
    actor = actor_of(request)
    shown = slip_page.slip_page(found(slip_page.slips(actor), pk=pk), actor)
    return page(request, "payroll/slip.html", {"shown": shown})


@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """A coordinator's own payslips."""
    listing = slip_page.my_slips(actor_of(request))
    return page(request, "web/listing.html", {"title": "我的工资", "listing": listing})


@only("GET")
def bank_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One bank file."""
    actor = actor_of(request)
    shown = bank_pages.file_page(found(bank_pages.bank_files(actor), pk=pk), actor, request.GET)
    return page(request, "payroll/bank_file.html", {"shown": shown})


@only("GET")
def download_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A bank file as it goes to the bank."""
    _, now = clock()
    actor = actor_of(request)
    row = found(bank_pages.bank_files(actor), pk=pk)
    content = handing_out.download_file(actor=actor, bank_file=row, now=now)
    return download(content, row.name, row.name.rpartition(".")[2].lower())


@only("GET")
def failed(request: HttpRequest) -> HttpResponse:
    """What the bank refused."""
    actor = actor_of(request)
    listing = bank_pages.queue(actor)
    again = listing["rows"] and actor.may_open("payroll:issue_again")
    again_url = reverse("payroll:issue_again") if again else ""
    context = {"listing": listing, "again_url": again_url, "tabs": tabs(actor, "failed")}
    return page(request, "payroll/failed.html", context)
