"""The steps of a round: each an address, a form, an act. What they say stands in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from sibai.people.actor import Actor
from sibai.people.pages import carry_out, found, page
from sibai.recruitment.flow import ENDED, GOING, SELECTION
from sibai.recruitment.forms import steps as forms
from sibai.recruitment.models import Selection, Vacancy
from sibai.recruitment.operations import approval, choice, returning, review, rounds, scoring
from sibai.recruitment.queries.effects import effects_of
from sibai.recruitment.queries.papers import lacking
from sibai.recruitment.queries.selections import rounds as rounds_in
from sibai.recruitment.queries.selections import vacancies


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step: in which states it can be done, its form and act, and its words."""

    states: tuple[str, ...]
    form: type[forms.StepForm]
    operation: Callable[..., Any]
    title: str
    what: str
    button: str
    done: str
    danger: bool = False
    second: str = ""
    article: str = "第六条"


ANY = GOING
SCANS_MATTER = frozenset({"approve", "file"})
"""Steps at which somebody rests on the papers of others: what is missing is told first."""
STEPS: dict[str, StepPage] = {
    "publish": StepPage(
        ("draft",), forms.PublishForm, rounds.publish, "发布招聘公告",
        "发布以后，任何人都能看到公告并报名。", "发布公告", "公告已发布。",
    ),
    "start_review": StepPage(
        ("published",), forms.DueForm, review.start_review, "开始资格审查",
        "报名截止了，开始逐人审查资格。以后登记的报名都算逾期。", "开始审查", "已开始资格审查。",
    ),
    "start_merit": StepPage(
        ("review",), forms.DueForm, review.start_merit, "转入评分",
        "资格审查办完，符合条件和破格的人参加评分。", "转入评分", "已转入评分，请登记评分人。",
    ),
    "rank": StepPage(
        ("merit",), forms.DueForm, scoring.rank, "计算成绩和名次",
        "按评分表算出成绩，排出名次。", "计算排名", "成绩和名次已算出。",
    ),
    "announce": StepPage(
        ("chosen",), forms.AnnounceForm, choice.announce, "发布公示",
        "公示初步人选，公示期按工作日计。", "发布公示", "公示已发布。",
    ),
    "object": StepPage(
        ("public_notice",), forms.ObjectionForm, choice.enter_objection, "登记异议",
        "公示期间收到的异议，答复以后才能报镇审核。", "登记异议", "异议已登记。",
    ),
    "submit": StepPage(
        ("public_notice",), forms.DueForm, choice.submit, "报镇审核",
        "公示期满，把人选报镇人民政府审核。", "报镇审核", "已报镇审核。", second="镇经办（不能是报送的人本人）",
    ),
    "approve": StepPage(
        ("submitted",), forms.ApproveForm, approval.approve, "审核同意",
        "同意这个人选，报县人社局备案。", "审核同意", "已审核同意，等县人社局备案。", second="县人社局经办",
    ),
    "file": StepPage(
        ("approved",), forms.FileForm, approval.file, "县备案",
        "给这个人选备案并编号，空缺天数到此为止。", "备案", "已备案，等派活儿公司培训。", second="派活儿公司经办",
    ),
    "train": StepPage(
        ("training",), forms.TrainForm, approval.train, "登记岗前培训",
        "合格的转到签订聘用协议；不合格、未参加的，退回村里从其余人选中重新确定。", "登记培训结果", "培训结果已登记。",
        article="第三条",
    ),
    "return": StepPage(
        ("submitted", "approved", "training"), forms.ReturnForm, returning.give_back, "退回",
        "退回以后，由上一步的人按原因重新办理。", "退回", "已退回。", danger=True,
    ),
    "drop": StepPage(
        ("chosen", "public_notice", "to_sign"), forms.ReasonForm, returning.drop, "人选退出",
        "本人放弃，或者异议成立，此人退出，重新确定人选。", "人选退出", "已退出，请重新确定人选。", danger=True,
    ),
    "close": StepPage(
        ("draft", "published", "review", "merit", "choosing"), forms.CloseForm, rounds.close, "结束这次选聘",
        "这次选聘到此结束。", "结束选聘", "这次选聘已结束，可以开始新的一次。", danger=True,
    ),
    "take_back": StepPage(
        (*ANY, *ENDED), forms.TakeBackForm, returning.take_back, "撤回刚办的一步",
        "别人还没有接着办理，可以撤回自己刚办的一步。", "撤回", "已撤回。", danger=True,
    ),
}  # fmt: skip


def selection_url(selection: Selection) -> str:
    """The page of a round."""
    return reverse("recruitment:selection", args=[selection.pk])


