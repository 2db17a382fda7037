"""The papers of a round and of an application: which there are, from when on each is wanted, where it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from sibai.documents.kinds import opens
from sibai.documents.queries.papers import Wanted, missing
from sibai.people.actor import Actor
from sibai.recruitment.flow import GOING
from sibai.recruitment.models import Application, Selection


@dataclass(frozen=True, slots=True)
class Kind:
    """A paper. `since`: the state from which on its sealed scan is wanted; `prints`: whether we make it."""

    kind: str
    label: str
    since: str
    prints: bool = True
    required: bool = True
    note: str = ""


OF_ROUND = (
    Kind("notice", "招聘公告", "published"),
    Kind("score_sheet", "评分表", "choosing", note="每位评分人一份"),
    Kind("public_notice", "公示", "public_notice"),
    Kind("town_approval", "镇审核表", "approved"),
    Kind("filing_form", "备案表", "training"),
    Kind("training_signin", "岗前培训签到表", "to_sign"),
)
OF_APPLICATION = (
    Kind("application_form", "报名表", "published"),
    Kind("identity_card", "身份证", "published", prints=False),
    Kind("diploma", "毕业证", "published", prints=False),
    Kind("category_proof", "类别证明", "published", prints=False, note="脱贫、就业困难、退役等"),
    Kind("review_sheet", "资格审查表", "merit"),
    Kind("conduct_statement", "政治素质意见", "review", prints=False, required=False),
)
LABELS = {each.kind: each.label for each in (*OF_ROUND, *OF_APPLICATION)}


def kinds_for(subject: Selection | Application, actor: Actor) -> dict[str, Kind]:
    """The papers that a round or an application can have, as far as the actor's role opens them (documents)."""
    kinds = OF_APPLICATION if isinstance(subject, Application) else OF_ROUND
    return {each.kind: each for each in kinds if opens(actor.role, each.kind)}


def wanted_for(subject: Selection | Application, *, upload: bool, prints: bool, actor: Actor) -> list[Wanted]:
    """The papers of a round or an application for `documents`; those not due yet say so."""
    selection = subject.selection if isinstance(subject, Application) else subject
    route = "recruitment:application" if isinstance(subject, Application) else "recruitment:selection"
    reached = reached_states(selection)
    return [
        Wanted(
            each.kind,
            each.label,
            "第六条" if not isinstance(subject, Application) else "第五条",
            each.required and each.since in reached,
            reverse(f"{route}_print", args=[subject.pk, each.kind]) if prints and each.prints else "",
            reverse(f"{route}_scan", args=[subject.pk, each.kind]) if upload else "",
            each.note,
            later=each.required and each.since not in reached,
        )
        for each in kinds_for(subject, actor).values()
    ]


def lacking(selection: Selection, actor: Actor) -> list[str]:
    """The papers whose sealed scan should be there by now and is not; one query."""
    wanted = wanted_for(selection, upload=False, prints=False, actor=actor)
    return [each.label for each in missing(selection, wanted)]


def reached_states(selection: Selection) -> Sequence[str]:
    """The states that a round has been in, by the order of the flow; all of them once finished."""
    if selection.state == "finished":
        return GOING
    return GOING[: GOING.index(selection.state) + 1] if selection.state in GOING else ()
