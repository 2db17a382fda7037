"""What waits for an actor in this room: made from the states of rows, never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from sibai.people.actor import Actor
from sibai.people.flow import Step, Todo
from sibai.recruitment.flow import OPEN_APPLICATIONS, ROOM, SELECTION, VACANCY
from sibai.recruitment.models import Selection
from sibai.recruitment.queries.exporting import not_collected
from sibai.recruitment.queries.selections import vacancies, waiting_for_a_round

ONE_BY_ONE = 5
"""More alike than so many become one to-do with the list behind it."""

TAKE_FILE = "接收网上报名文件"


def todos(actor: Actor, today: date) -> list[Todo]:
    """The to-dos of an actor, one a round, or one for many alike; two queries. Signing is told where it is done.

    With a public machine apart two more, for whoever takes its files.
    """
    steps = [step for step in SELECTION.steps if step.role == actor.role and step.route.startswith(ROOM)]
    found = _rounds(actor, [step.state for step in steps]) if steps else []
    made = _vacant(actor) if VACANCY.steps[0].role == actor.role else []
    for step in steps:
        alike = [each for each in found if each.state == step.state]
        made += _many(step, alike) if len(alike) > ONE_BY_ONE else [_one(step, each, today) for each in alike]
    return made + _to_collect(actor, today) if takes_files(actor) else made


def takes_files(actor: Actor) -> bool:
    """Whether there is a public machine apart, and this user brings its files over."""
    return bool(settings.OWN.public_machine) and actor.may_open("recruitment:take_file")


def _to_collect(actor: Actor, today: date) -> list[Todo]:
    """Rounds whose time for applications is over and which no file can hold wholly: how many wait, nobody knows."""
    villages = not_collected(today)
    if not villages:
        return []
    detail = f"{'、'.join(villages)}的报名已经截止，网上的报名还没有收齐"
    return [Todo(TAKE_FILE, detail, reverse("recruitment:take_file"), "接收", actor.role, None, len(villages))]


def _rounds(actor: Actor, states: Sequence[str]) -> list[Any]:
    """Rounds in these states, with what their to-dos say: applications to take in and to review, objections."""
    waiting = Q(applications__state__in=OPEN_APPLICATIONS)
    return list(
        Selection.objects.within(actor.scope)
        .filter(state__in=states)
        .select_related("vacancy__village")
        .annotate(
            to_review=Count("applications", filter=waiting, distinct=True),
            to_take_in=Count("applications", filter=Q(applications__state="received"), distinct=True),
            to_answer=Count("objections", filter=Q(objections__answered_on__isnull=True), distinct=True),
        )
        .order_by("vacancy__village_id")
    )


def _vacant(actor: Actor) -> list[Todo]:
    """Vacancies in which no round goes on."""
    step = VACANCY.steps[0]
    waiting = vacancies(actor.scope).filter(waiting_for_a_round()).order_by("opened_on", "village_id")
    return [
        Todo(
            f"{each.village.short_name}岗位空缺",
            f"{each.opened_on}起，{each.get_cause_display()}，{step.next}",
            reverse("recruitment:start", args=[each.pk]),
            "开始选聘",
            step.role,
        )
        for each in waiting
    ]


def _one(step: Step, selection: Any, today: date) -> Todo:
    detail = DETAILS.get(selection.state, _next)(step, selection, today)
    return Todo(
        f"{selection.vacancy.village.short_name}选聘：{step.label}",
        f"退回：{selection.returned_why}" if selection.returned_why else detail,
        reverse("recruitment:selection", args=[selection.pk]),
        "办理",
        step.role,
        selection.due or _lasts_until(selection, today),
    )


def _lasts_until(selection: Any, today: date) -> date | None:
    """The last day for applications or of the notice, while it is still to come: a wait, never overdue."""
    until = {"published": selection.deadline, "public_notice": selection.notice_until}.get(selection.state)
    return until if until is not None and until >= today else None


def _next(step: Step, selection: Any, today: date) -> str:
    return step.next


def _published(step: Step, selection: Any, today: date) -> str:
    over = selection.deadline is not None and today > selection.deadline
    online = f"有{selection.to_take_in}份网上报名待核收；" if selection.to_take_in else ""
    return online + ("报名已截止，请开始资格审查" if over else f"报名到{selection.deadline}截止，登记交来的报名")


def _review(step: Step, selection: Any, today: date) -> str:
    return f"还有{selection.to_review}份报名没有审查" if selection.to_review else "都审查完了，请转入评分"


def _public_notice(step: Step, selection: Any, today: date) -> str:
    if selection.to_answer:
        return f"有{selection.to_answer}条异议没有答复"
    over = selection.notice_until is not None and today > selection.notice_until
    return "公示期满，请报镇审核" if over else f"公示到{selection.notice_until}为止，收到异议请登记"


DETAILS: dict[str, Callable[[Step, Any, date], str]] = {
    "published": _published,
    "review": _review,
    "public_notice": _public_notice,
}


def _many(step: Step, alike: Iterable[Any]) -> list[Todo]:
    """Many alike as one, with the earliest deadline and the list behind it."""
    rows = list(alike)
    dues = [each.due for each in rows if each.due is not None]
    batch = step.state == "submitted"
    url = reverse("recruitment:approve_many") if batch else f"{reverse('recruitment:list')}?urgent=mine"
    return [
        Todo(
            f"选聘：{step.label}",
            f"{len(rows)}个村，{step.next}",
            url,
            "批量审核" if batch else "办理",
            step.role,
            min(dues, default=None),
            len(rows),
        )
    ]
