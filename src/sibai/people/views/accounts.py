"""The administrator's pages: the list of accounts, one account, new ones; no business data anywhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.audit.acts import ROLES
from sibai.documents.answers import download
from sibai.people.forms.accounts import NewAccountForm
from sibai.people.models import User
from sibai.people.operations import accounts as operations
from sibai.people.operations.exporting import export as make_workbook
from sibai.people.operations.letters import Letter
from sibai.people.pages import Column, Filter, Listing, Row, found, page
from sibai.people.pages.letters import letters_page
from sibai.people.pages.methods import only
from sibai.people.pages.once import show_once
from sibai.people.queries import accounts as queries

COLUMNS = (
    Column("登录名", "account"),
    Column("姓名", "name"),
    Column("角色与范围"),
    Column("上次登录", "last_login", "moment", minor=True),
    Column("手机验证", "bound", "check", minor=True),
    Column("状态", "", "status"),
)


def _listing(request: HttpRequest, today: date) -> Listing:
    """All accounts, searched and filtered as the address says."""
    locked = queries.locked(today)

    def row(user: User) -> Row:
        line = queries.line_of(user, locked)
        state = {"tone": line.tone, "word": line.state}
        cells = [line.account, line.name, line.roles, line.last_login, line.bound, state]
        return Row(reverse("people:account", args=[line.id]), cells)

    states = [
        ("active", "启用", Q(is_active=True)),
        ("disabled", "停用", Q(is_active=False)),
        ("locked", "今天锁定过", Q(pk__in=locked)),
        (
            "unused",
            f"建立{queries.UNUSED_DAYS}天未登录",
            queries.never_used(today - timedelta(days=queries.UNUSED_DAYS)),
        ),
    ]
    roles = [(code, label, queries.holding_role(code, today)) for code, label in ROLES.items()]
    return Listing(
        queries.accounts(today),
        request.GET,
        COLUMNS,
        row,
        title="账号",
        search=queries.holding_in,
        placeholder="登录名、姓名、村名",
        filters=[Filter("state", "状态", states), Filter("role", "角色", roles)],
        order=("account",),
        export_url=reverse("people:accounts_export"),
    )


@only("GET")
def accounts(request: HttpRequest) -> HttpResponse:
    """The list."""
    return page(request, "people/accounts.html", {"listing": _listing(request, timezone.localdate()).shown()})


@only("GET")
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as a workbook; an entry of the log."""
    now = timezone.now()
    today = timezone.localdate(now)
    locked = queries.locked(today)
    rows = [queries.line_of(user, locked) for user in _listing(request, today).selected()]
    content = make_workbook(actor=request.actor, rows=rows, now=now)  # type: ignore[attr-defined]
    return download(content, f"账号{today:%Y%m%d}", "xlsx")


@only("GET")
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One account."""
    shown = queries.detail(found(User.objects.all(), pk=pk), timezone.now())
    mine = shown.user.pk == request.user.pk
    return page(request, "people/account.html", {"shown": shown, "mine": mine, "acts": _acts(shown)})


def _acts(shown: queries.AccountDetail) -> list[dict[str, Any]]:
    """What else can be done to an account, for the menu."""
    offered = [
        ("people:account_unlock", "解锁", "lock", shown.locked),
        ("people:holding_add", "加角色", "plus", True),
        ("people:account_rename", "改姓名", "edit", True),
        ("people:account_second_factor", "重置手机验证", "cross", shown.bound),
        ("people:account_enable", "启用", "check", not shown.user.is_active),
        ("people:account_disable", "停用", "cross", shown.user.is_active),
    ]
    return [
        {"label": label, "url": reverse(route, args=[shown.user.pk]), "icon": icon, "danger": label == "停用"}
        for route, label, icon, possible in offered
        if possible
    ]


@only("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """A new account; answers with its letter."""
    form = NewAccountForm(request.POST or None, places=queries.places_to_choose())

    def again(status: int = 200) -> HttpResponse:
        return page(request, "people/account_new.html", {"form": form}, status)

    if request.method != "POST":
        return again()
    return show_once(
        request,
        form,
        lambda actor: operations.create_user(actor=actor, **form.facts(), now=timezone.now()),
        show=lambda made: letters_page(request, [letter_of(made)], reverse("people:account", args=[made.user.pk])),
        again=again,
        instead="people:accounts",
    )


def letter_of(made: operations.Created) -> Letter:
    """The letter of one account."""
    roles = "；".join(holding.label for holding in made.user.holdings.select_related("place").order_by("start", "pk"))
    return Letter(made.user.name, roles, made.user.account, made.one_time_password)
