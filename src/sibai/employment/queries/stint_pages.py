"""The page of one post: who, the service clock, contracts, what runs; on further tabs the record and the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from sibai.audit.queries import about_person
from sibai.db.querysets import Scope
from sibai.employment.flow import LABOUR_CONTRACT
from sibai.employment.models import (
    Certificate,
    Contract,
    GradeFact,
    Stint,
    TrainingAttendance,
)
from sibai.employment.queries.act_pages import called
from sibai.employment.queries.clock import Clock, clock, open_posts, posts_of
from sibai.employment.queries.next_steps import NextStep, next_steps
from sibai.employment.queries.states import PostState, state_of, with_states
from sibai.employment.queries.stints import stints
from sibai.employment.queries.terms import exemption_on, severance
from sibai.people.actor import Actor
from sibai.people.flow import time_left
from sibai.people.models import User
from sibai.people.pages.shown import Fact, day, fact
from sibai.people.queries.person_page import told
from sibai.people.queries.persons import SEALED, card
from sibai.rulebook.queries.law import county_law

NEAR = "term_warning_first"
"""The parameter that says how many days before its end a contract is spoken of."""


@dataclass(frozen=True, slots=True)
class StintPage:
    """What the page of a post shows, as the parts take it."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    tabs: list[dict[str, Any]]
    act: dict[str, str] | None = None
    acts: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    todo: list[dict[str, Any]] = field(default_factory=list)
    person: list[Fact] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    lists: list[dict[str, Any]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)


def shown_stints(scope: Scope) -> models.QuerySet[Stint]:
    """Stints with what their page shows, in one query."""
    account = User.objects.filter(person=OuterRef("person"), is_active=True)
    return with_states(stints(scope)).annotate(has_account=Exists(account))


def stint_page(stint: Stint, actor: Actor, today: date) -> StintPage:
    """The first tab: the person, the clock, contracts, what comes next. Five queries."""
    law = county_law()
    state = state_of(stint)
    posts = posts_of([stint.person_id])[stint.person_id]
    known = clock(open_posts(posts, stint), today, law=law, url=reverse("employment:stint", args=[stint.pk]))
    steps = next_steps(state, today, int(law.on(today)[NEAR].value))
    mine = next((step for step in steps if step.role == actor.role), None)
    notes = (
        [{"text": known.warning, "tone": known.tone, "article": "第九条"}] if known.warning and not stint.end else []
    )
    if not stint.__dict__.get("has_account") and stint.end is None and actor.may_open("people:person"):
        url = reverse("people:person", args=[stint.person_id])
        notes.append({"text": "本人还没有登录账号。", "url": url, "link": "到人员档案里建立"})
    return StintPage(
        title=called(stint),
        status=status_of(state, today),
        crumbs=crumbs_to(stint),
        tabs=tabs_of(stint, actor, "stint"),
        act={"label": mine.does, "url": mine.url} if mine else None,
        acts=acts_at(state, actor),
        notes=notes,
        todo=[_told(step, today) for step in steps],
        person=person_facts(stint, actor),
        facts=service_facts(state, known),
        lists=[_contracts(stint), _posts(posts, stint)],
    )


def status_of(state: PostState, today: date) -> dict[str, str]:
    """Whether the post is held."""
    if state.on_post(today):
        return {"tone": "done", "word": "在岗"} if state.stint.end is None else {"tone": "due", "word": "即将离岗"}
    return {"tone": "plain", "word": "已离岗" if state.stint.end else "待上岗"}


def crumbs_to(stint: Stint) -> list[dict[str, str]]:
    """The way back."""
    return [{"label": "人员", "url": reverse("employment:people")}, {"label": called(stint), "url": ""}]


def tabs_of(stint: Stint, actor: Actor, here: str) -> list[dict[str, Any]]:
    """The tabs of a post that the actor may open."""
    names = (("stint", "岗位和合同"), ("record", "考核、培训、证明"), ("log", "日志"))
    return [
        {"label": label, "url": reverse(f"employment:{name}", args=[stint.pk]), "current": name == here}
        for name, label in names
        if actor.may_open(f"employment:{name}")
    ]


