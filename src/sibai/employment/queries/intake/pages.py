"""What the pages of the roster show: the list of imports, the preview of one, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.employment.flow import ROSTER
from sibai.employment.models import RosterImport
from sibai.employment.queries.intake.built_on import built_on
from sibai.employment.queries.intake.columns import EARLIER, FIELDS, Field, plain
from sibai.employment.queries.intake.findings import Finding
from sibai.employment.queries.intake.kept import look_at, mine
from sibai.employment.queries.intake.layout import NEEDED
from sibai.employment.queries.intake.looking import Look
from sibai.employment.queries.intake.plans import COUNTED
from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.people.pages import Column, Listing, Row

SHOWN_AT_MOST = 100
TONES = {"uploaded": "due", "imported": "done", "dropped": "plain", "undone": "plain"}
COLUMNS = (
    Column("上传时间", "uploaded_at", "moment"),
    Column("依据"),
    Column("状态", "", "status"),
    Column("导入", minor=True),
    Column("经办", minor=True),
)
EMPTY = {
    "what": "这里会列出每次导入的花名册。",
    "how": "把现在在岗人员的花名册（Excel 或 CSV）上传上来，核对无误后一次导入。",
}
FIGURES = ("people", "known", "running", "contracts", "cards")
SUMMED = ("people", "known", "posts", "contracts")
DELETED = ("people", "posts", "contracts", "exemptions", "grades", "opened")
EFFECTS = ("filled", "posts", "to_sign", "to_file", "exemptions", "grades", "closed", "opened")


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One import. `look` is there for whoever handed it in, while it waits."""

    roster: RosterImport
    state: Mapping[str, str]
    facts: Sequence[Mapping[str, Any]]
    figures: Sequence[tuple[str, int]] = ()
    look: Look | None = None
    digest: str = ""
    told: str = ""
    """Why there is nothing to confirm."""
    faults: Mapping[str, Any] | None = None
    warnings: Mapping[str, Any] | None = None
    known: str = ""
    """The columns that were recognised, in a line."""
    effects: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    @property
    def written_title(self) -> str:
        """How the counts are headed: what is there, or what was."""
        return "当时写入、已删除的" if self.roster.state == "undone" else "写入的内容"

    @property
    def confirmable(self) -> bool:
        """Whether there is nothing but the second click left."""
        return self.look is not None and self.look.good


def rosters(scope: Scope) -> Any:
    """The imports of a scope."""
    return RosterImport.objects.within(scope).select_related("uploaded_by", "undone_by", "file")


def roster_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """All imports, newest first."""

    def row(each: RosterImport) -> Row:
        cells = [
            each.uploaded_at,
            each.document,
            status_of(each),
            summed(each.counts),
            each.uploaded_by.name if each.uploaded_by else "",
        ]
        return Row(reverse("employment:roster", args=[each.pk]), cells)

    return Listing(
        rosters(actor.scope), given, COLUMNS, row, title="花名册导入", order=("-uploaded_at", "-pk"), empty=EMPTY
    )


def status_of(roster: RosterImport) -> dict[str, str]:
    """The state as a word."""
    return {"tone": TONES[roster.state], "word": ROSTER.label(roster.state)}


def summed(counts: Mapping[str, int]) -> str:
    """Counts in a line."""
    return "，".join(f"{COUNTED[name][0]}{counted(counts, name)}" for name in SUMMED if counts.get(name))


def counted(counts: Mapping[str, int], name: str) -> str:
    """A count with its unit."""
    return f"{counts.get(name, 0)}{COUNTED[name][1]}"


def roster_page(roster: RosterImport, actor: Actor, today: date) -> RosterPage:
    """One import for its page; the file is read only for whoever handed it in, while it waits."""
    state, facts = status_of(roster), _facts(roster)
    if roster.state != "uploaded":
        return RosterPage(roster, state, facts, _figures(roster.counts), effects=_effects(roster.counts))
    if not mine(actor, roster):
        return RosterPage(roster, state, facts, told="这份花名册由上传的人核对、确认，别人看不到里面的内容。")
    look = look_at(roster, actor, today)
    counts = look.plan.counts() if look.plan and look.good else {}
    return RosterPage(
        roster,
        state if look.good else {"tone": "late", "word": f"有{len(look.faults)}处要改"},
        facts,
        _figures(counts),
        look,
        look.digest(roster.file.sha256),
        faults=_findings(look.faults, "要改的") if look.faults else None,
        warnings=_findings(look.warnings, "提醒") if look.warnings else None,
        known=_columns(look),
        effects=_effects(counts),
    )


def _facts(roster: RosterImport) -> list[dict[str, Any]]:
    """What is known of the import beside its content."""
    facts = [
        {"label": "文件", "value": roster.file.name or "（已删除）"},
        {"label": "依据", "value": roster.document},
        {"label": "上传", "value": roster.uploaded_at, "kind": "moment"},
        {"label": "经办", "value": roster.uploaded_by.name if roster.uploaded_by else ""},
    ]
    if roster.imported_at:
        facts.append({"label": "导入", "value": roster.imported_at, "kind": "moment"})
    if roster.undone_at:
        facts.append({"label": "撤销", "value": roster.undone_at, "kind": "moment"})
        facts.append({"label": "撤销人", "value": roster.undone_by.name if roster.undone_by else ""})
        facts.append({"label": "撤销原因", "value": roster.reason, "wide": True})
    return facts


