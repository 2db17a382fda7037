"""Lists: search, filters that stay in the address, sorting, paging, export. The queryset comes with its scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q

PAGE_ROWS = 25
LONGEST_SEARCH = 60
ALL = "all"
"""In the address: no option of a filter that has a default."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `sort`: the order it sorts by; `kind` as web/parts/list.html has them.

    On phones: `minor` is not shown, `bare` is shown without its label.
    """

    label: str
    sort: str = ""
    kind: str = ""
    minor: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A row of chips: `name` in the address, each option (value, label, condition).

    `default` is the option that holds where the address names none and nothing is searched for; all is a click away.
    """

    name: str
    label: str
    options: Sequence[tuple[str, str, Q]]
    default: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the page shows it; `cells` in the order of the columns, as web/parts/list.html takes them."""

    url: str
    cells: Sequence[Any]
    id: str = ""
    tone: str = ""


@dataclass
class Listing:
    """A list page. Made from a scoped queryset and the address; bad numbers in the address count as not given."""

    rows_of: models.QuerySet[Any]
    given: Mapping[str, Any]
    columns: Sequence[Column]
    row: Callable[[Any], Row]
    title: str = ""
    search: Callable[[str], Q] | None = None
    placeholder: str = "姓名、村名"
    filters: Sequence[Filter] = ()
    order: Sequence[str] = ("pk",)
    export_url: str = ""
    empty: Mapping[str, str] = field(default_factory=lambda: {"what": "这里还没有内容。"})
    choose: Mapping[str, Any] | None = None
    """Acts on chosen rows: {url, name, acts, command}; nothing: rows have no boxes."""
    prepare: Callable[[Sequence[Any]], None] | None = None
    """Called once with the rows of the page before `row` is: what they need is read together, not row by row."""

    @property
    def sought(self) -> str:
        """What is searched for."""
        return str(getattr(self.given, "words", self.given.get("q", ""))).strip()[:LONGEST_SEARCH]

    @property
    def sorting(self) -> str:
        """The column that the list is sorted by; a dash in front: descending."""
        asked = str(self.given.get("sort", ""))
        known = {each.sort for each in self.columns if each.sort}
        return asked if asked.removeprefix("-") in known else ""

    def in_effect(self, one: Filter) -> str:
        """The option of a filter that holds now; blank: all."""
        asked = str(self.given.get(one.name) or "")
        if asked == ALL or (self.sought and not asked):
            return ""
        return asked if asked in {value for value, _, _ in one.options} else one.default

    def selected(self) -> models.QuerySet[Any]:
        """Searched, filtered and sorted, without paging: what an export takes."""
        rows = self.rows_of
        if self.search and self.sought:
            rows = rows.filter(self.search(self.sought))
        for each in self.filters:
            now = self.in_effect(each)
            for value, _, condition in each.options:
                if now == value:
                    rows = rows.filter(condition)
        return rows.order_by(*([self.sorting] if self.sorting else []), *self.order)

    def shown(self) -> dict[str, Any]:
        """The context of web/parts/list.html. Where there is nothing yet, nothing is offered to search or export."""
        page = Paginator(self.selected(), PAGE_ROWS).get_page(self.given.get("page"))
        rows = list(page)
        offers = bool(rows or self.sought or any(self.in_effect(each) for each in self.filters))
        if self.prepare:
            self.prepare(rows)
        return {
            "title": self.title,
            "columns": [self._heading(column) for column in self.columns],
            "rows": [self.row(each) for each in rows],
            "search": self._search_box() if offers else None,
            "groups": self._groups() if offers else [],
            "clear_url": self.url(**{each.name: None for each in self.filters}, q=None, page=None),
            "export_url": f"{self.export_url}{self.url(page=None)}" if self.export_url and offers else "",
            "pager": pager_of(page, lambda number: self.url(page=number)),
            "empty": None if self.sought or self._filtered() else self.empty,
            "nothing": "没有符合条件的记录，请换一个条件。",
            "choose": self.choose,
        }

    def _filtered(self) -> bool:
        return any(self.given.get(each.name) for each in self.filters)

    def _search_box(self) -> dict[str, Any] | None:
        if self.search is None:
            return None
        names = [*(each.name for each in self.filters), "sort"]
        keep = [(name, str(self.given[name])) for name in names if self.given.get(name)]
        return {"name": "find", "value": self.sought, "placeholder": self.placeholder, "keep": keep}

    def _groups(self) -> list[dict[str, Any]]:
        """Every filter with its options as links, the first being all."""
        made = []
        for each in self.filters:
            now = self.in_effect(each)
            everything = ALL if each.default else None
            chips = [{"label": "全部", "url": self.url(**{each.name: everything}, page=None), "on": not now}]
            chips += [
                {"label": label, "url": self.url(**{each.name: value}, page=None), "on": now == value}
                for value, label, _ in each.options
            ]
            made.append({"label": each.label, "chips": chips})
        return made

    def _heading(self, column: Column) -> dict[str, Any]:
        now = {column.sort: "up", f"-{column.sort}": "down"}.get(self.sorting, "") if column.sort else ""
        following = f"-{column.sort}" if now == "up" else column.sort
        return {
            "label": column.label,
            "kind": column.kind,
            "minor": column.minor,
            "bare": column.bare,
            "sorted": now,
            "sort_url": self.url(sort=following, page=None) if column.sort else "",
        }

    def url(self, **changed: Any) -> str:
        """The address of this list with something changed; None leaves it out."""
        names = ["q", *(each.name for each in self.filters), "sort", "page"]
        now = {name: changed[name] if name in changed else self.given.get(name) for name in names}
        return "?" + urlencode({name: value for name, value in now.items() if value})


def pager_of(page: Page[Any], url: Callable[[int], str]) -> dict[str, Any]:
    """One page among others, as web/parts/pager.html takes it; `url` is the address of a page by its number."""
    return {
        "page": page.number,
        "pages": page.paginator.num_pages,
        "total": page.paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
        "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
    }
