"""The form of a bank's layout."""

from __future__ import annotations

import re

from django import forms

from sibai.people.pages.boxes import text, words
from sibai.people.pages.forms import PageForm

LONGEST = 20_000
CODE = r"[a-z][a-z0-9-]{1,40}"


class SaveLayoutForm(PageForm):
    """A code and the layout's text."""

    submit_label = "检查并保存"
    code = text("代号", 41, "小写字母、数字和短横，例如 rural-excel；同一代号的以后一次为准")
    text = words("格式", "写法见“银行文件”说明", rows=24, longest=LONGEST)

    def clean_code(self) -> str:
        """A code of small letters, digits and dashes."""
        code: str = self.cleaned_data["code"]
        if not re.fullmatch(CODE, code):
            raise forms.ValidationError("代号以小写字母开头，只用小写字母、数字和短横。")
        return code
