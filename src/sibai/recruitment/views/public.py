"""The public pages: notices, an application, its receipt, its status, its withdrawal. No session, no login."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.people.pages import page
from sibai.people.pages.methods import only
from sibai.recruitment.forms.public import ApplyForm, CodeForm, WithdrawForm
from sibai.recruitment.operations import desk as acts
from sibai.recruitment.queries import desk
from sibai.recruitment.queries.public_notices import PublicNotice
from sibai.recruitment.queries.public_pages import facts_of, listing, sections_of
from sibai.recruitment.receipts import digest_of


def _page(
    request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200, *, kept: bool = True
) -> HttpResponse:
    """A public page; `kept` is false for what no browser should keep: forms, receipts, states."""
    county = desk.county_name()
    around = {"public": {"title": f"{county}四百工程协理员选聘" if county else "", "home_url": "/"}}
    response = page(request, f"recruitment/public/{name}.html", {**around, **context}, status)
    if not kept:
        add_never_cache_headers(response)
    return response


def _found(round_id: UUID) -> PublicNotice:
    notice = desk.notice_of(round_id)
    if notice is None:
        raise Http404
    return notice


@only("GET")
def notices(request: HttpRequest) -> HttpResponse:
    """What is open now."""
    return _page(request, "notices", listing(desk.notices(), request.GET, timezone.localdate()))


@only("GET")
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One notice."""
    one, today = _found(pk), timezone.localdate()
    context = {"notice": one, "closed": _closed(one), "facts": facts_of(one), "sections": sections_of(one)}
    return _page(request, "notice", {**context, "over": not one.open_on(today)})


def _closed(one: PublicNotice) -> str:
    """Why nobody can apply here now; blank where one can."""
    try:
        desk.must_be_open(one, timezone.localdate())
    except desk.NotOpen as refusal:
        return str(refusal)
    return ""


@only("GET", "POST")
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form of an application; sent, its receipt."""
    one, now = _found(pk), timezone.now()
    closed = _closed(one)
    if closed:
        return _page(request, "closed", {"notice": one, "closed": closed}, 200 if request.method == "GET" else 409)
    privacy = desk.privacy_notice(timezone.localdate(now))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplyForm(*sent, round_id=pk, notice_version=privacy.version, today=timezone.localdate(now))

    def again(status: int) -> HttpResponse:
        return _page(request, "apply", {"notice": one, "form": form, "privacy": privacy}, status, kept=False)

    if request.method == "GET" or not form.is_valid():
        return again(200 if request.method == "GET" else 422)
    actor: Actor = request.actor.ordered(form.cleaned_data["command"])  # type: ignore[attr-defined]
    try:
        receipt = acts.apply(actor=actor, round_id=pk, sent=form.given(), now=now)
    except Refusal as refusal:
        form.show_refusal(str(refusal), refusal.field)
        return again(refusal.status)
    response = _page(request, "receipt", {"receipt": receipt, "notice": one}, kept=False)
    response.kept_an_application = not receipt.before  # type: ignore[attr-defined]
    return response


@only("GET", "POST")
def status(request: HttpRequest) -> HttpResponse:
    """How far one's own application is, by the receipt code."""
    if request.method == "GET":
        return _page(request, "status", {"form": CodeForm()}, kept=False)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, "status", {"form": form}, 422, kept=False)
    code = form.cleaned_data["code"]
    try:
        found = desk.status_of(digest_of(code))
    except Refusal as refusal:
        form.show_refusal(str(refusal), refusal.field)
        return _page(request, "status", {"form": form}, refusal.status, kept=False)
    back = WithdrawForm(initial={"code": code}, known=True) if found.may_withdraw else None
    return _page(request, "status", {"status": found, "back": back}, kept=False)


@only("GET", "POST")
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take one's own application back."""
    form = WithdrawForm(request.POST) if request.method == "POST" else WithdrawForm()
    if request.method == "GET" or not form.is_valid():
        return _page(request, "withdraw", {"form": form}, 200 if request.method == "GET" else 422, kept=False)
    code = form.cleaned_data["code"]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        acts.withdraw(actor=actor, code=code, now=timezone.now())
        found = desk.status_of(digest_of(code))
    except Refusal as refusal:
        form.show_refusal(str(refusal), refusal.field)
        return _page(request, "withdraw", {"form": form}, refusal.status, kept=False)
    return _page(request, "status", {"status": found, "gone": True}, kept=False)


@only("GET")
def privacy(request: HttpRequest) -> HttpResponse:
    """The notice at collection that applicants are given, to read and to print."""
    return _page(request, "privacy", {"privacy": desk.privacy_notice(timezone.localdate())})
