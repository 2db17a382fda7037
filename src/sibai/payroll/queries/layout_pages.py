"""The page of bank layouts: the shipped samples and the company's own."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from sibai.payroll.bank.loading import shipped_text
from sibai.payroll.bank.old_excel import lacking
from sibai.payroll.models import LayoutText
from sibai.payroll.queries.layouts import layouts
from sibai.people.actor import Actor
from sibai.people.pages.shown import ActPage, note


def layout_list(actor: Actor) -> dict[str, Any]:
    """All layouts as web/parts/list.html takes them."""
    opens = actor.may_open("payroll:save_layout")
    return {
        "columns": [{"label": "名称"}, {"label": "代号", "kind": "code"}, {"label": "来源", "kind": "status"}],
        "rows": [
            {
                "url": reverse("payroll:save_layout", args=[code]) if opens else "",
                "cells": [
                    {"text": each.layout.name, "under": each.unwritable or each.layout.note},
                    code,
                    {"tone": "done" if each.own else "plain", "word": "公司自己的" if each.own else "示例"},
                ],
            }
            for code, each in layouts().items()
        ],
    }


def text_of(code: str) -> str:
    """The text of a layout to start from: the company's own, else the sample; blank for a new code."""
    own = LayoutText.objects.filter(code=code, withdrawn=False).first()
    if own is not None:
        return own.text
    try:
        return shipped_text(code)
    except KeyError:
        return ""


def layout_page(code: str) -> ActPage:
    """Entering a layout."""
    back = reverse("payroll:layouts")
    crumbs = [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": "银行格式", "url": back},
        {"label": code or "新的格式", "url": ""},
    ]
    lead = "照开户行给的样表改；写错了的会逐条指出。保存以后下一个文件就用它。"
    without = lacking()
    notes = [note(f"{without}。")] if without else []
    return ActPage("银行文件格式", back, crumbs, lead=lead, notes=notes)
