"""Pages and acts of an application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.documents.queries.papers import papers_of
from sibai.people.actor import Actor
from sibai.people.pages import carry_out, found, page
from sibai.recruitment.forms import applications as forms
from sibai.recruitment.forms.steps import AnswerForm
from sibai.recruitment.models import Application, Objection
from sibai.recruitment.operations import applications as acts
from sibai.recruitment.operations import review
from sibai.recruitment.operations.choice import answer_objection as answer_act
from sibai.recruitment.queries.application_page import application_page, applications
from sibai.recruitment.queries.log import log_of_application
from sibai.recruitment.queries.papers import wanted_for
from sibai.recruitment.queries.selections import rounds
from sibai.recruitment.views.steps import crumbs, moved_on, selection_url


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act on an application: form, operation, words."""

    form: type[forms.VersionForm]
    operation: Callable[..., Any]
    title: str
    button: str
    done: str
    note: str = ""
    danger: bool = False


ACTS = {
    "take_in": ActPage(forms.TakeInForm, acts.take_in, "核对收下", "收下", "已收下，请审查。", "对照证件核对后再收下"),
    "correct": ActPage(forms.CorrectForm, acts.correct, "核对信息", "保存", "信息已核对。", "对照材料核对"),
    "decide": ActPage(forms.DecideForm, review.decide, "审查资格", "登记审查结果", "审查结果已登记。"),
    "reopen": ActPage(forms.WhyForm, review.reopen, "撤回审查结果", "撤回", "审查结果已撤回。", danger=True),
    "withdraw_application": ActPage(
        forms.WhyForm, acts.withdraw, "本人撤回报名", "撤回报名", "报名已撤回。", "撤回后不能恢复", danger=True
    ),
}


def application_url(application: Application) -> str:
    """The page of an application."""
    return reverse("recruitment:application", args=[application.pk])


def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One application: who, what, the rule's answer, the papers, the decision, the log."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    one = found(applications(actor.scope), pk=pk)
    wanted = wanted_for(one, upload=actor.may("recruitment.scan"), prints=actor.may("recruitment.print"), actor=actor)
    context = {
        "shown": application_page(one, actor),
        "papers": papers_of(one, wanted, actor.role),
        "log": log_of_application(one),
        "crumbs": crumbs(one.selection),
    }
    return page(request, "recruitment/application.html", context)


def act(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """One act on an application."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    one = found(applications(actor.scope), pk=pk)
    spec = ACTS[name]
    form = spec.form(request.POST or None, application=one)

    def again(status: int = 200) -> HttpResponse:
        shown = application_page(one, actor)
        context = {
            "title": f"{spec.title}：{one.name}",
            "form": form,
            "button": spec.button,
            "danger": spec.danger,
            "note": spec.note,
            "cancel_url": application_url(one),
            "crumbs": [*crumbs(one.selection), {"label": shown.title, "url": application_url(one)}],
            "verdict": shown.verdict if name == "decide" else None,
            "correct_url": reverse("recruitment:correct", args=[one.pk]) if name == "decide" else "",
        }
        return page(request, "recruitment/form.html", context, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda who: spec.operation(actor=who, application=one, now=timezone.now(), **form.given()),
        done=spec.done,
        to=application_url(one),
        again=again,
    )


def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a paper application."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    selection = found(rounds(actor), pk=pk)
    if request.method != "POST" and selection.state not in acts.OPEN_FOR_APPLICATIONS:
        return moved_on(request, selection)
    form = forms.EnterForm(request.POST or None, request.FILES or None, now=timezone.now())

    def call(who: Actor) -> Application:
        given = form.given()
        scans = [acts.Scan(kind, upload) for kind, upload in given.pop("scans")]
        return acts.enter(actor=who, selection=selection, now=timezone.now(), scans=scans, **given)

    def again(status: int = 200) -> HttpResponse:
        late = selection.deadline is not None and timezone.localdate() > selection.deadline
        context = {
            "title": f"登记报名：{selection.vacancy.village.short_name}",
            "form": form,
            "button": "登记报名",
            "note": "保存后在资格审查时核对",
            "cancel_url": selection_url(selection),
            "crumbs": crumbs(selection),
            "warning": f"报名已于{selection.deadline}截止。截止以后交来的照实登记，按规则不符合。" if late else "",
        }
        return page(request, "recruitment/form.html", context, status)

    if request.method != "POST":
        return again()
    return carry_out(request, form, call, done="报名已登记。", to=selection_url(selection), again=again)


def answer_objection(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer an objection."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Objection.objects.within(actor.scope).select_related("selection__vacancy__village__parent")
    objection = found(rows, pk=pk)
    if request.method != "POST" and objection.state != "open":
        return moved_on(request, objection.selection)
    form = AnswerForm(request.POST or None)

    def again(status: int = 200) -> HttpResponse:
        context = {
            "title": f"答复异议：{objection.selection.vacancy.village.short_name}",
            "form": form,
            "button": "答复",
            "cancel_url": selection_url(objection.selection),
            "crumbs": crumbs(objection.selection),
            "facts": [
                {"label": "收到日期", "value": objection.received_on, "kind": "day"},
                {"label": "提出人", "value": objection.raised_by},
                {"label": "内容", "value": objection.content, "wide": True},
            ],
        }
        return page(request, "recruitment/form.html", context, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda who: answer_act(actor=who, objection=objection, now=timezone.now(), **form.given()),
        done="异议已答复。",
        to=selection_url(objection.selection),
        again=again,
    )
