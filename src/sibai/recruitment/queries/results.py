"""What a change of the rulebook would do to this room: qualification and rank of what is not frozen yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.measure import Law
from sibai.recruitment.flow import IN_THE_RUNNING
from sibai.recruitment.models import Application, Score
from sibai.recruitment.queries.rules import law_day, merit, qualifications, ranking
from sibai.rulebook.queries.asking import Answers
from sibai.rulebook.queries.preview import Outcome, value_or_refusal


def results_under(law: Law, scope: Scope, today: date) -> Iterable[Outcome]:
    """Qualification of applications that are not decided, and ranks that are not frozen, under a law."""
    yield from _qualifications(law, scope)
    yield from _ranks(law, scope)


def _by_round(rows: Any) -> list[list[Application]]:
    """Applications with person and village, round by round."""
    grouped: dict[Any, list[Application]] = defaultdict(list)
    found = rows.select_related("selection__vacancy__village", "person").filter(person__isnull=False)
    for each in found.order_by("selection_id", "number"):
        grouped[each.selection_id].append(each)
    return list(grouped.values())


def _qualifications(law: Law, scope: Scope) -> Iterator[Outcome]:
    waiting = Application.objects.within(scope).filter(state="entered", selection__deadline__isnull=False)
    for applications in _by_round(waiting.filter(selection__state__in=("published", "review"))):
        answers = _or_refusal(applications, law)
        for row, each in enumerate(applications):
            yield _outcome(each, "资格", answers(row))


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


def _ranks(law: Law, scope: Scope) -> Iterator[Outcome]:
    scoring = Application.objects.within(scope).filter(
        selection__state="merit", state__in=IN_THE_RUNNING, out_on__isnull=True
    )
    rounds = _by_round(scoring)
    scores: dict[Any, list[Score]] = defaultdict(list)
    keys = [each.pk for applications in rounds for each in applications]
    for mark in Score.objects.filter(application_id__in=keys).select_related("item").order_by("pk"):
        scores[mark.application_id].append(mark)
    for applications in rounds:
        if all(scores[each.pk] for each in applications):
            yield from _ranks_of(applications, scores, law)


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
