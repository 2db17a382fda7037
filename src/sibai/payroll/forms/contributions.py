"""Forms of declared wages, of the tax declaration, of the lists' layouts, of a year's recount."""

from __future__ import annotations

import re

from django import forms

from sibai.payroll.forms.cases import money
from sibai.people.pages.boxes import Versioned, day, text, words, yes_or_no
from sibai.people.pages.forms import PageForm

LONGEST = 40_000
CODE = r"[a-z][a-z0-9-]{1,39}"


class DeclareForm(PageForm):
    """A declared wage."""

    submit_label = "登记，报公司审批人确认"
    wage = money("申报工资", "每月，以本人签字的申报表为准")
    document = text("依据", 120, "申报表、工资台账等")


class DecideDeclaredForm(Versioned):
    """The second person's word."""

    submit_label = "提交"
    agree = yes_or_no("意见", "确认", "不确认")
    reason = words("原因", "不确认的必须写", needed=False)


class FilingForm(PageForm):
    """When the tax was declared."""

    submit_label = "登记"
    filed_on = day("申报日", "看电子税务局的申报记录")
    document = text("申报回执号", 120, needed=False)


class SaveListForm(PageForm):
    """A code and the layout's text."""

    submit_label = "检查并保存"
    code = text("代号", 40, "小写字母、数字和短横，例如 joining；同一代号的以后一次为准")
    text = words(
        "格式", "TOML：name 名称，of 列什么，title 表头，file 文件名，[[columns]] 每列一节", rows=24, longest=LONGEST
    )

    def clean_code(self) -> str:
        """A code of small letters, digits and dashes."""
        code: str = self.cleaned_data["code"]
        if not re.fullmatch(CODE, code):
            raise forms.ValidationError("代号以小写字母开头，只用小写字母、数字和短横。")
        return code


class YearForm(PageForm):
    """Why a year is computed again."""

    submit_label = "编制全年更正"
    cause = text("起因", 200, "例如：本年缴费基数公布")
    document = text("依据", 120, "公布文件的文号", needed=False)
