"""Acts on a registered person: corrections, and handing over to the village that deals with them now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.people.operations.persons import change
from sibai.people.queries.persons import CHANGED_LABELS
from sibai.places.models import Place


class NothingChanges(Refusal):
    """What was filled in is what is registered already."""


class NotThere(Refusal):
    """A village that the person cannot be handed over to."""

    field = "village"


@act("people.change")
def correct(*, actor: Actor, person: Person, facts: Mapping[str, Any], reason: str, now: datetime) -> tuple[str, ...]:
    """Write corrected facts; the log names which, never what. NothingChanges where none differs."""
    changed = change(actor, person, facts, now)
    if not changed:
        raise NothingChanges("没有一项与登记的不同，请填写要更正的内容。")
    fields = "、".join(CHANGED_LABELS[fact] for fact in changed)
    record(actor, person, at=now, facts={"fields": fields}, texts={"reason": reason}, person=person.pk)
    return changed


@act("people.move")
def move(*, actor: Actor, person: Person, village: Place, reason: str, now: datetime) -> None:
    """Another village of the actor's place deals with the person from now on."""
    if village.pk == person.village_id:
        raise NotThere("此人已经在这个村（社区），请选另一个。")
    if village.level != "village" or not actor.scope.holds(village.code):
        raise NotThere("请选本范围内的村（社区）。")
    before = person.village.name
    person.village = village
    person.save(update_fields=["village"])
    facts = {"before": before, "after": village.name}
    record(actor, person, at=now, facts=facts, texts={"reason": reason}, person=person.pk)
