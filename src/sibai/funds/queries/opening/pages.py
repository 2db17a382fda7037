"""What the pages of the opening show: the list, both sides with the difference, every row, each step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from sibai.attendance.queries.month import before
from sibai.audit.queries import about
from sibai.db.querysets import area
from sibai.documents.words import in_yuan
from sibai.funds.accounts import ACCOUNTS, BY_CODE, code
from sibai.funds.bookkeeping import SOURCES
from sibai.funds.flow import OPENING
from sibai.funds.models import Entry, Opening, OpeningRow
from sibai.funds.opening import ITEMS, OPENED, PERSON, netted, opened
from sibai.funds.queries.opening.agreeing import overpaid_twice, owed_apart
from sibai.funds.queries.opening.looking import Look
from sibai.funds.queries.opening.returns import ITEM, OVERPAID
from sibai.funds.queries.ways import crumbs, words
from sibai.payroll.queries.opening.pages import findings
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, fact, note
from sibai.people.queries.person_page import told
from sibai.places.models import Place

MONEY = "money"
TONES = {"prepared": "due", "returned": "late", "confirmed": "done"}
EMPTY = {
    "what": "这里会列出起用系统记账时的余额。",
    "how": "起用以前公司账户上有钱、有垫缴和申报中的补贴的，记账以前先建账。从头开始的不用建。",
}


def openings(actor: Actor) -> QuerySet[Opening]:
    """The openings that the actor sees, each with its entry's key and number."""
    entry = Entry.objects.filter(kind=OPENED, subject_id=OuterRef("pk"))
    rows = Opening.objects.within(actor.scope).select_related("county", "prepared_by", "confirmed_by")
    made: QuerySet[Opening] = rows.annotate(
        entry=Subquery(entry.values("pk")[:1]), entry_number=Subquery(entry.values("number")[:1])
    )
    return made


def opening_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """All openings, the last first."""

    def row(each: Opening) -> Row:
        cells = [each.label, _status(each), each.total, each.difference, each.document]
        return Row(reverse("funds:opening", args=[each.pk]), cells)

    return Listing(
        rows_of=openings(actor),
        given=given,
        columns=(
            Column("期初"),
            Column("状态", "", "status"),
            Column("借方合计（元）", "", MONEY),
            Column("转入期初余额（元）", "", MONEY, minor=True),
            Column("依据", minor=True),
        ),
        row=row,
        title="建账",
        order=("-prepared_at", "-pk"),
        empty=EMPTY,
    )


def _status(row: Opening) -> dict[str, str]:
    return {"tone": TONES.get(row.state, "plain"), "word": OPENING.label(row.state)}


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """What funds/opening.html shows."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    facts: list[Fact]
    notes: list[dict[str, Any]]
    act: dict[str, str] | None
    acts: list[dict[str, Any]]
    sides: dict[str, Any] | None
    rows: dict[str, Any] | None
    log: list[dict[str, Any]] = field(default_factory=list)


def opening_page(row: Opening, actor: Actor, given: Mapping[str, Any]) -> OpeningPage:
    """One opening."""
    rows = list(row.rows.order_by("row"))
    used = {each.item for each in rows}
    main, others = _acts(row, actor, used)
    return OpeningPage(
        title=row.label,
        status=_status(row),
        crumbs=crumbs(("建账", reverse("funds:openings")), (row.label, "")),
        facts=_facts(row),
        notes=_notes(row, rows),
        act=main,
        acts=others,
        sides=sides(rows, before(row.month)) if rows else None,
        rows=row_list(row, used, given).shown() if rows else None,
        log=told(about(row._meta.label_lower, row.pk)),
    )


def _notes(row: Opening, rows: Sequence[OpeningRow]) -> list[dict[str, Any]]:
    """Why it came back, and what does not agree with payroll's own opening."""
    returned = [note(f"退回原因：{row.reason}", "late")] if row.state == "returned" else []
    scope = area(row.county_id)
    return [*returned, *owed_apart(rows, scope), *overpaid_twice(rows, scope)] if rows else returned


def _facts(row: Any) -> list[Fact]:
    facts = [
        fact("起用月份", words(row.month)),
        fact("余额写到", f"{words(before(row.month))}末"),
        fact("依据", row.document),
        fact("编制", row.prepared_by.name if row.prepared_by else ""),
    ]
    if row.confirmed_at:
        facts.append(fact("确认", row.confirmed_by.name if row.confirmed_by else ""))
        if row.entry is not None:
            label = Entry(number=row.entry_number).label
            facts.append(fact("凭证", label, url=reverse("funds:entry", args=[row.entry])))
    return facts


def _acts(row: Opening, actor: Actor, used: Collection[str]) -> tuple[dict[str, str] | None, list[dict[str, Any]]]:
    """The main act of whoever is at the step, and the others."""
    url = {name: reverse(f"funds:{name}", args=[row.pk]) for name in ("confirm_books", "return_books", "drop_books")}
    main: dict[str, str] | None = None
    others: list[dict[str, Any]] = []
    if row.state == "prepared" and actor.may_open("funds:confirm_books"):
        main = {"label": "确认期初", "url": url["confirm_books"]}
        others.append({"label": "退回", "url": url["return_books"]})
    if row.state in ("prepared", "returned") and actor.may_open("funds:drop_books"):
        if row.state == "returned":
            main = {"label": "重新编制期初", "url": reverse("funds:open_books")}
        others.append({"label": "放弃", "url": url["drop_books"], "danger": True})
    if row.state == "confirmed" and actor.may_open("funds:resend_opened") and ITEM in used:
        others.append({"label": "登记重发", "url": reverse("funds:resend_opened", args=[row.pk])})
    if row.state == "confirmed" and actor.may_open("funds:regain_opened") and OVERPAID in used:
        others.append({"label": "登记多发退回", "url": reverse("funds:regain_opened", args=[row.pk])})
    return main, others


