"""The page of one application: who (masked), what was said, the rule's answer with its reasons, the decision, merit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.db.querysets import Scope
from sibai.people.actor import Actor
from sibai.people.identity import mask_address, mask_id, mask_phone
from sibai.people.queries.persons import card
from sibai.recruitment.flow import APPLICATION
from sibai.recruitment.models import Application, Result
from sibai.recruitment.queries.rules import law_day, qualification
from sibai.rulebook.queries.asking import Answers, Kept

TONES = {"admitted": "done", "exception": "due", "refused": "plain", "withdrawn": "plain"}
CATEGORIES = (
    "poverty_relief",
    "hard_to_employ",
    "graduate",
    "veteran",
    "poverty_household",
    "monitored_household",
    "knows_village",
)


UNTIL_THE_CHOICE = frozenset({"published", "review", "merit", "choosing"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule says: words, tone, the explanation; `frozen` once it rests with a decision."""

    word: str
    tone: str
    reasons: list[str]
    why: dict[str, Any] | None
    frozen: bool


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """What the page shows; dicts are the contexts of web/parts."""

    title: str
    word: str
    tone: str
    lead: str
    person: list[dict[str, Any]]
    said: list[dict[str, Any]]
    verdict: Verdict | None
    decision: list[dict[str, Any]]
    act: dict[str, str] | None
    more: list[dict[str, Any]]


def applications(scope: Scope) -> models.QuerySet[Application]:
    """Applications in a scope, with round, village and person."""
    return Application.objects.within(scope).select_related(
        "selection__vacancy__village__parent", "person__village", "decided_by", "entered_by"
    )


def application_page(application: Application, actor: Actor) -> ApplicationPage:
    """The page of an application for an actor."""
    kept = {
        result.kind: result for result in Result.objects.filter(application=application, superseded_at__isnull=True)
    }
    selection = application.selection
    return ApplicationPage(
        title=f"{application.name} 报名",
        word=APPLICATION.label(application.state),
        tone=TONES.get(application.state, "due"),
        lead=f"{selection.vacancy.village.short_name}第{selection.number}次选聘 · {application.number}号",
        person=_person(application, actor),
        said=_said(application),
        verdict=_verdict(application, kept.get("eligibility")),
        decision=_decision(application, kept),
        act=_act(application, actor),
        more=_more(application, actor),
    )


def _person(application: Application, actor: Actor) -> list[dict[str, Any]]:
    """Who: masked, with the way to the whole; from the public pages only what was typed, masked."""
    if application.person is None:
        typed = application.typed
        return [
            {"label": "身份证号", "value": mask_id(typed.get("id_number", ""))},
            {"label": "手机号", "value": mask_phone(typed.get("phone", ""))},
            {"label": "住址", "value": mask_address(typed.get("address", ""))},
        ]
    shown = card(application.person, actor)
    return [
        {"label": "编号", "value": shown.code, "url": shown.url if actor.may_open("people:person") else ""},
        {"label": "性别", "value": shown.sex},
        {"label": "出生日期", "value": shown.birth_date, "kind": "day"},
        {"label": "身份证号", "masked": {"text": shown.id_number, "reveal_url": shown.id_number_url}},
        {"label": "手机号", "masked": {"text": shown.phone, "reveal_url": shown.phone_url}},
        {"label": "住址", "masked": {"text": shown.address, "reveal_url": shown.address_url}},
    ]


def _said(application: Application) -> list[dict[str, Any]]:
    """What the application says, and what the village confirmed."""
    named = [_label(name) for name in CATEGORIES if getattr(application, name)]
    facts: list[dict[str, Any]] = [
        {"label": "来源", "value": application.get_source_display()},
        {"label": "报名时间", "value": application.applied_at, "kind": "moment"},
        {"label": "文化程度", "value": application.education},
        {"label": "类别和优先", "value": "、".join(named) or "没有"},
        {"label": "政治素质", "value": "村（社区）已确认" if application.conduct_confirmed else "尚未确认"},
    ]
    if application.hire_date:
        facts.append({"label": "拟聘用日期", "value": application.hire_date, "kind": "day"})
    return facts


