"""What an import would write: people with their posts, contracts, exemptions and grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sibai.employment.models import Stint
from sibai.employment.queries.clock import Post
from sibai.people.models import Person
from sibai.places.models import Place

FOREVER = date.max


@dataclass
class ContractPlan:
    """A labour contract, both days included, told in a row."""

    row: int
    start: date
    end: date
    number: str = ""
    signed_on: date | None = None
    filed_on: date | None = None
    filing_number: str = ""

    @property
    def state(self) -> str:
        """Filed, signed, or still to sign: what is not told is still to do."""
        if self.signed_on is None:
            return "to_sign"
        return "filed" if self.filing_number or self.filed_on else "signed"


@dataclass
class StintPlan:
    """A stint, told in a row; `start_key` and `end_key` are the cells of its days."""

    row: int
    village: Place
    start: date
    end: date | None
    kind: str
    contracts: list[ContractPlan] = field(default_factory=list)
    start_key: str = "start"
    end_key: str = "end"
    village_key: str = "village"

    @property
    def last(self) -> date:
        """The last day; for a running stint the last day there is."""
        return self.end or FOREVER

    @property
    def coordinator(self) -> bool:
        """Whether it is a coordinator's post."""
        return self.kind == Stint.COORDINATOR

    @property
    def post(self) -> Post:
        """As the rules take it."""
        return Post(self.start, self.end, self.kind)

    def overlaps(self, start: date, end: date | None) -> bool:
        """Whether another time touches it."""
        return self.start <= (end or FOREVER) and start <= self.last


@dataclass
class PersonPlan:
    """Somebody by the identity number: the facts told in any of the rows, and where each was told."""

    row: int
    name: str
    id_number: str
    told: dict[str, Any] = field(default_factory=dict)
    """Facts by name (phone, card, address, education, flags, recognised, …), blank ones left out."""
    told_in: dict[str, int] = field(default_factory=dict)
    stints: list[StintPlan] = field(default_factory=list)
    grades: dict[int, str] = field(default_factory=dict)
    graded_in: dict[int, int] = field(default_factory=dict)
    known: Person | None = None
    fills: dict[str, Any] = field(default_factory=dict)
    """Facts of somebody known that were blank so far."""

    @property
    def running(self) -> StintPlan | None:
        """The stint that goes on."""
        return next((stint for stint in self.stints if stint.end is None), None)

    @property
    def latest(self) -> StintPlan:
        """The stint that began last."""
        return max(self.stints, key=lambda stint: stint.start)

    @property
    def flags(self) -> frozenset[str]:
        """Facts of the person that are true."""
        flags: frozenset[str] = self.told.get("flags") or frozenset()
        return flags | {"hard_to_employ"} if self.told.get("recognised") else flags

    def exemption(self) -> dict[str, Any]:
        """What an Exemption row would say; empty where nothing is told of it."""
        names = ("certificate", "certified_on", "post_subsidised", "insurance_subsidised", "subsidy_from")
        told = {name: self.told[name] for name in names if name in self.told}
        if "hard_category" in self.told:
            told["category"] = self.told["hard_category"]
        if not told and "recognised" not in self.told:
            return {}
        proven = "certificate" in told and "certified_on" in told
        return {**told, "recognised": self.told.get("recognised", proven)}

    def village_in(self, year: int) -> Place | None:
        """The village of the post held last in a year; None where none was held."""
        held = [stint for stint in self.stints if stint.start.year <= year <= stint.last.year]
        return max(held, key=lambda stint: stint.start).village if held else None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that an import would write."""

    people: Sequence[PersonPlan]
    close: Sequence[tuple[Place, date]] = ()
    """Villages whose vacancy it fills, and from when."""
    open: Sequence[tuple[Place, date]] = ()
    """Villages that it leaves without a coordinator, and since when."""

    @property
    def stints(self) -> list[StintPlan]:
        """All stints, in the order of their start."""
        return sorted((stint for person in self.people for stint in person.stints), key=lambda stint: stint.start)

    @property
    def contracts(self) -> list[ContractPlan]:
        """All contracts."""
        return [contract for stint in self.stints for contract in stint.contracts]

    def counts(self) -> dict[str, int]:
        """How much of everything, by name."""
        known = sum(person.known is not None for person in self.people)
        cards = sum("card" in (person.fills if person.known else person.told) for person in self.people)
        return {
            "people": len(self.people) - known,
            "known": known,
            "filled": sum(bool(person.fills) for person in self.people),
            "posts": len(self.stints),
            "running": sum(stint.end is None for stint in self.stints),
            "contracts": len(self.contracts),
            "to_sign": sum(contract.state == "to_sign" for contract in self.contracts),
            "to_file": sum(contract.state == "signed" for contract in self.contracts),
            "cards": cards,
            "exemptions": sum(bool(person.exemption()) for person in self.people),
            "grades": sum(len(person.grades) for person in self.people),
            "closed": len(self.close),
            "opened": len(self.open),
        }


COUNTED: Mapping[str, tuple[str, str]] = {
    "people": ("新登记的人", "人"),
    "known": ("系统里已有的人", "人"),
    "filled": ("其中补填资料", "人"),
    "posts": ("任职", "段"),
    "running": ("在岗", "人"),
    "contracts": ("劳动合同", "份"),
    "to_sign": ("其中待补签订日期", "份"),
    "to_file": ("其中待备案", "份"),
    "cards": ("银行账号", "个"),
    "exemptions": ("就业困难认定", "人"),
    "grades": ("年度档次（待确认）", "个"),
    "closed": ("补上的空缺", "个"),
    "opened": ("新开的空缺", "个"),
}
"""What is counted, as pages call it, and in what."""
