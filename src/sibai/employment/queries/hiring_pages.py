"""The pages of the acts of hiring: agreement, signing, first day, filing (arts. 6, 8, 9)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.db.querysets import Scope
from sibai.employment.models import Contract, Stint
from sibai.employment.queries.act_pages import way_to, way_to_contract
from sibai.employment.queries.clock import clock_of
from sibai.employment.queries.employers import employer_name
from sibai.employment.queries.stints import last_contract
from sibai.employment.queries.terms import exposure, first_contract
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, day, fact, note
from sibai.recruitment.models import Selection


def contracts(scope: Scope) -> models.QuerySet[Contract]:
    """Contracts and agreements in the scope, with what their pages show."""
    return Contract.objects.within(scope).select_related(
        "person", "village__parent", "stint__person", "stint__village", "prepared_by", "signed_entered_by", "filed_by"
    )


def rounds(scope: Scope) -> models.QuerySet[Selection]:
    """Rounds of selection in the scope, with whoever was chosen."""
    return Selection.objects.within(scope).select_related("vacancy__village__parent", "chosen__person")


def prepare_page(selection: Selection, today: date) -> ActPage:
    """Preparing the agreement of a chosen person."""
    person = selection.chosen.person if selection.chosen else None
    village = selection.vacancy.village
    made = Contract.objects.filter(selection=selection.pk, kind=Contract.AGREEMENT).exclude(state="void").first()
    facts: list[Fact] = [fact("村（社区）", village.short_name), fact("人选", person.name if person else None)]
    facts += [day("县备案日", selection.filed_on), fact("备案号", selection.filing_number)]
    facts += [fact("用人单位", employer_name(village, today), article="第八条")]
    notes = []
    if person is not None:
        try:
            answers = first_contract(person.pk, today, today)
            last = answers["contract_last_day"]
            facts.append(day("今天上岗的话，协议止日", last, why=answers.why("contract_last_day")))
        except Refusal as refusal:
            notes.append(note(str(refusal), "late"))
    closed = "" if selection.state == "to_sign" and person is not None else ELSEWHERE
    closed = "聘用协议已经拟好，接着登记签订、办理上岗。" if made else closed
    listed = reverse("employment:contracts")
    back = reverse("employment:contract", args=[made.pk]) if made else listed
    crumbs = [{"label": "合同", "url": listed}, {"label": "拟聘用协议", "url": ""}]
    return ActPage("拟聘用协议", back, crumbs, facts, notes, closed=closed)


def facts_of(contract: Contract) -> list[Fact]:
    """What a contract says."""
    return [
        fact("类别", contract.get_kind_display()),
        fact("姓名", contract.person.name),
        fact("村（社区）", contract.village.short_name),
        fact("用人单位", contract.party, article="第八条"),
        fact("编号", contract.number),
        day("起", contract.start),
        day("止", contract.end),
        day("最迟签订日", contract.sign_by),
        day("签订日", contract.signed_on),
        day("备案日", contract.filed_on),
        fact("备案号", contract.filing_number),
    ]


def sign_page(contract: Contract, today: date) -> ActPage:
    """Noting the day of signing, with what a late contract risks."""
    title = f"登记{contract.get_kind_display()}签订"
    facts = facts_of(contract)[:8]
    notes = []
    if contract.kind == Contract.LABOUR and contract.stint is not None and contract.sign_by is not None:
        answers = exposure(contract, today, contract.stint.start)
        if answers["signing_overdue"]:
            why = answers.why("double_wage_exposure")
            notes.append(note(answers["double_wage_exposure"], "late", article="第八条"))
            facts.append(fact("逾期签订", "是", why=why))
    closed = "" if contract.state == "to_sign" else ELSEWHERE
    back = reverse("employment:contract", args=[contract.pk])
    return ActPage(title, back, way_to_contract(contract, title), facts, notes, closed=closed)


def void_page(contract: Contract) -> ActPage:
    """Dropping an agreement that nobody took up."""
    closed = "" if contract.kind == Contract.AGREEMENT and contract.state in ("to_sign", "signed") else ELSEWHERE
    confirm = {
        "what": f"作废{contract.village.short_name}的聘用协议",
        "effects": [{"label": "以后", "value": "可以重新拟协议；选聘仍在“签协议”这一步"}],
        "people": [contract.person.name],
    }
    back = reverse("employment:contract", args=[contract.pk])
    crumbs = way_to_contract(contract, "作废协议")
    return ActPage("作废聘用协议", back, crumbs, confirm=confirm, danger=True, button="作废", closed=closed)


def take_up_page(contract: Contract, today: date) -> ActPage:
    """Putting somebody on post."""
    answers = first_contract(contract.person_id, contract.start, today)
    confirm = {
        "what": f"{contract.person.name}到{contract.village.short_name}上岗",
        "article": "第六条",
        "effects": [
            {"label": "岗位空缺", "value": "从上岗日起补上，选聘办结"},
            {"label": "劳动合同", "value": f"一个月内签订，按现在的上岗日最迟{answers['sign_by']}"},
            {"label": "合同止日", "value": f"{answers['contract_last_day']}（一年一签，不超过三年上限）"},
            {"label": "最晚在岗日", "value": f"{answers['last_lawful_day'] or '—'}（第九条）"},
        ],
        "people": [contract.person.name],
        "last": True,
    }
    at_it = contract.kind == Contract.AGREEMENT and contract.state == "signed"
    back = reverse("employment:contract", args=[contract.pk])
    crumbs = way_to_contract(contract, "办理上岗")
    closed = "" if at_it else ELSEWHERE
    return ActPage("办理上岗", back, crumbs, confirm=confirm, button="办理上岗", closed=closed)


def file_page(contract: Contract) -> ActPage:
    """Filing a labour contract."""
    closed = "" if contract.state == "signed" and contract.kind == Contract.LABOUR else ELSEWHERE
    back = reverse("employment:contract", args=[contract.pk])
    crumbs = way_to_contract(contract, "登记备案")
    return ActPage("登记劳动合同备案", back, crumbs, facts_of(contract)[:9], closed=closed)


def draft_page(stint: Stint, today: date) -> ActPage:
    """Writing down a labour contract that is missing."""
    last, known = last_contract(stint), clock_of(stint, today)
    facts = [
        day("上岗日", stint.start),
        day("最近一份合同止日", last.end if last else None),
        day("最晚在岗日", known.last_lawful_day, why=known.answers.why("last_lawful_day")),
    ]
    waits = last is not None and (last.state == "to_sign" or last.end >= today)
    closed = "已有劳动合同，到期的请办续签。" if waits else ""
    back = reverse("employment:stint", args=[stint.pk])
    crumbs = way_to(stint, ("补签劳动合同", ""))
    return ActPage("补签劳动合同", back, crumbs, facts, closed=closed if stint.end is None else ELSEWHERE)
