"""The journal: entries with filters, one entry with its lines and what it stands on, rows for an export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from sibai.audit.queries import about
from sibai.documents.sheets import Column as SheetColumn
from sibai.funds.accounts import BY_CODE
from sibai.funds.bookkeeping import SOURCES
from sibai.funds.models import Entry, Line
from sibai.funds.queries.ways import crumbs, subject_url, words
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import Fact, fact
from sibai.people.queries.person_page import told
from sibai.places.models import Place

WHY = {
    "opened": "起用系统记账时已经有的余额。两边的差额转入期初余额；申报中的补贴带到“补贴”里接着办。",
    "wages": "工资定案时：应发的是支出，代扣的养老和个税、没有付的实付是欠着的；单位保险由公司垫缴，等补贴收回。",
    "corrected": "更正确认时：少发的记作应付补差，多发的记作应收，单位保险的差额一并记。",
    "paid": "银行回盘成功的：欠个人的工资了结，钱从银行出去。先用就业补助资金，再用财政预算资金，不够的是公司垫的。",
    "returned": "银行没有付成的：钱还在，仍欠着本人，转到待重发。",
    "resent": "起用以前被银行退回的工资，银行另行重发成功：欠本人的了结，钱从银行出去。",
    "repaid": "本人另行退回多发的工资，存入银行。",
    "remitted": "向税务部门缴清当月代扣和应缴的数。",
    "prefunded": "公司确认预拨到账：钱按镇和来源存入银行。",
    "claimed": "申报补贴：岗位补贴记作收入，社保补贴和县财政列支的从垫缴转到已申报。",
    "decided": "县里审核：批准的等着到账，没有批准的转回去。",
    "received": "补贴到账：存入银行，到多少记多少。垫缴到这一步才算收回；比批准的多的，记作待退。",
    "given_back": "补贴到得比批准的多，多的挂账待退；退给拨款单位，挂账了结。",
    "regained": "起用以前多发的工资，本人退回，存入银行。",
    "rewarded": "村公司交来奖励款：存入银行，算其他资金；随工资发的奖励从这里出。",
    "reversal": "原凭证有误，各行反着记一遍。原凭证不改不删。",
}


def entries(actor: Actor) -> QuerySet[Entry]:
    """The entries that the actor sees."""
    return Entry.objects.within(actor.scope).select_related("county", "by")


def journal(actor: Actor, given: Mapping[str, Any], months: list[str]) -> Listing:
    """All entries, the last first."""

    def row(each: Entry) -> Row:
        cells = [
            {"text": f"{each.number}号", "under": each.get_kind_display()},
            each.date,
            words(each.month),
            each.text,
            each.total,
        ]
        return Row(reverse("funds:entry", args=[each.pk]), cells)

    return Listing(
        rows_of=entries(actor),
        given=given,
        columns=(
            Column("凭证", "number"),
            Column("日期", "date", "day"),
            Column("月份", "", minor=True),
            Column("摘要"),
            Column("金额（元）", "total", "money"),
        ),
        row=row,
        title="凭证",
        search=_sought,
        placeholder="摘要、凭证号",
        filters=[
            Filter("kind", "类别", [(kind, label, Q(kind=kind)) for kind, label in Entry.KINDS]),
            Filter("month", "月份", [(month, month, Q(month=f"{month}-01")) for month in months]),
        ],
        order=("-number",),
        export_url=reverse("funds:export") if actor.may_open("funds:export") else "",
        empty={"what": "这里会列出每一笔账。", "how": "工资审批、银行回盘以后记账，每张凭证借贷相等。"},
    )


def _sought(text: str) -> Q:
    number = text.removesuffix("号")
    return Q(text__contains=text) | (Q(number=int(number)) if number.isascii() and number.isdigit() else Q())


def months_with_entries(actor: Actor) -> list[str]:
    """The last twelve months that have entries, as addresses name them; one query."""
    rows = Entry.objects.within(actor.scope).order_by("-month").values_list("month", flat=True).distinct()
    return [f"{month:%Y-%m}" for month in rows[:12]]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What funds/entry.html shows."""

    title: str
    crumbs: list[dict[str, str]]
    facts: list[Fact]
    why: str
    lines: dict[str, Any]
    acts: list[dict[str, Any]]
    log: list[dict[str, Any]]


