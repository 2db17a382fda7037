"""A year computed again: the page, preparing, confirming."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sibai.payroll.forms.contributions import YearForm
from sibai.payroll.forms.runs import StepForm
from sibai.payroll.operations import year_recounts
from sibai.payroll.queries import year_page as shown
from sibai.payroll.views.declared import year_in
from sibai.payroll.views.steps import county_of
from sibai.people.pages import page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


@only("GET")
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One year by month and side."""
    return page(request, "payroll/year.html", {"shown": shown.year_page(actor_of(request), year_in(year))})


@only("GET", "POST")
def prepare_year(request: HttpRequest, year: int) -> HttpResponse:
    """Compute every paid month of a year again."""
    _, now = clock()
    year_in(year)
    form = typed(request, YearForm)
    return act(
        request,
        form,
        lambda: shown.prepare_year_page(year),
        lambda actor: year_recounts.prepare_year(
            actor=actor, county=county_of(actor), year=year, now=now, **form.facts()
        ),
        done="全年更正已编制，等县人社局确认。",
    )


@only("GET", "POST")
def confirm_year(request: HttpRequest, year: int) -> HttpResponse:
    """Confirm every recount of a year that waits."""
    _, now = clock()
    year_in(year)
    actor = actor_of(request)
    form = typed(request, StepForm)
    return act(
        request,
        form,
        lambda: shown.confirm_year_page(actor, year),
        lambda doer: year_recounts.confirm_year(actor=doer, county=county_of(doer), year=year, now=now),
        done="全年更正已确认。",
    )