def step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """One step of a round: what it will do, its form; sent, it is carried out."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    selection = found(rounds_in(actor).select_related("chosen__person"), pk=pk)
    spec, today = STEPS[name], timezone.localdate()
    if request.method != "POST" and selection.state not in spec.states:
        return moved_on(request, selection)
    form = spec.form(request.POST or None, selection=selection, today=today)

    def again(status: int = 200) -> HttpResponse:
        context = _context(form, selection, name, today)
        scans = lacking(selection, actor) if name in SCANS_MATTER else []
        return page(request, "recruitment/step.html", {**context, "lacking": "、".join(scans)}, status)

    def call(who: Actor) -> Any:
        given = form.given()
        if name == "object":
            given.pop("version")
        return spec.operation(actor=who, selection=selection, now=timezone.now(), **given)

    if request.method != "POST":
        return again()
    return carry_out(request, form, call, done=spec.done, to=selection_url(selection), again=again)


def moved_on(request: HttpRequest, selection: Selection) -> HttpResponse:
    """A step that cannot be done in this state any more, or not yet: the page of the round says where it stands."""
    messages.info(request, f"这次选聘现在是“{SELECTION.label(selection.state)}”，不在这一步。")
    return redirect(selection_url(selection))


def _context(form: forms.StepForm, selection: Selection, name: str, today: date) -> dict[str, Any]:
    spec = STEPS[name]
    return {
        "title": f"{spec.title}：{selection.vacancy.village.short_name}",
        "form": form,
        "confirm": {
            "what": spec.what,
            "effects": effects_of(name, selection, today),
            "second": spec.second,
            "article": spec.article,
        },
        "button": spec.button,
        "danger": spec.danger,
        "cancel_url": selection_url(selection),
        "crumbs": crumbs(selection),
    }


def crumbs(selection: Selection) -> list[dict[str, str]]:
    """Where a page below a round stands."""
    return [
        {"label": "选聘", "url": reverse("recruitment:list")},
        {"label": f"{selection.vacancy.village.short_name}选聘", "url": selection_url(selection)},
    ]


def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start a round for an open vacancy."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    vacancy = found(vacancies(actor.scope), pk=pk)
    form = forms.StartForm(request.POST or None)

    def again(status: int = 200) -> HttpResponse:
        return page(request, "recruitment/step.html", _start_context(form, vacancy), status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda who: rounds.start(actor=who, vacancy=vacancy, now=timezone.now()),
        done="已开始选聘，请填写招聘公告。",
        to=lambda made: reverse("recruitment:notice", args=[made.pk]),
        again=again,
    )


def _start_context(form: forms.StartForm, vacancy: Vacancy) -> dict[str, Any]:
    return {
        "title": f"开始选聘：{vacancy.village.short_name}",
        "form": form,
        "confirm": {
            "what": "为这个空缺的岗位拟招聘公告，公开选聘。",
            "effects": [
                {"label": "空缺", "value": f"{vacancy.opened_on}起，{vacancy.get_cause_display()}"},
                {"label": "条件", "value": "按第五条；上一次公告的内容会带过来，可以修改"},
            ],
            "article": "第六条",
        },
        "button": "开始选聘",
        "cancel_url": reverse("recruitment:list"),
        "crumbs": [{"label": "选聘", "url": reverse("recruitment:list")}],
    }


def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft of a notice."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    selection = found(rounds_in(actor), pk=pk)
    if request.method != "POST" and selection.state != "draft":
        return moved_on(request, selection)
    form = forms.NoticeForm(
        request.POST or None, selection=selection, today=timezone.localdate(), items=list(selection.items.all())
    )

    def again(status: int = 200) -> HttpResponse:
        context = {
            "title": f"招聘公告：{selection.vacancy.village.short_name}",
            "form": form,
            "crumbs": crumbs(selection),
            "note": "保存后再发布",
            "cancel_url": selection_url(selection),
        }
        return page(request, "recruitment/form.html", context, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda who: rounds.draft(actor=who, selection=selection, now=timezone.now(), **form.given()),
        done="公告已保存，可以发布了。",
        to=selection_url(selection),
        again=again,
    )


def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The preliminary choice, with the ranking beside it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    selection = found(rounds_in(actor), pk=pk)
    if request.method != "POST" and selection.state != "choosing":
        return moved_on(request, selection)
    candidates = sorted(scoring.in_the_running(selection), key=lambda each: (each.rank or 0, each.number))
    form = forms.ChooseForm(
        request.POST or None, selection=selection, today=timezone.localdate(), candidates=candidates
    )

    def again(status: int = 200) -> HttpResponse:
        context = {
            "title": f"初步确定人选：{selection.vacancy.village.short_name}",
            "form": form,
            "crumbs": crumbs(selection),
            "button": "初步确定",
            "note": "确定后发布公示",
            "cancel_url": selection_url(selection),
            "reason": selection.returned_why,
        }
        return page(request, "recruitment/form.html", context, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda who: choice.choose(actor=who, selection=selection, now=timezone.now(), **form.given()),
        done="人选已初步确定，请发布公示。",
        to=selection_url(selection),
        again=again,
    )
