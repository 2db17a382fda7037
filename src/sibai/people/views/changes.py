"""What an administrator does to one account: each a page that says what will happen and asks why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.people.forms.accounts import EndForm, HoldingForm, NameForm
from sibai.people.forms.signing_in import ActForm, ReasonForm
from sibai.people.models import Holding, User
from sibai.people.operations import accounts, holdings, letters
from sibai.people.pages import carry_out, found, page
from sibai.people.pages.letters import letters_page
from sibai.people.pages.methods import only
from sibai.people.pages.once import show_once
from sibai.people.queries.accounts import places_to_choose, places_without
from sibai.people.views.accounts import letter_of


@dataclass(frozen=True, slots=True)
class Change:
    """A change that asks for nothing but the reason: its words, and the operation."""

    title: str
    what: str
    effects: tuple[tuple[str, str], ...]
    done: str
    call: Callable[..., Any]
    danger: bool = False


CHANGES = {
    "disable": Change(
        "停用账号",
        "停用“{account}”",
        (("登录", "马上退出，以后不能登录"), ("记录", "以前办的事照样留着"), ("以后", "随时可以再启用")),
        "已停用，正在登录的已退出。",
        accounts.disable,
        danger=True,
    ),
    "enable": Change(
        "启用账号", "重新启用“{account}”", (("登录", "可以用原来的密码登录"),), "已启用。", accounts.enable
    ),
    "unlock": Change(
        "解锁",
        "解锁“{account}”",
        (("登录", "不用等半小时，马上可以再试"), ("注意", "先问清楚是不是本人输错的")),
        "已解锁。",
        accounts.unlock,
    ),
    "second_factor": Change(
        "重置手机验证",
        "让“{account}”重新绑定手机",
        (
            ("登录", "马上退出；下次登录时重新绑定手机"),
            ("备用码", "原来的全部作废"),
            ("注意", "先核实是本人，比如当面或回拨电话"),
        ),
        "已重置，下次登录时重新绑定。",
        accounts.reset_second_factor,
        danger=True,
    ),
}


def _account(pk: UUID) -> tuple[User, str]:
    return found(User.objects.all(), pk=pk), reverse("people:account", args=[pk])


def _home(user: User) -> dict[str, str]:
    """The way back to the account, and whose it is."""
    return {"back": reverse("people:account", args=[user.pk]), "whose": user.name or user.account}


@only("GET", "POST")
def change(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    """One of CHANGES."""
    user, back = _account(pk)
    asked = CHANGES[what]
    form = ReasonForm(request.POST or None)
    confirm = {
        "what": f"{asked.what.format(account=user.account)}（{user.name}）",
        "effects": [{"label": label, "value": value} for label, value in asked.effects],
    }
    told = {"form": form, "confirm": confirm, "title": asked.title, "danger": asked.danger, **_home(user)}

    def again(status: int = 200) -> HttpResponse:
        return page(request, "people/account_change.html", told, status)

    if request.method != "POST":
        return again()

    def call(actor: Any) -> Any:
        return asked.call(actor=actor, user=user, reason=form.cleaned_data["reason"], now=timezone.now())

    return carry_out(request, form, call, done=asked.done, to=back, again=again)


@only("GET", "POST")
def new_password(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new password for one login; answers with the letter."""
    user, back = _account(pk)
    form = ReasonForm(request.POST or None)
    effects = [("登录", "马上退出，原来的密码作废，锁定解除"), ("新密码", "只显示一次，随信打印；首次登录须改")]
    confirm = {
        "what": f"给“{user.account}”（{user.name}）发新的一次性密码",
        "effects": [{"label": label, "value": value} for label, value in effects],
    }
    told = {"form": form, "confirm": confirm, "title": "重发密码", "danger": False, **_home(user)}

    def again(status: int = 200) -> HttpResponse:
        return page(request, "people/account_change.html", told, status)

    if request.method != "POST":
        return again()
    return show_once(
        request,
        form,
        lambda actor: accounts.reset_password(
            actor=actor, user=user, reason=form.cleaned_data["reason"], now=timezone.now()
        ),
        show=lambda made: letters_page(request, [letter_of(made)], back),
        again=again,
        instead="people:accounts",
    )


def _form_page(request: HttpRequest, form: Any, call: Any, told: dict[str, Any], done: str) -> HttpResponse:
    """A page with one form that changes an account, and its answer."""

    def again(status: int = 200) -> HttpResponse:
        return page(request, "people/account_form.html", {**told, "form": form}, status)

    if request.method != "POST":
        return again()
    return carry_out(request, form, call, done=done, to=told["back"], again=again)


@only("GET", "POST")
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct the name."""
    user = found(User.objects.all(), pk=pk)
    form = NameForm(request.POST or None, initial={"name": user.name})
    told = {"title": "改姓名", "lead": "只改写错的姓名。换了人用，请停用这个账号，另建一个。", **_home(user)}
    return _form_page(
        request,
        form,
        lambda actor: accounts.rename(actor=actor, user=user, **form.facts(), now=timezone.now()),
        told,
        "姓名已改。",
    )


@only("GET", "POST")
def holding_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A further role."""
    user = found(User.objects.all(), pk=pk)
    places = places_to_choose()
    form = HoldingForm(request.POST or None, places=places, initial={"day": timezone.localdate()})
    told = {"title": "加角色", "lead": f"给“{user.account}”（{user.name}）加一个角色。", **_home(user)}
    return _form_page(
        request,
        form,
        lambda actor: holdings.add_holding(actor=actor, user=user, **form.facts(), now=timezone.now()),
        told,
        "角色已加上。",
    )


@only("GET", "POST")
def holding_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The end of a role."""
    holding = found(Holding.objects.select_related("user", "place"), pk=pk)
    form = EndForm(request.POST or None, initial={"day": timezone.localdate()})
    lead = f"“{holding.user.account}”（{holding.user.name}）不再是“{holding.label}”；由此委托出去的也同时停止。"
    told = {"title": "停用角色", "lead": lead, **_home(holding.user)}
    return _form_page(
        request,
        form,
        lambda actor: holdings.end_holding(actor=actor, holding=holding, **form.facts(), now=timezone.now()),
        told,
        "角色已停用。",
    )


@only("GET", "POST")
def for_places(request: HttpRequest) -> HttpResponse:
    """Accounts for all places that have none; answers with the letters."""
    form = ActForm(request.POST or None)
    places = places_without()
    count = {level: sum(place.level == level for place in places) for level in ("town", "village")}
    effects = [
        ("镇", f"{count['town']}个账号"),
        ("村（社区）", f"{count['village']}个账号"),
        ("信", "每个账号一页，建好后只显示一次，请马上打印"),
    ]
    confirm = {
        "what": f"给还没有账号的{len(places)}个镇、村（社区）各建一个账号",
        "effects": [{"label": label, "value": value} for label, value in effects],
    }
    told = {
        "form": form,
        "confirm": confirm,
        "count": len(places),
        "title": "批量建账号",
        "back": reverse("people:accounts"),
    }

    def again(status: int = 200) -> HttpResponse:
        return page(request, "people/accounts_for_places.html", told, status)

    if request.method != "POST":
        return again()
    return show_once(
        request,
        form,
        lambda actor: letters.make_for_places(actor=actor, now=timezone.now()),
        show=lambda made: letters_page(request, made, reverse("people:accounts")),
        again=again,
        instead="people:accounts",
    )
