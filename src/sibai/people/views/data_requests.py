"""Requests about one's own data: the list, one case, its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.documents.answers import download
from sibai.people.actor import Actor
from sibai.people.forms.data_requests import FORM_OF, AskForm, CarryOutForm, CorrectForm, DecideForm, StepForm, TellForm
from sibai.people.models import DataRequest
from sibai.people.operations import data_requests as acts
from sibai.people.pages import Column, Filter, Listing, PageForm, Row, carry_out, found, page
from sibai.people.pages.methods import only
from sibai.people.pages.once import show_once
from sibai.people.queries.data_requests import request_page, requests_within
from sibai.people.request_flow import KINDS, REQUEST
from sibai.people.views.persons import in_scope

COLUMNS = (
    Column("申请人"),
    Column("申请", sort="kind"),
    Column("状态", kind="status"),
    Column("答复期限", sort="deadline", kind="day"),
    Column("受理", sort="received_at", kind="day", minor=True),
)
FILTERS = (
    Filter("state", "状态", [(state, label, Q(state=state)) for state, label in REQUEST.choices]),
    Filter("kind", "种类", [(kind, label, Q(kind=kind)) for kind, label in KINDS.items()]),
)
ERASED = {
    "see": "",
    "copy": "",
    "correct": "",
    "delete": "删除后不能恢复。此人的号码、住址、附件和日志里的文字都会抹去。",
}


@only("GET")
def requests(request: HttpRequest) -> HttpResponse:
    """All requests in scope."""
    listing = Listing(
        requests_within(request.actor),  # type: ignore[attr-defined]
        request.GET,
        COLUMNS,
        _row,
        title="个人信息申请",
        search=lambda text: Q(person__name__contains=text) | Q(person__village__name__contains=text),
        filters=FILTERS,
        order=("deadline", "pk"),
        empty={
            "what": "这里是查阅、复制、更正、删除个人信息的申请。",
            "how": "协理员在自己的页面提出；其他人到村里，由经办在人员页代为登记。",
        },
    )
    return page(request, "people/requests.html", {"listing": listing.shown()})


def _row(each: DataRequest) -> Row:
    late = each.closed_at is None and each.deadline < timezone.localdate()
    tone = "done" if each.closed_at else "late" if late else "due"
    return Row(
        reverse("people:request", args=[each.pk]),
        [
            {"text": each.person.name, "under": each.person.village.short_name},
            KINDS[each.kind],
            {"tone": tone, "word": REQUEST.label(each.state)},
            each.deadline,
            each.received_at,
        ],
        tone="late" if late else "",
    )


def _found(request: HttpRequest, pk: UUID) -> DataRequest:
    """The case, 404 outside the actor's scope."""
    case: DataRequest = found(requests_within(request.actor), pk=pk)  # type: ignore[attr-defined]
    return case


@only("GET")
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of a case."""
    shown = request_page(request.actor, _found(request, pk), timezone.localdate())  # type: ignore[attr-defined]
    return page(request, "people/request.html", {"shown": shown, "form": PageForm()})


@only("GET", "POST")
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take a request of a person in."""
    person = in_scope(request, person_id)
    form = AskForm(request.POST or None)

    def again(status: int = 200) -> HttpResponse:
        back = reverse("people:person", args=[person.pk])
        told = {"form": form, "title": "申请查阅、复制、更正、删除个人信息", "lead": person.name, "back": back}
        return page(request, "people/act.html", told, status)

    if request.method != "POST":
        return again()

    def call(actor: Actor) -> DataRequest:
        case: DataRequest = acts.receive(actor=actor, person=person, now=timezone.now(), **form.facts())
        return case

    return carry_out(
        request, form, call, done="已受理，县人社局会在期限内答复。", to=lambda case: address(case.pk), again=again
    )


def address(pk: UUID) -> str:
    """The page of a case."""
    return reverse("people:request", args=[pk])


def _step(
    request: HttpRequest,
    case: DataRequest,
    form: StepForm,
    call: Callable[[Actor, dict[str, Any]], Any],
    *,
    title: str,
    done: str,
    warning: str = "",
) -> HttpResponse:
    """One step of a case: the form with the case beside it, then back to the case."""

    def again(status: int = 200) -> HttpResponse:
        shown = request_page(request.actor, case, timezone.localdate())  # type: ignore[attr-defined]
        told = {"form": form, "title": title, "lead": case.person.name, "back": address(case.pk), "shown": shown}
        more = {"crumb": shown.title, "warning": warning, "danger": bool(warning)}
        return page(request, "people/act.html", {**told, **more}, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request, form, lambda actor: call(actor, form.facts()), done=done, to=address(case.pk), again=again
    )


@only("GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Grant or refuse."""
    case = _found(request, pk)
    form = DecideForm(request.POST or None, initial={"version": case.version})

    def call(actor: Actor, facts: dict[str, Any]) -> None:
        granted = facts.pop("granted") == "yes"
        acts.decide(actor=actor, request=case, granted=granted, now=timezone.now(), **facts)

    return _step(request, case, form, call, title=f"决定{KINDS[case.kind]}申请", done="已保存决定。")


@only("GET", "POST")
def carry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Carry out what was granted."""
    case = _found(request, pk)
    form = FORM_OF.get(case.kind, CarryOutForm)(request.POST or None, initial={"version": case.version})

    def call(actor: Actor, facts: dict[str, Any]) -> None:
        corrected = form.given() if isinstance(form, CorrectForm) else {}
        acts.carry_out(
            actor=actor,
            request=case,
            version=facts["version"],
            result=facts["result"],
            facts=corrected,
            now=timezone.now(),
        )

    title = f"办理{KINDS[case.kind]}申请"
    return _step(request, case, form, call, title=title, done="已办理。", warning=ERASED[case.kind])


@only("GET", "POST")
def tell(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell the person, and close the case."""
    case = _found(request, pk)
    form = TellForm(request.POST or None, initial={"version": case.version})

    def call(actor: Actor, facts: dict[str, Any]) -> None:
        acts.tell(actor=actor, request=case, now=timezone.now(), **facts)

    return _step(request, case, form, call, title="把结果告诉本人", done="已办结。")


@only("GET", "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a request back."""
    case = _found(request, pk)
    form = StepForm(request.POST or None, initial={"version": case.version})

    def call(actor: Actor, facts: dict[str, Any]) -> None:
        acts.withdraw(actor=actor, request=case, now=timezone.now(), **facts)

    return _step(request, case, form, call, title="撤回申请", done="已撤回。")


@only("POST")
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The workbook of everything held about the person."""
    case = _found(request, pk)
    form = PageForm(request.POST)

    def again(status: int) -> HttpResponse:
        shown = request_page(request.actor, case, timezone.localdate())  # type: ignore[attr-defined]
        return page(request, "people/request.html", {"shown": shown, "form": form}, status)

    return show_once(
        request,
        form,
        lambda actor: acts.hand_out(actor=actor, request=case, now=timezone.now()),
        show=lambda content: download(content, f"{case.person.code}个人信息.xlsx", "xlsx"),
        again=again,
        instead=address(case.pk),
    )
