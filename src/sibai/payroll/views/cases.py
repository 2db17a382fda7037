"""Rewards, held pay, corrections, recoveries."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.attendance.queries.month import month_of
from sibai.payroll.flow import HOLD
from sibai.payroll.forms import cases as forms
from sibai.payroll.operations import correcting, holds, items
from sibai.payroll.queries import case_pages as shown
from sibai.payroll.views.steps import county_of
from sibai.people.models import Person
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, stepped, typed
from sibai.people.pages.methods import only

LIST = "web/listing.html"


def _list(
    request: HttpRequest, name: str, title: str, listing: Any, begin: dict[str, str] | None = None
) -> HttpResponse:
    context = {"title": title, "listing": listing.shown(), "tabs": shown.tabs(actor_of(request), name), "act": begin}
    return page(request, LIST, context)


@only("GET")
def item_list(request: HttpRequest) -> HttpResponse:
    """Rewards."""
    actor = actor_of(request)
    opens = actor.may_open("payroll:enter_item")
    begin = {"label": "登记工作奖励", "url": reverse("payroll:enter_item")} if opens else None
    return _list(request, "items", "工作奖励", shown.item_list(actor, request.GET), begin)


@only("GET", "POST")
def enter_item(request: HttpRequest) -> HttpResponse:
    """A reward by the village company."""
    today, now = clock()
    actor = actor_of(request)
    people, months = shown.people_of(actor, today), shown.months_around(today)
    form = typed(request, partial(forms.ItemForm, people=people, months=months))
    return act(
        request,
        form,
        shown.enter_item_page,
        lambda actor: items.enter_item(
            actor=actor,
            person=found(Person.objects.within(actor.scope), pk=form.cleaned_data["person"]),
            month=forms.month_value(form.cleaned_data["month"]),
            amount=forms.fen(form.cleaned_data["amount"]),
            document=form.cleaned_data["document"],
            today=today,
            now=now,
        ),
        done="已登记，等派活儿公司确认。",
    )


confirm_item = stepped(shown.items, shown.item_page, items.confirm_item, "已提交。", forms.DecideForm)


@only("GET")
def hold_list(request: HttpRequest) -> HttpResponse:
    """Held pay."""
    return _list(request, "holds", "暂缓发放", shown.hold_list(actor_of(request), request.GET))


@only("GET")
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One hold."""
    actor = actor_of(request)
    row = found(shown.holds(actor), pk=pk)
    routes = {"proposed": ("决定是否暂缓", "payroll:decide_hold"), "held": ("恢复发放", "payroll:release_hold")}
    label, route = routes.get(row.state, ("", ""))
    begin = {"label": label, "url": reverse(route, args=[row.pk])} if route and actor.may_open(route) else None
    context = {"row": row, "facts": shown.hold_facts(row), "status": shown.status(HOLD, row.state), "act": begin}
    return page(request, "payroll/hold.html", context)


@only("GET", "POST")
def propose_hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose that a person's pay is held."""
    today, now = clock()
    person = found(Person.objects.within(actor_of(request).scope).select_related("village__parent"), pk=pk)
    cited = request.GET.get("document", "")
    form = typed(request, partial(forms.HoldForm, choices={"month": shown.months_around(today)}), document=cited)
    return act(
        request,
        form,
        lambda: shown.propose_page(person),
        lambda actor: holds.propose_hold(
            actor=actor,
            person=person,
            since=forms.month_value(form.cleaned_data["month"]),
            reason=form.cleaned_data["reason"],
            document=form.cleaned_data["document"],
            now=now,
        ),
        done="已提出，等决定。",
    )


decide_hold = stepped(
    shown.holds,
    lambda row: shown.hold_page(row, "决定是否暂缓", ("proposed",)),
    holds.decide_hold,
    "已决定。",
    forms.HoldDecisionForm,
)
release_hold = stepped(
    shown.holds,
    lambda row: shown.hold_page(row, "恢复发放", ("held",)),
    holds.release_hold,
    "已恢复，下一批补发。",
    forms.ReasonForm,
)


@only("GET")
def recounts(request: HttpRequest) -> HttpResponse:
    """Corrections."""
    return _list(request, "recounts", "更正", shown.recount_list(actor_of(request), request.GET))


@only("GET")
def recount(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One correction."""
    actor = actor_of(request)
    row = found(shown.recounts(actor), pk=pk)
    return page(request, "payroll/recount.html", {"shown": shown.recount_page(row, actor, request.GET)})


@only("GET", "POST")
def prepare_recount(request: HttpRequest, month: str) -> HttpResponse:
    """Compute a paid month again."""
    today, now = clock()
    first = month_of(month)
    if first is None or first > today:
        raise Http404
    form = typed(request, forms.RecountForm)
    return act(
        request,
        form,
        lambda: shown.recount_act("重算已发的工资", month=first),
        lambda actor: correcting.prepare_recount(
            actor=actor, county=county_of(actor), month=first, now=now, **form.facts()
        ),
        done="已按现在的记录重算；有差额的等县人社局确认。",
        to=lambda row: reverse("payroll:recount", args=[row.pk]),
    )


@only("GET", "POST")
def confirm_recount(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The county's word on a correction."""
    _, now = clock()
    row = found(shown.recounts(actor_of(request)), pk=pk)
    form = typed(request, forms.DecideForm, row)
    return act(
        request,
        form,
        lambda: shown.recount_act("确认更正", row),
        lambda actor: correcting.confirm_recount(actor=actor, row=row, now=now, **form.told()),
        done="已提交。",
    )


@only("GET")
def recovery_list(request: HttpRequest) -> HttpResponse:
    """What was paid too much; beside it who has left and has to pay in."""
    begin = {"label": "离岗人员补缴", "url": reverse("payroll:leavers")}
    return _list(request, "recoveries", "多发扣回", shown.recovery_list(actor_of(request), request.GET), begin)


@only("GET", "POST")
def agree_recovery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person agreed."""
    today, now = clock()
    row = found(shown.recoveries(actor_of(request)), pk=pk)
    form = typed(request, forms.AgreementForm, row)
    return act(
        request,
        form,
        lambda: shown.recovery_page(row, "登记本人同意", ("to_agree", "agreed")),
        lambda actor: correcting.agree_recovery(
            actor=actor,
            row=row,
            today=today,
            now=now,
            **{**form.told(), "monthly": forms.fen(form.cleaned_data["monthly"])},
        ),
        done="已登记，从下一批工资起扣回。",
    )


@only("GET", "POST")
def return_recovery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Given back otherwise."""
    _, now = clock()
    row = found(shown.recoveries(actor_of(request)), pk=pk)
    form = typed(request, forms.CashForm, row)
    return act(
        request,
        form,
        lambda: shown.recovery_page(row, "登记另行退回", ("to_agree", "agreed")),
        lambda actor: correcting.return_recovery(
            actor=actor, row=row, now=now, **{**form.told(), "amount": forms.fen(form.cleaned_data["amount"])}
        ),
        done="已登记。",
    )
