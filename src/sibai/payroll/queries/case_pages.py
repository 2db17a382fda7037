"""Pages of rewards, held pay, corrections and recoveries: lists, and one act on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse

from sibai.employment.queries.stints import on_post
from sibai.measure.dates import add_months, month_first
from sibai.payroll.flow import HOLD, ITEM, RECOUNT, RECOVERY
from sibai.payroll.models import Difference, Hold, PayItem, Recount, Recovery
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.flow import Flow
from sibai.people.models import Person
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, fact

TABS = (
    ("months", "工资", "payroll:months"),
    ("insurance", "社保个税", "payroll:insurance"),
    ("deadlines", "期限", "payroll:deadlines"),
    ("recounts", "更正", "payroll:recounts"),
    ("recoveries", "多发扣回", "payroll:recoveries"),
    ("items", "工作奖励", "payroll:items"),
    ("holds", "暂缓发放", "payroll:holds"),
    ("failed", "待重发", "payroll:failed"),
    ("openings", "起用前", "payroll:openings"),
    ("compare", "旧表核对", "payroll:compare"),
    ("layouts", "银行格式", "payroll:layouts"),
)


def tabs(actor: Actor, now: str) -> list[dict[str, Any]]:
    """The lists of the room that the actor may open."""
    return [
        {"label": label, "url": reverse(route), "current": name == now}
        for name, label, route in TABS
        if actor.may_open(route)
    ]


def status(flow: Flow, state: str) -> dict[str, str]:
    """A state as a word with its tone."""
    return {"tone": "due" if flow.step(state) else "plain", "word": flow.label(state)}


def _states(flow: Flow) -> Filter:
    return Filter("state", "状态", [(state, label, Q(state=state)) for state, label in flow.choices])


def _named(text: str) -> Q:
    named = Q(person__name__contains=text) | Q(person__pinyin__startswith=text.lower())
    return named | Q(village__name__contains=text) | Q(person__code__iexact=text)


def items(actor: Actor) -> models.QuerySet[PayItem]:
    """Rewards that the actor sees."""
    return PayItem.objects.within(actor.scope).select_related("person", "village", "payer")


def item_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """Rewards by village companies."""

    def row(each: PayItem) -> Row:
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            words(each.month),
            each.amount,
            {"text": each.document},
            status(ITEM, each.state),
        ]
        opens = each.state == "entered" and actor.may_open("payroll:confirm_item")
        return Row(reverse("payroll:confirm_item", args=[each.pk]) if opens else "", cells)

    return Listing(
        rows_of=items(actor),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("发放月份", "month"),
            Column("金额（元）", "amount", "money"),
            Column("依据", minor=True),
            Column("状态", "", "status"),
        ),
        row=row,
        title="工作奖励",
        search=_named,
        filters=[_states(ITEM)],
        order=("-month", "village_id", "pk"),
        empty={"what": "这里会列出村劳务帮扶服务公司发的工作奖励。", "how": "由村里登记，派活儿公司确认后随工资代发。"},
    )


def item_page(row: PayItem) -> ActPage:
    """Taking one reward in."""
    back = reverse("payroll:items")
    facts = [
        fact("协理员", f"{row.village.short_name} {row.person.name}"),
        fact("发放月份", words(row.month)),
        fact("金额", row.amount, "money"),
        fact("依据", row.document),
    ]
    closed = "" if row.state == "entered" else ELSEWHERE
    return ActPage("确认工作奖励", back, way("工作奖励", back, "确认"), facts, closed=closed)


def enter_item_page() -> ActPage:
    """Entering a reward."""
    back = reverse("payroll:items")
    return ActPage(
        "登记工作奖励", back, way("工作奖励", back, "登记"), lead="奖励计入当月应发，照章计税，不进绩效总额。"
    )


def people_of(actor: Actor, today: date) -> list[tuple[str, str]]:
    """The coordinators on post in the scope, to choose from."""
    rows = on_post(actor.scope, today)
    return [(str(each.person_id), f"{each.village.short_name} {each.person.name}") for each in rows]


def months_around(today: date, back: int = 1, ahead: int = 1) -> list[tuple[str, str]]:
    """This month first, then the ones around it."""
    first = month_first(today)
    offsets = [0, *range(1, ahead + 1), *(-each for each in range(1, back + 1))]
    return [(f"{add_months(first, offset):%Y-%m}", words(add_months(first, offset))) for offset in offsets]


def holds(actor: Actor) -> models.QuerySet[Hold]:
    """Held pay that the actor sees."""
    return Hold.objects.within(actor.scope).select_related(
        "person", "village__parent", "proposed_by", "decided_by", "released_by"
    )


def hold_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """Held pay."""

    def row(each: Hold) -> Row:
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            words(each.since),
            each.proposed_at.date(),
            status(HOLD, each.state),
        ]
        return Row(reverse("payroll:hold", args=[each.pk]), cells)

    return Listing(
        rows_of=holds(actor),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("自", "since"),
            Column("提出日期", "proposed_at", "day", minor=True),
            Column("状态", "", "status"),
        ),
        row=row,
        title="暂缓发放",
        search=_named,
        filters=[_states(HOLD)],
        order=("-proposed_at", "pk"),
        empty={"what": "这里会列出暂缓发放的人。", "how": "在人员的工资单页提出，由另一人决定。"},
    )


def hold_facts(row: Hold) -> list[Fact]:
    """What is said of a hold."""
    made = [
        fact("协理员", f"{row.village.short_name} {row.person.name}"),
        fact("自", words(row.since)),
        fact("原因", row.reason, wide=True),
        fact("依据", row.document),
        fact("提出人", row.proposed_by.name if row.proposed_by else ""),
        fact("提出时间", row.proposed_at, "moment"),
        fact("决定人", row.decided_by.name if row.decided_by else ""),
        fact("决定时间", row.decided_at, "moment"),
        fact("决定理由", row.decision, wide=True),
        fact("恢复人", row.released_by.name if row.released_by else ""),
        fact("恢复时间", row.released_at, "moment"),
        fact("恢复原因", row.release_reason, wide=True),
    ]
    return [each for each in made if each["value"]]


def propose_page(person: Person) -> ActPage:
    """Proposing that somebody's pay is held."""
    back = reverse("payroll:holds")
    facts = [fact("协理员", f"{person.village.short_name} {person.name}")]
    lead = "只停下这个人的工资，由另一人决定；恢复以后补发。"
    return ActPage("提出暂缓发放", back, way("暂缓发放", back, "提出"), facts, lead=lead)


