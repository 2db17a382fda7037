"""The books begin: the list of openings, a file handed in, its preview, each step."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.documents.answers import download
from sibai.funds.forms.opening import OpenForm, RegainForm, ResendForm, ReturnForm
from sibai.funds.models import Opening
from sibai.funds.operations import opening as acts
from sibai.funds.operations import resending
from sibai.funds.queries.opening import pages as shown
from sibai.funds.queries.opening import returns
from sibai.funds.queries.opening.looking import Look, look_at
from sibai.funds.queries.opening.reading import blank_form
from sibai.funds.queries.ways import month_of, recent_months, tabs
from sibai.funds.views.steps import county_of
from sibai.people.actor import Actor
from sibai.people.pages import carry_out, found, page
from sibai.people.pages.acting import SENT, act, actor_of, clock, stepped, typed
from sibai.people.pages.methods import only


@only("GET")
def openings(request: HttpRequest) -> HttpResponse:
    """Every opening."""
    actor = actor_of(request)
    may = actor.may_open("funds:open_books")
    context = {
        "title": "建账",
        "listing": shown.opening_list(actor, request.GET).shown(),
        "tabs": tabs(actor, "funds:openings"),
        "act": {"label": "编制期初", "url": reverse("funds:open_books")} if may else None,
    }
    return page(request, "web/listing.html", context)


@only("GET", "POST")
def open_books(request: HttpRequest) -> HttpResponse:
    """Hand a file in; what is wrong with it stands below the form, cell by cell."""
    today, now = clock()
    form_of = partial(OpenForm, choices={"month": recent_months(today)})
    sent = request.method == SENT
    form = form_of(request.POST, request.FILES) if sent else form_of()
    look = Look()

    def again(status: int) -> HttpResponse:
        context = {"shown": shown.prepare_page(), "form": form, "faults": shown.faults(look), "how": shown.how()}
        return page(request, "funds/open_books.html", context, status)

    def hand_in(actor: Actor) -> Opening:
        month, file = month_of(form.cleaned_data["month"]), form.cleaned_data["file"].checked
        if month is None:
            raise Http404
        held = look_at(file.content, file.kind, month, actor.scope)
        look.faults = held.faults
        document = form.cleaned_data["document"]
        made: Opening = acts.prepare(
            actor=actor, county=county_of(actor), look=held, month=month, document=document, now=now
        )
        return made

    if not sent:
        return again(200)
    done = "已编制，还没有入账。请核对下面两边的数，由审批人确认。"
    return carry_out(
        request, form, hand_in, done=done, to=lambda row: reverse("funds:opening", args=[row.pk]), again=again
    )


def _found(request: HttpRequest, pk: UUID) -> Opening:
    made: Opening = found(shown.openings(actor_of(request)), pk=pk)
    return made


@only("GET")
def opening(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One opening: both sides, and every row."""
    row = _found(request, pk)
    return page(request, "funds/opening.html", {"shown": shown.opening_page(row, actor_of(request), request.GET)})


confirm = stepped(shown.openings, shown.confirm_page, acts.confirm, "期初已入账。")
return_ = stepped(
    shown.openings, lambda row: shown.step_page(row, "退回期初", ("prepared",)), acts.return_, "已退回。", ReturnForm
)
drop = stepped(shown.openings, shown.drop_page, acts.drop, "已放弃，什么也没有入账。")


@only("GET", "POST")
def resend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A returned wage of before is paid."""
    today, now = clock()
    row = _found(request, pk)
    rows = returns.choices(actor_of(request).scope, row)
    form = typed(request, partial(ResendForm, choices={"row": rows}), paid_on=today)
    return act(
        request,
        form,
        lambda: returns.resend_page(row, bool(rows)),
        lambda actor: resending.resend(actor=actor, opening=row, today=today, now=now, **form.facts()),
        done="已登记，并已入账。",
    )


@only("GET", "POST")
def regain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was paid too much before is given back."""
    today, now = clock()
    row = _found(request, pk)
    rows = returns.debts(actor_of(request).scope, row)
    form = typed(request, partial(RegainForm, choices={"row": rows}), paid_on=today)
    return act(
        request,
        form,
        lambda: returns.regain_page(row, bool(rows)),
        lambda actor: resending.regain(actor=actor, opening=row, today=today, now=now, **form.told()),
        done="已登记，并已入账。",
    )


@only("GET")
def blank(_request: HttpRequest) -> HttpResponse:
    """The form to fill."""
    return download(blank_form(), "期初余额（空白表）", "xlsx")
