"""One's own account: the page about it, password, phone, codes on paper, sessions, the role one acts in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_otp import login as otp_login

from sibai.people.forms.signing_in import ActForm, EnrolForm, PasswordForm
from sibai.people.models import SecondFactor, UserSession
from sibai.people.operations import passwords, second_factors, sessions, signing_in
from sibai.people.pages import carry_out, found, page
from sibai.people.pages.methods import only
from sibai.people.pages.once import show_once
from sibai.people.queries.actors import NEEDS_SECOND_FACTOR, actor_in
from sibai.people.queries.own import own_page, own_tabs
from sibai.people.queries.sessions import open_sessions
from sibai.people.views.login import digest, note_failure, onward, rekeyed

QR_SCALE = 5


@only("GET")
def me(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    shown = own_page(request.user, request.hats, timezone.localdate())  # type: ignore[attr-defined, arg-type]
    tabs = own_tabs(request.actor, "people:me")  # type: ignore[attr-defined]
    return page(request, "people/me.html", {"shown": shown, "form": ActForm(), "tabs": tabs})


@only("GET", "POST")
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; at the first login nothing else is open before."""
    user: Any = request.user
    if request.session.get("second_factor") and not user.is_verified():
        return redirect("people:second_factor")
    first = user.must_change_password

    def right(typed: str) -> bool:
        fits = auth.authenticate(request, account=user.account, password=typed) is not None
        if not fits:
            note_failure(request, user.account)
        return fits

    form = PasswordForm(request.POST or None, user=user, right=right)

    def again(status: int = 200) -> HttpResponse:
        return page(request, "people/password.html", {"form": form, "first": first}, status)

    if request.method != "POST":
        return again()

    def call(actor: Any) -> None:
        given = form.cleaned_data
        passwords.change_password(
            actor=actor,
            user=user,
            new=given["new"],
            name=given.get("name", ""),
            but=digest(request),
            now=timezone.now(),
        )

    def changed(_: None) -> str:
        """Other sessions have ended; this one goes on under another key."""
        old = digest(request)
        auth.update_session_auth_hash(request, user)
        sessions.moved(old, digest(request))
        return onward(request) if first else reverse("people:me")

    return carry_out(request, form, call, done="密码已改，其他地方的登录已退出。", to=changed, again=again)


@only("GET", "POST")
def enrol(request: HttpRequest) -> HttpResponse:
    """Bind a phone: picture and secret, then its first code; answers with ten codes to keep on paper."""
    user: Any = request.user
    if request.session.get("second_factor") and not user.is_verified():
        return redirect("people:second_factor")
    now = timezone.now()
    if request.method != "POST":
        shown = second_factors.offer(user, now)
        return _enrol_page(request, EnrolForm(initial={"sealed": shown.sealed}), shown, 200)
    form = EnrolForm(request.POST)

    def call(actor: Any) -> Any:
        given = form.cleaned_data
        return second_factors.enrol(
            actor=actor,
            user=user,
            sealed=given["sealed"],
            code=given["code"].strip().replace(" ", ""),
            verified=user.is_verified(),
            but=digest(request),
            now=now,
        )

    def show(made: tuple[SecondFactor, list[str]]) -> HttpResponse:
        otp_login(request, made[0])
        rekeyed(request)
        request.session["second_factor"] = True
        return page(request, "people/recovery_codes.html", {"codes": made[1], "next": _next(request), "at": now})

    def again(status: int) -> HttpResponse:
        try:
            shown = second_factors.offered(user, str(form.data.get("sealed", "")), now)
        except second_factors.WrongCode:
            shown = second_factors.offer(user, now)
            form.data = {**form.data.dict(), "sealed": shown.sealed}  # type: ignore[attr-defined]
        return _enrol_page(request, form, shown, status)

    return show_once(request, form, call, show=show, again=again, instead="people:me")


def _next(request: HttpRequest) -> str:
    target = onward(request)
    return target if target.startswith("/") else reverse(target)


def _enrol_page(request: HttpRequest, form: EnrolForm, shown: second_factors.Offer, status: int) -> HttpResponse:
    user: Any = request.user
    picture = segno.make(shown.address(user.account, settings.SECOND_FACTOR_ISSUER), error="m")
    secret = " ".join(shown.secret[at : at + 4] for at in range(0, len(shown.secret), 4))
    uri = picture.svg_data_uri(scale=QR_SCALE, border=3, dark="#000000", light="#ffffff")
    needed = settings.SECOND_FACTOR and any(hat.role in NEEDS_SECOND_FACTOR for hat in request.hats)  # type: ignore[attr-defined]
    told = {"form": form, "picture": uri, "secret": secret, "again": user.is_verified(), "free": not needed}
    return page(request, "people/enrol.html", told, status)


@only("POST")
def recovery(request: HttpRequest) -> HttpResponse:
    """Ten new codes on paper."""
    device = found(SecondFactor.objects.select_related("user"), user=request.user)
    if not request.user.is_verified():  # type: ignore[union-attr]
        return redirect("people:second_factor")
    now = timezone.now()
    return show_once(
        request,
        ActForm(request.POST),
        lambda actor: second_factors.renew_codes(actor=actor, device=device, now=now),
        show=lambda codes: page(
            request, "people/recovery_codes.html", {"codes": codes, "next": reverse("people:me"), "at": now}
        ),
        again=lambda status: redirect("people:me"),
        instead="people:me",
    )


@only("GET")
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    user: Any = request.user
    rows = open_sessions(user, digest(request), timezone.now())
    tabs = own_tabs(request.actor, "people:sessions")  # type: ignore[attr-defined]
    return page(request, "people/sessions.html", {"rows": rows, "form": ActForm(), "tabs": tabs})


@only("POST")
def session_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    session = found(UserSession.objects.select_related("user"), pk=pk, user=request.user)
    return _ended(
        request,
        lambda actor: sessions.end_session(actor=actor, session=session, now=timezone.now()),
        "已退出那一处登录。",
    )


@only("POST")
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    user: Any = request.user
    return _ended(
        request,
        lambda actor: sessions.end_others(actor=actor, user=user, but=digest(request), now=timezone.now()),
        "其他地方的登录已全部退出。",
    )


def _ended(request: HttpRequest, call: Any, done: str) -> HttpResponse:
    def again(status: int) -> HttpResponse:
        messages.warning(
            request, "；".join(str(error) for error in form.non_field_errors()) or "没有办成，请再试一次。"
        )
        return redirect("people:sessions")

    form = ActForm(request.POST)
    return carry_out(request, form, call, done=done, to=reverse("people:sessions"), again=again)


@only("POST")
def hat(request: HttpRequest) -> HttpResponse:
    """Go on in another of one's roles."""
    user: Any = request.user
    chosen = next((each for each in request.hats if str(each.id) == request.POST.get("hat")), None)  # type: ignore[attr-defined]
    if chosen is None:
        raise Http404
    actor = actor_in(user, chosen, request.actor.address)  # type: ignore[attr-defined]
    signing_in.put_on(actor=actor, user=user, hat=chosen, now=timezone.now())
    request.session["hat"] = str(chosen.id)
    messages.success(request, f"现在以“{chosen.label}”的身份办理。")
    return redirect("home")