def hold_page(row: Hold, title: str, states: tuple[str, ...]) -> ActPage:
    """One act on a hold."""
    back = reverse("payroll:holds")
    closed = "" if row.state in states else ELSEWHERE
    return ActPage(title, back, way("暂缓发放", back, title), hold_facts(row), closed=closed)


def recounts(actor: Actor) -> models.QuerySet[Recount]:
    """Corrections that the actor sees."""
    return Recount.objects.within(actor.scope).select_related("prepared_by", "confirmed_by", "county")


def recount_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """Corrections of paid months."""

    def row(each: Recount) -> Row:
        cells = [each.label, {"text": each.cause}, each.prepared_at.date(), status(RECOUNT, each.state)]
        return Row(reverse("payroll:recount", args=[each.pk]), cells)

    return Listing(
        rows_of=recounts(actor),
        given=given,
        columns=(
            Column("哪个月"),
            Column("起因", minor=True),
            Column("编制日期", "prepared_at", "day", minor=True),
            Column("状态", "", "status"),
        ),
        row=row,
        title="更正",
        filters=[_states(RECOUNT)],
        order=("-prepared_at", "pk"),
        empty={"what": "这里会列出对已发工资的更正。", "how": "在那个月的工资页“更多”里重算。"},
    )


@dataclass(frozen=True, slots=True)
class RecountPage:
    """What payroll/recount.html shows."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    act: dict[str, str] | None
    facts: list[Fact]
    listing: dict[str, Any]
    why: str


def recount_page(row: Recount, actor: Actor, given: Mapping[str, Any]) -> RecountPage:
    """One correction with each person's old, new and difference."""
    back = reverse("payroll:recounts")
    decide = row.state == "prepared" and actor.may_open("payroll:confirm_recount")
    sums = row.differences.aggregate(more=Sum("net", filter=Q(net__gt=0)), less=Sum("net", filter=Q(net__lt=0)))
    sides = {"p": "pension_employer", "w": "work_injury", "f": "further_employer", "own": "further_person"}
    employers = row.differences.aggregate(**{short: Sum(name) for short, name in sides.items()})
    facts = [
        fact("起因", row.cause, wide=True),
        fact("依据", row.document),
        fact("补发合计", sums["more"] or 0, "money"),
        fact("少发、多发合计", -(sums["less"] or 0), "money"),
        fact("单位养老差额", employers["p"] or 0, "money"),
        fact("单位工伤差额", employers["w"] or 0, "money"),
        *([fact("单位其他社会保险差额", employers["f"], "money")] if employers["f"] else []),
        fact("编制人", row.prepared_by.name if row.prepared_by else ""),
        fact("确认人", row.confirmed_by.name if row.confirmed_by else ""),
    ]
    return RecountPage(
        title=row.label,
        status=status(RECOUNT, row.state),
        crumbs=way("更正", back, row.label),
        act={"label": "确认更正", "url": reverse("payroll:confirm_recount", args=[row.pk])} if decide else None,
        facts=[each for each in facts if each["value"] not in ("", None)],
        listing=difference_list(row, given, further=bool(employers["f"] or employers["own"])).shown(),
        why=row.why,
    )


