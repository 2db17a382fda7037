"""Certificates: what their pages show, and the values of their papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.employment.models import Certificate, Stint
from sibai.employment.queries.act_pages import called, way_to
from sibai.employment.queries.employers import employer_name
from sibai.employment.queries.paper_words import words_for
from sibai.people.pages.shown import ActPage, day, fact, note

NOTES = {
    "end": "解除或者终止劳动合同时出具，写明期限、日期、岗位和工作年限（劳动合同法第五十条）。",
    "post": "证明本人现在在岗。",
    "income": "写第十一条规定的月工资标准，并注明是约定标准、不是实发数。",
}


def certificates(scope: Scope) -> models.QuerySet[Certificate]:
    """Certificates in the scope, with what their papers say."""
    return Certificate.objects.within(scope).select_related("stint__person", "stint__village__parent__parent")


def issue_page(stint: Stint, kind: str, today: date) -> ActPage:
    """Issuing a certificate."""
    title = f"出具{dict(Certificate.KINDS)[kind]}"
    facts = [
        fact("姓名", called(stint)),
        day("上岗日", stint.start),
        *([day("最后在岗日", stint.end)] if stint.end else []),
        fact("出具单位", employer_name(stint.village, today)),
    ]
    back = reverse("employment:record", args=[stint.pk])
    closed = "还在岗，不能出具解除（终止）证明。" if kind == "end" and stint.end is None else ""
    if kind != "end" and stint.end is not None and stint.end < today:
        closed = "已不在岗，不能出具这种证明。"
    return ActPage(title, back, way_to(stint, (title, "")), facts, [note(NOTES[kind])], closed=closed)


def paper(row: Certificate, today: date) -> tuple[str, dict[str, Any]]:
    """The template's name and its values."""
    name = f"{row.kind}_certificate"
    return name, words_for(name, row, today)
