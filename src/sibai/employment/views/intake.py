"""The roster that a county begins with: handed in, looked through, imported, taken back; and handed out again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sibai.documents.answers import download
from sibai.employment.forms.intake import ExportForm, ImportForm, SureForm, UndoForm, UploadForm
from sibai.employment.models import RosterImport
from sibai.employment.operations.intake import exporting, importing, undoing
from sibai.employment.queries.flow_lists import tabs
from sibai.employment.queries.intake import pages as shown
from sibai.employment.queries.intake.blank_form import blank_form
from sibai.employment.queries.intake.looking import MOST_ROWS
from sibai.employment.queries.intake.villages import villages_in
from sibai.people.pages import PageForm, carry_out, found, page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.boxes import Plain
from sibai.people.pages.methods import only
from sibai.people.pages.once import show_once

ALREADY = "这份表刚才已经导出过了；要再导出的，请重新填写。"


@only("GET")
def rosters(request: HttpRequest) -> HttpResponse:
    """Every import, and what else can be done with rosters."""
    actor = actor_of(request)
    listing = shown.roster_list(actor, request.GET).shown()
    told = {"listing": listing, "tabs": tabs(actor, "rosters"), "may": shown.allowed(actor)}
    return page(request, "employment/intake.html", told)


@only("GET", "POST")
def upload(request: HttpRequest) -> HttpResponse:
    """Hand a roster in."""
    _, now = clock()
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()

    def again(status: int) -> HttpResponse:
        told = {"form": form, "help_url": reverse("employment:roster_help")}
        return page(request, "employment/intake_upload.html", told, status)

    if request.method != "POST":
        return again(200)
    return carry_out(
        request,
        form,
        lambda actor: importing.upload(
            actor=actor, file=form.cleaned_data["file"], document=form.cleaned_data["document"], now=now
        ),
        done="文件已收到，还没有导入。请核对下面的预览。",
        to=lambda made: reverse("employment:roster", args=[made.pk]),
        again=again,
    )


def _found(request: HttpRequest, pk: UUID) -> RosterImport:
    made: RosterImport = found(shown.rosters(actor_of(request).scope), pk=pk)
    return made


@only("GET")
def roster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One import: its preview, or what became of it."""
    return _preview(request, _found(request, pk))


def _preview(request: HttpRequest, row: RosterImport, form: PageForm | None = None, status: int = 200) -> HttpResponse:
    """The page of an import. A form that was refused is shown again, bound to what is shown now."""
    today, _ = clock()
    made = shown.roster_page(row, actor_of(request), today)
    now_shown = {"version": row.version, "digest": made.digest}
    if form is None and made.confirmable:
        form = (ImportForm if made.warnings else SureForm)(initial=now_shown)
    elif form is not None:
        form.data = {**{name: form.data.get(name) for name in form.data}, **now_shown}
    context = {
        "shown": made,
        "form": form,
        "plain": Plain(initial={"version": row.version}),
        "crumbs": shown.crumbs(),
        "may": shown.allowed(actor_of(request), row),
        "most": shown.SHOWN_AT_MOST,
    }
    return page(request, "employment/intake_roster.html", context, status)


@only("POST")
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second click."""
    _, now = clock()
    row = _found(request, pk)
    form = ImportForm(request.POST)
    return carry_out(
        request,
        form,
        lambda actor: importing.confirm(
            actor=actor,
            roster=row,
            version=form.cleaned_data["version"] or 0,
            digest=form.cleaned_data["digest"],
            accepted=form.cleaned_data["accepted"],
            now=now,
        ),
        done="花名册已导入。",
        to=reverse("employment:roster", args=[pk]),
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
        lambda actor: importing.drop(actor=actor, roster=row, version=form.told()["version"], now=now),
        done="已放弃，上传的文件已删除，什么也没有导入。",
        to=reverse("employment:rosters"),
        again=lambda status: _preview(request, _found(request, pk), form, status),
    )


@only("POST")
def mark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The roster with what is wrong marked in its cells."""
    today, now = clock()
    row = _found(request, pk)
    form = Plain(request.POST)

    return show_once(
        request,
        form,
        lambda actor: importing.mark(actor=actor, roster=row, now=now),
        show=lambda content: download(content, f"花名册-标出问题{today:%Y%m%d}", "xlsx"),
        again=lambda status: _preview(request, row, form, status),
        instead=reverse("employment:roster", args=[pk]),
        already=ALREADY,
    )


@only("GET", "POST")
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an import back."""
    _, now = clock()
    row = _found(request, pk)
    if row.state != "imported":
        return redirect("employment:roster", pk=pk)
    form = UndoForm(request.POST) if request.method == "POST" else UndoForm(initial={"version": row.version})

    def again(status: int) -> HttpResponse:
        made = shown.undo_page(row)
        told = {"shown": made, "confirm": made.confirm, "form": form, "crumbs": shown.crumbs(row)}
        return page(request, "employment/intake_undo.html", told, status)

    if request.method != "POST":
        return again(200)
    return carry_out(
        request,
        form,
        lambda actor: undoing.undo(actor=actor, roster=row, now=now, **form.told()),
        done="导入已撤销，写入的记录都已删除。",
        to=reverse("employment:roster", args=[pk]),
        again=again,
    )


@only("GET", "POST")
def export(request: HttpRequest) -> HttpResponse:
    """Hand the roster out, with full numbers."""
    today, now = clock()
    form = ExportForm(request.POST) if request.method == "POST" else ExportForm()

    def again(status: int) -> HttpResponse:
        return page(request, "employment/intake_export.html", {"form": form}, status)

    if request.method != "POST":
        return again(200)
    return show_once(
        request,
        form,
        lambda actor: exporting.export(
            actor=actor, whole=form.cleaned_data["what"] == "whole", reason=form.cleaned_data["reason"], now=now
        ),
        show=lambda content: download(content, f"{exporting.TITLE}{today:%Y%m%d}", "xlsx"),
        again=again,
        instead=reverse("employment:rosters"),
        already=ALREADY,
    )


@only("GET")
def form_to_fill(request: HttpRequest) -> HttpResponse:
    """The blank form."""
    today, _ = clock()
    content = blank_form(villages_in(actor_of(request).scope), today.year)
    return download(content, "花名册（空白表）", "xlsx")


@only("GET")
def how(request: HttpRequest) -> HttpResponse:
    """How to fill a roster."""
    told = {"listing": shown.help_page(), "most": MOST_ROWS, "may": shown.allowed(actor_of(request))}
    return page(request, "employment/intake_help.html", told)
