"""A village by its code, or by any name that people give it: 桥儿沟、桥儿沟社区、城关镇桥儿沟社区居委会."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from sibai.db.querysets import Scope
from sibai.employment.queries.intake.cells import BadCell
from sibai.places.models import Place

ENDINGS = {
    "社区居民委员会": "社区",
    "社区村民委员会": "社区",
    "社区居委会": "社区",
    "社区村委会": "社区",
    "村民委员会": "村",
    "居民委员会": "社区",
    "村委会": "村",
    "居委会": "社区",
}
KINDS = ("社区", "村")
ABOVE = ("陕西省", "安康市")
NEAR, NAMED_AT_MOST = 3, 6


class Villages:
    """The villages that a roster may name."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.villages = {place.code: place for place in places}
        self.towns = {place.parent.name: place.parent for place in self.villages.values() if place.parent}
        counties = {town.parent.name for town in self.towns.values() if town.parent}
        self.above = (*ABOVE, *sorted(counties))
        self.former: dict[str, list[Place]] = {}
        """Places by the names that they had before."""
        for place in self.villages.values():
            for name in {Place(name=each.name).short_name for each in place.names.all()} - {place.short_name}:
                self.former.setdefault(name, []).append(place)

    def by_code(self, code: str) -> Place:
        """The village of a code. BadCell where there is none in the area."""
        if code not in self.villages:
            raise BadCell("没有这个村编码，或不在您的范围内，请核对；也可以只填镇名和村名")
        return self.villages[code]

    def town(self, text: str) -> Place:
        """A town by its name, with or without 镇. BadCell."""
        name = self._below(text)
        found = self.towns.get(name) or self.towns.get(f"{name}镇")
        if found is None:
            raise BadCell(f"没有这个镇，应填：{'、'.join(sorted(self.towns))}")
        return found

    def by_name(self, text: str, town: Place | None) -> Place:
        """A village by name, within a town if one is told. BadCell that names those it may be."""
        name = self._below(text)
        named_town = next((place for town_name, place in self.towns.items() if name.startswith(town_name)), None)
        if named_town is not None:
            name = name.removeprefix(named_town.name)
            if town is not None and town != named_town:
                raise BadCell(f"写的是{named_town.name}，与镇一栏的{town.name}不一致，请核对")
        within = [place for place in self.villages.values() if (named_town or town) in {None, place.parent}]
        asked = canonical(name)
        found = [place for place in within if place.short_name == asked]
        found = found or [place for place in within if root(place.short_name) == asked]
        found = found or [place for place in self.former.get(asked, ()) if place in within]
        if not found:
            raise BadCell(self._unknown(asked, within))
        if len(found) > 1:
            raise BadCell(f"有{len(found)}个村（社区）叫这个名字：{self._listed(found)}，请写全，或填村编码")
        return found[0]

    def renamed(self, text: str, place: Place) -> bool:
        """Whether a text calls a place by a name that it no longer has."""
        asked = canonical(self._below(text))
        return any(asked.endswith(name) for name, places in self.former.items() if place in places) and not (
            asked.endswith((place.short_name, root(place.short_name)))
        )

    def _below(self, text: str) -> str:
        """A name without blanks and without province, city and county."""
        name = "".join(unicodedata.normalize("NFKC", text).split())
        for higher in self.above:
            name = name.removeprefix(higher)
        return name

    def _unknown(self, asked: str, within: Sequence[Place]) -> str:
        """What to do about a name that nobody has."""
        same = [place for place in within if root(place.short_name) == root(asked)]
        names = {place.short_name: place for place in within}
        near = same or [names[each] for each in get_close_matches(asked, names, NEAR, 0.5)]
        where = "这个镇没有这个村（社区）" if len({place.parent_id for place in within}) == 1 else "没有这个村（社区）"
        return f"{where}，是不是{self._listed(near)}？请核对" if near else f"{where}，请核对村名，或填村编码"

    @staticmethod
    def _listed(places: Sequence[Place]) -> str:
        named = [f"{place.parent.name if place.parent else ''}{place.short_name}" for place in places[:NAMED_AT_MOST]]
        return "、".join(named) + ("等" if len(places) > NAMED_AT_MOST else "")


def villages_in(scope: Scope) -> Villages:
    """The villages of an area, those that were dissolved among them; two queries."""
    rows = (
        Place.objects.within(scope).filter(level="village").select_related("parent__parent").prefetch_related("names")
    )
    return Villages(rows.order_by("code"))


def canonical(name: str) -> str:
    """A name as people say it: 桥儿沟社区居委会 is 桥儿沟社区."""
    for ending, kind in ENDINGS.items():
        if name.endswith(ending):
            return name.removesuffix(ending) + kind
    return name


def root(name: str) -> str:
    """A name without 村 or 社区."""
    kind = next((each for each in KINDS if name.endswith(each) and name != each), "")
    return name.removesuffix(kind)