def sides(rows: Sequence[OpeningRow], last: date) -> dict[str, Any]:
    """Both sides, by account, month and source; the difference is a row of its own, the totals are the same."""
    sums, own = netted(opened(rows, last)), code("opening")
    shown = sorted(sums, key=lambda key: (key[0] == own, key))
    cells: list[list[Any]] = [
        [
            {"text": BY_CODE[account].name, "under": "两边的差额" if account == own else account},
            words(month),
            SOURCES[source] if account == code("bank") else "",
            max(sums[account, month, source], 0) or None,
            max(-sums[account, month, source], 0) or None,
        ]
        for account, month, source in shown
    ]
    return {
        "title": "两边的数",
        "columns": [
            {"label": "科目"},
            {"label": "月份"},
            {"label": "资金来源", "minor": True},
            {"label": "借方（元）", "kind": MONEY},
            {"label": "贷方（元）", "kind": MONEY},
        ],
        "rows": [{"cells": each} for each in cells],
        "totals": ["合计", "", "", *(sum(each[side] or 0 for each in cells) for side in (-2, -1))],
    }


def row_list(row: Opening, used: Collection[str], given: Mapping[str, Any]) -> Listing:
    """Every row of the file. `used`: the items that are in it."""
    towns = {each.code: each.short_name for each in Place.objects.filter(level="town")}

    def shown(each: OpeningRow) -> Row:
        item = ITEMS[each.item]
        where = each.village.short_name if each.village else towns.get(each.town_code, "")
        who = {"text": each.person.name, "under": where} if each.person else where
        source = SOURCES[each.source] if item.by_source else ""
        what = {"text": item.label, "under": f"第{each.row}行"}
        return Row("", [what, who, words(each.month), source, each.amount])

    filters = [Filter("item", "项目", [(key, ITEMS[key].label, Q(item=key)) for key in ITEMS if key in used])]
    return Listing(
        rows_of=row.rows.select_related("person", "village"),
        given=given,
        columns=(
            Column("项目"),
            Column("镇或人"),
            Column("月份", "month"),
            Column("资金来源", minor=True),
            Column("金额（元）", "amount", MONEY),
        ),
        row=shown,
        title="表里的各行",
        search=lambda text: Q(person__name__contains=text) | Q(person__pinyin__startswith=text.lower()),
        placeholder="姓名",
        filters=filters,
        order=("row",),
    )


def prepare_page() -> ActPage:
    """Handing a file in."""
    back = reverse("funds:openings")
    lead = "把起用前一个月月末的余额一次建好，再开始记账。上传以后还不入账，由审批人确认。"
    return ActPage("编制期初", back, crumbs(("建账", back), ("编制", "")), lead=lead)


def how() -> dict[str, Any]:
    """Which cells each item wants."""
    rows = []
    for item in ITEMS.values():
        wants = ["姓名、身份证号"] if item.of == PERSON else ["镇"]
        wants += ["月份"] if item.by_month else []
        wants += ["资金来源"] if item.by_source else []
        rows.append({"cells": [item.label, "、".join([*wants, "金额"]), ACCOUNTS[item.account].name]})
    columns = [{"label": "项目", "main": True}, {"label": "要填的"}, {"label": "记到的科目", "minor": True}]
    return {"title": "每个项目填什么", "columns": columns, "rows": rows}


def faults(look: Look) -> dict[str, Any] | None:
    """What is wrong, by row and column; None where nothing is."""
    if not look.faults:
        return None
    return findings(look.faults, f"要改的{len(look.faults)}处")


def _way(row: Opening, title: str) -> tuple[str, str, list[dict[str, str]]]:
    url = reverse("funds:opening", args=[row.pk])
    return title, url, crumbs(("建账", reverse("funds:openings")), (row.label, url), (title, ""))


def confirm_page(row: Opening) -> ActPage:
    """Confirming one."""
    confirm = {
        "what": "按表里的余额记一张期初凭证；申报中的补贴带到“补贴”里接着办。一个县只建一次账。",
        "effects": [
            {"label": "余额写到", "value": f"{words(before(row.month))}末"},
            {"label": "借方合计", "value": f"{in_yuan(row.total)}元"},
            {"label": "贷方合计", "value": f"{in_yuan(row.total)}元"},
            {"label": "其中转入期初余额", "value": f"{in_yuan(row.difference)}元"},
        ],
        "last": True,
        "second": "",
    }
    closed = "" if row.state == "prepared" else ELSEWHERE
    return ActPage(*_way(row, "确认期初"), confirm=confirm, button="确认并入账", closed=closed)


def step_page(row: Opening, title: str, states: tuple[str, ...]) -> ActPage:
    """Another step of one."""
    return ActPage(*_way(row, title), _facts(row), closed="" if row.state in states else ELSEWHERE)


def drop_page(row: Opening) -> ActPage:
    """Giving one up."""
    confirm = {"what": "表里的各行都删除，什么也不入账。", "effects": [], "second": ""}
    closed = "" if row.state in ("prepared", "returned") else ELSEWHERE
    return ActPage(*_way(row, "放弃期初"), confirm=confirm, danger=True, button="放弃", closed=closed)
