"""Parameters and readings: dated values, each with its source; gaps and overlaps are refused at load.

The shipped ones lie in `parameters/*.toml`. A county lays its own over them (`Law.overlaid`), each with the
document it rests on; from its date a county's value holds, until its own `to` or its next value.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import reduce
from importlib import resources
from operator import or_
from typing import Any

from sibai.measure.bounds import NOTHING, beyond
from sibai.measure.refusals import MissingParameter, NoMeasure
from sibai.measure.values import parse_value

CONFIDENCE = frozenset({"certain", "likely", "unsure", "unknown"})
EFFECTIVE = "measure_effective"
LAST_DAY = date.max
OFF, ON = "not_joined", "joined"
"""The options of a reading that switches something on or off."""
DATED_KEYS = frozenset({"from", "to", "value", "source", "confidence", "document", "note", "missing"})
"""What a dated value may say; anything else is a slip of the pen."""


class LawError(Exception):
    """Parameter files that do not hold together; `lines` has every fault found."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True, slots=True)
class Dated:
    """One value from one day to another, and where it comes from."""

    start: date
    end: date
    value: Any
    source: str
    confidence: str
    county: bool = False
    note: str = ""
    missing: str = ""

    @property
    def since(self) -> str:
        """The first day in ISO form; empty for what always held."""
        return "" if self.start == date.min else self.start.isoformat()

    @property
    def until(self) -> str:
        """The last day in ISO form; empty for what still holds."""
        return "" if self.end == LAST_DAY else self.end.isoformat()


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter or a reading with all its dated values, in order, without gap or overlap."""

    name: str
    label: str
    unit: str
    article: str
    values: tuple[Dated, ...]
    of: str = ""
    keys: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    must_decide: bool = False
    provisional: bool = False
    joined: bool = False
    """Whether its values add up instead of replacing one another: notices that each fill in one year."""
    least: Any = None
    most: Any = None
    """Bounds narrower (or for a ratio wider) than those of its unit."""
    switch: str = ""
    """The reading that switches this rate on; while it is off the rate counts as nothing."""

    @property
    def is_reading(self) -> bool:
        """A named choice where the text leaves one."""
        return bool(self.options)


@dataclass(frozen=True, slots=True)
class InForce:
    """The value of an entry on a day."""

    entry: Entry
    dated: Dated
    on: date
    provisional: bool = False
    switched_off: bool = False

    @property
    def off(self) -> bool:
        """A switch that is off, or a rate behind one: it shapes no number."""
        return self.switched_off or (self.entry.is_reading and self.dated.value == OFF)

    @property
    def value(self) -> Any:
        """What counts: nothing while switched off; MissingParameter where nobody could find the figure."""
        return NOTHING if self.switched_off else self.published

    @property
    def published(self) -> Any:
        """The value itself, whether it is switched on or not; MissingParameter as above."""
        if self.dated.missing:
            raise MissingParameter(self.entry.name, self.entry.label, self.on, self.dated.missing)
        if self.entry.joined:
            return reduce(or_, (dated.value for dated in self.entry.values if not dated.missing))
        return self.dated.value

    @property
    def undecided(self) -> bool:
        """A reading that must be decided and still stands on its default."""
        return self.entry.must_decide and not self.dated.county


class LawOn(Mapping[str, InForce]):
    """All that is in force on one day. Asking for what has no value that day is a refusal that says so."""

    def __init__(self, entries: Mapping[str, Entry], on: date) -> None:
        self.entries = entries
        self.on = on
        self._made: dict[str, InForce] = {}

    def __getitem__(self, name: str) -> InForce:
        if name not in self._made:
            self._made[name] = self._find(self.entries[name])
        return self._made[name]

    def __iter__(self) -> Any:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def _find(self, entry: Entry) -> InForce:
        for dated in entry.values:
            if dated.start <= self.on <= dated.end:
                return InForce(entry, dated, self.on, switched_off=self._switched_off(entry))
        if entry.provisional and entry.values and self.on > entry.values[-1].end:
            return InForce(entry, entry.values[-1], self.on, provisional=True)
        raise MissingParameter(entry.name, entry.label, self.on)

    def _switched_off(self, entry: Entry) -> bool:
        return bool(entry.switch) and self[entry.switch].off


@dataclass(frozen=True)
class Law:
    """Every parameter and reading, over all dates."""

    entries: Mapping[str, Entry]

    def on(self, day: date) -> LawOn:
        """What is in force on a day. NoMeasure before the measure took effect."""
        start = self.entries[EFFECTIVE].values[0].value
        if day < start:
            raise NoMeasure(day, start)
        return LawOn(self.entries, day)

    def overlaid(self, county: Mapping[str, Any], where: str) -> Law:
        """This law with a county's own values laid over it, from their dates on. LawError lists all faults."""
        faults: list[str] = []
        entries = dict(self.entries)
        for name, written in county.items():
            if name not in entries:
                faults.append(f"{where}: {name}: 没有这个参数或口径，用 sibai parameters 查看名称")
                continue
            own = _county_values(entries[name], written, f"{where}: {name}", faults)
            entries[name] = replace(entries[name], values=_painted(entries[name].values, own))
        if faults:
            raise LawError(faults)
        return Law(entries)

    def decided(self, options: Mapping[str, str], source: str) -> Law:
        """This law with readings set for all dates. LawError for an unknown reading or option."""
        faults: list[str] = []
        entries = dict(self.entries)
        for name, option in options.items():
            entry = entries.get(name)
            if entry is None or not entry.is_reading:
                known = "、".join(sorted(each for each in entries if entries[each].is_reading))
                faults.append(f"{name}: 没有这个口径，可用的有：{known}")
            elif option not in entry.options:
                faults.append(f"{name}: 没有“{option}”这个选项，可选：{'、'.join(entry.options)}")
            else:
                always = Dated(date.min, LAST_DAY, option, source, "certain", county=True)
                entries[name] = replace(entry, values=(always,))
        if faults:
            raise LawError(faults)
        return Law(entries)


