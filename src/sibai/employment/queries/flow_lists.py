"""Lists of contracts, renewals, resignations and endings: village and name, days, whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sibai.employment.flow import AGREEMENT, ENDING, LABOUR_CONTRACT, RENEWAL, RESIGNATION
from sibai.employment.models import Contract, Ending, Renewal, Resignation
from sibai.employment.queries.people_list import towns
from sibai.people.actor import Actor
from sibai.people.flow import Flow
from sibai.people.pages import Column, Filter, Listing, Row

NAMED = "姓名、拼音、村名、编号"


def sought_at(prefix: str) -> Callable[[str], Q]:
    """The search by name, pinyin, village or code, with the person and village `prefix` away."""

    def search(text: str) -> Q:
        return (
            Q(**{f"{prefix}person__name__contains": text})
            | Q(**{f"{prefix}person__pinyin__startswith": text.lower()})
            | Q(**{f"{prefix}village__name__contains": text})
            | Q(**{f"{prefix}person__code__iexact": text})
        )

    return search


def states(flow: Flow, *more: Flow) -> Filter:
    """A filter by state, and one by whose turn it is."""
    known: dict[str, str] = {}
    for each in (flow, *more):
        known.update(each.choices)
    return Filter("state", "状态", [(state, label, Q(state=state)) for state, label in known.items()])


def status(flow: Flow, state: str) -> dict[str, str]:
    """A state as a word with its tone."""
    return {"tone": "due" if flow.step(state) else "plain", "word": flow.label(state)}


def contract_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Agreements and labour contracts."""
    kinds = Filter("kind", "类别", [(kind, label, Q(kind=kind)) for kind, label in Contract.KINDS])
    late = Filter("late", "签订", [("yes", "逾期未签", Q(kind=Contract.LABOUR, state="to_sign", sign_by__lt=today))])

    def row(each: Contract) -> Row:
        flow = AGREEMENT if each.kind == Contract.AGREEMENT else LABOUR_CONTRACT
        late = each.state == "to_sign" and each.sign_by is not None and each.sign_by < today
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            each.get_kind_display(),
            each.start,
            each.end,
            {"value": each.sign_by, "under": "已逾期" if late else ""},
            status(flow, each.state),
        ]
        return Row(reverse("employment:contract", args=[each.pk]), cells, tone="late" if late else "")

    rows = Contract.objects.within(actor.scope).select_related("person", "village")
    return Listing(
        rows_of=rows,
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("类别"),
            Column("起", "start", "day"),
            Column("止", "end", "day"),
            Column("最迟签订日", "sign_by", "day", minor=True),
            Column("状态", "", "status"),
        ),
        row=row,
        title="合同",
        search=sought_at(""),
        placeholder=NAMED,
        filters=[*towns(actor), kinds, states(AGREEMENT, LABOUR_CONTRACT), late],
        order=("-start", "village_id", "kind"),
        empty={"what": "这里会列出聘用协议和劳动合同。", "how": "选聘到“签协议”时由村里拟好。"},
    )


def renewal_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Renewals, allowed and refused."""

    def row(each: Renewal) -> Row:
        cells = [
            {"text": each.stint.person.name, "under": each.stint.village.short_name},
            each.start,
            each.end,
            {"text": "可以续签" if each.allowed else "不能续签", "under": each.refusal},
            status(RENEWAL, each.state),
        ]
        return Row(reverse("employment:renewal", args=[each.pk]), cells)

    rows = Renewal.objects.within(actor.scope).select_related("stint__person", "stint__village")
    columns = (
        Column("姓名", "stint__person__pinyin"),
        Column("续签起", "start", "day"),
        Column("续签止", "end", "day"),
        Column("规则结果"),
        Column("状态", "", "status"),
    )
    empty = {"what": "这里会列出续签。", "how": "合同快到期时由村里在人员页提出。"}
    return _listing(actor, given, rows, columns, row, "续签", RENEWAL, ("-proposed_at", "pk"), empty)


def resignation_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Resignations."""

    def row(each: Resignation) -> Row:
        cells = [
            {"text": each.stint.person.name, "under": each.stint.village.short_name},
            each.notice_on,
            each.earliest_last_day,
            each.last_day,
            status(RESIGNATION, each.state),
        ]
        return Row(reverse("employment:resignation", args=[each.pk]), cells)

    rows = Resignation.objects.within(actor.scope).select_related("stint__person", "stint__village")
    columns = (
        Column("姓名", "stint__person__pinyin"),
        Column("书面告知日", "notice_on", "day"),
        Column("最早离岗日", "earliest_last_day", "day", minor=True),
        Column("最后在岗日", "last_day", "day"),
        Column("状态", "", "status"),
    )
    empty = {"what": "这里会列出辞职。", "how": "由村里登记书面辞职，或协理员在手机上提出。"}
    return _listing(actor, given, rows, columns, row, "辞职", RESIGNATION, ("-entered_at", "pk"), empty)


def ending_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Endings of every kind."""

    def row(each: Ending) -> Row:
        cells = [
            {"text": each.stint.person.name, "under": each.stint.village.short_name},
            each.get_kind_display(),
            each.last_day,
            each.last_paid_day,
            status(ENDING, each.state),
        ]
        return Row(reverse("employment:ending", args=[each.pk]), cells, tone="late" if each.state == "stopped" else "")

    rows = Ending.objects.within(actor.scope).select_related("stint__person", "stint__village")
    columns = (
        Column("姓名", "stint__person__pinyin"),
        Column("情形"),
        Column("最后在岗日", "last_day", "day"),
        Column("最后计薪日", "last_paid_day", "day", minor=True),
        Column("状态", "", "status"),
    )
    empty = {"what": "这里会列出解除和终止。", "how": "在人员页的“更多”里办理。"}
    return _listing(actor, given, rows, columns, row, "解除或终止", ENDING, ("-prepared_at", "pk"), empty)


def _listing(
    actor: Actor,
    given: Mapping[str, Any],
    rows: Any,
    columns: tuple[Column, ...],
    row: Callable[[Any], Row],
    title: str,
    flow: Flow,
    order: tuple[str, ...],
    empty: dict[str, str],
) -> Listing:
    """A list of a flow that hangs on stints."""
    return Listing(
        rows_of=rows,
        given=given,
        columns=columns,
        row=row,
        title=title,
        search=sought_at("stint__"),
        placeholder=NAMED,
        filters=[*towns(actor, "stint__village__parent_id"), states(flow)],
        order=order,
        empty=empty,
    )


FLOW_LISTS: dict[str, tuple[str, Callable[[Actor, Mapping[str, Any], date], Listing]]] = {
    "contracts": ("合同", contract_list),
    "renewals": ("续签", renewal_list),
    "resignations": ("辞职", resignation_list),
    "endings": ("解除或终止", ending_list),
}
"""The lists by the name of their address."""


def tabs(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The lists of the room that the actor may open."""
    named = [
        ("people", "人员"),
        *((name, label) for name, (label, _) in FLOW_LISTS.items()),
        ("grades", "年度档次"),
        ("acting", "代管"),
        ("trainings", "在岗培训"),
        ("notices", "通知"),
        ("rosters", "花名册"),
        ("accounts", "协理员账号"),
    ]
    return [
        {"label": label, "url": reverse(f"employment:{name}"), "current": name == here}
        for name, label in named
        if actor.may_open(f"employment:{name}")
    ]
