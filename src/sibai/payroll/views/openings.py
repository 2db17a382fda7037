"""What was paid before the system was used: handed in, looked through, imported, taken back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sibai.attendance.queries.month import month_of
from sibai.documents.answers import download
from sibai.payroll.forms.cases import month_value
from sibai.payroll.forms.differences import DifferenceForm
from sibai.payroll.forms.openings import ConfirmForm, SureForm, UndoForm, UnpaidForm, UploadForm
from sibai.payroll.models import OpeningImport
from sibai.payroll.operations import opening as acts
from sibai.payroll.operations.entering import enter_difference
from sibai.payroll.operations.unpaid import register_unpaid
from sibai.payroll.queries.before_us import (
    difference_page,
    months_before,
    opened_people,
    people_of,
    unpaid_of,
    unpaid_page,
)
from sibai.payroll.queries.case_pages import months_around, tabs
from sibai.payroll.queries.opening import pages as shown
from sibai.payroll.queries.opening.reading import blank_form
from sibai.payroll.views.steps import county_of
from sibai.people.actor import Actor
from sibai.people.pages import PageForm, carry_out, found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.boxes import Plain
from sibai.people.pages.methods import only


@only("GET")
def openings(request: HttpRequest) -> HttpResponse:
    """Every import."""
    actor = actor_of(request)
    opens = actor.may_open("payroll:upload_opening")
    context = {
        "title": "起用前的发放",
        "listing": shown.opening_list(actor, request.GET).shown(),
        "tabs": tabs(actor, "openings"),
        "act": {"label": "导入起用前的发放", "url": reverse("payroll:upload_opening")} if opens else None,
    }
    return page(request, "payroll/openings.html", context)


@only("GET", "POST")
def upload(request: HttpRequest) -> HttpResponse:
    """Hand a file in."""
    today, now = clock()
    form_of = partial(UploadForm, choices={"month": months_around(today)})
    form = form_of(request.POST, request.FILES) if request.method == "POST" else form_of()

    def hand_in(actor: Actor) -> OpeningImport:
        month = month_of(form.cleaned_data["month"])
        if month is None:
            raise Http404
        made: OpeningImport = acts.upload(
            actor=actor,
            county=county_of(actor),
            month=month,
            file=form.cleaned_data["file"],
            document=form.cleaned_data["document"],
            now=now,
        )
        return made

    return act(
        request,
        form,
        shown.upload_page,
        hand_in,
        done="文件已收到，还没有导入。请核对下面的预览。",
        to=lambda made: reverse("payroll:opening", args=[made.pk]),
    )


def _found(request: HttpRequest, pk: UUID) -> OpeningImport:
    made: OpeningImport = found(shown.openings(actor_of(request).scope), pk=pk)
    return made


@only("GET")
def opening(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One import: its preview, or what became of it."""
    return _preview(request, _found(request, pk))


def _preview(request: HttpRequest, row: OpeningImport, form: PageForm | None = None, status: int = 200) -> HttpResponse:
    """The page of an import. A form that was refused is shown again, bound to what is shown now."""
    made = shown.opening_page(row, actor_of(request))
    now_shown = {"version": row.version, "digest": made.digest}
    if form is None and made.confirmable:
        warned = made.look is not None and made.look.warnings
        form = (ConfirmForm if warned else SureForm)(initial=now_shown)
    elif form is not None:
        form.data = {**{name: form.data.get(name) for name in form.data}, **now_shown}
    context = {"shown": made, "form": form, "plain": Plain(initial={"version": row.version})}
    return page(request, "payroll/opening.html", context, status)


@only("POST")
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second click."""
    _, now = clock()
    row = _found(request, pk)
    form = ConfirmForm(request.POST)
    return carry_out(
        request,
        form,
        lambda actor: acts.confirm(
            actor=actor,
            batch=row,
            version=form.cleaned_data["version"] or 0,
            digest=form.cleaned_data["digest"],
            accepted=form.cleaned_data["accepted"],
            now=now,
        ),
        done="已导入，以后的个税从这里接着算。",
        to=reverse("payroll:opening", args=[pk]),
        again=lambda status: _preview(request, _found(request, pk), form, status),
    )


@only("POST")
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an import up."""
    _, now = clock()
    row = _found(request, pk)
    form = Plain(request.POST)
    return carry_out(
        request,
        form,
        lambda actor: acts.drop(actor=actor, batch=row, version=form.told()["version"], now=now),
        done="已放弃，上传的文件已删除，什么也没有导入。",
        to=reverse("payroll:openings"),
        again=lambda status: _preview(request, _found(request, pk), form, status),
    )


@only("GET", "POST")
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an import back."""
    _, now = clock()
    row = _found(request, pk)
    if row.state != "imported":
        return redirect("payroll:opening", pk=pk)
    form = typed(request, UndoForm, row)
    return act(
        request,
        form,
        lambda: shown.undo_page(row),
        lambda actor: acts.undo(actor=actor, batch=row, now=now, **form.told()),
        done="导入已撤销，写入的累计数都已删除。",
    )


@only("GET")
def blank(request: HttpRequest) -> HttpResponse:
    """The form to fill."""
    return download(blank_form(), "起用前的发放（空白表）", "xlsx")


@only("GET", "POST")
def unpaid(request: HttpRequest, month: str) -> HttpResponse:
    """Who was not paid a month before the system was used."""
    today, now = clock()
    first = month_of(month)
    if first is None or first > today:
        raise Http404
    scope = actor_of(request).scope
    known = [str(each.person_id) for each in unpaid_of(scope, first)]
    form = typed(request, partial(UnpaidForm, people=people_of(scope, first)), people=known)
    return act(
        request,
        form,
        lambda: unpaid_page(actor_of(request), first),
        lambda actor: register_unpaid(
            actor=actor,
            county=county_of(actor),
            month=first,
            people=form.cleaned_data["people"],
            document=form.cleaned_data["document"],
            now=now,
        ),
        done="已保存。登记没有发过的人，编制这个月时会列入。",
    )


@only("GET", "POST")
def enter(request: HttpRequest) -> HttpResponse:
    """A difference of a month of before."""
    _, now = clock()
    scope = actor_of(request).scope
    form = typed(request, partial(DifferenceForm, people=opened_people(scope), months=months_before(scope)))
    return act(
        request,
        form,
        lambda: difference_page(scope),
        lambda actor: enter_difference(
            actor=actor,
            county=county_of(actor),
            person_id=UUID(form.cleaned_data["person"]),
            month=month_value(form.cleaned_data["month"]),
            cause=form.cleaned_data["cause"],
            document=form.cleaned_data["document"],
            now=now,
            **form.items(),
        ),
        done="已登记，等县人社局确认。同一个月的其他人可以接着登记。",
        to=lambda row: reverse("payroll:recount", args=[row.pk]),
    )
