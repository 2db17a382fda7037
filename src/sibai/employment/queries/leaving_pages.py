"""The pages of leaving: resignation and every other ending, with what the rules say (arts. 7, 9, 10, 17, 20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.documents.queries.papers import Wanted, missing
from sibai.employment.models import Contract, Ending, HandoverItem, Resignation, Stint
from sibai.employment.queries import legal
from sibai.employment.queries.act_pages import called, way_to
from sibai.employment.queries.clock import Clock, clock_of
from sibai.employment.queries.grounds import GROUNDS
from sibai.employment.queries.stints import last_contract
from sibai.employment.queries.terms import exemption_on, resignation, severance, standing_grade
from sibai.measure import Law
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, day, fact, note
from sibai.rulebook.queries.asking import Kept
from sibai.rulebook.queries.law import county_law


def resignations(scope: Scope) -> models.QuerySet[Resignation]:
    """Resignations in the scope, with what their pages show."""
    return Resignation.objects.within(scope).select_related(
        "stint__person", "stint__village__parent", "entered_by", "consented_by"
    )


def items(scope: Scope) -> models.QuerySet[HandoverItem]:
    """Things to hand over, with their resignation."""
    return HandoverItem.objects.within(scope).select_related(
        "resignation__stint__person", "resignation__stint__village"
    )


def endings(scope: Scope) -> models.QuerySet[Ending]:
    """Endings in the scope, with what their pages show."""
    return Ending.objects.within(scope).select_related(
        "stint__person",
        "stint__village__parent",
        "prepared_by",
        "decided_by",
        "county_received_by",
        "revitalisation_received_by",
    )


def resign_page(stint: Stint, today: date, *, myself: bool) -> ActPage:
    """Giving notice: the earliest last day if it is given today. `myself`: on one's own phone."""
    answers = resignation(today, None, False)
    known = clock_of(stint, today)
    facts: list[Fact] = [
        fact("姓名", called(stint)),
        day("今天告知的话，最早离岗日", answers["earliest_last_day"], why=answers.why("earliest_last_day")),
        day("最晚在岗日", known.last_lawful_day, article="第九条"),
    ]
    notes = [note("辞职不支付经济补偿金（第七条）。交接清单办完、用人单位同意后才能离岗。", article="第十条")]
    closed = "" if stint.end is None else ELSEWHERE
    back = reverse("employment:mine") if myself else reverse("employment:stint", args=[stint.pk])
    return ActPage("提出辞职", back, way_to(stint, ("辞职", "")), facts, notes, closed=closed)


def resignation_facts(row: Resignation) -> list[Fact]:
    """What was given notice of."""
    kept = Kept(row.answers)
    return [
        fact("姓名", called(row.stint)),
        day("书面告知日", row.notice_on, note="本人在手机上提出" if row.by_person else ""),
        day("最早离岗日", row.earliest_last_day, why=kept.why("earliest_last_day")),
        day("拟最后在岗日", row.last_day),
        fact("离岗说明", row.note or None, article="第十条" if row.note else ""),
        fact("辞职原因", row.reason or None),
        day("用人单位同意日", row.consented_on),
    ]


def resignation_act(row: Resignation, title: str, states: tuple[str, ...], **more: Any) -> ActPage:
    """One act on a resignation that is at one of `states`."""
    url = reverse("employment:resignation", args=[row.pk])
    notes = [note(f"退回原因：{row.why}", "late")] if row.state == "handover" and row.why else []
    closed = "" if row.state in states else ELSEWHERE
    crumbs = way_to(row.stint, ("辞职", url), (title, ""))
    return ActPage(title, url, crumbs, resignation_facts(row), notes, closed=closed, **more)


def leave_page(row: Resignation) -> ActPage:
    """Ending the post by a resignation."""
    confirm = {
        "what": f"办理{called(row.stint)}离岗",
        "article": "第十条",
        "effects": [
            {"label": "最后在岗日", "value": str(row.last_day)},
            {"label": "工资和各项补贴", "value": f"{row.last_day + timedelta(days=1)}起停发"},
            {"label": "经济补偿", "value": "不支付（第七条）"},
            {"label": "岗位", "value": "当天列为空缺，开始选聘"},
            {"label": "备案", "value": "报县人社局、乡村振兴局签收"},
        ],
        "people": [row.stint.person.name],
        "last": True,
    }
    return resignation_act(row, "办理离岗", ("consented",), confirm=confirm, button="办理离岗", danger=True)


