"""The pages of a renewal: what the rules say of it, and its acts (arts. 8, 9, 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.db.querysets import Scope
from sibai.employment.models import Contract, Renewal, Stint
from sibai.employment.queries.act_pages import called, way_to
from sibai.employment.queries.stints import last_contract
from sibai.employment.queries.terms import next_contract, renewal
from sibai.measure import Law
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, day, fact, note
from sibai.rulebook.queries.asking import Kept
from sibai.rulebook.queries.law import county_law


def renewals(scope: Scope) -> models.QuerySet[Renewal]:
    """Renewals in the scope, with what their pages show."""
    return Renewal.objects.within(scope).select_related(
        "stint__person", "stint__village__parent", "contract", "new_contract", "proposed_by", "decided_by"
    )


def usual_end(stint: Stint, contract: Contract | None, today: date, law: Law) -> date | None:
    """How far a renewal goes if nobody says otherwise: a year, or up to the last lawful day."""
    if contract is None:
        return None
    start = contract.end + timedelta(days=1)
    answers = next_contract(stint, start, today, law)
    last: date = answers["contract_last_day"] if answers["contract_last_day"] >= start else answers["contract_year_end"]
    return last


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is needed to propose a renewal: the contract that runs out, and the usual last day."""

    stint: Stint
    contract: Contract | None
    law: Law
    usual: date | None


def proposal(stint: Stint, today: date) -> Proposal:
    """The starting point of a renewal; three queries."""
    contract, law = last_contract(stint), county_law()
    return Proposal(stint, contract, law, usual_end(stint, contract, today, law))


def propose_page(at: Proposal, to: date | None, today: date) -> ActPage:
    """Proposing a renewal: what the rules would say of `to`; two queries."""
    stint, contract = at.stint, at.contract
    crumbs = way_to(stint, ("续签", ""))
    back = reverse("employment:stint", args=[stint.pk])
    if contract is None or stint.end is not None or to is None:
        return ActPage("提出续签", back, crumbs, closed="没有可以续签的劳动合同。")
    start = contract.end + timedelta(days=1)
    facts: list[Fact] = [day("现合同止日", contract.end), day("续签起", start)]
    notes = []
    try:
        answer = renewal(stint, to, today, at.law)
    except Refusal as refusal:
        return ActPage("提出续签", back, crumbs, facts, [note(str(refusal), "late")])
    facts.append(day("最晚在岗日", answer.last_lawful_day, why=answer.answers.why("last_lawful_day")))
    graded = f"{answer.grade.year}年度 {answer.grade.grade}" if answer.grade else "不需要（上次考核时还没有上岗）"
    if answer.allowed and answer.needs_grade_of is not None:
        graded = f"{answer.needs_grade_of}年度档次还没有确认"
        notes.append(note(f"{graded}，确认后才能续签。", "due", article="第十七条"))
    facts.append(fact("考核档次", graded, article="第十七条"))
    name = "renewal_allowed" if answer.grade else "renewal_in_term"
    verdict = f"{'可以' if answer.allowed else '不能'}续签到{to}"
    facts.append(fact("规则结果", verdict, why=answer.answers.why(name)))
    if answer.refusal:
        notes.append(note(f"{answer.refusal}。提交后记为“不能续签”，按期满终止办理。", "late"))
    return ActPage("提出续签", back, crumbs, facts, notes)


def facts_of(row: Renewal) -> list[Fact]:
    """What was proposed, and what the rules said then."""
    kept = Kept(row.answers)
    name = "renewal_allowed" if "renewal_allowed" in row.answers["values"] else "renewal_in_term"
    return [
        fact("姓名", called(row.stint)),
        day("现合同止日", row.contract.end),
        day("续签起", row.start),
        day("续签止", row.end),
        day("最晚在岗日", row.last_lawful_day, article="第九条"),
        fact("规则结果", "可以续签" if row.allowed else "不能续签", why=kept.why(name)),
    ]


def act_page(row: Renewal, title: str, states: tuple[str, ...], button: str = "") -> ActPage:
    """One act on a renewal that is at one of `states`."""
    url = reverse("employment:renewal", args=[row.pk])
    notes = [note(f"退回原因：{row.why}", "late")] if row.state == "returned" and row.why else []
    closed = "" if row.state in states else ELSEWHERE
    crumbs = way_to(row.stint, ("续签", url), (title, ""))
    return ActPage(title, url, crumbs, facts_of(row), notes, button=button, closed=closed)
