"""A filled workbook: handed in, looked through, confirmed or given up."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.attendance.forms.sheets import TakeForm, UploadForm
from sibai.attendance.models import SheetUpload
from sibai.attendance.operations import uploading as acts
from sibai.attendance.queries import upload_pages as shown
from sibai.attendance.queries.uploads import uploads
from sibai.attendance.queries.ways import url_of
from sibai.attendance.views.finding import month_in, place_in, rules_of
from sibai.people.pages import PageForm, carry_out, found, page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.boxes import Plain
from sibai.people.pages.methods import only


def one(request: HttpRequest, pk: UUID) -> SheetUpload:
    """An upload in scope."""
    return found(uploads(actor_of(request).scope), pk=pk)


@only("GET", "POST")
def upload(request: HttpRequest, month: str, code: str) -> HttpResponse:
    """Hand a filled sheet in."""
    today, now = clock()
    rules, place = month_in(month), place_in(request, code, "village", "town")
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()

    def again(status: int) -> HttpResponse:
        told = {"form": form, **shown.hand_in(place, rules, actor_of(request))}
        return page(request, "attendance/upload.html", told, status)

    if request.method != "POST":
        return again(200)
    return carry_out(
        request,
        form,
        lambda actor: acts.upload(
            actor=actor, place=place, month=rules.month, file=form.cleaned_data["file"], today=today, now=now
        ),
        done="文件已收到，还没有填报。请核对下面的预览。",
        to=lambda row: reverse("attendance:uploaded", args=[row.pk]),
        again=again,
    )


@only("GET")
def uploaded(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The preview, or what became of it."""
    return _preview(request, one(request, pk))


def _preview(request: HttpRequest, row: SheetUpload, form: PageForm | None = None, status: int = 200) -> HttpResponse:
    """The page of an upload. A form that was refused is shown again, bound to what is shown now."""
    actor = actor_of(request)
    made = shown.upload_page(row, rules_of(row.month), actor, own=acts.mine(actor, row))
    now_shown = {"version": row.version, "digest": made.look.digest if made.look else ""}
    if form is None:
        form = TakeForm(initial=now_shown)
    else:
        form.data = {**{name: form.data.get(name) for name in form.data}, **now_shown}
    told = {"shown": made, "form": form, "row": row, "plain": Plain(initial={"version": row.version})}
    return page(request, "attendance/uploaded.html", told, status)


@only("POST")
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second click."""
    today, now = clock()
    row = one(request, pk)
    form = TakeForm(request.POST)
    return carry_out(
        request,
        form,
        lambda actor: acts.confirm(
            actor=actor,
            row=row,
            version=form.told()["version"],
            digest=form.cleaned_data["digest"],
            today=today,
            now=now,
        ),
        done="考勤表已填报，由镇上核对。",
        to=url_of("place", row.month, row.place_id),
        again=lambda status: _preview(request, one(request, pk), form, status),
    )


@only("POST")
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it up."""
    _, now = clock()
    row = one(request, pk)
    form = Plain(request.POST)
    return carry_out(
        request,
        form,
        lambda actor: acts.drop(actor=actor, row=row, version=form.told()["version"], now=now),
        done="已放弃，上传的文件已删除，什么也没有填报。",
        to=url_of("place", row.month, row.place_id),
        again=lambda status: _preview(request, one(request, pk), form, status),
    )
