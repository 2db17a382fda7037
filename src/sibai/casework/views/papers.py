"""Papers of the room: printed from templates, scanned back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sibai.audit.refusals import Refusal
from sibai.casework.operations import papers as acts
from sibai.casework.queries import wanted
from sibai.casework.queries.paper_words import PAPERS, words_for
from sibai.documents.answers import download
from sibai.documents.kinds import opens
from sibai.documents.models import Paper
from sibai.documents.word import render
from sibai.people.actor import Actor
from sibai.people.pages import found
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only
from sibai.people.pages.scans import hand_in


def _subject(request: HttpRequest, what: str, pk: UUID, kind: str) -> tuple[object, str]:
    """A thing in scope and what its paper is called; 404 where the role does not open such papers."""
    if what not in wanted.SUBJECTS or not opens(actor_of(request).role, kind):
        raise Http404
    subject = found(wanted.subject_named(what, actor_of(request).scope), pk=pk)
    label = wanted.label_of(subject, kind)
    if label is None:
        raise Http404
    return subject, label


@only("GET")
def print_paper(request: HttpRequest, what: str, pk: UUID, kind: str) -> HttpResponse:
    """A paper of a thing, filled in; it is noted in the log."""
    today, now = clock()
    subject, label = _subject(request, what, pk, kind)
    if kind not in PAPERS:
        raise Http404
    try:
        content = render(kind, words_for(kind, subject, today))
    except Refusal as refusal:  # a county's own template that does not fit: told what is wrong with it
        messages.error(request, f"{label}打印不了：{refusal}")
        return redirect(wanted.page_of(subject))
    acts.print_paper(actor=actor_of(request), subject=subject, label=label, now=now)
    return download(content, f"{label}{today}", "docx")


@only("POST")
def upload(request: HttpRequest, what: str, pk: UUID, kind: str) -> HttpResponse:
    """Take a scan in; what is wrong with it is told on the thing's own page."""
    _, now = clock()
    subject, label = _subject(request, what, pk, kind)
    if actor_of(request).role not in wanted.HANDS_IN[what]:
        raise Http404

    def keep(actor: Actor, upload: Any) -> Paper:
        return acts.attach(actor=actor, subject=subject, kind=kind, label=label, upload=upload, now=now)

    return hand_in(request, label, wanted.page_of(subject), keep)
