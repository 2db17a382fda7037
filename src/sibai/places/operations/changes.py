"""Villages merge and split: plain functions on the places alone.

The acts stand in `web.places`, for what hangs on a village (coordinator, vacancy, rights) is known only above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sibai.audit.refusals import Refusal
from sibai.db.querysets import CODE_DIGITS, TOWN_DIGITS
from sibai.places.models import Organisation, Place, PlaceName, Succession
from sibai.places.operations.load import set_up
from sibai.places.operations.organisations import close

BEFORE = timedelta(days=1)
CODE = re.compile(rf"\d{{{CODE_DIGITS}}}")


class BadChange(Refusal):
    """Villages that cannot merge or split so; `field` says which part."""


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A village that is to be made: its twelve digits, whose first nine are its town's, and its name."""

    code: str
    name: str


def merge(*, old: Sequence[Place], into: Place | NewPlace, on: date, document: str, today: date) -> Place:
    """Villages become one on a day: a new one, or one that goes on under its own code (it is not among `old`).

    The old ones end the day before; so do their organisations, which the one village's take over. BadChange.
    """
    going_on = into if isinstance(into, Place) else None
    if len(old) + (going_on is not None) < 2 or len({place.pk for place in old}) != len(old):
        raise BadChange("合并至少要两个不同的村（社区）。", field="old")
    if going_on is not None and going_on in old:
        raise BadChange("保留下来的村（社区）不要再列入被合并的。", field="old")
    for place in [*old, *([going_on] if going_on else [])]:
        _can_change(place, on, today)
    made = into if isinstance(into, Place) else _made(into, on, document)
    for place in old:
        _end(place, [made], on, "merge", document)
    return made


def split(*, old: Place, into: Sequence[NewPlace], on: date, document: str, today: date, keeps: bool) -> list[Place]:
    """A village becomes several on a day; with `keeps` it goes on itself and the others are taken out of it.

    Without `keeps` it ends the day before, and its organisations with it: each new village has its own. BadChange.
    """
    if len(into) < (1 if keeps else 2):
        raise BadChange("原村保留的至少分出一个，不保留的至少分成两个。", field="into")
    _can_change(old, on, today)
    made = [_made(each, on, document) for each in into]
    if keeps:
        _succeed(old, made, on, "split", document)
    else:
        _end(old, made, on, "split", document)
    return made


def _can_change(place: Place, on: date, today: date) -> None:
    if place.level != "village":
        raise BadChange("合并、分设只对村（社区）办理。", field="old")
    if place.end is not None:
        raise BadChange(f"{place.short_name}已经撤销。", field="old")
    if on > today:
        raise BadChange("生效日不能晚于今天：到那一天再来办。", field="on")
    named = PlaceName.objects.filter(place=place, end__isnull=True).order_by("-start").first()
    if on <= max(place.start, named.start if named else place.start):
        raise BadChange(f"生效日要在{place.short_name}设立或改名之后。", field="on")


def _made(new: NewPlace, on: date, document: str) -> Place:
    """A new village with its name and its organisations."""
    code, name = new.code.strip(), new.name.strip()
    if not CODE.fullmatch(code) or not name:
        raise BadChange("新村（社区）要填12位区划代码和名称。", field="into")
    town = Place.objects.filter(pk=code[:TOWN_DIGITS] + "0" * (CODE_DIGITS - TOWN_DIGITS), level="town").first()
    if town is None or town.end is not None or town.pk == code:
        raise BadChange(f"代码{code}的前9位不是本县现有的镇，请核对。", field="into")
    if Place.objects.filter(pk=code).exists():
        raise BadChange(f"代码{code}已经用过了，撤销的代码也不再用。", field="into")
    if Place.objects.filter(parent=town, name=name, end__isnull=True).exists():
        raise BadChange(f"{town.name}已经有“{name}”了，请核对。", field="into")
    made = Place.objects.create(code=code, name=name, level="village", parent=town, start=on)
    PlaceName.objects.create(place=made, name=name, start=on, document=document)
    set_up([made], start=on, document=document)
    return made


def _succeed(old: Place, new: Sequence[Place], on: date, kind: str, document: str) -> None:
    Succession.objects.bulk_create(Succession(old=old, new=each, on=on, kind=kind, document=document) for each in new)


def _end(old: Place, new: Sequence[Place], on: date, kind: str, document: str) -> None:
    """A village ends the day before, with its name and its organisations; a single new one's take them over."""
    last_day = on - BEFORE
    Place.objects.filter(pk=old.pk).update(end=last_day)
    PlaceName.objects.filter(place=old, end__isnull=True).update(end=last_day)
    _succeed(old, new, on, kind, document)
    for organisation in Organisation.objects.filter(place=old, end__isnull=True):
        close(organisation, max(last_day, organisation.start))
        if len(new) == 1:
            heir = Organisation.objects.filter(kind=organisation.kind, place=new[0], end__isnull=True).first()
            Organisation.objects.filter(pk=organisation.pk).update(successor=heir)
    old.end = last_day
