"""The grades of a year: the table, entering, confirming."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.forms.records import ConfirmGradesForm, grades_form
from sibai.employment.operations import grading as acts
from sibai.employment.queries import grade_pages as shown
from sibai.employment.queries.flow_lists import tabs
from sibai.employment.queries.records import grade_lines, waiting_grades
from sibai.people.pages import carry_out, page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.forms import chosen
from sibai.people.pages.methods import only


@only("GET")
def grades(request: HttpRequest) -> HttpResponse:
    """Who was on post in a year, with the grade of that year."""
    today, _ = clock()
    actor = actor_of(request)
    made = shown.grades_page(actor, request.GET, today)
    return page(request, "employment/grades.html", {"shown": made, "tabs": tabs(actor, "grades")})


@only("GET", "POST")
def enter(request: HttpRequest) -> HttpResponse:
    """Enter many grades at once; towns one after another."""
    today, now = clock()
    actor = actor_of(request)
    year, town = shown.asked(request.GET if request.method == "GET" else request.POST, today)
    if request.method == "GET":
        town = town or shown.first_town(actor)
    lines = grade_lines(actor, year, town)
    stints = [line.stint for line in lines]
    form = grades_form(stints)(request.POST or None, initial={"year": year})

    def again(status: int = 200) -> HttpResponse:
        made = shown.enter_page(actor, year, town, lines, form, today)
        return page(request, "employment/grades_enter.html", {"shown": made, "form": form}, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda actor: acts.enter(
            actor=actor,
            place=shown.county_of(actor),
            year=year,
            grades=form.grades(),
            document=form.cleaned_data["document"],
            reason=form.cleaned_data["reason"],
            today=today,
            now=now,
        ),
        done="档次已录入，由另一人确认。",
        to=f"{reverse('employment:grades')}?year={year}&town={town}",
        again=again,
    )


@only("GET", "POST")
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm or reject grades that somebody else entered."""
    today, now = clock()
    actor = actor_of(request)
    year, _ = shown.asked(request.GET if request.method == "GET" else request.POST, today)
    form = ConfirmGradesForm(request.POST or None, initial={"agree": "yes"})

    def again(status: int = 200) -> HttpResponse:
        made = shown.confirm_page(actor, year, today, chosen(request.POST, "chosen"))
        return page(request, "employment/grades_confirm.html", {"shown": made, "form": form}, status)

    if request.method != "POST":
        return again()
    rows = waiting_grades(actor, chosen(request.POST, "chosen"))
    return carry_out(
        request,
        form,
        lambda actor: acts.confirm(
            actor=actor,
            place=shown.county_of(actor),
            rows=rows,
            agree=form.cleaned_data["agree"],
            reason=form.cleaned_data["reason"],
            now=now,
        ),
        done="已提交。",
        to=f"{reverse('employment:grades')}?year={year}",
        again=again,
    )
