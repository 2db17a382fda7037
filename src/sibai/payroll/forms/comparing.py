"""Past pay sheets to hold against the rules."""

from __future__ import annotations

from django import forms

from sibai.documents.checking import TABLES, what_to_do
from sibai.documents.forms import TableField
from sibai.people.pages.forms import PageForm


class CompareForm(PageForm):
    """The file, its month where it does not tell it, and how the result is wanted."""

    submit_label = "核对"
    file = TableField(
        label="旧工资表", help_text=f"以前实际发放的表，列名不用改，可以有几张工作表。{what_to_do(TABLES)}"
    )
    month = forms.RegexField(
        r"\A\d{4}-(0[1-9]|1[0-2])\Z",
        label="月份",
        required=False,
        help_text="表题、表名、月份列或文件名写明的不用填；都没有的写成 2026-05",
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={"invalid": "月份写成 2026-05。"},
    )
    answer = forms.ChoiceField(
        label="结果",
        choices=[("page", "在网页上看"), ("workbook", "下载 Excel（全部不同的格子，附参数和口径）")],
        widget=forms.RadioSelect,
        initial="page",
    )
