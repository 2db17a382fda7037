"""Articles 7, 8, 9, 10 and 17: what the rules answer about contracts, renewals, resignations and severance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef

from sibai.employment.models import Contract, Exemption, GradeFact, Stint
from sibai.employment.queries.clock import MEASURE_FROM, Post, ask_about, open_posts, posts_of
from sibai.measure import Law
from sibai.measure.choices import Grade
from sibai.rulebook.queries.asking import Answers, ask
from sibai.rulebook.queries.law import county_law

CONTRACT = ("contract_last_day", "sign_by")
NEXT = ("contract_last_day", "contract_year_end", "sign_by", "last_lawful_day")
WITH_GRADE = ("renewal_allowed", "renewal_refusal", "renewal_in_term", "renewal_by_grade", "last_lawful_day")
WITHOUT_GRADE = ("renewal_in_term", "last_lawful_day", "term_ok")
RESIGNATION = ("earliest_last_day", "notice_days", "early_exit", "resignation_note")
SEVERANCE = ("severance", "severance_exemption_holds", "severance_warning")
EXPOSURE = ("signing_overdue", "double_wage_exposure")


def first_contract(person_id: UUID, start: date, today: date) -> Answers:
    """The one-year term of somebody who takes up a post on `start`, shortened by the cap, and the day to sign by."""
    posts = [*posts_of([person_id])[person_id], Post(start, None)]
    return ask_about((*CONTRACT, "term_ok", "last_lawful_day"), posts, today, {"employed_on": start})


def next_contract(stint: Stint, start: date, today: date, law: Law | None = None) -> Answers:
    """The term of a contract of a running stint that starts on `start`. `law` where nothing is kept of it."""
    posts = open_posts(posts_of([stint.person_id])[stint.person_id], stint)
    facts = {"employed_on": stint.start, "contract_from": start}
    return ask_about(NEXT, posts, today, facts, law=law)


def exposure(contract: Contract, today: date, employed_on: date, law: Law | None = None) -> Answers:
    """Whether a labour contract is or was signed late, and what that risks (art. 8, 劳动合同法第八十二条)."""
    facts = {"as_of": today, "employed_on": employed_on, "signed_on": contract.signed_on}
    return ask(EXPOSURE, facts, on=under_the_measure(employed_on), law=law)


def resignation(notice_on: date, last_day: date | None, agreed: bool, law: Law | None = None) -> Answers:
    """The earliest last day after a notice, and whether the wished day is earlier (art. 10)."""
    facts = {"notice_on": notice_on, "resigned_last_day": last_day, "early_exit_agreed": int(agreed)}
    return ask(RESIGNATION, facts, on=under_the_measure(notice_on), law=law)


def exemption_on(person_id: UUID, day: date) -> Exemption | None:
    """What is recorded of a person's exemption from severance on a day; one query."""
    return Exemption.objects.filter(person=person_id, since__lte=day).order_by("-since", "-entered_at").first()


def severance(recorded: Exemption | None, day: date, law: Law | None = None) -> Answers:
    """Severance: always article 7's 0, and what the law says where the exemption does not hold."""
    facts = {
        "is_difficult_person": int(recorded is not None and recorded.recognised),
        "post_subsidised": int(recorded is not None and recorded.post_subsidised),
        "insurance_subsidised": int(recorded is not None and recorded.insurance_subsidised),
    }
    return ask(SEVERANCE, facts, on=under_the_measure(day), law=law)


@dataclass(frozen=True, slots=True)
class RenewalAnswer:
    """What the rules say of a renewal: allowed or why not, with the last lawful day; `grade` it rests on, if any."""

    allowed: bool
    refusal: str
    last_lawful_day: date | None
    grade: GradeFact | None
    needs_grade_of: int | None
    answers: Answers


def standing_grades() -> models.QuerySet[GradeFact]:
    """Confirmed grades that no confirmed correction replaces."""
    correction = GradeFact.objects.filter(state="confirmed", corrects=OuterRef("pk"))
    return GradeFact.objects.filter(~Exists(correction), state="confirmed")


def standing_grade(person_id: UUID) -> GradeFact | None:
    """The grade of a person's last year that has one; one query."""
    return standing_grades().filter(person=person_id).order_by("-year").first()


def standing_grade_of(person_id: UUID, year: int) -> GradeFact | None:
    """The grade of one year that holds; one query."""
    return standing_grades().filter(person=person_id, year=year).first()


def appraised_year(posts: Sequence[Post], today: date, law: Law) -> int | None:
    """The last year whose joint decision was due by `today`, if the person held a coordinator's post on its cut-off."""
    start = under_the_measure(date.min)
    for year in range(today.year, start.year - 1, -1):
        asked = ask(("appraisal_due", "appraisal_to"), {"year": year}, on=under_the_measure(date(year, 1, 1)), law=law)
        if asked["appraisal_due"] <= today:
            return year if any(_held(post, asked["appraisal_to"]) for post in posts) else None
    return None


def cut_off_of(year: int) -> date:
    """The last day of an appraisal year (art. 19): before it there is no grade of the year."""
    day: date = ask(("appraisal_to",), {"year": year}, on=under_the_measure(date(year, 1, 1)))["appraisal_to"]
    return day


def _held(post: Post, day: date) -> bool:
    return post.kind == Stint.COORDINATOR and post.start <= day and (post.end is None or post.end >= day)


def renewal(stint: Stint, to: date, today: date, law: Law | None = None) -> RenewalAnswer:
    """Whether the contract may be renewed up to `to`: grade of the last year (art. 17) and the three years (art. 9).

    Who was not yet on post at the last cut-off has no grade to show; then only the three years decide.
    """
    posts = posts_of([stint.person_id])[stint.person_id]
    return renewal_of(stint, posts, standing_grade(stint.person_id), to, today, law)


def renewal_of(
    stint: Stint, posts: Sequence[Post], grade: GradeFact | None, to: date, today: date, law: Law | None = None
) -> RenewalAnswer:
    """The same from what was read already: all stints of the person and the grade of its last year that has one."""
    needed = appraised_year(posts, today, law or county_law())
    if grade is not None and grade.year < (needed or stint.start.year):
        grade = None
    names = WITHOUT_GRADE if grade is None else WITH_GRADE
    facts: dict[str, Any] = {"renewal_to": to}
    if grade is not None:
        facts["grade_decided"] = Grade.labelled(grade.grade)
    answers = ask_about(names, open_posts(posts, stint), today, facts, law=law)
    day = answers["last_lawful_day"]
    if grade is not None:
        allowed, refusal = bool(answers["renewal_allowed"]), answers["renewal_refusal"]
    else:
        allowed = bool(answers["renewal_in_term"])
        refusal = "" if allowed else f"续签到{to}超过最晚在岗日{day}（第九条）"
    return RenewalAnswer(allowed, refusal, day, grade, needed if grade is None else None, answers)


def under_the_measure(day: date) -> date:
    """A day on which the measure is in force."""
    return max(MEASURE_FROM, day)
