"""Papers: printed from templates, scanned back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sibai.audit.refusals import Refusal
from sibai.documents.answers import download
from sibai.documents.kinds import opens
from sibai.documents.word import render
from sibai.employment.forms.records import ScanForm
from sibai.employment.operations import papers as acts
from sibai.employment.queries import wanted
from sibai.employment.queries.paper_words import PAPERS, words_for
from sibai.people.pages import carry_out, found
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only


def subject_of(request: HttpRequest, what: str, pk: UUID) -> object:
    """A thing with papers, in scope."""
    if what not in wanted.SUBJECTS:
        raise Http404
    return found(wanted.subject_named(what, actor_of(request).scope), pk=pk)


@only("GET")
def print_paper(request: HttpRequest, what: str, pk: UUID, name: str) -> HttpResponse:
    """A paper of a thing, filled in; it has full numbers, so it is noted in the log."""
    today, now = clock()
    subject = subject_of(request, what, pk)
    label = wanted.printed_as(subject, name)
    if label is None or name not in PAPERS or not opens(actor_of(request).role, name):
        raise Http404
    try:
        content = render(name, words_for(name, subject, today))
    except Refusal as refusal:  # no employer is set up, for one: told where one comes from
        messages.error(request, f"{label}打印不了：{refusal}")
        return redirect(wanted.page_of(subject))
    acts.print_paper(actor=actor_of(request), subject=subject, label=label, now=now)
    return download(content, f"{label}{today}", "docx")


@only("POST")
def upload(request: HttpRequest, what: str, pk: UUID, kind: str) -> HttpResponse:
    """Take a scan in; what is wrong with it is told on the thing's own page."""
    _, now = clock()
    subject = subject_of(request, what, pk)
    label = wanted.label_of(subject, kind)
    if label is None or not opens(actor_of(request).role, kind):
        raise Http404
    form = ScanForm(request.POST, request.FILES)
    back = wanted.page_of(subject)

    def again(status: int) -> HttpResponse:
        for faults in form.errors.values():
            for fault in faults:
                messages.error(request, f"{label}：{fault}")
        return redirect(back)

    return carry_out(
        request,
        form,
        lambda actor: acts.attach(
            actor=actor, subject=subject, kind=kind, label=label, upload=form.cleaned_data["file"], now=now
        ),
        done=f"已收到“{label}”的扫描件。",
        to=back,
        again=again,
    )
