"""Merit (article 6): assessors by name with declared kinship, a sheet of marks each, the averages and the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.recruitment.flow import IN_THE_RUNNING
from sibai.recruitment.models import Application, Assessor, Kinship, MeritItem, Result, Score, Selection
from sibai.recruitment.models.merit import FULL_MARKS
from sibai.recruitment.operations.results import freeze
from sibai.recruitment.operations.review import not_past
from sibai.recruitment.operations.steps import NotYet, ReasonNeeded, advance, still, touch
from sibai.recruitment.queries.rules import law_day, least_assessors, merit, ranking

Marks = Mapping[tuple[UUID, int], int]
"""(application, item) → centipoints."""


class AssessorKnown(Refusal):
    """The same assessor twice."""

    field = "name"


class ScoresThere(Refusal):
    """An assessor who has scored is not taken out."""


class BadMarks(Refusal):
    """Marks that are missing or out of range, or of somebody whom this assessor does not score."""


def in_the_running(selection: Selection) -> list[Application]:
    """Who is scored and ranked, by number, with the person."""
    rows = selection.applications.filter(state__in=IN_THE_RUNNING, out_on__isnull=True)
    return list(rows.select_related("person").order_by("number"))


@act("recruitment.add_assessor")
def add_assessor(
    *, actor: Actor, selection: Selection, name: str, post: str, kin: Mapping[UUID, str], declared: bool, now: datetime
) -> Assessor:
    """Name an assessor. `kin` maps applications to the kinship declared; `declared` that there is none beside these."""
    selection = still(selection, "merit")
    if not declared:
        raise NotYet("请先由评分人声明与报名人有无亲属关系。", field="declared")
    applications = {each.pk: each for each in in_the_running(selection)}
    _another_person(selection, name, kin, applications)
    assessor = Assessor.objects.create(
        selection=selection, name=name, post=post, entered_by_id=actor.user_id, entered_at=now
    )
    related = {key: relation.strip() for key, relation in kin.items() if relation.strip()}
    unknown = related.keys() - applications.keys()
    if unknown:
        raise BadMarks("亲属关系写在了不参加评分的人上，请刷新后重填。")
    Kinship.objects.bulk_create(
        Kinship(assessor=assessor, application=applications[key], relation=relation)
        for key, relation in related.items()
    )
    touch(selection)
    record(actor, selection, at=now, facts={"post": post, "kin": len(related)}, texts={"name": name})
    return assessor


def _another_person(
    selection: Selection, name: str, kin: Mapping[UUID, str], applications: Mapping[UUID, Application]
) -> None:
    """AssessorKnown for somebody named before, whatever the post (one may hold two), and for an applicant."""
    if selection.assessors.filter(name=name).exists():
        raise AssessorKnown("这位评分人已经登记。确实是同名的另一个人，请在姓名后面加以区别，如“张三（二组）”。")
    own = [each for key, each in applications.items() if each.name == name and not kin.get(key, "").strip()]
    if own:
        told = f"与{own[0].number}号报名人同名：报名人不能评分。只是同名的，请在此人的亲属关系里写“同名”。"
        raise AssessorKnown(told)


@act("recruitment.remove_assessor")
def remove_assessor(*, actor: Actor, assessor: Assessor, reason: str, now: datetime) -> None:
    """Take an assessor out who was named by mistake and has not scored."""
    selection = still(assessor.selection, "merit")
    if assessor.scores.exists():
        raise ScoresThere("这位评分人已经评分，不能删除。")
    if not reason.strip():
        raise ReasonNeeded("请写明删除的原因。")
    texts = {"name": assessor.name, "reason": reason}
    Assessor.objects.filter(pk=assessor.pk).delete()
    touch(selection)
    record(actor, selection, at=now, texts=texts)


@act("recruitment.score")
def score(*, actor: Actor, assessor: Assessor, marks: Marks, now: datetime) -> int:
    """Enter the sheet of one assessor: a mark for every applicant in the running who is no kin, on every item.

    The sheet can be entered again until the ranking. Returns how many marks stand.
    """
    selection = still(assessor.selection, "merit")
    kin = set(assessor.kin.values_list("application_id", flat=True))
    items = {item.pk: item for item in selection.items.all()}
    scored = {each.pk: each for each in in_the_running(selection) if each.pk not in kin}
    _check_sheet(marks, scored, items)
    Score.objects.filter(assessor=assessor).delete()
    Score.objects.bulk_create(
        Score(
            assessor=assessor,
            application=scored[key],
            item=items[item],
            points=points,
            entered_by_id=actor.user_id,
            entered_at=now,
        )
        for (key, item), points in sorted(marks.items(), key=lambda each: (str(each[0][0]), each[0][1]))
    )
    touch(selection)
    record(actor, selection, at=now, facts={"count": len(scored), "post": assessor.post}, texts={"name": assessor.name})
    return len(marks)


def _check_sheet(marks: Marks, scored: Mapping[UUID, Application], items: Mapping[int, MeritItem]) -> None:
    """BadMarks unless there is one mark in range for everybody scored on every item, and none besides."""
    wanted = {(key, item) for key in scored for item in items}
    if not wanted:
        raise BadMarks("这位评分人与所有报名人都有亲属关系，不用评分。")
    if marks.keys() - wanted:
        raise BadMarks("有亲属关系的不评分，请刷新后重填。")
    if wanted - marks.keys():
        raise BadMarks("每个人的每一项都要有分数，请补全。")
    if any(not 0 <= points <= FULL_MARKS for points in marks.values()):
        raise BadMarks("分数在0至100分之间，最多两位小数。")


@act("recruitment.rank")
def rank(*, actor: Actor, selection: Selection, version: int, now: datetime, due: date | None = None) -> Selection:
    """Average the marks and rank; both are frozen. NotYet while sheets are missing or too few people scored."""
    selection = still(selection, "merit", version=version)
    applications = in_the_running(selection)
    if not applications:
        raise NotYet("参加评分的人都已撤回，请结束这次选聘。")
    scores = _scores_of(selection, applications)
    made: list[Result] = []
    merits: dict[UUID, int] = {}
    day = law_day(selection)
    for each in applications:
        answers = merit(scores[each.pk], day)
        merits[each.pk] = int(answers["merit_average"])
        made.append(freeze(actor, selection, "merit", answers, now=now, application=each))
    ranks = ranking(applications, day, merits=merits)
    changes = []
    for row, each in enumerate(applications):
        made.append(freeze(actor, selection, "ranking", ranks, now=now, application=each, row=row))
        changes.append((each, {"merit": merits[each.pk], "rank": int(ranks.of("rank_of_applicant", row))}))
    moved = advance(actor, selection, "choosing", now=now, due=not_past(due, now), applications=changes, made=made)
    record(actor, moved, at=now, facts={"count": len(applications)})
    return moved


def _scores_of(selection: Selection, applications: Sequence[Application]) -> dict[UUID, list[Score]]:
    """The marks of each applicant. NotYet where a sheet is missing, or too few assessors scored somebody."""
    scores: dict[UUID, list[Score]] = {each.pk: [] for each in applications}
    for mark in Score.objects.filter(assessor__selection=selection).select_related("item").order_by("pk"):
        if mark.application_id in scores:
            scores[mark.application_id].append(mark)
    for assessor in selection.assessors.order_by("entered_at", "pk"):
        kin = set(assessor.kin.values_list("application_id", flat=True))
        given = {key for key, marks in scores.items() if any(mark.assessor_id == assessor.pk for mark in marks)}
        if scores.keys() - kin - given:
            raise NotYet(f"评分人{assessor.name}的评分表还没有录入。")
    for each in applications:
        _enough(each, scores[each.pk], law_day(selection))
    return scores


def _enough(application: Application, scores: Sequence[Score], day: date) -> None:
    """NotYet unless enough people scored this applicant apart."""
    if not scores or not merit(scores, day)["enough_assessors"]:
        least = least_assessors(day)
        raise NotYet(f"{application.number}号的评分人不够：至少要{least}名没有亲属关系的人分别评分。")
