"""The papers of a round and an application as Word: what goes into each template (documents/templates_word)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from sibai.audit.refusals import Refusal
from sibai.db.querysets import CODE_DIGITS, COUNTY_DIGITS
from sibai.documents.word import render
from sibai.measure.insurance import insured_in
from sibai.people.actor import Actor
from sibai.places.models import OrganisationRecord, Place
from sibai.recruitment.flow import IN_THE_RUNNING
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.queries.checks import category_words, checks_of, priority_words
from sibai.recruitment.queries.rules import law_day, qualification
from sibai.rulebook.queries.law import law_on

MONTHS_A_YEAR = 12
YEARS = {1: "一", 2: "二", 3: "三"}
Made = tuple[str, Mapping[str, Any]]


class NothingToPrint(Refusal):
    """A paper about somebody who is not chosen yet, or a notice without its day."""


def paper_of(subject: Selection | Application, kind: str, actor: Actor, today: date) -> tuple[bytes, str]:
    """The paper filled in, and a name for its file (the village, never a person). NothingToPrint, BadTemplate."""
    template, context = PAPERS[kind](subject, actor, today)
    village = subject.selection.vacancy.village if isinstance(subject, Application) else subject.vacancy.village
    return render(template, context), f"{village.short_name}{NAMES[kind]}{today}"


def _where(village: Place) -> dict[str, Any]:
    town = village.parent
    return {"village": village.short_name, "town": town.short_name if town else ""}


def _county(village: Place) -> Place:
    county: Place = Place.objects.get(pk=f"{village.code[:COUNTY_DIGITS]:0<{CODE_DIGITS}}")
    return county


def _organisation(kind: str, place: Place, otherwise: str, day: date) -> str:
    """What an organisation of a place was called on a day; the usual name where it is not entered."""
    named = OrganisationRecord.objects.filter(
        Q(end__isnull=True) | Q(end__gte=day), organisation__kind=kind, organisation__place=place, start__lte=day
    )
    record = named.order_by("-start").first()
    return record.name if record else otherwise


def _offices(village: Place, day: date) -> dict[str, Any]:
    """County, bureau and town government of a village."""
    county, town = _county(village), village.parent or village
    return {
        "county": county.name,
        "bureau": _organisation("hr_bureau", county, f"{county.name}人力资源和社会保障局", day),
        "town_government": _organisation("town_government", town, f"{town.short_name}人民政府", day),
    }


def _chosen(selection: Selection) -> Application:
    chosen = selection.chosen
    if chosen is None or chosen.person is None:
        raise NothingToPrint("还没有确定人选，打印不了这份材料。")
    return chosen


def _notice(selection: Selection, actor: Actor, today: date) -> Made:
    if selection.deadline is None:
        raise NothingToPrint("公告还没有填好，请先填写报名截止日。")
    village, day = selection.vacancy.village, selection.published_on or today
    law = law_on(day)
    years = law["term_cap"].value // MONTHS_A_YEAR
    contract = law["contract_length"].value // MONTHS_A_YEAR
    days = law["public_notice_days"]
    return "notice", {
        **_where(village),
        "county": _county(village).name,
        "age_low": law["age_from"].value,
        "age_high": law["age_to"].value,
        "age_day": selection.deadline if law["age_on"].value == "deadline" else None,
        "base_wage": law["base_standard"].value,
        "performance_wage": law["performance_standard"].value,
        "total_wage": law["wage_standard"].value,
        "insurances": insured_in(law),
        "contract_years": YEARS.get(contract, str(contract)),
        "max_years": years,
        "notice_days": None if days.dated.missing else days.value,
        "number": None,
        "quota": 1,
        "opened_on": day,
        "deadline": selection.deadline,
        "apply_at": selection.where,
        "contact": selection.contact,
        "contact_phone": selection.phone,
        "online": "县里公布的网上报名网页" if selection.online else None,
        "items": [{"label": each.name, "weight": f"{each.weight}%"} for each in selection.items.all()],
        "issuer": f"{village.parent.short_name if village.parent else ''}{village.name}",
        "made_on": day,
    }


def _application(application: Application, actor: Actor, today: date) -> Made:
    person = application.person
    if person is None:
        raise NothingToPrint("网上报名还没有收下，核对收下以后再打印。")
    village = application.selection.vacancy.village
    return "application", {
        **_where(village),
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "id_number": person.id_number,
        "phone": person.phone,
        "address": person.address,
        "education": application.education,
        "category": category_words(application),
        "priority": priority_words(application),
        "veteran": "是" if application.veteran else "否",
        "number": str(application.number),
        "received_on": application.applied_at,
        "received_by": application.entered_by.name if application.entered_by else None,
        "notice_version": application.notice_version or person.notice_version or None,
        "made_on": application.applied_at,
        "papers": None,
        "family": [],
        **dict.fromkeys(
            ("certificate_no", "ethnicity", "graduated_on", "kinship", "political_status", "resume", "school")
        ),
    }


def _sheet_of(application: Application, actor: Actor, today: date) -> Made:
    person, selection = application.person, application.selection
    if person is None:
        raise NothingToPrint("网上报名还没有收下，核对收下以后再打印。")
    exception = application.state == "exception"
    answers = qualification(application, law_day(selection), exception=exception)
    decided = application.decided_at is not None
    return "review_sheet", {
        **_where(selection.vacancy.village),
        "name": person.name,
        "sex": person.sex,
        "age": answers["age"],
        "id_number": person.id_number,
        "education": application.education,
        "category": category_words(application),
        "priority": priority_words(application),
        "applied_on": application.applied_at,
        "number": str(application.number),
        "papers": None,
        "checks": checks_of(application, answers),
        "answer": "符合第五条的条件" if answers["eligible"] else str(answers["reasons"]),
        "exception_reason": application.decided_why if exception else "",
        "verdict": application.get_state_display() if decided else "",
        "reviewer": application.decided_by.name if application.decided_by else None,
        "reviewed_on": application.decided_at,
    }


def _score_sheet(selection: Selection, actor: Actor, today: date) -> Made:
    """A blank sheet for any assessor: the applicants and the items with room for the marks."""
    running = selection.applications.filter(state__in=IN_THE_RUNNING, out_on__isnull=True)
    items = list(selection.items.all())
    applicants = [
        {
            "number": str(each.number),
            "name": each.name,
            "total": None,
            "scores": [{"label": item.name, "weight": f"{item.weight}%", "score": None} for item in items],
        }
        for each in running.select_related("person").order_by("number")
    ]
    if not applicants:
        raise NothingToPrint("还没有参加评分的人，打印不了评分表。")
    return "score_sheet", {
        **_where(selection.vacancy.village),
        "applicants": applicants,
        "assessor": None,
        "assessor_title": None,
        "kinship": None,
        "method": "每项满分100分，各评分人分别打分，按权重平均，四舍五入到0.01分；有亲属关系的不评",
        "scored_on": None,
    }


def _public_notice(selection: Selection, actor: Actor, today: date) -> Made:
    chosen, village = _chosen(selection), selection.vacancy.village
    assert chosen.person is not None
    start = selection.notice_from or today
    days = law_on(start)["public_notice_days"]
    return "public_notice", {
        **_where(village),
        "chosen": [
            {
                "name": chosen.person.name,
                "sex": chosen.person.sex,
                "education": chosen.education,
                "score": chosen.merit,
            }
        ],
        "start": selection.notice_from,
        "end": selection.notice_until,
        "working_days": None if days.dated.missing else days.value,
        "apply_at": selection.where,
        "contact": selection.contact,
        "contact_phone": selection.phone,
        "issuer": f"{village.parent.short_name if village.parent else ''}{village.name}",
        "made_on": start,
    }


def _row(selection: Selection) -> dict[str, Any]:
    """The chosen person as a row of the town's and the county's forms."""
    chosen = _chosen(selection)
    assert chosen.person is not None
    answers = qualification(chosen, law_day(selection), exception=chosen.state == "exception")
    return {
        "village": selection.vacancy.village.short_name,
        "name": chosen.person.name,
        "sex": chosen.person.sex,
        "age": answers["age"],
        "education": chosen.education,
        "notice_start": selection.notice_from,
        "notice_end": selection.notice_until,
        "opinion": "同意" if selection.approved_on else "",
        "id_number": chosen.person.id_number,
        "category": category_words(chosen),
        "phone": chosen.person.phone,
        "cause": selection.vacancy.get_cause_display(),
        "approved_on": selection.approved_on,
    }


def _town_approval(selection: Selection, actor: Actor, today: date) -> Made:
    village = selection.vacancy.village
    count = selection.objections.count()
    offices = _offices(village, today)
    return "town_approval", {
        "bureau": offices["bureau"],
        "town_government": offices["town_government"],
        "addressee": village.name,
        "number": None,
        "remark": None,
        "objections": f"收到{count}条，均已答复" if count else "未收到异议",
        "made_on": selection.approved_on or today,
        "rows": [_row(selection)],
    }


def _filing_form(selection: Selection, actor: Actor, today: date) -> Made:
    approver, filer = selection.approved_by, selection.filed_by
    return "filing_form", {
        **_offices(selection.vacancy.village, today),
        "number": selection.filing_number or None,
        "opinion": "同意备案" if selection.filed_on else "",
        "filed_on": selection.filed_on,
        "made_on": selection.filed_on or today,
        "town_clerk": approver.name if approver else None,
        "bureau_clerk": filer.name if filer else None,
        "rows": [_row(selection)],
    }


def _training(selection: Selection, actor: Actor, today: date) -> Made:
    chosen, village = _chosen(selection), selection.vacancy.village
    assert chosen.person is not None
    held = selection.trainings.filter(voided_at__isnull=True, application=chosen).last()
    company = _organisation("agent_company", _county(village), "县派活儿劳务服务有限公司", today)
    return "training_signin", {
        "title": "稳岗就业“四百工程”协理员岗前培训",
        "organiser": company,
        "place": held.where if held else None,
        "hours": held.hours if held else None,
        "start": held.start if held else None,
        "end": held.end if held else None,
        "subjects": None,
        "trainer": None,
        "recorder": None,
        "expected": 1,
        "present": None,
        "rows": [
            {
                "village": village.short_name,
                "name": chosen.person.name,
                "phone": chosen.person.phone,
                "result": held.get_result_display() if held else "",
            }
        ],
    }


PAPERS: dict[str, Callable[[Any, Actor, date], Made]] = {
    "notice": _notice,
    "application_form": _application,
    "review_sheet": _sheet_of,
    "score_sheet": _score_sheet,
    "public_notice": _public_notice,
    "town_approval": _town_approval,
    "filing_form": _filing_form,
    "training_signin": _training,
}
NAMES = {
    "notice": "选聘公告",
    "application_form": "报名表",
    "review_sheet": "资格审查表",
    "score_sheet": "评分表",
    "public_notice": "公示",
    "town_approval": "镇审核意见",
    "filing_form": "备案表",
    "training_signin": "岗前培训签到表",
}