def _painted(shipped: tuple[Dated, ...], own: tuple[Dated, ...]) -> tuple[Dated, ...]:
    """The shipped values with a county's painted over them."""
    layers = shipped
    for new in own:
        kept: list[Dated] = []
        for old in layers:
            if old.start < new.start:
                kept.append(replace(old, end=min(old.end, new.start - timedelta(days=1))))
            if old.end > new.end:
                kept.append(replace(old, start=max(old.start, new.end + timedelta(days=1))))
            if old.start >= new.start and old.end <= new.end:
                continue
        layers = tuple(sorted([*kept, new], key=lambda dated: dated.start))
    return layers


def _county_values(entry: Entry, written: Any, where: str, faults: list[str]) -> tuple[Dated, ...]:
    if not isinstance(written, list) or not all(isinstance(item, dict) for item in written):
        faults.append(f"{where}: 应写成 [[{entry.name}]]，每段有 from、value、document")
        return ()
    rows = []
    for item in written:
        if not isinstance(item.get("document"), str) or not item["document"].strip():
            faults.append(f"{where}: 缺少 document（依据的文件）")
        row = {**item, "source": str(item.get("document") or "未注明"), "confidence": "certain"}
        rows.append(_dated(entry, row, where, faults, county=True))
    return _in_order([row for row in rows if row], where, faults, gaps_allowed=True)


def _dated(entry: Entry, row: Mapping[str, Any], where: str, faults: list[str], county: bool = False) -> Dated | None:
    """One dated value as the file writes it; None after a fault."""
    start: Any = row.get("from")
    end: Any = row.get("to", LAST_DAY)
    lacking = _lacking(row, start, end)
    if lacking:
        faults.append(f"{where}: {lacking}")
        return None
    if row.get("missing"):
        return Dated(start, end, None, row["source"], "unknown", missing=row["missing"])
    try:
        value = parse_value(entry.unit, row["value"], of=entry.of, keys=entry.keys)
    except (ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError) as error:
        why = "" if str(error).isascii() else f"：{error}"  # Python's own words would not help a clerk
        faults.append(f'{where}: {start} 起的数值写法不对{why}。金额和比例写在引号里，如 "2140.00"、"8%"')
        return None
    wrong = _not_meant(entry, value)
    if wrong:
        faults.append(f"{where}: {start} 起的数值不对：{wrong}")
        return None
    return Dated(start, end, value, row["source"], row["confidence"], county, str(row.get("note", "")))


