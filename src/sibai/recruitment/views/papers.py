"""Papers: scans handed in, papers printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from sibai.audit.refusals import AlreadyDone, Refusal
from sibai.documents.answers import download
from sibai.documents.forms import ScanField
from sibai.people.actor import Actor
from sibai.people.pages import PageForm, found
from sibai.people.pages.methods import only
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.operations.papers import hand_in, printed
from sibai.recruitment.queries.application_page import applications
from sibai.recruitment.queries.papers import kinds_for
from sibai.recruitment.queries.prints import paper_of
from sibai.recruitment.queries.selections import rounds


class UploadForm(PageForm):
    """One scan."""

    file = ScanField(label="扫描件")


def _rows(of: str, actor: Actor) -> models.QuerySet[Any]:
    return applications(actor.scope) if of == "application" else rounds(actor)


def _page_of(subject: Selection | Application) -> str:
    """Where the papers of the subject are shown."""
    if isinstance(subject, Application):
        return reverse("recruitment:application", args=[subject.pk])
    return f"{reverse('recruitment:selection', args=[subject.pk])}?tab=papers"


@only("POST")
def scan(request: HttpRequest, pk: UUID, kind: str, of: str) -> HttpResponse:
    """Keep a scan; what is refused is told on the page of the papers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    subject = found(_rows(of, actor), pk=pk)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for each in form.errors.get("file", ["没有收到文件。"])))
        return redirect(_page_of(subject))
    who = actor.ordered(form.cleaned_data.get("command"))
    try:
        hand_in(actor=who, subject=subject, kind=kind, upload=form.cleaned_data["file"], now=timezone.now())
        messages.success(request, "扫描件已收下。")
    except AlreadyDone as already:
        messages.info(request, str(already))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_page_of(subject))


def prints(request: HttpRequest, pk: UUID, kind: str, of: str) -> HttpResponse:
    """A paper in Word, filled in; that it was made is an entry of the log."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    subject = found(_rows(of, actor), pk=pk)
    known = kinds_for(subject, actor).get(kind)
    if known is None or not known.prints:
        raise Http404
    now = timezone.now()
    try:
        content, name = paper_of(subject, kind, actor, timezone.localdate(now))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_page_of(subject))
    printed(actor=actor, subject=subject, kind=kind, now=now)
    return download(content, name, "docx")
