"""Social insurance and income tax of a month: the page, the lists, their layouts, the declaration, the statement."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.attendance.queries.month import month_of
from sibai.audit.refusals import Refusal
from sibai.documents.answers import download
from sibai.documents.sheets import workbook
from sibai.payroll.forms.contributions import FilingForm, SaveListForm
from sibai.payroll.lists.layout import ListLayout
from sibai.payroll.operations.filing import file_tax as file_tax_act
from sibai.payroll.operations.handing_lists import export_list as export_list_act
from sibai.payroll.operations.handing_lists import save_list as save_list_act
from sibai.payroll.queries import insurance_page, lists_page
from sibai.payroll.queries.case_pages import tabs
from sibai.payroll.queries.deadlines import deadlines_page
from sibai.payroll.queries.months_page import words
from sibai.payroll.queries.slip_page import slips
from sibai.payroll.queries.statement import statement_page
from sibai.payroll.views.steps import county_of
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only

NEW_LIST = "new-list"
"""The code that a new list starts from; whoever enters it gives its own."""


def month_asked(request: HttpRequest, today: date) -> date:
    """The month in the address, or this one; 404 for what is no month up to this one."""
    text = request.GET.get("month")
    first = month_of(text) if text else today.replace(day=1)
    if first is None or first > today:
        raise Http404
    return first


def month_in(text: str, today: date) -> date:
    """A month of the path; 404 for what is no month up to this one."""
    first = month_of(text)
    if first is None or first > today:
        raise Http404
    return first


@only("GET")
def insurance(request: HttpRequest) -> HttpResponse:
    """One month."""
    today, _ = clock()
    actor = actor_of(request)
    shown = insurance_page.insurance_page(actor, month_asked(request, today), today)
    return page(request, "payroll/insurance.html", {"shown": shown, "tabs": tabs(actor, "insurance")})


def _layout(code: str) -> ListLayout:
    try:
        return lists_page.list_of(code)
    except Refusal as refusal:
        raise Http404 from refusal


@only("GET")
def one_list(request: HttpRequest, month: str, code: str) -> HttpResponse:
    """One list of a month, numbers masked."""
    today, _ = clock()
    actor = actor_of(request)
    first, layout = month_in(month, today), _layout(code)
    listing = lists_page.list_page(layout, actor, first, request.GET.get("page", ""))
    back = f"{reverse('payroll:insurance')}?month={month}"
    export_url = reverse("payroll:export_list", args=[month, code]) if actor.may_open("payroll:export_list") else ""
    context = {
        "title": layout.titled(words(first)),
        "lead": layout.subject.lead,
        "note": layout.note,
        "crumbs": [{"label": "社保个税", "url": back}, {"label": layout.name, "url": ""}],
        "export_url": export_url if listing["count"] else "",
        "listing": listing,
    }
    return page(request, "payroll/list.html", context)


@only("GET")
def export_list(request: HttpRequest, month: str, code: str) -> HttpResponse:
    """One list as a workbook."""
    today, now = clock()
    actor = actor_of(request)
    first, layout = month_in(month, today), _layout(code)
    values = lists_page.values_of(layout, actor, first)
    export_list_act(actor=actor, layout=layout, month=first, people=len(values), now=now)
    content = workbook(
        layout.titled(words(first)),
        lists_page.columns_of(layout),
        lists_page.cells_of(layout, values),
        by=actor.user_name,
        at=now,
        totals=lists_page.totals_of(layout, values) if values else None,
        notes=[layout.note] if layout.note else [],
    )
    return download(content, layout.named(words(first)), "xlsx")


@only("GET", "POST")
def file_tax(request: HttpRequest, month: str) -> HttpResponse:
    """The tax was declared."""
    today, now = clock()
    first = month_in(month, today)
    form = typed(request, FilingForm, filed_on=today)
    return act(
        request,
        form,
        lambda: insurance_page.file_page(first),
        lambda actor: file_tax_act(
            actor=actor, county=county_of(actor), month=first, today=today, now=now, **form.facts()
        ),
        done="个税申报已登记。",
    )


@only("GET")
def list_layouts(request: HttpRequest) -> HttpResponse:
    """All layouts of lists."""
    actor = actor_of(request)
    opens = actor.may_open("payroll:save_list")
    new = {"label": "新增报表", "url": reverse("payroll:save_list", args=[NEW_LIST])} if opens else None
    context = {
        "title": "报表格式",
        "listing": lists_page.layout_list(actor),
        "act": new,
        "tabs": tabs(actor, "insurance"),
    }
    return page(request, "web/listing.html", context)


@only("GET", "POST")
def save_list(request: HttpRequest, code: str) -> HttpResponse:
    """One layout of a list."""
    _, now = clock()
    form = typed(request, SaveListForm, code=code, text=lists_page.text_of(code))
    return act(
        request,
        form,
        lambda: lists_page.save_page(code),
        lambda actor: save_list_act(actor=actor, now=now, **form.facts()),
        done="报表格式已保存，下一次下载就用它。",
    )


@only("GET")
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The monthly statement of somebody's insurance."""
    actor = actor_of(request)
    shown = statement_page(found(slips(actor), pk=pk), actor)
    return page(request, "payroll/statement.html", {"shown": shown})


@only("GET")
def deadlines(request: HttpRequest) -> HttpResponse:
    """The dates of one month."""
    today, _ = clock()
    actor = actor_of(request)
    month = month_asked(request, today)
    context = {
        "shown": deadlines_page(actor, month, today),
        "months": insurance_page.months_beside("payroll:deadlines", month, today),
        "tabs": tabs(actor, "deadlines"),
    }
    return page(request, "payroll/deadlines.html", context)
