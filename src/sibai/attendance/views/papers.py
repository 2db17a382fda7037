"""Rosters and sheets: printed, and as workbooks; proofs: scanned and handed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from sibai.attendance.operations import papers as acts
from sibai.attendance.queries import proofs
from sibai.attendance.queries.papers import PAPERS, TITLES
from sibai.attendance.views.finding import month_in, place_in
from sibai.documents.answers import download
from sibai.documents.kinds import opens
from sibai.documents.models import Paper
from sibai.people.actor import Actor
from sibai.people.pages import found
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only
from sibai.people.pages.scans import hand_in

ANY = ("village", "town", "county")


@only("GET")
def print_paper(request: HttpRequest, month: str, code: str, name: str) -> HttpResponse:
    """A paper of a month and place, filled in; it has full numbers, so it is noted in the log."""
    today, now = clock()
    rules, place = month_in(month), place_in(request, code, *ANY)
    if name not in PAPERS:
        raise Http404
    content = acts.print_paper(actor=actor_of(request), place=place, rules=rules, name=name, today=today, now=now)
    return download(content, f"{place.short_name}{rules.label}{PAPERS[name]}", "docx")


@only("GET")
def excel(request: HttpRequest, month: str, code: str, what: str) -> HttpResponse:
    """The same as a workbook; the sheet can be filled in and handed back."""
    _, now = clock()
    rules, place = month_in(month), place_in(request, code, *ANY)
    if what not in TITLES:
        raise Http404
    content = acts.export(actor=actor_of(request), place=place, rules=rules, what=what, now=now)
    return download(content, f"{place.short_name}{rules.label}{TITLES[what]}", "xlsx")


@only("POST")
def attach(request: HttpRequest, what: str, pk: UUID) -> HttpResponse:
    """Take a proof in; what is wrong with it is told on the thing's own page."""
    _, now = clock()
    if what not in proofs.SUBJECTS:
        raise Http404
    _, kind, label = proofs.SUBJECTS[what]
    if not opens(actor_of(request).role, kind):
        raise Http404
    subject = found(proofs.subjects(what, actor_of(request).scope), pk=pk)

    def keep(actor: Actor, upload: Any) -> Paper:
        return acts.attach(actor=actor, subject=subject, kind=kind, label=label, upload=upload, now=now)

    return hand_in(request, label, proofs.page_of(subject), keep, done=f"已收到“{label}”。")