def difference_list(row: Recount, given: Mapping[str, Any], *, further: bool = False) -> Listing:
    """The differences of a correction; `further`: with those of insurances beyond the measure's two."""

    def cells(each: Difference) -> Row:
        shown = [
            {"text": each.person.name, "under": each.village.short_name},
            int(each.old["gross"]),
            int(each.new["gross"]),
            each.gross,
            each.pension,
            *((each.further_person,) if further else ()),
            each.net,
        ]
        return Row(reverse("payroll:slip", args=[each.of_id]) if each.of_id else "", shown)

    return Listing(
        rows_of=Difference.objects.filter(recount=row).select_related("person", "village"),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("原应发", "", "money", minor=True),
            Column("现应发", "", "money", minor=True),
            Column("应发差额", "gross", "money"),
            Column("养老差额", "pension", "money", minor=True),
            *((Column("其他社会保险差额", "", "money", minor=True),) if further else ()),
            Column("应付差额（元）", "net", "money"),
        ),
        row=cells,
        title="差额",
        search=_named,
        order=("village_id", "pk"),
        empty={"what": "没有差额：每张工资单都和原来一分不差。"},
    )


def recount_act(title: str, row: Recount | None = None, month: date | None = None, back: str = "") -> ActPage:
    """Preparing or confirming a correction."""
    home = reverse("payroll:recounts")
    where = back or (reverse("payroll:recount", args=[row.pk]) if row else home)
    closed = ELSEWHERE if row is not None and row.state != "prepared" else ""
    lead = (
        f"按现在的考勤、离岗日期、口径和参数重算{words(month)}已审批的工资单，列出每个人的差额；原工资单不动。"
        if month
        else ""
    )
    return ActPage(title, where, way("更正", home, title), lead=lead, closed=closed)


def recoveries(actor: Actor) -> models.QuerySet[Recovery]:
    """Recoveries that the actor sees."""
    rows: models.QuerySet[Recovery] = Recovery.objects.within(actor.scope).filter(difference__gross__lt=0)
    rows = rows.select_related("person", "village", "difference")
    return rows.annotate(taken=Sum("instalments__amount", filter=Q(instalments__slip__void=False)))


def recovery_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """What was paid too much."""

    def row(each: Any) -> Row:
        left = each.total - each.returned - (each.taken or 0)
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            words(each.difference.month),
            each.total,
            each.monthly or None,
            left,
            status(RECOVERY, each.state),
        ]
        route = {"to_agree": "payroll:agree_recovery", "agreed": "payroll:return_recovery"}.get(each.state, "")
        opens = route and actor.may_open(route)
        return Row(reverse(route, args=[each.pk]) if opens else "", cells)

    return Listing(
        rows_of=recoveries(actor),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("哪个月多发", "difference__month"),
            Column("多发（元）", "total", "money"),
            Column("每月扣回", "", "money", minor=True),
            Column("还剩（元）", "", "money"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="多发扣回",
        search=_named,
        filters=[_states(RECOVERY)],
        order=("-opened_at", "pk"),
        empty={"what": "这里会列出多发的工资。", "how": "更正确认以后，应发减少的人列在这里，本人书面同意后按月扣回。"},
    )


def recovery_page(row: Recovery, title: str, states: tuple[str, ...]) -> ActPage:
    """One act on a recovery."""
    back = reverse("payroll:recoveries")
    facts = [
        fact("协理员", f"{row.village.short_name} {row.person.name}"),
        fact("哪个月多发", words(row.difference.month)),
        fact("多发金额", row.total, "money"),
        fact("另行退回", row.returned, "money"),
    ]
    closed = "" if row.state in states else ELSEWHERE
    return ActPage(title, back, way("多发扣回", back, title), facts, closed=closed)


def way(label: str, url: str, title: str) -> list[dict[str, str]]:
    """The way back from an act of one of the lists."""
    return [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": label, "url": url},
        {"label": title, "url": ""},
    ]
