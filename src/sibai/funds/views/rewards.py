"""Rewards of village companies: what is open, what was paid in."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.funds.forms.rewards import ConfirmRewardForm, RewardForm
from sibai.funds.models import RewardReceipt
from sibai.funds.operations import rewarding
from sibai.funds.queries import rewards as shown
from sibai.funds.queries.ways import tabs
from sibai.funds.views.steps import county_of
from sibai.people.actor import Actor
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, stepped, typed
from sibai.people.pages.methods import only
from sibai.places.models import Place


@only("GET")
def rewards(request: HttpRequest) -> HttpResponse:
    """Village by village, and every payment."""
    actor = actor_of(request)
    may = actor.may_open("funds:register_reward")
    context = {
        "tabs": tabs(actor, "funds:rewards"),
        "villages": shown.village_table(actor),
        "listing": shown.receipt_list(actor, request.GET).shown(),
        "act": {"label": "登记奖励到账", "url": reverse("funds:register_reward")} if may else None,
    }
    return page(request, "funds/rewards.html", context)


@only("GET", "POST")
def register(request: HttpRequest) -> HttpResponse:
    """A payment has come."""
    today, now = clock()
    villages = shown.owing(actor_of(request).scope)
    form = typed(request, partial(RewardForm, choices={"village": villages}), paid_on=today)

    def call(actor: Actor) -> RewardReceipt:
        told = form.told()
        told["village"] = found(Place.objects.within(actor.scope), pk=told["village"])
        return rewarding.register(actor=actor, county=county_of(actor), today=today, now=now, **told)

    return act(request, form, shown.register_page, call, done="已登记，等出纳确认。")


confirm = stepped(shown.receipts, shown.confirm_page, rewarding.confirm, "已办理。", ConfirmRewardForm)
