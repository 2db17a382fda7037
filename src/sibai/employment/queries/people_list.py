"""The list of coordinators and posts: who, since when, until when, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sibai.employment.models import Stint
from sibai.employment.queries.clock import Clock, clocks_of
from sibai.employment.queries.next_steps import next_steps
from sibai.employment.queries.states import state_of, with_states
from sibai.employment.queries.stint_pages import NEAR, status_of
from sibai.employment.queries.stints import stints, with_contract_end
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.places.models import Place
from sibai.rulebook.queries.law import county_law

COLUMNS = (
    Column("姓名", "person__pinyin"),
    Column("上岗日", "start", "day"),
    Column("合同止日", "contract_end", "day"),
    Column("最晚在岗日", "", "day"),
    Column("状态", "", "status"),
    Column("下一步", minor=False),
)
EMPTY = {"what": "这里会列出各村（社区）的协理员。", "how": "选聘上岗或导入花名册以后就有了。"}


class PeopleList(Listing):
    """The list; clocks and next steps are read for the page that is shown, not row by row."""

    def __init__(self, actor: Actor, given: Mapping[str, Any], today: date) -> None:
        self.today, self.law = today, county_law()
        self.warn_days = int(self.law.on(today)[NEAR].value)
        super().__init__(
            rows_of=with_states(with_contract_end(stints(actor.scope))),
            given=given,
            columns=COLUMNS,
            row=self._row,
            title="人员和岗位",
            search=sought,
            placeholder="姓名、拼音、村名、编号",
            filters=self._filters(actor),
            order=("village_id", "-start"),
            export_url=reverse("employment:export") if actor.may_open("employment:export") else "",
            empty=EMPTY,
            prepare=self.prepared,
        )
        self.clocks: dict[Any, Clock] = {}

    def _filters(self, actor: Actor) -> list[Filter]:
        soon = self.today + timedelta(days=self.warn_days)
        held = Q(end__isnull=True) | Q(end__gte=self.today)
        state = Filter(
            "state",
            "状态",
            [("on", "在岗", held), ("left", "已离岗", Q(end__lt=self.today))],
        )
        running = Filter(
            "due",
            "合同",
            [
                ("soon", f"{self.warn_days}天内到期", Q(end__isnull=True, contract_end__lte=soon)),
                ("over", "已到期", Q(end__isnull=True, contract_end__lt=self.today)),
                ("none", "没有合同", Q(end__isnull=True, contract_end__isnull=True)),
            ],
        )
        return [*towns(actor), state, running]

    def prepared(self, rows: Sequence[Stint]) -> None:
        """Read the clocks of the rows that are shown; two queries."""
        self.clocks = clocks_of(rows, self.today, self.law)

    def _row(self, stint: Stint) -> Row:
        state, known = state_of(stint), self.clocks[stint.pk]
        steps = next_steps(state, self.today, self.warn_days)
        status = status_of(state, self.today)
        ended = stint.end is not None
        last = {"value": stint.end if ended else known.last_lawful_day, "under": "" if ended else _left(known)}
        step = steps[0] if steps else None
        cells: list[Any] = [
            {"text": stint.person.name, "under": stint.village.short_name},
            stint.start,
            stint.__dict__.get("contract_end"),
            last,
            status,
            {"text": step.does, "under": step.word} if step else None,
        ]
        tone = step.tone(self.today) if step else known.tone
        return Row(
            reverse("employment:stint", args=[stint.pk]),
            cells,
            str(stint.pk),
            tone if tone in ("late", "due") and not ended else "",
        )


def _left(known: Clock) -> str:
    return "" if known.left is None else f"已超{-known.left}天" if known.left < 0 else f"还有{known.left}天"


def sought(text: str) -> Q:
    """By name, pinyin, village or code."""
    return (
        Q(person__name__contains=text)
        | Q(person__pinyin__startswith=text.lower())
        | Q(person__initials__startswith=text.lower())
        | Q(village__name__contains=text)
        | Q(person__code__iexact=text)
    )


def towns(actor: Actor, path: str = "village__parent_id") -> list[Filter]:
    """A filter by town for whoever sees more than one; one query."""
    found = list(Place.objects.within(actor.scope).filter(level="town").order_by("code"))
    if len(found) < 2:
        return []
    return [Filter("town", "镇", [(town.code, town.name, Q(**{path: town.code})) for town in found])]


def export_rows(listing: PeopleList) -> list[list[Any]]:
    """The rows of the whole list for a workbook: code, name, town, village, days, state, next step. No numbers."""
    rows = list(listing.selected())
    listing.prepared(rows)
    made = []
    for stint in rows:
        state = state_of(stint)
        steps = next_steps(state, listing.today, listing.warn_days)
        town = stint.village.parent.name if stint.village.parent else ""
        made.append(
            [
                stint.person.code,
                stint.person.name,
                town,
                stint.village.short_name,
                stint.start,
                stint.end,
                stint.__dict__.get("contract_end"),
                listing.clocks[stint.pk].last_lawful_day,
                status_of(state, listing.today)["word"],
                steps[0].does if steps else "",
            ]
        )
    return made


EXPORT_COLUMNS = (
    ("编号", "code"),
    ("姓名",),
    ("镇",),
    ("村（社区）",),
    ("上岗日", "day"),
    ("最后在岗日", "day"),
    ("合同止日", "day"),
    ("最晚在岗日", "day"),
    ("状态",),
    ("下一步",),
)
