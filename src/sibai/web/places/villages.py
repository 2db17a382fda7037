"""Villages merge and split, with all that hangs on them: coordinator, vacancies, acting persons, files, rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.documents.models import StoredFile
from sibai.employment.models import Acting, Contract, Stint
from sibai.employment.operations.posts import end_acting
from sibai.people.actor import Actor
from sibai.people.models import Holding, Person
from sibai.places.models import Place
from sibai.places.operations import changes
from sibai.places.operations.changes import NewPlace
from sibai.recruitment.flow import ENDED
from sibai.recruitment.models import Selection
from sibai.recruitment.operations.vacancies import close_vacancy, open_vacancy

BEFORE = timedelta(days=1)


class Unfinished(Refusal):
    """Something goes on in one of the villages that has to come to its end first."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on villages: coordinators on post, rounds going on, persons, accounts in force."""

    stints: list[Stint]
    rounds: list[Selection]
    persons: int
    holdings: int


def hanging_on(villages: Sequence[Place]) -> Hanging:
    """What hangs on villages now; four queries."""
    stints = Stint.objects.filter(village__in=villages, end__isnull=True, kind=Stint.COORDINATOR)
    rounds = Selection.objects.filter(vacancy__village__in=villages).exclude(state__in=ENDED)
    return Hanging(
        list(stints.select_related("person", "village").order_by("village_id")),
        list(rounds.select_related("vacancy__village").order_by("vacancy__village_id")),
        Person.objects.filter(village__in=villages).count(),
        Holding.objects.filter(place__in=villages, end__isnull=True).count(),
    )


def nothing_in_the_way(villages: Sequence[Place]) -> Hanging:
    """Unfinished where rounds go on or more than one coordinator is on post; else what hangs on the villages."""
    hanging = hanging_on(villages)
    if hanging.rounds:
        where = "、".join(each.vacancy.village.short_name for each in hanging.rounds)
        raise Unfinished(f"{where}正在选聘：请先办结或结束这一次选聘，再调整区划。")
    if len(hanging.stints) > 1:
        who = "、".join(f"{stint.village.short_name}{stint.person.name}" for stint in hanging.stints)
        raise Unfinished(f"一个村（社区）只配备一名协理员（第五条），现在有{who}：只留一名，请先给其余的人办理离岗。")
    return hanging


@act("places.merge")
def merge(
    *, actor: Actor, old: Sequence[Place], into: Place | NewPlace, on: date, document: str, now: datetime
) -> Place:
    """Villages become one. The one coordinator stays, with the contract; without one, the vacancy opens.

    Unfinished, BadChange.
    """
    going_on = [into] if isinstance(into, Place) else []
    hanging = nothing_in_the_way([*old, *going_on])
    made = changes.merge(old=old, into=into, on=on, document=document, today=timezone.localdate(now))
    _leave(old, made, on, now)
    _fill(made, on, "other", now)
    facts = {
        "old": [place.short_name for place in old],
        "codes": [place.code for place in old],
        "on": on,
        "document": document,
        "kept": bool(hanging.stints),
    }
    record(actor, made, at=now, facts=facts)
    return made


@act("places.split")
def split(
    *,
    actor: Actor,
    old: Place,
    into: Sequence[NewPlace],
    on: date,
    document: str,
    keeps: bool,
    stays: int,
    now: datetime,
) -> list[Place]:
    """A village becomes several. The coordinator goes to the new one at `stays` (0 the first), or stays (`keeps`).

    Every village without a coordinator has its vacancy. Unfinished, BadChange.
    """
    nothing_in_the_way([old])
    made = changes.split(old=old, into=into, on=on, document=document, today=timezone.localdate(now), keeps=keeps)
    if not keeps:
        if stays >= len(made):
            raise changes.BadChange("协理员归的那个新村没有填，请核对。", field="stays")
        _leave([old], made[stays], on, now)
    for village in made:
        _fill(village, on, "never", now)
    facts = {"new": [place.short_name for place in made], "on": on, "document": document, "keeps": keeps}
    record(actor, old, at=now, facts={**facts, "codes": [place.code for place in made]})
    return made


def _leave(old: Sequence[Place], new: Place, on: date, now: datetime) -> None:
    """What hung on villages that ended: who is on post and the persons go along, vacancies and rights end."""
    yesterday = timezone.localdate(now) - BEFORE
    for village in old:
        close_vacancy(village=village, on=on, now=now)
    Acting.objects.filter(village__in=old, closed_on__isnull=True, start__gt=on).update(
        closed_on=F("start"), version=F("version") + 1
    )
    Acting.objects.filter(village__in=old, closed_on__isnull=True).update(closed_on=on, version=F("version") + 1)
    running = Stint.objects.filter(village__in=old, end__isnull=True)
    Contract.objects.filter(stint__in=running.values("pk")).update(village=new, version=F("version") + 1)
    running.update(village=new, version=F("version") + 1)
    Person.objects.filter(village__in=old).update(village=new)
    files = StoredFile.objects.filter(place_code__in=[village.code for village in old], person__isnull=False)
    files.update(place_code=new.code)
    held = Holding.objects.filter(Q(end__isnull=True) | Q(end__gt=yesterday), place__in=old)
    held.filter(start__lte=yesterday).update(end=yesterday)
    held.filter(start__gt=yesterday).update(end=F("start"))


def _fill(village: Place, on: date, cause: str, now: datetime) -> None:
    """A village has a coordinator or a vacancy, never both."""
    if Stint.objects.filter(village=village, end__isnull=True, kind=Stint.COORDINATOR).exists():
        close_vacancy(village=village, on=on, now=now)
        end_acting(village, on)
    else:
        open_vacancy(village=village, opened_on=on, cause=cause, now=now)
