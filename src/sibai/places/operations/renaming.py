"""A place gets another name, from a day on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from sibai.audit.operations import ActorLike, act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.places.models import Place, PlaceName

BEFORE = timedelta(days=1)


class BadName(Refusal):
    """The name is the present one, or a neighbour's."""

    field = "name"


class BadDay(Refusal):
    """A day on which the change cannot begin."""

    field = "start"


@act("places.rename")
def rename(
    *, actor: ActorLike, place: Place, was: str, name: str, start: date, document: str, now: datetime
) -> PlaceName:
    """Give a place another name from a day on, today at the latest. `was` is the name that the user saw.

    BadName, BadDay; Overtaken where somebody renamed it since.
    """
    name = name.strip()
    if name == was:
        raise BadName("新名称和现在的一样，没有要改的。")
    neighbours = Place.objects.filter(parent_id=place.parent_id, end__isnull=True).exclude(pk=place.pk)
    if neighbours.filter(name=name).exists():
        raise BadName("同一级里已经有这个名称了，请核对。")
    last = PlaceName.objects.filter(place=place, end__isnull=True).order_by("-start").first()
    if place.end is not None or last is None:
        raise BadDay("这个地方已经撤销，不能再改名。")
    if start > timezone.localdate(now):
        raise BadDay("生效日不能晚于今天：到那一天再来改。")
    if start <= last.start:
        raise BadDay(f"现在的名称从{last.start}起用，新名称的生效日要在它以后。")
    if not Place.objects.filter(pk=place.pk, name=was).update(name=name):
        raise Overtaken("这个地方刚才已由别人改名，请刷新后再看。")
    PlaceName.objects.filter(pk=last.pk).update(end=start - BEFORE)
    made = PlaceName.objects.create(place=place, name=name, start=start, document=document)
    record(actor, place, at=now, label=was, facts={"was": was, "name": name, "start": start, "document": document})
    return made
