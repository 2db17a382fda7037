"""What the pages of earlier pay show: the list of imports, the preview of one, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.payroll.flow import OPENING
from sibai.payroll.models import OpeningImport
from sibai.payroll.queries.months_page import words
from sibai.payroll.queries.opening.looking import Look, look_at
from sibai.payroll.queries.opening.reading import FORM, Found
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, fact

SHOWN_AT_MOST = 100
TONES = {"uploaded": "due", "imported": "done"}
MONEY = {
    "earned": "累计应发",
    "pension": "累计养老",
    "further": "其他社会保险个人",
    "withheld": "累计个税",
    "owed": "欠扣余额",
    "last_earned": "上年应发",
}
COUNTS = {"people": ("人数", "人"), "months": ("已发月数之和", "个月"), "leave_days": ("已休年休假", "天")}
EMPTY = {
    "what": "这里会列出起用系统以前的发放情况。",
    "how": "年中起用的，把今年已经发过的应发、养老、个税和月数一次导入，以后的个税才接得上。一月起用的不用导入。",
}
HOW = {
    "id_number": "18位，文本格式",
    "first_job": "1 是，0 否；是的，减除费用从1月算起",
    "employer": "空着按口径认定的用人单位",
    "further": "参加了医疗、失业保险的，个人已经扣的合计",
    "owed": "工资不够扣、结转到以后再扣的；和“建账”里的“个人欠扣”要一致",
}


def openings(scope: Scope) -> Any:
    """The imports of a scope."""
    return OpeningImport.objects.within(scope).select_related("uploaded_by", "undone_by", "file")


def opening_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """All imports, newest first."""

    def row(each: OpeningImport) -> Row:
        cells = [each.uploaded_at, words(each.month), status_of(each), each.totals.get("people"), each.document]
        return Row(reverse("payroll:opening", args=[each.pk]), cells)

    columns = (
        Column("上传时间", "uploaded_at", "moment"),
        Column("起用月份"),
        Column("状态", "", "status"),
        Column("人数", "", "number"),
        Column("依据", minor=True),
    )
    filters = [Filter("state", "状态", [(state, label, Q(state=state)) for state, label in OPENING.choices])]
    return Listing(
        openings(actor.scope),
        given,
        columns,
        row,
        title="起用前的发放",
        filters=filters,
        order=("-uploaded_at", "-pk"),
        empty=EMPTY,
    )


def status_of(batch: OpeningImport) -> dict[str, str]:
    """The state as a word."""
    return {"tone": TONES.get(batch.state, "plain"), "word": OPENING.label(batch.state)}


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """One import. `look` is there for whoever handed it in, while it waits."""

    batch: OpeningImport
    state: Mapping[str, str]
    facts: Sequence[Fact]
    crumbs: Sequence[Mapping[str, str]]
    totals: Sequence[Fact] = ()
    look: Look | None = None
    digest: str = ""
    told: str = ""
    faults: Mapping[str, Any] | None = None
    lines: Mapping[str, Any] | None = None
    undo: bool = False
    drop: bool = False
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def confirmable(self) -> bool:
        """Whether there is nothing but the second click left."""
        return self.look is not None and self.look.good


def opening_page(batch: OpeningImport, actor: Actor) -> OpeningPage:
    """One import for its page; the file is read only for whoever handed it in, while it waits."""
    base: dict[str, Any] = {"batch": batch, "state": status_of(batch), "facts": _facts(batch), "crumbs": crumbs()}
    if batch.state != "uploaded":
        undo = batch.state == "imported" and actor.may("payroll.undo_opening")
        return OpeningPage(**base, totals=totals_of(batch.totals), undo=undo)
    if batch.uploaded_by_id is None or batch.uploaded_by_id != actor.user_id:
        return OpeningPage(**base, told="这个文件由上传的人核对、确认，别人看不到里面的内容。")
    look = look_at(batch, actor.scope)
    if not look.good:
        base["state"] = {"tone": "late", "word": f"有{len(look.faults)}处要改"}
    return OpeningPage(
        **base,
        look=look,
        digest=look.digest(batch.file.sha256),
        totals=totals_of(look.totals) if look.good else (),
        faults=findings(look.faults) if look.faults else None,
        lines=_lines(look) if look.good else None,
        drop=True,
        notes=[*look.notices, *(each.words for each in look.warnings)],
    )


def _facts(batch: OpeningImport) -> list[Fact]:
    facts = [
        fact("起用月份", words(batch.month)),
        fact("依据", batch.document),
        fact("上传", batch.uploaded_at, "moment"),
        fact("经办", batch.uploaded_by.name if batch.uploaded_by else ""),
    ]
    if batch.imported_at:
        facts.append(fact("导入", batch.imported_at, "moment"))
    if batch.undone_at:
        facts.append(fact("撤销", batch.undone_at, "moment"))
        facts.append(fact("撤销原因", batch.reason, wide=True))
    return facts


def totals_of(totals: Mapping[str, int]) -> list[Fact]:
    """The totals as facts."""
    counts = [fact(label, f"{totals.get(name, 0)}{unit}") for name, (label, unit) in COUNTS.items()]
    return [counts[0], *(fact(label, totals.get(name, 0), "money") for name, label in MONEY.items()), *counts[1:]]


def findings(found: Sequence[Found], title: str = "要改的") -> dict[str, Any]:
    """What is wrong with a file, by row and column, for web/parts/list.html."""
    rows = [{"cells": [each.where, each.column, each.words], "tone": "late"} for each in found[:SHOWN_AT_MOST]]
    columns = [{"label": "位置", "main": True}, {"label": "列名"}, {"label": "要改的"}]
    return {"title": title, "columns": columns, "rows": rows}


def _lines(look: Look) -> dict[str, Any]:
    """The first lines as they would be entered."""
    shown = look.lines[:SHOWN_AT_MOST]
    rows = [
        {
            "cells": [
                each.person.name,
                each.told["months"],
                *(each.told[name] for name in MONEY),
                each.told["leave_days"],
            ]
        }
        for each in shown
    ]
    money = [{"label": label, "kind": "money"} for label in MONEY.values()]
    columns = [{"label": "姓名", "main": True}, {"label": "已发月数", "kind": "number"}, *money]
    return {"title": "导入的内容", "columns": [*columns, {"label": "已休年休假", "kind": "number"}], "rows": rows}


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way back."""
    own = {"label": "起用前的发放", "url": reverse("payroll:openings")}
    return [{"label": "工资", "url": reverse("payroll:months")}, own, *more]


def upload_page() -> ActPage:
    """Handing a file in."""
    back = reverse("payroll:openings")
    lead = "先上传、核对，确认以后才导入；有一处不对就什么也不导入。预拨余额、垫付和申领在“资金”里另行建账。"
    rows = [f"{each.label}：{HOW[each.name]}" for each in FORM.columns if each.name in HOW]
    notes = [{"text": f"一人一行，第一行是列名，照空白表填。{'；'.join(rows)}。", "tone": "plain"}]
    return ActPage("导入起用前的发放", back, crumbs({"label": "导入", "url": ""}), notes=notes, lead=lead)


def undo_page(batch: OpeningImport) -> ActPage:
    """Taking an import back."""
    back = reverse("payroll:opening", args=[batch.pk])
    confirm = {
        "what": "这一次导入写入的累计数和已休年休假全部删除。",
        "effects": [{"label": each["label"], "value": each["value"]} for each in totals_of(batch.totals)[:1]],
        "last": True,
    }
    closed = "" if batch.state == "imported" else ELSEWHERE
    return ActPage("撤销导入", back, crumbs(), confirm=confirm, danger=True, button="撤销导入", closed=closed)