def _label(name: str) -> str:
    return str(Application._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _verdict(application: Application, kept: Result | None) -> Verdict | None:
    """The rule's answer: as frozen with the decision, or as it is now. None where there is no birth date to go by."""
    if kept is not None:
        return _told(Kept(kept.document), frozen=True)
    if application.person is None or application.state == "withdrawn":
        return None
    url = reverse("recruitment:application", args=[application.pk])
    try:
        answers = qualification(application, law_day(application.selection), url=url)
    except Refusal as refusal:
        return Verdict("算不出", "late", [str(refusal)], None, frozen=False)
    return _told(answers, frozen=False)


def _told(answers: Answers | Kept, *, frozen: bool) -> Verdict:
    eligible = bool(answers["eligible"])
    reasons = [each for each in str(answers["reasons"]).split("；") if each]
    word, tone = ("符合条件", "done") if eligible else ("不全符合", "due")
    return Verdict(word, tone, reasons, answers.why("eligible"), frozen)


def _decision(application: Application, kept: dict[str, Result]) -> list[dict[str, Any]]:
    """The review's decision, the merit and the rank, with their explanations."""
    facts: list[dict[str, Any]] = []
    if application.decided_at is not None:
        who = application.decided_by.name if application.decided_by else ""
        note = f"{who} {application.decided_why}"
        facts.append({"label": "审查结果", "value": APPLICATION.label(application.state), "note": note})
        facts.append({"label": "审查时间", "value": application.decided_at, "kind": "moment"})
    if application.merit is not None:
        why = _why(kept.get("merit"), "merit_average")
        facts.append({"label": "成绩", "value": application.merit, "kind": "points", "why": why})
    if application.rank is not None:
        why = _why(kept.get("ranking"), "rank_of_applicant")
        facts.append({"label": "名次", "value": f"第{application.rank}名", "why": why})
    if application.out_on is not None:
        facts.append({"label": "退出", "value": application.out_on, "kind": "day", "note": application.out_why})
    return facts


def _why(result: Result | None, name: str) -> dict[str, Any] | None:
    """The explanation of a frozen number."""
    if result is None:
        return None
    document = result.document
    return Kept(document).why(name, int(document.get("row", 0)))


def _act(application: Application, actor: Actor) -> dict[str, str] | None:
    """The one main act: take in, check, decide."""
    reviewing = application.selection.state == "review"
    open_round = application.selection.state in {"published", "review"}
    if application.state == "received" and open_round and actor.may("recruitment.take_in"):
        return _link("核对收下", "take_in", application)
    if application.state == "entered" and reviewing and actor.may("recruitment.decide"):
        return _link("审查", "decide", application)
    if application.state == "entered" and open_round and actor.may("recruitment.correct"):
        return _link("核对信息", "correct", application)
    return None


def _more(application: Application, actor: Actor) -> list[dict[str, Any]]:
    """The other acts, for the menu."""
    state, round_state = application.state, application.selection.state
    running = application.out_on is None and state in {"received", "entered", "admitted", "exception"}
    possible = (
        ("核对信息", "correct", round_state == "review" and state == "entered", False),
        ("撤回审查结果", "reopen", round_state == "review" and state in {"admitted", "exception", "refused"}, False),
        ("本人撤回报名", "withdraw_application", running and round_state in UNTIL_THE_CHOICE, True),
    )
    return [
        {**_link(label, name, application), "danger": danger}
        for label, name, now, danger in possible
        if now and actor.may(f"recruitment.{name}")
    ]


def _link(label: str, name: str, application: Application) -> dict[str, Any]:
    return {"label": label, "url": reverse(f"recruitment:{name}", args=[application.pk])}
