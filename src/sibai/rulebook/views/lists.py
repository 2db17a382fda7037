"""Lists of the room: parameters (kept in files, not in a table) and decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.rulebook.flow import DECISION
from sibai.rulebook.models import Decision
from sibai.rulebook.queries.articles import article_place
from sibai.rulebook.queries.decisions import decisions, line_of
from sibai.rulebook.queries.in_force import LawEntry

ANY = Q()
"""Parameters are no table: their filters are `TESTS`, and no condition for a database."""
TESTS: dict[str, Callable[[LawEntry, str], bool]] = {
    "article": lambda entry, value: entry.article == value,
    "confidence": lambda entry, value: entry.confidence == value,
    "own": lambda entry, value: entry.county == (value == "county"),
}
CONFIDENCES = (("certain", "确定"), ("likely", "较可靠"), ("unsure", "不确定"), ("unknown", "未查到"))
OWN = (("county", "县里定的"), ("shipped", "自带的"))


class Parameters(Listing):
    """The list of parameters, selected in memory: there are about a hundred."""

    entries: Sequence[LawEntry] = ()

    def selected(self) -> Any:
        """Searched and filtered, in the order of the law."""
        return [entry for entry in self.entries if self._is_sought(entry) and self._passes(entry)]

    def _is_sought(self, entry: LawEntry) -> bool:
        return not self.sought or any(self.sought in words for words in (entry.label, entry.name, entry.source))

    def _passes(self, entry: LawEntry) -> bool:
        asked = [(each, str(self.given.get(each.name, ""))) for each in self.filters]
        return all(
            TESTS[each.name](entry, value) for each, value in asked if value in {known for known, _, _ in each.options}
        )


def parameter_list(entries: Sequence[LawEntry], given: Mapping[str, Any]) -> dict[str, Any]:
    """The list of parameters for web/parts/list.html."""
    entries = sorted(entries, key=lambda entry: article_place(entry.article))
    articles = list(dict.fromkeys(entry.article for entry in entries))
    listing = Parameters(
        rows_of=Decision.objects.none(),
        given=given,
        columns=[
            Column("参数"),
            Column("数值"),
            Column("条款", kind="code", minor=True),
            Column("起", kind="day", minor=True),
            Column("来源", minor=True),
            Column("可信度", kind="status"),
        ],
        row=_parameter_row,
        title="参数",
        search=lambda _sought: ANY,
        placeholder="参数名称、来源",
        filters=[
            Filter("own", "谁定的", [(code, label, ANY) for code, label in OWN]),
            Filter("confidence", "可信度", [(code, label, ANY) for code, label in CONFIDENCES]),
            Filter("article", "条款", [(each, each, ANY) for each in articles]),
        ],
        empty={"what": "没有参数。"},
    )
    listing.entries = entries
    return listing.shown()


def _parameter_row(entry: LawEntry) -> Row:
    value = {"text": entry.shown, "under": "尚未公布新数值，暂按此计"} if entry.provisional else entry.shown
    word, tone = ("县里已定", "done") if entry.county else (entry.confidence_word, entry.tone)
    sure = {"text": word, "word": word, "tone": tone}
    cells = [entry.label, value, entry.article, entry.since, entry.source, sure]
    return Row(reverse("rulebook:entry", args=[entry.name]), cells)


def decision_list(actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """The list of decisions for web/parts/list.html."""
    states = [(state, label, Q(state=state)) for state, label in DECISION.choices]
    return Listing(
        rows_of=decisions(actor.scope),
        given=given,
        columns=[
            Column("参数或口径"),
            Column("数值"),
            Column("起", sort="start", kind="day"),
            Column("依据的文件", minor=True),
            Column("拟定", sort="prepared_at", kind="moment", minor=True),
            Column("状态", kind="status"),
        ],
        row=_decision_row,
        title="县里的决定",
        search=lambda sought: Q(entry_label__contains=sought) | Q(document__contains=sought),
        placeholder="参数名称、文号",
        filters=[Filter("state", "状态", states)],
        order=("-prepared_at", "pk"),
        empty={"what": "县里定的参数和口径列在这里。", "how": "打开一个参数或口径，点“拟定决定”。"},
    ).shown()


def _decision_row(decision: Decision) -> Row:
    line = line_of(decision)
    prepared = {"value": line.prepared_at, "under": line.prepared_by}
    state = {"text": line.state_word, "word": line.state_word, "tone": line.tone}
    cells = [line.entry_label, line.shown, line.since, line.document, prepared, state]
    return Row(reverse("rulebook:decision", args=[line.id]), cells, str(line.id))