def _not_meant(entry: Entry, value: Any) -> str:
    """Why a value that can be read cannot be meant; empty if it can."""
    if entry.options and value not in entry.options:
        return f"没有“{value}”这个选项，可选：{'、'.join(entry.options)}"
    return beyond(entry.unit, entry.of, value, entry.least, entry.most)


def _lacking(row: Mapping[str, Any], start: Any, end: Any) -> str:
    """What a dated value does not say, or says that nobody reads; empty if nothing."""
    unknown = sorted(row.keys() - DATED_KEYS)
    if unknown:
        return f"不认识 {'、'.join(unknown)}，每段只能写 from、to、value、document、note"
    if type(start) is not date or type(end) is not date:
        return "from、to 应写成日期，如 2026-01-01"
    if not row.get("source") or row.get("confidence") not in CONFIDENCE:
        return f"{start} 起的数值没有来源（source）或可信度（confidence）"
    if "value" not in row and not row.get("missing"):
        return f"{start} 起没有写数值（value）"
    return ""


def _in_order(values: list[Dated], where: str, faults: list[str], gaps_allowed: bool = False) -> tuple[Dated, ...]:
    """Values in order of date, each open one ended by the next; overlaps and gaps are faults."""
    values = sorted(values, key=lambda dated: dated.start)
    ordered: list[Dated] = []
    for position, written in enumerate(values):
        following = values[position + 1].start if position + 1 < len(values) else None
        ended_by_next = following is not None and written.end == LAST_DAY and written.start < following
        value = replace(written, end=following - timedelta(days=1)) if following and ended_by_next else written
        if value.end < value.start or (following is not None and value.end >= following):
            faults.append(f"{where}: {value.start} 起的数值与别的数值日期重叠，或止日早于起日")
        elif following is not None and not gaps_allowed and value.end + timedelta(days=1) != following:
            faults.append(f"{where}: {value.end} 与 {following} 之间没有数值")
        ordered.append(value)
    return tuple(ordered)


def parse_entries(written: Mapping[str, Any], where: str, faults: list[str]) -> dict[str, Entry]:
    """The entries of one shipped parameter file."""
    entries = {}
    for name, table in written.items():
        place = f"{where}: {name}"
        if not all(table.get(key) for key in ("label", "article", "values")):
            faults.append(f"{place}: label, article and values are needed")
            continue
        options = table.get("options", {})
        entry = Entry(
            name=name,
            label=table["label"],
            unit="option" if options else table.get("unit", ""),
            article=table["article"],
            values=(),
            of=table.get("of", ""),
            keys=table.get("keys", ""),
            options=options,
            must_decide=table.get("must_decide", False),
            provisional=table.get("provisional", False),
            joined=table.get("joined", False),
            switch=table.get("switch", ""),
        )
        bounds = {name: parse_value(entry.unit, table[name]) for name in ("least", "most") if name in table}
        entry = replace(entry, **bounds)
        rows = [_dated(entry, row, place, faults) for row in table["values"]]
        entries[name] = replace(entry, values=_in_order([row for row in rows if row], place, faults))
    return entries


def load_shipped() -> Law:
    """The law as shipped with the program. LawError if a file has a gap, an overlap or a value without source."""
    faults: list[str] = []
    entries: dict[str, Entry] = {}
    folder = resources.files("sibai.measure").joinpath("parameters")
    for file in sorted(folder.iterdir(), key=lambda path: path.name):
        if file.name.endswith(".toml"):
            written = tomllib.loads(file.read_text(encoding="utf-8"))
            for name, entry in parse_entries(written, file.name, faults).items():
                if name in entries:
                    faults.append(f"{file.name}: {name} is defined twice")
                entries[name] = entry
    if faults:
        raise LawError(faults)
    return Law(entries)
