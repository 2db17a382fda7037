"""Pages of an upload: handing in, the preview, what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sibai.attendance.flow import UPLOAD
from sibai.attendance.models import SheetUpload
from sibai.attendance.queries.marks import MARKS
from sibai.attendance.queries.month import MonthRules
from sibai.attendance.queries.reading import Found, Look, look_at, shown
from sibai.attendance.queries.ways import crumbs, url_of
from sibai.people.actor import Actor
from sibai.people.pages.shown import Fact, fact, note
from sibai.places.models import Place


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The preview. `look` is there for whoever handed it in, while it waits."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    back: str
    again: str
    facts: list[Fact]
    look: Look | None = None
    faults: Any = None
    preview: dict[str, Any] | None = None
    notes: list[dict[str, Any]] = field(default_factory=list)


def hand_in(place: Place, rules: MonthRules, actor: Actor) -> dict[str, Any]:
    """Handing in."""
    return {
        "title": f"上传{rules.label}考勤表",
        "crumbs": crumbs(actor, rules.month, place, "上传"),
        "back": url_of("place", rules.month, place.pk),
        "blank_url": url_of("excel", rules.month, place.pk, "sheet"),
    }


def upload_page(row: SheetUpload, rules: MonthRules, actor: Actor, *, own: bool) -> UploadPage:
    """One upload; four queries and a process that opens the file."""
    look = look_at(row, rules) if own and row.state == "uploaded" else None
    facts = [
        fact("上传", row.uploaded_at, "moment", note=row.uploaded_by.name if row.uploaded_by else ""),
        fact("文件", row.file.name or "（已删除）"),
    ]
    return UploadPage(
        title=f"核对{rules.label}考勤表",
        status={"tone": "due" if row.state == "uploaded" else "plain", "word": UPLOAD.label(row.state)},
        crumbs=crumbs(actor, rules.month, row.place, "上传"),
        back=url_of("place", rules.month, row.place_id),
        again=url_of("upload", rules.month, row.place_id),
        facts=facts,
        look=look,
        faults=shown(look.faults) if look and look.faults else None,
        preview=_preview(look, rules) if look and look.good and look.villages else None,
        notes=_notes(look) if look else [],
    )


def _notes(look: Look) -> list[dict[str, Any]]:
    """Whose rows are not read."""
    made = [note(f"已经填报、没有读的村（社区）：{'、'.join(look.passed)}。")] if look.passed else []
    return made if look.villages or look.faults else [*made, note("各村都已填报，没有要填的。", "due")]


def _preview(look: Look, rules: MonthRules) -> dict[str, Any]:
    """What would be filled, and where it differs from what is known."""
    rows = [
        {
            "cells": [
                {"text": each.row.stint.person.name, "under": each.row.stint.village.short_name},
                each.attended_days,
                each.unpaid_days,
                {"text": _changes(each, rules) or "与系统一致", "under": each.note},
            ]
        }
        for each in look.found
    ]
    columns = [
        {"label": "姓名"},
        {"label": "出勤天数", "kind": "number"},
        {"label": "无薪天数", "kind": "number"},
        {"label": "与按计划不同的天"},
    ]
    empty = {"what": "这个月没有协理员在岗", "how": "确认以后填报一张空表。"}
    return {"title": "将填报", "columns": columns, "rows": rows, "empty": empty}


def _changes(each: Found, rules: MonthRules) -> str:
    days = zip(rules.days(), each.marks, each.row.known.marks, strict=True)
    return "、".join(f"{day.day}日{MARKS[letter].label}" for day, letter, known in days if letter != known)
