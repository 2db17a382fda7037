"""Asking the rules about applicants, marks, notices and vacancies; facts as the rules want them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from sibai.measure import Law
from sibai.measure.choices import Education
from sibai.recruitment.models import Application, Score, Selection, Vacancy
from sibai.rulebook.queries.asking import Answers, Source, ask
from sibai.rulebook.queries.law import value_on

FLAGS = (
    "poverty_relief",
    "hard_to_employ",
    "conduct_confirmed",
    "graduate",
    "veteran",
    "poverty_household",
    "monitored_household",
    "knows_village",
)
QUALIFICATION = (
    "eligible",
    "reasons",
    "age",
    "age_day",
    "age_ok",
    "education_ok",
    "category_ok",
    "conduct_ok",
    "in_time",
    "exception_admitted",
    "priority",
    "hire_date_needed",
)
"""What the review asks for an application."""


def facts_of(application: Application, *, exception: bool) -> dict[str, Any]:
    """An application as facts: the reviewed flags, the birth date of the identity number, the moment of applying."""
    person = application.person
    return {
        "code": person.code if person else "",
        "birth_date": person.birth_date if person else None,
        "education": Education.labelled(application.education),
        "applied_at": timezone.localtime(application.applied_at).replace(tzinfo=None),
        "hire_date": application.hire_date,
        "exception_reason": exception,
        "merit": application.merit,
        **{name: getattr(application, name) for name in FLAGS},
    }


def sources_of(application: Application, url: str) -> dict[str, Source]:
    """Where the facts of one application stand, for its explanation."""
    where = f"{application.number}号报名"
    named = dict.fromkeys(("education", "applied_at", "hire_date", "exception_reason", *FLAGS), (where, url))
    return {**named, "birth_date": ("身份证号", url), "deadline": ("招聘公告", "")}


def qualification(
    application: Application, deadline: date, *, exception: bool = False, url: str = "", law: Law | None = None
) -> Answers:
    """What article 5 says of an application, under the law of the last day for applications."""
    facts = {"deadline": deadline, **facts_of(application, exception=exception)}
    return ask(QUALIFICATION, facts, on=deadline, sources=sources_of(application, url), law=law)


def qualifications(applications: Sequence[Application], deadline: date, law: Law | None = None) -> Answers:
    """The same for many applications of a round at once; the row is the place in the list."""
    rows = range(len(applications))
    facts = _columns(applications, deadline, {})
    asked = dict.fromkeys(("eligible", "reasons"), rows)
    return ask(asked, facts, on=deadline, parents={"person": [0] * len(rows)}, rows=asked, law=law)


def ranking(
    applications: Sequence[Application], deadline: date, *, merits: dict[Any, int], law: Law | None = None
) -> Answers:
    """The rank of each admitted application of a round; `merits` by the application's key, in centipoints."""
    rows = {"rank_of_applicant": range(len(applications))}
    facts = _columns(applications, deadline, merits)
    return ask(
        rows,
        facts,
        on=deadline,
        parents={"person": [0] * len(applications)},
        rows=rows,
        sources={"merit": ("评分表", ""), "deadline": ("招聘公告", "")},
        law=law,
    )


def _columns(applications: Sequence[Application], deadline: date, merits: dict[Any, int]) -> dict[str, Any]:
    """Facts of several applications, a list each."""
    rows = [
        {**facts_of(each, exception=each.state == "exception"), "merit": merits.get(each.pk, each.merit)}
        for each in applications
    ]
    return {"deadline": deadline, **{name: [row[name] for row in rows] for name in (rows[0] if rows else ())}}


def merit(scores: Sequence[Score], on: date, law: Law | None = None) -> Answers:
    """The average of an applicant's marks, and whether enough people gave them. `scores` with their items."""
    facts = {
        "mark": [each.points for each in scores],
        "item_weight": [each.item.weight for each in scores],
        "assessors": len({each.assessor_id for each in scores}),
    }
    return ask(
        ("merit_average", "enough_assessors"),
        facts,
        on=on,
        parents={"mark": [0] * len(scores)},
        sources={"mark": ("评分表", ""), "item_weight": ("招聘公告", "")},
        law=law,
    )


def last_day_of_notice(published_on: date, law: Law | None = None) -> Answers:
    """The last day of a public notice; Refusal while the county has not decided how many working days it lasts."""
    return ask(("public_notice_until",), {"notice_published_on": published_on}, on=published_on, law=law)


def reckoned_provisionally(posted_on: date, until: date) -> str:
    """What to look at where a public notice runs into a year whose days off are not published yet; else nothing."""
    for day in (posted_on, until):
        if ask(("calendar_provisional",), {"month": day.replace(day=1)}, on=day)["calendar_provisional"]:
            return f"{day.year}年放假安排尚未公布，截止日先按周一至周五算；其中有元旦等放假的，相应推后报审"
    return ""


def days_vacant(vacancy: Vacancy, today: date, law: Law | None = None) -> Answers:
    """How long the post has been vacant: to the county filing of the successor, else until today."""
    until = vacancy.filed_on or vacancy.closed_on or today
    facts = {"vacant_from": vacancy.opened_on, "successor_filed_on": max(until, vacancy.opened_on)}
    sources = {"vacant_from": ("空缺", ""), "successor_filed_on": ("县备案" if vacancy.filed_on else "至今天", "")}
    return ask(("vacancy_days",), facts, on=max(today, vacancy.opened_on), sources=sources, law=law)


def law_day(selection: Selection) -> date:
    """Qualification, merit and rank go by the law of the last day for applications: a later change touches none."""
    assert selection.deadline is not None
    return selection.deadline


def least_assessors(day: date) -> int:
    """How many people have to score each applicant apart."""
    return int(value_on("least_assessors", day))
