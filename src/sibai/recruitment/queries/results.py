"""What a change of the rulebook would do to this room: qualification and rank of what is not frozen yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.measure import Law
from sibai.recruitment.flow import IN_THE_RUNNING
from sibai.recruitment.models import Application, Score
from sibai.recruitment.queries.rules import law_day, merit, qualifications, ranking
from sibai.rulebook.queries.asking import Answers
from sibai.rulebook.queries.preview import Outcome, Reckoning, value_or_refusal

MERIT = "merit"


def gathered(scope: Scope, today: date) -> Reckoning:
    """Qualification of applications that are not decided, and ranks that are not frozen, under any law; two queries."""
    waiting = Q(state="entered", selection__deadline__isnull=False, selection__state__in=("published", "review"))
    scoring = Q(selection__state=MERIT, state__in=IN_THE_RUNNING, out_on__isnull=True)
    rounds: dict[Any, list[Application]] = defaultdict(list)
    found = Application.objects.within(scope).filter(waiting | scoring, person__isnull=False)
    rows = found.select_related("selection__vacancy__village", "person").order_by("selection_id", "number")
    for each in rows:
        rounds[each.selection_id].append(each)
    keys = [each.pk for applications in rounds.values() for each in applications if each.selection.state == MERIT]
    scores: dict[Any, list[Score]] = defaultdict(list)
    if keys:
        for mark in Score.objects.filter(application_id__in=keys).select_related("item").order_by("pk"):
            scores[mark.application_id].append(mark)
    return partial(_under, list(rounds.values()), scores)


def _under(rounds: list[list[Application]], scores: dict[Any, list[Score]], law: Law) -> Iterator[Outcome]:
    for applications in rounds:
        if applications[0].selection.state != MERIT:
            answers = _or_refusal(applications, law)
            for row, each in enumerate(applications):
                yield _outcome(each, "资格", answers(row))
        elif all(each.pk in scores for each in applications):
            yield from _ranks_of(applications, scores, law)


def _or_refusal(applications: Sequence[Application], law: Law) -> Any:
    """What each row's qualification is in words; the refusal for all where the rules cannot answer."""
    told: list[str] = []

    def compute() -> str:
        answers = qualifications(applications, law_day(applications[0].selection), law)
        told.extend(_words(answers, row) for row in range(len(applications)))
        return ""

    refused = value_or_refusal(compute)
    return lambda row: told[row] if told else refused


def _words(answers: Answers, row: int) -> str:
    return "符合条件" if answers.of("eligible", row) else f"不全符合：{answers.of('reasons', row)}"


def _ranks_of(applications: Sequence[Application], scores: dict[Any, list[Score]], law: Law) -> Iterator[Outcome]:
    day = law_day(applications[0].selection)
    told: list[str] = []

    def compute() -> str:
        merits = {each.pk: int(merit(scores[each.pk], day, law)["merit_average"]) for each in applications}
        ranks = ranking(applications, day, merits=merits, law=law)
        told.extend(f"第{ranks.of('rank_of_applicant', row)}名" for row in range(len(applications)))
        return ""

    refused = value_or_refusal(compute)
    for row, each in enumerate(applications):
        yield _outcome(each, "名次", told[row] if told else refused)


def _outcome(application: Application, what: str, value: str) -> Outcome:
    person = application.person
    return Outcome(
        key=f"{what}:{application.pk}",
        what=what,
        value=value,
        person_code=person.code if person else "",
        person_id=person.pk if person else None,
        person_name=application.name,
        village=application.selection.vacancy.village.short_name,
        url=reverse("recruitment:application", args=[application.pk]),
    )
