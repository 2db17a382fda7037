"""The way in and out: name and password, then the second factor where it is needed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as otp_login

from sibai.people import locks
from sibai.people.forms.signing_in import CodeForm, LoginForm
from sibai.people.models import SecondFactor, User
from sibai.people.names import normalised
from sibai.people.operations import second_factors, sessions, signing_in
from sibai.people.pages import carry_out, page, told
from sibai.people.pages.methods import only
from sibai.people.queries.actors import Hat, actor_in, hats_of

WRONG = f"登录名或密码不对。连续输错{settings.AXES_FAILURE_LIMIT}次，这个登录名会锁定半小时。"
NO_ROLE = "这个账号现在没有任何角色，请联系系统管理员。"


LOCKED = {
    "": ("密码错得太多，已暂时锁定", "请过半小时再试；急用的，请系统管理员解锁或重发一次性密码。"),
    locks.NAME: (
        "这个登录名在多处输错密码，已暂时锁定",
        "可能有人在试您的密码，请告诉系统管理员，由管理员解锁或重发一次性密码。没有解锁的，最迟{window}后自己解开。",
    ),
    locks.ADDRESS: (
        "从您这里输错密码的次数太多，已暂停登录",
        "同一个网络里的人合在一起计算。最迟{window}后自己解开；急用的，请换一个网络登录，并告诉系统管理员：可能有人在试密码，弄清以后可以提前放开。",
    ),
}
"""By lock (`people.locks`): what happened, and what to do."""


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Too many wrong passwords: for this name from here, for this name from everywhere, or from here at all."""
    kind = getattr(request, "lock", "")
    title, advice = LOCKED[kind]
    return told(request, 429, title, advice.format(window=locks.window_words(kind)) if kind else advice)


def digest(request: HttpRequest) -> str:
    """The digest of this browser's session key."""
    return sessions.digest_of(request.session.session_key)


def rekeyed(request: HttpRequest) -> None:
    """Give the session another key, now that it may do more than before."""
    old = digest(request)
    request.session.cycle_key()
    sessions.moved(old, digest(request))


def onward(request: HttpRequest) -> str:
    """Where a user wanted to go before signing in; the first page otherwise."""
    return str(request.session.get("next") or "home")


def _safe(target: str, *, https: bool) -> str:
    """An address within this site, as a path; blank for anything else."""
    ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, None, require_https=https)
    return target if ours else ""


@only("GET", "POST")
def login(request: HttpRequest) -> HttpResponse:
    """Name and password. What is wrong is not told apart: a stranger learns no names."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect("home")
        return _door(request, LoginForm(initial={"next": request.GET.get("next", "")}), 200)
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _door(request, form, 422)
    if isinstance(request.user, User):
        _leave(request, request.user)
    user = auth.authenticate(
        request, account=normalised(form.cleaned_data["account"]), password=form.cleaned_data["password"]
    )
    hats = hats_of(user, timezone.localdate()) if isinstance(user, User) else []
    if not isinstance(user, User) or not hats:
        note_failure(request, form.cleaned_data["account"], known=user is not None)
        form.show_refusal(NO_ROLE if user else WRONG, None)
        return _door(request, form, 422)
    _enter(request, user, hats[0])
    request.session["next"] = _safe(form.cleaned_data["next"], https=request.is_secure())
    return redirect(onward(request))


def _door(request: HttpRequest, form: LoginForm, status: int) -> HttpResponse:
    return page(request, "people/login.html", {"form": form}, status)


def note_failure(request: HttpRequest, account: str, *, known: bool = False) -> None:
    """One entry for the try; a second one where it is the try that locks."""
    failures = getattr(request, "axes_failures_since_start", None)
    locked = bool(getattr(request, "axes_locked_out", False))
    shut = signing_in.Shut(getattr(request, "lock", ""), getattr(request, "lock_failures", failures) or 0)
    why = "no_role" if known else "locked" if locked and failures is None else "wrong"
    signing_in.failed(
        account=account,
        address=_address(request),
        why=why,
        shut=shut if locked and failures is not None else None,
        now=timezone.now(),
    )


def _address(request: HttpRequest) -> str:
    return str(request.actor.address)  # type: ignore[attr-defined]


def _enter(request: HttpRequest, user: User, hat: Hat) -> None:
    """Django's part (a new session key), then the entry and the session's row."""
    auth.login(request, user)
    browser = sessions.Browser(digest(request), _address(request), request.headers.get("User-Agent", ""))
    actor = actor_in(user, hat, browser.address)
    signing_in.sign_in(actor=actor, user=user, browser=browser, now=timezone.now())
    request.session["second_factor"] = SecondFactor.objects.filter(user=user).exists()


def _leave(request: HttpRequest, user: User) -> None:
    actor = request.actor  # type: ignore[attr-defined]
    signing_in.sign_out(actor=actor, user=user, digest=digest(request), now=timezone.now())
    auth.logout(request)


@only("POST")
def logout(request: HttpRequest) -> HttpResponse:
    """Out, and to the door."""
    if isinstance(request.user, User):
        _leave(request, request.user)
    return redirect("people:login")


@only("GET", "POST")
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code of the phone, or one on paper."""
    user: Any = request.user
    if user.is_verified():
        return redirect(onward(request))
    if not SecondFactor.objects.filter(user=user).exists():
        return redirect("people:enrol")
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return page(request, "people/second_factor.html", {"form": form})

    def passed(device: SecondFactor) -> str:
        otp_login(request, device)
        rekeyed(request)
        return onward(request)

    return carry_out(
        request,
        form,
        lambda actor: second_factors.confirm(
            actor=actor, user=user, code=form.cleaned_data["code"], now=timezone.now()
        ),
        done="",
        to=passed,
        again=lambda status: page(request, "people/second_factor.html", {"form": form}, status),
    )