def tick_page(item: HandoverItem) -> ActPage:
    """Receiving one thing."""
    row = item.resignation
    url = reverse("employment:resignation", args=[row.pk])
    crumbs = way_to(row.stint, ("辞职", url), ("接收", ""))
    closed = "" if row.state == "handover" and item.received_on is None else ELSEWHERE
    return ActPage("登记接收", url, crumbs, [fact("交接事项", item.what)], closed=closed)


def choose_page(stint: Stint) -> dict[str, Any]:
    """The ways to end a post, each with its article and where it goes on; `shown` of choose.html."""
    names = dict(Ending.KINDS)
    ways = [
        {
            "label": names[kind],
            "note": ground.note,
            "article": ground.article,
            "url": reverse("employment:prepare_ending", args=[stint.pk, kind]),
        }
        for kind, ground in GROUNDS.items()
    ]
    resign = reverse("employment:resign", args=[stint.pk])
    closed = "" if stint.end is None else ELSEWHERE
    return {"crumbs": way_to(stint, ("解除或终止", "")), "ways": ways, "resign_url": resign, "closed": closed}


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the page of an ending is made from: the post, its last contract, its clock, the law that both rest on."""

    stint: Stint
    contract: Contract | None
    clock: Clock
    law: Law

    def usual_day(self, kind: str) -> date | None:
        """The last day that a kind of ending usually has."""
        if kind in ("expiry", "failed_grade") and self.contract is not None:
            return self.contract.end
        return self.clock.last_lawful_day if kind == "removal_1" else None


def leaving_of(stint: Stint, today: date) -> Leaving:
    """Where an ending of a post starts from; three queries."""
    law = county_law()
    return Leaving(stint, last_contract(stint), clock_of(stint, today, law), law)


def prepare_page(at: Leaving, kind: str, today: date, row: Ending | None = None) -> ActPage:
    """Preparing (or changing) an ending of a kind: what is known, what it must show, what the law says of severance."""
    ground, title = GROUNDS[kind], dict(Ending.KINDS)[kind]
    stint, contract, known = at.stint, at.contract, at.clock
    facts: list[Fact] = [
        fact("姓名", called(stint)),
        day("现合同止日", contract.end if contract else None),
        day("最晚在岗日", known.last_lawful_day, why=known.answers.why("last_lawful_day")),
    ]
    if kind == "failed_grade":
        grade = standing_grade(stint.person_id)
        facts.append(fact("最近年度档次", f"{grade.year}年度 {grade.grade}" if grade else None, article="第十六条"))
    if ground.papers:
        facts.append(fact("要有的材料", "、".join(label for _, label in ground.papers), wide=True))
    facts += severance_facts(stint, today, at.law)
    running = stint.endings.exclude(state="withdrawn").exists() if row is None else row.state not in _OPEN
    closed = ELSEWHERE if stint.end is not None or running else ""
    back = reverse("employment:ending", args=[row.pk]) if row else reverse("employment:stint", args=[stint.pk])
    notes = [note(ground.note, article=ground.article)]
    if row is not None and row.state == "returned" and row.why:
        notes.append(note(f"退回原因：{row.why}", "late"))
    return ActPage(title, back, way_to(stint, (title, "")), facts, notes, closed=closed)


_OPEN = ("preparing", "returned")


def severance_facts(stint: Stint, on: date, law: Law | None = None) -> list[Fact]:
    """Severance is 0 by article 7; beside it what the law says where the exemption does not hold."""
    answers = severance(exemption_on(stint.person_id, on), on, law)
    warning = answers["severance_warning"]
    return [fact("经济补偿（元）", answers["severance"], "money", why=answers.why("severance_warning"), note=warning)]


def check_page(row: Ending) -> ActPage:
    """The legal check: which articles concern this ending, and the questions."""
    contract = last_contract(row.stint)
    early = contract is not None and row.last_day < contract.end
    concerns = legal.articles_for(row.kind, early=early)
    facts = [*ending_facts(row)[:4], fact("要核对的条款", "、".join(f"劳动合同法{each}" for each in concerns))]
    page = ending_act(row, "法律核对", _OPEN)
    return ActPage(page.title, page.back, page.crumbs, facts, page.notes, closed=page.closed)


def ending_facts(row: Ending) -> list[Fact]:
    """What an ending says."""
    return [
        fact("姓名", called(row.stint)),
        fact("情形", row.get_kind_display(), article=GROUNDS[row.kind].article if row.kind in GROUNDS else "第十条"),
        day("最后在岗日", row.last_day),
        fact("事由", row.reason or None, wide=True),
        day("最后计薪日", row.last_paid_day, note="次日起停发工资和各项补贴" if row.last_paid_day else ""),
        day("决定日", row.decided_on),
        fact("决定文号", row.document or None),
        day("县人社局签收日", row.county_received_on),
        fact("备案号", row.filing_number or None),
        day("乡村振兴局签收日", row.revitalisation_received_on),
    ]


def ending_act(row: Ending, title: str, states: tuple[str, ...], **more: Any) -> ActPage:
    """One act on an ending that is at one of `states`."""
    url = reverse("employment:ending", args=[row.pk])
    closed = "" if row.state in states else ELSEWHERE
    crumbs = way_to(row.stint, ("解除或终止", url), (title, ""))
    return ActPage(title, url, crumbs, ending_facts(row)[:4], stop_notes(row), closed=closed, **more)


def stop_notes(row: Ending) -> list[dict[str, Any]]:
    """What stands in the way, and why it was returned."""
    notes = [note(f"退回原因：{row.why}", "late")] if row.state == "returned" and row.why else []
    last = row.checks.order_by("-made_at").first()
    if last is not None and row.state in ("stopped", "to_decide"):
        tone = "due" if last.overridden_at else "late"
        notes += [note(f"劳动合同法{stop['article']}：{stop['words']}", tone) for stop in last.stops]
        if last.overridden_at:
            notes.append(note(f"已由领导决定继续办理（{last.override_document}）：{last.override_reason}", "due"))
    return notes


def decide_page(row: Ending) -> ActPage:
    """The town's decision, with what it sets going."""
    confirm = {
        "what": f"{called(row.stint)}：{row.get_kind_display()}",
        "article": GROUNDS[row.kind].article if row.kind in GROUNDS else "",
        "effects": [
            {"label": "最后在岗日", "value": str(row.last_day)},
            {"label": "工资和各项补贴", "value": f"{row.last_day + timedelta(days=1)}起停发"},
            {"label": "经济补偿", "value": "不支付（第七条）"},
            {"label": "岗位", "value": "同意的当天列为空缺，开始选聘"},
            {"label": "备案", "value": "报县人社局、乡村振兴局签收"},
        ],
        "people": [row.stint.person.name],
        "last": True,
    }
    page = ending_act(row, "决定解除或终止", ("to_decide",), confirm=confirm, button="提交决定")
    lacking = missing(row, shown_papers(row))
    if lacking and not page.closed:
        labels = "、".join(each.label for each in lacking)
        page.notes.append(note(f"还缺材料：{labels}", "due", article=GROUNDS[row.kind].article))
    return page


def shown_papers(row: Ending) -> list[Wanted]:
    """What the ground must show."""
    ground = GROUNDS.get(row.kind)
    return [Wanted(kind, label) for kind, label in ground.papers] if ground else []


def known_exemption(stint: Stint, today: date) -> dict[str, Any]:
    """What is recorded now, to start from."""
    recorded = exemption_on(stint.person_id, today)
    names = ("recognised", "certificate", "certified_on", "category", "post_subsidised", "insurance_subsidised")
    return {name: getattr(recorded, name) for name in (*names, "subsidy_from")} if recorded else {}


def exemption_page(stint: Stint, today: date) -> ActPage:
    """Recording what of 实施条例第十二条 holds."""
    title = "经济补偿免除条件"
    back = reverse("employment:record", args=[stint.pk])
    text = (
        "国家规定只对经认定的就业困难人员、又享受岗位补贴和社保补贴的岗位免除经济补偿；"
        "按第七条结果仍为零，不具备的给出法律提示。"
    )
    notes = [note(text, article="第七条")]
    return ActPage(title, back, way_to(stint, (title, "")), severance_facts(stint, today), notes)