def entry_page(entry: Entry, actor: Actor, given: Mapping[str, Any], reversible: bool) -> EntryPage:
    """One entry."""
    reversed_by = Entry.objects.filter(reverses=entry).first()
    facts = [
        fact("类别", entry.get_kind_display()),
        fact("日期", entry.date, "day"),
        fact("月份", words(entry.month)),
        fact("摘要", entry.text, url=subject_url(entry.subject_type, entry.subject_id, actor)),
        fact("金额", entry.total, "money"),
        fact("记账", f"{entry.by.name if entry.by else '系统'}"),
        fact("记账时间", entry.at, "moment"),
    ]
    if reversed_by is not None:
        facts.append(fact("已冲正", reversed_by.label, url=reverse("funds:entry", args=[reversed_by.pk])))
    acts = []
    if reversible and reversed_by is None and actor.may_open("funds:reverse"):
        acts.append({"label": "冲正", "url": reverse("funds:reverse", args=[entry.pk]), "danger": True})
    return EntryPage(
        title=entry.label,
        crumbs=crumbs(("凭证", reverse("funds:journal")), (entry.label, "")),
        facts=facts,
        why=WHY.get(entry.kind, ""),
        lines=line_list(entry, given).shown(),
        acts=acts,
        log=told(about(entry._meta.label_lower, entry.pk)),
    )


def line_list(entry: Entry, given: Mapping[str, Any]) -> Listing:
    """The lines of an entry."""
    places: dict[str, str] = {}

    def prepare(rows: Any) -> None:
        codes = {code for each in rows for code in (each.village_code, each.town_code) if code}
        places.update({each.code: each.short_name for each in Place.objects.filter(pk__in=codes)})

    def row(each: Line) -> Row:
        where = places.get(each.village_code or each.town_code, "")
        return Row(
            "",
            [
                {"text": BY_CODE[each.account].name, "under": each.account},
                each.amount if each.amount > 0 else None,
                -each.amount if each.amount < 0 else None,
                SOURCES[each.source] if each.source != "other" else "",
                {"text": where, "under": each.person.name if each.person else ""},
                words(each.month),
            ],
        )

    return Listing(
        rows_of=Line.objects.filter(entry=entry).select_related("person"),
        given=given,
        columns=(
            Column("科目", "account"),
            Column("借方（元）", "", "money"),
            Column("贷方（元）", "", "money"),
            Column("资金来源"),
            Column("地方和人"),
            Column("月份", "", minor=True),
        ),
        row=row,
        title="凭证的各行",
        order=("pk",),
        prepare=prepare,
    )


EXPORT = (
    *(SheetColumn("凭证号", "number"), SheetColumn("日期", "day"), SheetColumn("类别"), SheetColumn("摘要")),
    *(SheetColumn("科目编码", "code"), SheetColumn("科目"), SheetColumn("借方", "money"), SheetColumn("贷方", "money")),
    *(SheetColumn("资金来源"), SheetColumn("镇"), SheetColumn("村（社区）"), SheetColumn("月份")),
)


def export_rows(selected: QuerySet[Entry]) -> list[list[Any]]:
    """The lines of the selected entries, without names of persons."""
    names = {each.code: each.short_name for each in Place.objects.exclude(level="county")}
    kinds = dict(Entry.KINDS)
    rows = Line.objects.filter(entry__in=selected.order_by().values("pk")).order_by("entry__number", "pk")
    return [
        [
            each.entry.number,
            each.entry.date,
            kinds[each.entry.kind],
            each.entry.text,
            each.account,
            BY_CODE[each.account].name,
            max(each.amount, 0) or None,
            max(-each.amount, 0) or None,
            SOURCES[each.source],
            names.get(each.town_code, ""),
            names.get(each.village_code, ""),
            f"{each.month:%Y-%m}",
        ]
        for each in rows.select_related("entry")
    ]
