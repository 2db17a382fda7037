"""Accounts for the coordinators on post, with letters to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.operations.accounts import open_accounts
from sibai.employment.queries.accounts import without_account
from sibai.employment.queries.flow_lists import tabs
from sibai.people.forms.signing_in import ActForm
from sibai.people.pages import page
from sibai.people.pages.acting import SENT, actor_of, clock
from sibai.people.pages.letters import letters_page
from sibai.people.pages.methods import only
from sibai.people.pages.once import show_once


@only("GET", "POST")
def accounts(request: HttpRequest) -> HttpResponse:
    """Who has no account yet; answers with the letters."""
    today, now = clock()
    form = ActForm(request.POST or None)
    actor = actor_of(request)
    waiting = list(without_account(actor.scope, today))
    back = reverse("employment:people")
    confirm = {
        "what": f"给还没有账号的{len(waiting)}名在岗协理员各建一个账号",
        "effects": [{"label": "登录信", "value": "每个账号一页，建好后只显示一次，请马上打印"}],
        "people": [f"{stint.village.short_name}　{stint.person.name}" for stint in waiting],
    }

    def again(status: int = 200) -> HttpResponse:
        shown = {"form": form, "confirm": confirm, "count": len(waiting), "back": back, "tabs": tabs(actor, "accounts")}
        return page(request, "employment/accounts.html", shown, status)

    if request.method != SENT:
        return again()
    return show_once(
        request,
        form,
        lambda actor: open_accounts(actor=actor, now=now),
        show=lambda made: letters_page(request, made, back),
        again=again,
        instead="employment:people",
    )
