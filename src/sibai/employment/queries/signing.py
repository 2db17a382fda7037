"""From the passed training to the first day on post: which step a chosen person is at, one a round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.employment.flow import AGREEMENT
from sibai.employment.models import Contract
from sibai.employment.queries.states import doc, first
from sibai.people.flow import Todo
from sibai.recruitment.models import Selection

PREPARE, VOID = "拟聘用协议", "作废聘用协议"
BUTTON = "办理"


def signing_todos(scope: Scope) -> Iterator[Todo]:
    """The one step of every round that is at the signing, or whose agreement waits for somebody; one query.

    An agreement whose round went on without its person is to be dropped.
    """
    waiting = Contract.objects.filter(
        selection=OuterRef("pk"), kind=Contract.AGREEMENT, state__in=[step.state for step in AGREEMENT.steps]
    )
    rows = Selection.objects.within(scope).filter(Q(state="to_sign") | Exists(waiting))
    told = rows.select_related("vacancy__village", "chosen__person").annotate(
        agreement_doc=first(waiting, id="pk", state="state", start="start"),
        stands=Exists(waiting.filter(person=OuterRef("chosen__person"))),
    )
    for each in told.order_by("vacancy__village_id", "number"):
        yield _step_of(each)


def _step_of(selection: Any) -> Todo:
    """The step of one round."""
    agreement, village = doc(selection.agreement_doc), selection.vacancy.village.short_name
    person = selection.chosen.person if selection.chosen else None
    who = f"{village} {person.name}" if person else village
    if agreement is None:
        url = reverse("employment:prepare_agreement", args=[selection.pk])
        return Todo(PREPARE, f"{who}，培训合格，可以签协议", url, BUTTON, "village", selection.due)
    step = AGREEMENT.step(agreement.state)
    if step is None or not (selection.stands and selection.state == "to_sign"):
        url = reverse("employment:void_agreement", args=[agreement.id])
        return Todo(VOID, f"{village}，选聘的人选已经变动", url, BUTTON, "village")
    url = reverse(step.route, args=[agreement.id])
    return Todo(step.next, f"{who}，{agreement.start}上岗", url, BUTTON, step.role, agreement.start)
