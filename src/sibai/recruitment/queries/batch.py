"""What waits for the town's approval, many villages at once, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.recruitment.models import Selection


def waiting_for_approval(scope: Scope, today: date, command: str) -> dict[str, Any]:
    """Rounds handed in to the town, as a list with boxes; each box carries the version that is shown."""
    rows = (
        Selection.objects.within(scope)
        .filter(state="submitted")
        .select_related("vacancy__village", "chosen__person", "submitted_by")
        .order_by("vacancy__village_id")
    )
    columns = [
        {"label": "村（社区）", "main": True},
        {"label": "人选"},
        {"label": "成绩", "kind": "points"},
        {"label": "名次", "kind": "number"},
        {"label": "公示", "minor": True},
        {"label": "报送人", "minor": True},
        {"label": "期限", "kind": "day"},
    ]
    shown = [_row(each, today) for each in rows]
    choose = {
        "url": reverse("recruitment:approve_many"),
        "name": "chosen",
        "acts": [{"label": "审核同意", "value": "approve"}],
        "command": command,
    }
    empty = {"what": "没有等镇审核的人选", "how": "村里公示期满报上来以后，出现在这里。"}
    return {"title": "等镇审核", "columns": columns, "rows": shown, "choose": choose, "empty": empty}


def _row(selection: Selection, today: date) -> dict[str, Any]:
    chosen = selection.chosen
    late = selection.due is not None and selection.due < today
    flag = "破格" if chosen and chosen.state == "exception" else ""
    return {
        "id": f"{selection.pk}:{selection.version}",
        "url": reverse("recruitment:selection", args=[selection.pk]),
        "tone": "late" if late else "",
        "cells": [
            selection.vacancy.village.short_name,
            {"text": chosen.name if chosen else "", "flag": flag},
            chosen.merit if chosen else None,
            chosen.rank if chosen else None,
            f"{selection.notice_from} 至 {selection.notice_until}",
            selection.submitted_by.name if selection.submitted_by else "",
            selection.due,
        ],
    }


def outcomes_shown(outcomes: Iterable[Any], url_of: Callable[[Selection], str]) -> dict[str, Any]:
    """What became of each village, as a list."""
    columns = [{"label": "村（社区）", "main": True}, {"label": "结果", "kind": "status"}, {"label": "说明"}]
    rows = [
        {
            "url": url_of(each.selection),
            "cells": [
                each.selection.vacancy.village.short_name,
                {"word": "没有办成", "tone": "late"} if each.refused else {"word": "已同意", "tone": "done"},
                each.refused or "等县人社局备案",
            ],
        }
        for each in outcomes
    ]
    return {"title": "刚才办理的结果", "columns": columns, "rows": rows}
