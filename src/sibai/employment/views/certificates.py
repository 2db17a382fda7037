"""Certificates: issued under a number, and the paper itself."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.documents.answers import download as handed_out
from sibai.documents.word import render
from sibai.employment.forms.records import CertificateForm
from sibai.employment.models import Certificate
from sibai.employment.operations import papers as acts
from sibai.employment.queries import certificate_pages as shown
from sibai.employment.queries.stint_pages import shown_stints
from sibai.people.pages import found
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


@only("GET", "POST")
def issue(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Issue a certificate."""
    if kind not in dict(Certificate.KINDS):
        raise Http404
    today, now = clock()
    stint = found(shown_stints(actor_of(request).scope), pk=pk)
    form = typed(request, CertificateForm)
    return act(
        request,
        form,
        lambda: shown.issue_page(stint, kind, today),
        lambda actor: acts.issue(
            actor=actor, stint=stint, kind=kind, purpose=form.cleaned_data["purpose"], today=today, now=now
        ),
        done="证明已编号出具，在“出具的证明”里打开打印。",
        to=reverse("employment:record", args=[stint.pk]),
    )


@only("GET")
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper, which tells the full number: noted in the log."""
    today, now = clock()
    actor = actor_of(request)
    row = found(shown.certificates(actor.scope), pk=pk)
    content = render(*shown.paper(row, today))
    acts.print_paper(actor=actor, subject=row, label=row.get_kind_display(), now=now)
    return handed_out(content, row.number, "docx")
