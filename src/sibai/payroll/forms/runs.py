"""Forms of a run: a step with nothing but yes, a reason, a day, a layout, a file of the bank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from sibai.people.pages.boxes import BLANK, Versioned, day, words, yes_or_no

LARGEST = 10 * 1024 * 1024
MEBIBYTE = 1024 * 1024


class StepForm(Versioned):
    """Nothing but yes."""


class FundForm(Versioned):
    """When the money came."""

    submit_label = "确认到账"
    arrived_on = day("到账日", "看公司账户的到账记录")


class LayoutForm(Versioned):
    """Which bank's layout."""

    submit_label = "生成银行文件"
    layout = forms.ChoiceField(label="银行格式", help_text="按开户行给的样表选")

    def __init__(self, *given: Any, layouts: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["layout"].choices = [*BLANK, *layouts]  # type: ignore[attr-defined]


class ResultForm(Versioned):
    """The bank's result file."""

    submit_label = "读取回盘"
    file = forms.FileField(label="回盘文件", help_text=f"银行给的原文件，不要改动，不超过{LARGEST // MEBIBYTE} MB")

    def clean_file(self) -> bytes:
        """The content of what was chosen."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError("文件太大，请核对是不是银行的回盘文件。")
        content: bytes = upload.read()
        return content


class WhichBatchForm(Versioned):
    """Whether an answer is that of its file."""

    submit_label = "提交"
    agree = yes_or_no("意见", "是这一批的，采用", "不是，不采用")
    reason = words("怎么核对的", "例如：网银上这一批的批次号和到账日、银行回单；会记入日志")