def _figures(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The large numbers: people and posts always, the rest where there is any."""
    return [(COUNTED[name][0], counts.get(name, 0)) for name in FIGURES] if counts else []


def _effects(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The other counts, where there are any."""
    return [{"label": COUNTED[name][0], "value": counted(counts, name)} for name in EFFECTS if counts.get(name)]


def _findings(findings: Sequence[Finding], title: str) -> dict[str, Any]:
    """Findings as a list: where, what to do."""
    rows = [
        {
            "cells": [_where(each), each.header if each.row else "", each.message],
            "tone": "late" if each.grave else "due",
        }
        for each in findings[:SHOWN_AT_MOST]
    ]
    columns = [{"label": "位置", "main": True}, {"label": "列名"}, {"label": title}]
    return {"title": title, "columns": columns, "rows": rows}


def _where(finding: Finding) -> str:
    """The cell as people look for it: 第5行 C列."""
    if not finding.row:
        return finding.header
    return f"第{finding.row}行 {finding.letter}列" if finding.letter else f"第{finding.row}行"


def _columns(look: Look) -> str:
    """The columns that were recognised, in a line, so that the clerk sees what is taken for what."""
    if look.layout is None:
        return ""
    told = []
    for column in sorted(look.layout.columns.values(), key=lambda each: each.place):
        label = column.named.field.label
        meant = "" if plain(column.header) == plain(label) else f"（{label}）"
        told.append(f"{column.letter}列{column.header}{meant}")
    return "、".join(told)


def allowed(actor: Actor, roster: RosterImport | None = None) -> dict[str, bool]:
    """What the actor may do with rosters, and with this one."""
    state = roster.state if roster else ""
    return {
        "upload": actor.may("employment.upload_roster"),
        "export": actor.may("employment.export_roster"),
        "form": actor.may_open("employment:roster_form"),
        "undo": state == "imported" and actor.may("employment.undo_import"),
        "drop": state == "uploaded" and roster is not None and mine(actor, roster),
    }


def crumbs(roster: RosterImport | None = None) -> list[dict[str, str]]:
    """The way back."""
    way = [
        {"label": "人员", "url": reverse("employment:people")},
        {"label": "花名册", "url": reverse("employment:rosters")},
    ]
    return [*way, {"label": "这一次导入", "url": reverse("employment:roster", args=[roster.pk])}] if roster else way


@dataclass(frozen=True, slots=True)
class UndoPage:
    """Taking an import back: what goes, or what stands in the way."""

    roster: RosterImport
    confirm: Mapping[str, Any]
    built: Sequence[str]


def undo_page(roster: RosterImport) -> UndoPage:
    """What would be taken back; what was built on it since."""
    counts = roster.counts
    effects = [
        {"label": COUNTED[name][0], "value": f"删除{counted(counts, name)}"} for name in DELETED if counts.get(name)
    ]
    if counts.get("filled"):
        effects.append({"label": "补填的资料", "value": f"恢复{counted(counts, 'filled')}"})
    if counts.get("closed"):
        effects.append({"label": "补上的空缺", "value": f"重新空缺{counted(counts, 'closed')}"})
    confirm = {
        "what": "这一次导入写入的记录全部删除，导入以前的样子恢复。",
        "effects": effects,
        "last": True,
    }
    return UndoPage(roster, confirm, built_on(roster) if roster.state == "imported" else ())


def uploaded(actor: Actor) -> models.QuerySet[RosterImport]:
    """Rosters that a county clerk handed in and has not confirmed yet."""
    step = ROSTER.step("uploaded")
    assert step is not None
    rows = RosterImport.objects.within(actor.scope) if actor.role == step.role else RosterImport.objects.none()
    return rows.filter(state="uploaded", uploaded_by=actor.user_id)


def to_check(pk: UUID, document: str) -> Todo:
    """To look at one of them and confirm it."""
    step = ROSTER.step("uploaded")
    assert step is not None
    return Todo(step.next, f"{ROSTER.name}，{document}", reverse(step.route, args=[pk]), "核对", step.role)


KIND_WORDS = {
    "day": "2025-07-01、2025/7/1、2025.7.1、20250701，或 Excel 日期",
    "term": "2025-07-01至2026-06-30",
    "yes": "是、否",
    "id_number": "18位，单元格要是“文本”格式",
    "card": "12至32位数字，单元格要是“文本”格式",
    "phone": "11位手机号",
    "sex": "男、女，要与身份证号一致",
    "birth": "年月或年月日，要与身份证号一致",
    "education": "小学、初中、高中、中职、中专、技校、大专、本科、硕士、博士",
    "category": "脱贫劳动力、就业困难人员、高校毕业生、退役军人、脱贫户、监测户，几类用顿号隔开",
    "kind": "协理员，或其他公益性岗位",
    "village": "村名或社区名，如桥儿沟社区",
    "town": "镇名",
    "village_code": "12位数字",
    "grade": "优秀、合格、基本合格、不合格",
}
"""How the cells of each kind are filled, for the page that says it."""


def help_rows() -> list[dict[str, Any]]:
    """Every column: its name, other names, how to fill it, whether it is needed."""
    fields = [*FIELDS, *EARLIER, Field("grade", "2025年度考核档次", "grade", ("2025年考核结果",))]
    return [
        {
            "cells": [
                each.label,
                "是" if each.name in NEEDED or each.name == "village" else "",
                KIND_WORDS.get(each.kind, "文字"),
                "、".join(each.aliases),
            ]
        }
        for each in fields
    ]


def help_page() -> dict[str, Any]:
    """The table of columns for the page that says how to fill a roster."""
    columns = [{"label": "列名", "main": True}, {"label": "必填"}, {"label": "怎么填"}, {"label": "也认得的列名"}]
    return {"title": "列名和填法", "columns": columns, "rows": help_rows()}
