"""Prefunding and the budget: lists, one of them, each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from sibai.funds.forms.prefunding import ArriveForm, BudgetForm, ComputeForm, ReasonForm, TransferForm
from sibai.funds.operations import prefunding as acts
from sibai.funds.queries import budget_pages, prefunding_pages
from sibai.funds.queries.ways import month_of, tabs
from sibai.funds.views.steps import county_of
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, stepped, typed
from sibai.people.pages.boxes import FIRST_YEAR, LAST_YEAR, Plain
from sibai.people.pages.methods import only


@only("GET")
def prefundings(request: HttpRequest) -> HttpResponse:
    """All prefundings."""
    today, _ = clock()
    actor = actor_of(request)
    context = {
        "listing": prefunding_pages.prefunding_list(actor, request.GET, today).shown(),
        "tabs": tabs(actor, "funds:prefundings"),
        "starts": prefunding_pages.starts(actor),
        "notes": prefunding_pages.budget_notes(actor, today.year),
    }
    return page(request, "funds/prefundings.html", context)


@only("GET")
def prefunding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One prefunding."""
    today, _ = clock()
    actor = actor_of(request)
    row = found(prefunding_pages.prefundings(actor), pk=pk)
    return page(request, "funds/prefunding.html", {"shown": prefunding_pages.prefunding_page(row, actor, today)})


@only("GET", "POST")
def compute(request: HttpRequest, month: str) -> HttpResponse:
    """A month's prefunding."""
    today, now = clock()
    first = month_of(month)
    if first is None or first > today:
        raise Http404
    form = typed(request, ComputeForm)
    return act(
        request,
        form,
        lambda: prefunding_pages.compute_page(first),
        lambda actor: acts.compute(
            actor=actor,
            county=county_of(actor),
            month=first,
            most_employment=form.told()["most_employment"],
            now=now,
        ),
        done="预拨已算好，报领导审批。",
        to=lambda row: reverse("funds:prefunding", args=[row.pk]),
    )


def _step(name: str, call: Callable[..., Any], done: str, form_of: Any = Plain) -> Callable[..., HttpResponseBase]:
    """The page of one step of a prefunding."""
    return stepped(prefunding_pages.prefundings, lambda row: prefunding_pages.step_page(row, name), call, done, form_of)


def _today(call: Callable[..., Any]) -> Callable[..., Any]:
    """An operation that also wants to know the day."""

    def called(**given: Any) -> Any:
        return call(today=clock()[0], **given)

    return called


compute_again = _step("compute_again", acts.compute_again, "预拨已重新算好。", ComputeForm)
approve = _step("approve", acts.approve, "已审批，请县财政局拨付。")
return_ = _step("return", acts.return_, "已退回。", ReasonForm)
transfer = _step("transfer", _today(acts.transfer), "已确认拨付。", TransferForm)
arrive = _step("arrive", _today(acts.arrive), "到账已登记，并已入账。", ArriveForm)


@only("GET")
def budget(request: HttpRequest) -> HttpResponse:
    """A year's budget."""
    today, _ = clock()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len("2026") else today.year
    shown = budget_pages.budget_page(actor_of(request), _of_our_times(year))
    return page(request, "funds/budget.html", {"shown": shown})


def _of_our_times(year: int) -> int:
    if not FIRST_YEAR < year < LAST_YEAR:
        raise Http404
    return year


@only("GET", "POST")
def set_budget(request: HttpRequest, year: int) -> HttpResponse:
    """Enter a year's budget."""
    _, now = clock()
    months = budget_pages.months_of(_of_our_times(year))
    known, document = budget_pages.known(actor_of(request), year)

    def form_of(*given: Any, **named: Any) -> BudgetForm:
        return BudgetForm(*given, months=months, known=known, document=document, **named)

    form = typed(request, form_of)
    return act(
        request,
        form,
        lambda: budget_pages.set_page(year),
        lambda actor: acts.set_budget(actor=actor, county=county_of(actor), year=year, now=now, **form.told()),
        done="预算已登记。",
    )
