"""Pages of benefits: the list, one of them, recording one and writing it off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from sibai.attendance.models import Benefit
from sibai.attendance.queries.leave_pages import sought
from sibai.attendance.queries.proofs import papers
from sibai.audit.queries import about
from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.employment.queries.act_pages import called
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ActPage, Fact, FlowPage, fact, note
from sibai.people.queries.person_page import told

ARTICLE = "第二十一条"
NO_MONEY = "发现金的不在这里：钱算工资、要计税，由村劳务帮扶服务公司作为工作奖励报派活儿公司，随工资发。"
RECORDED, CANCELLED = "已登记", "已撤销"


def benefits(scope: Scope) -> models.QuerySet[Benefit]:
    """Benefits in the scope, person and village at hand."""
    rows = Benefit.objects.within(scope)
    return rows.select_related("person", "village__parent", "stint__person", "stint__village")


def benefit_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """Benefits of everybody in the scope."""
    kinds = Filter("kind", "类别", [(kind, label, Q(kind=kind)) for kind, label in Benefit.KINDS])

    def row(each: Benefit) -> Row:
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            {"text": each.get_kind_display(), "under": each.what},
            each.given_on,
            each.worth,
            _status(each),
        ]
        return Row(reverse("attendance:benefit", args=[each.pk]), cells)

    return Listing(
        rows_of=benefits(actor.scope),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("福利"),
            Column("发放日", "given_on", "day"),
            Column("价值", "", "money"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="福利",
        search=sought,
        placeholder="姓名、拼音、村名",
        filters=[kinds],
        order=("-given_on", "pk"),
        empty={"what": "这里会列出村（社区）给协理员的福利。", "how": "慰问品、体检、意外险等，由村（社区）登记。"},
    )


def _status(row: Benefit) -> dict[str, str]:
    return {"tone": "plain", "word": CANCELLED} if row.cancelled_at else {"tone": "done", "word": RECORDED}


def _crumbs(actor: Actor, *stations: tuple[str, str]) -> list[dict[str, str]]:
    mine = actor.role == "coordinator"
    home = ("我的考勤", reverse("attendance:mine")) if mine else ("福利", reverse("attendance:benefits"))
    return [{"label": label, "url": url} for label, url in [home, *stations]]


def _facts(row: Benefit) -> list[Fact]:
    """What was given, and what it rests on."""
    facts = [
        fact("姓名", row.person.name),
        fact("村（社区）", row.village.short_name),
        fact("类别", row.get_kind_display(), article=ARTICLE),
        fact("内容", row.what, wide=True),
        fact("发放日", row.given_on, "day"),
        fact("价值", row.worth, "money"),
        fact("依据", row.document, wide=True),
        fact("登记", row.entered_at, "moment"),
        fact("撤销原因", row.why, wide=True),
        fact("撤销", row.cancelled_at, "moment"),
    ]
    return [each for each in facts if each["value"] not in (None, "")]


def benefit_page(row: Benefit, actor: Actor) -> FlowPage:
    """One benefit; three queries."""
    acts = []
    if row.cancelled_at is None and actor.may("attendance.cancel_benefit"):
        url = reverse("attendance:cancel_benefit", args=[row.pk])
        acts.append({"label": "撤销登记", "url": url, "danger": True})
    return FlowPage(
        title=row.get_kind_display(),
        status=_status(row),
        crumbs=_crumbs(actor, (called(row.stint), "")),
        steps=[],
        facts=_facts(row),
        acts=acts,
        papers=papers(row, actor),
        log=told(about("attendance.benefit", row.pk)),
    )


def give_page(stint: Stint, actor: Actor) -> ActPage:
    """Recording what somebody was given."""
    return ActPage(
        title="登记福利",
        back=reverse("attendance:benefits"),
        crumbs=_crumbs(actor, ("登记福利", "")),
        facts=[fact("姓名", called(stint))],
        notes=[note(NO_MONEY, article="第十一条")],
        lead="村（社区）在政策范围内给协理员的实物和服务，发了以后登记，本人看得到。",
    )


def cancel_page(row: Benefit, actor: Actor) -> ActPage:
    """Writing off what was recorded by mistake."""
    back = reverse("attendance:benefit", args=[row.pk])
    return ActPage(
        title="撤销福利登记",
        back=back,
        crumbs=_crumbs(actor, (called(row.stint), back), ("撤销登记", "")),
        facts=_facts(row),
        notes=[note("登记错了才撤销；撤销的留在这里，写明原因。")],
        danger=True,
        closed="这一条已经撤销。" if row.cancelled_at else "",
    )


def who_page(stints: list[Stint], actor: Actor) -> dict[str, Any]:
    """Who was given something."""
    rows = [{"cells": [called(stint)], "url": reverse("attendance:give_to", args=[stint.pk])} for stint in stints]
    listing = {
        "title": "在岗人员",
        "columns": [{"label": "给谁"}],
        "rows": rows,
        "empty": {"what": "没有人在岗", "how": "上岗以后才有福利。"},
    }
    return {"title": "登记福利", "listing": listing, "crumbs": _crumbs(actor, ("登记福利", "")), "lead": "先选人。"}
