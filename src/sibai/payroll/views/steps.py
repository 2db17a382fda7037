"""Each step of a run, and what goes to the bank and comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from sibai.attendance.queries.month import month_of
from sibai.payroll.forms.cases import ReasonForm
from sibai.payroll.forms.runs import FundForm, LayoutForm, ResultForm, StepForm, WhichBatchForm
from sibai.payroll.operations import answering, approving, issuing, preparing
from sibai.payroll.queries import act_pages
from sibai.payroll.queries.bank_pages import bank_files, bank_returns, failed
from sibai.payroll.queries.layouts import layouts
from sibai.payroll.queries.run_page import runs
from sibai.people.actor import Actor
from sibai.people.pages import found
from sibai.people.pages.acting import act, actor_of, clock, stepped, typed
from sibai.people.pages.methods import only
from sibai.places.models import Place


def county_of(actor: Actor) -> Place:
    """The county that the actor works for."""
    county: Place = found(Place.objects.within(actor.scope), level="county")
    return county


@only("GET", "POST")
def prepare(request: HttpRequest, month: str) -> HttpResponse:
    """Make the payslips of a month."""
    today, now = clock()
    first = month_of(month)
    if first is None or first > today:
        raise Http404
    return act(
        request,
        typed(request, StepForm),
        lambda: act_pages.prepare_page(first),
        lambda actor: preparing.prepare(actor=actor, county=county_of(actor), month=first, today=today, now=now),
        done="工资已编制，请核对后等县人社局核对。",
        to=lambda row: reverse("payroll:run", args=[row.pk]),
    )


def _step(name: str, call: Callable[..., Any], done: str, form_of: Any = StepForm) -> Callable[..., HttpResponseBase]:
    """The page of one step of a run."""
    return stepped(runs, lambda row: act_pages.run_act_page(row, name), call, done, form_of, given="run")


check = _step("check", approving.check, "已核对，报公司审批。")
approve = _step("approve", approving.approve, "已审批，工资单定案。")
prepare_again = _step("prepare_again", preparing.prepare_again, "已重新编制。")
return_run = _step("return_run", approving.return_run, "已退回。", ReasonForm)
void = _step("void", preparing.void, "已作废。", ReasonForm)
close = _step("close", answering.close, "已结账。")


@only("GET", "POST")
def fund(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The money has come."""
    today, now = clock()
    row = found(runs(actor_of(request)), pk=pk)
    form = typed(request, FundForm, row, arrived_on=today)
    return act(
        request,
        form,
        lambda: act_pages.run_act_page(row, "fund"),
        lambda actor: issuing.fund(actor=actor, run=row, today=today, now=now, **form.told()),
        done="到账已登记，可以生成银行文件。",
    )


def _layout_form(*given: Any, **named: Any) -> LayoutForm:
    """The form with the layouts as they stand; what this machine cannot write says so, and is refused when chosen."""
    known = [
        (code, f"{each.layout.name}{'' if each.own else '（示例）'}{'（现在写不出 .xls）' if each.unwritable else ''}")
        for code, each in layouts().items()
    ]
    return LayoutForm(*given, layouts=known, **named)


@only("GET", "POST")
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bank's files of a run."""
    today, now = clock()
    row = found(runs(actor_of(request)), pk=pk)
    form = typed(request, _layout_form, row)
    return act(
        request,
        form,
        lambda: act_pages.run_act_page(row, "issue"),
        lambda actor: issuing.issue(actor=actor, run=row, today=today, now=now, **form.told()),
        done="银行文件已生成，下载后交给银行。",
    )


@only("GET", "POST")
def issue_again(request: HttpRequest) -> HttpResponse:
    """What the bank refused, once more."""
    today, now = clock()
    form = typed(request, _layout_form)
    return act(
        request,
        form,
        lambda: act_pages.again_page(actor_of(request)),
        lambda actor: issuing.issue_again(
            actor=actor,
            county=county_of(actor),
            payments=list(failed(actor)),
            layout=form.cleaned_data["layout"],
            today=today,
            now=now,
        ),
        done="银行文件已生成，下载后交给银行。",
        to=lambda rows: reverse("payroll:bank_file", args=[rows[0].pk]),
    )


@only("GET", "POST")
def take_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bank's answer."""
    today, now = clock()
    row = found(bank_files(actor_of(request)), pk=pk)
    form = _result_form(request, row)
    return act(
        request,
        form,
        lambda: act_pages.result_page(row),
        lambda actor: answering.take_result(
            actor=actor,
            bank_file=row,
            version=form.told()["version"],
            content=form.cleaned_data["file"],
            today=today,
            now=now,
        ),
        done="回盘已读取，结果见这一页。",
    )


decide_result = stepped(bank_returns, act_pages.which_batch_page, answering.decide_result, "已提交。", WhichBatchForm)


def _result_form(request: HttpRequest, row: Any) -> ResultForm:
    if request.method == "POST":
        return ResultForm(request.POST, request.FILES)
    return ResultForm(initial={"version": row.version})