def acts_at(state: PostState, actor: Actor) -> list[dict[str, Any]]:
    """What else can be done at a post, as far as the actor may."""
    stint = state.stint
    if stint.end is None:
        names = [
            ("续签", "propose_renewal", ()),
            ("登记辞职", "resign", ()),
            ("解除或终止", "end", ()),
            ("在岗证明", "issue_certificate", ("post",)),
            ("收入证明", "issue_certificate", ("income",)),
            ("经济补偿免除条件", "exemption", ()),
        ]
    else:
        names = [("解除（终止）证明", "issue_certificate", ("end",)), ("经济补偿免除条件", "exemption", ())]
    return [
        {"label": label, "url": reverse(f"employment:{name}", args=[stint.pk, *more])}
        for label, name, more in names
        if actor.may_open(f"employment:{name}")
    ]


def person_facts(stint: Stint, actor: Actor) -> list[Fact]:
    """The person, masked."""
    shown = card(stint.person, actor)
    sealed = [
        fact(label, None, masked={"text": getattr(shown, name), "reveal_url": getattr(shown, f"{name}_url")})
        for name, label in SEALED.items()
        if getattr(shown, name)
    ]
    url = shown.url if actor.may_open("people:person") else ""
    return [
        fact("姓名", shown.name, url=url),
        fact("编号", shown.code, "code"),
        fact("性别", shown.sex),
        day("出生日期", shown.birth_date),
        *sealed,
        fact("人员类别", "、".join(shown.categories) or None),
    ]


def service_facts(state: PostState, known: Clock) -> list[Fact]:
    """The post, the contract's last day and the service clock, each number with its why."""
    stint, contract = state.stint, state.contract
    left = f"还有{known.left}天" if known.left is not None and stint.end is None else ""
    facts = [
        fact("村（社区）", stint.village.short_name),
        day("上岗日", stint.start, note=stint.get_source_display()),
        day("最后在岗日", stint.end),
        day("合同止日", contract.until if contract else None, article="第八条"),
        fact("以前各段已用", known.used, why=known.answers.why("months_used")),
    ]
    if known.last_lawful_day is not None:
        why = known.answers.why("last_lawful_day")
        facts.append(day("最晚在岗日", known.last_lawful_day, article="第九条", note=left, why=why))
    return [each for each in facts if each["value"] is not None]


def _contracts(stint: Stint) -> dict[str, Any]:
    """Agreements and labour contracts of a stint."""
    rows = Contract.objects.filter(stint=stint).exclude(state="void").order_by("start", "kind")
    columns = [
        {"label": "合同"},
        {"label": "起", "kind": "day"},
        {"label": "止", "kind": "day"},
        {"label": "签订日", "kind": "day"},
        {"label": "备案日", "kind": "day"},
        {"label": "状态", "kind": "status"},
    ]
    return {
        "title": "合同",
        "columns": columns,
        "rows": [
            {
                "url": reverse("employment:contract", args=[row.pk]),
                "cells": [
                    {"text": row.get_kind_display(), "under": row.number},
                    row.start,
                    row.end,
                    row.signed_on,
                    row.filed_on,
                    contract_status(row),
                ],
            }
            for row in rows
        ],
        "empty": {"what": "还没有合同。", "how": "上岗时自动拟好劳动合同。"},
    }


def contract_status(row: Contract) -> dict[str, str]:
    """The state of a contract as a word with its tone."""
    word = dict(row._meta.get_field("state").choices or []).get(row.state, row.state)
    return {"tone": "due" if LABOUR_CONTRACT.step(row.state) else "done", "word": str(word)}


def _posts(posts: list[Any], stint: Stint) -> dict[str, Any]:
    """All stints of the person that count for the three years."""
    columns = [{"label": "岗位类别"}, {"label": "起", "kind": "day"}, {"label": "止", "kind": "day"}]
    rows = [
        {
            "cells": [
                {"text": post.kind, "under": "这一段" if post.start == stint.start else ""},
                post.start,
                post.end or "至今",
            ]
        }
        for post in posts
    ]
    return {"title": "任职经历", "columns": columns, "rows": rows}


def _told(step: NextStep, today: date) -> dict[str, Any]:
    """A step that waits, as web/parts/todo.html takes it."""
    return {
        "label": step.does,
        "detail": step.word,
        "url": step.url,
        "button": "查看",
        "deadline": step.deadline,
        "tone": step.tone(today),
        "left": time_left(step.deadline, today),
    }


