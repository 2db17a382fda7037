"""A list of another office held against those on post; looked at first, then each person becomes a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.casework.forms.checks import MatchForm
from sibai.casework.operations.checking import open_matches
from sibai.casework.queries.check_pages import NOT_SEEN, crumbs
from sibai.casework.queries.matching import matched, matches_listing
from sibai.people.pages import page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only
from sibai.people.pages.once import show_once

ALREADY = "这份名单刚才已经立案，在“核查”里看。"


@only("GET", "POST")
def match(request: HttpRequest) -> HttpResponse:
    """Choose a list; who of it is on post; open a case on each."""
    today, now = clock()
    actor = actor_of(request)
    sent = request.method == "POST"
    form = MatchForm(request.POST, request.FILES) if sent else MatchForm(initial={"found_on": today})
    frame = {"form": form, "lead": NOT_SEEN, "crumbs": crumbs(actor, ("名单比对", ""))}

    def answer(status: int = 200, **more: Any) -> HttpResponse:
        return page(request, "casework/match.html", {**frame, **more}, status)

    if not sent:
        return answer()
    if not form.is_valid():
        return answer(422)
    told = form.cleaned_data
    try:
        found = matched(told["file"], told["kind"], told["source"], actor.scope, today)
    except Refusal as refusal:
        form.show_refusal(str(refusal), refusal.field)
        return answer(refusal.status)
    if told["answer"] == "look":
        return answer(found=found, listing=matches_listing(found))
    return show_once(
        request,
        form,
        lambda who: open_matches(actor=who, found=found, found_on=told["found_on"], today=today, now=now),
        show=lambda made: answer(found=found, opened=len(made), listing=matches_listing(found)),
        again=answer,
        instead=reverse("casework:checks"),
        already=ALREADY,
    )