def record_page(stint: Stint, actor: Actor, today: date) -> StintPage:
    """The second tab: grades, training, certificates, severance. Five queries."""
    recorded = exemption_on(stint.person_id, today)
    answers = severance(recorded, today)
    warning = answers["severance_warning"]
    facts = [
        fact("经济补偿（元）", answers["severance"], "money", article="第七条", why=answers.why("severance")),
        fact(
            "法定免除条件",
            "具备" if answers["severance_exemption_holds"] else "不具备",
            why=answers.why("severance_warning"),
        ),
        fact("经认定的就业困难人员", _yes(recorded and recorded.recognised)),
        fact("认定类别", (recorded.category or None) if recorded else None),
        day("认定日期", recorded.certified_on if recorded else None),
        fact("岗位补贴", _yes(recorded and recorded.post_subsidised)),
        fact("社保补贴", _yes(recorded and recorded.insurance_subsidised)),
        day("首次核准补贴日", recorded.subsidy_from if recorded else None),
    ]
    return StintPage(
        title=called(stint),
        status=status_of(state_of(stint), today),
        crumbs=crumbs_to(stint),
        tabs=tabs_of(stint, actor, "record"),
        acts=acts_at(state_of(stint), actor),
        notes=[{"text": warning, "tone": "due", "article": "第七条"}] if warning else [],
        facts=[each for each in facts if each["value"] is not None],
        lists=[_grades(stint), _trainings(stint), _certificates(stint, actor)],
    )


def _yes(value: object) -> str:
    return "是" if value else "否"


def _grades(stint: Stint) -> dict[str, Any]:
    rows = (
        GradeFact.objects.filter(person=stint.person_id).select_related("confirmed_by").order_by("-year", "-entered_at")
    )
    columns = [{"label": "年度"}, {"label": "档次"}, {"label": "审定文号"}, {"label": "状态", "kind": "status"}]
    return {
        "title": "年度档次",
        "columns": columns,
        "rows": [
            {
                "cells": [
                    str(row.year),
                    {"text": row.grade, "under": "更正" if row.corrects_id else ""},
                    row.document,
                    {
                        "tone": {"confirmed": "done", "entered": "due"}.get(row.state, "plain"),
                        "word": row.get_state_display(),
                    },
                ]
            }
            for row in rows
        ],
        "empty": {"what": "还没有年度档次。", "how": "由县人社局录入，另一人确认。"},
    }


def _trainings(stint: Stint) -> dict[str, Any]:
    rows = TrainingAttendance.objects.filter(stint=stint).select_related("training").order_by("-training__held_on")
    return {
        "title": "在岗培训",
        "columns": [{"label": "培训"}, {"label": "日期", "kind": "day"}, {"label": "结果"}],
        "rows": [
            {"cells": [row.training.title, row.training.held_on, row.get_result_display() or "未登记"]}
            for row in rows
            if row.training.state != "cancelled"
        ],
        "empty": {"what": "还没有在岗培训。", "how": "由派活儿公司计划和登记。"},
    }


def _certificates(stint: Stint, actor: Actor) -> dict[str, Any]:
    rows = Certificate.objects.filter(stint=stint).order_by("-issued_on", "-serial")
    opens = actor.may_open("employment:certificate")
    return {
        "title": "出具的证明",
        "columns": [{"label": "编号"}, {"label": "类别"}, {"label": "出具日", "kind": "day"}, {"label": "用途"}],
        "rows": [
            {
                "url": reverse("employment:certificate", args=[row.pk]) if opens else "",
                "cells": [row.number, row.get_kind_display(), row.issued_on, row.purpose or None],
            }
            for row in rows
        ],
        "empty": {"what": "还没有出具过证明。", "how": "在上面的“更多”里出具。"},
    }


def log_page(stint: Stint, actor: Actor, today: date) -> StintPage:
    """The third tab: what happened to the person. Two queries."""
    return StintPage(
        title=called(stint),
        status=status_of(state_of(stint), today),
        crumbs=crumbs_to(stint),
        tabs=tabs_of(stint, actor, "log"),
        log=told(about_person(stint.person_id)),
    )
