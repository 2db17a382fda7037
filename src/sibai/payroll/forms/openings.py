"""What was paid before the system was used: handed in, confirmed, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from sibai.documents.checking import TABLES, what_to_do
from sibai.documents.forms import TableField
from sibai.people.pages.boxes import Versioned, text, ticked, words
from sibai.people.pages.forms import PageForm

DIGEST = 64


class UploadForm(PageForm):
    """The file, from which month the system pays, and what it stands on."""

    submit_label = "上传并核对"
    month = forms.ChoiceField(label="从哪个月起用系统发放", help_text="这个月以前今年已经发过的，都填在表里")
    file = TableField(label="起用前的发放", help_text=f"{what_to_do(TABLES)}上传后先核对，还不会导入。")
    document = text("依据", 120, "原来的工资账、个税扣缴明细等")


class ConfirmForm(Versioned):
    """The second click: what was shown is what is imported."""

    submit_label = "确认导入"
    digest = forms.RegexField(rf"\A[0-9a-f]{{{DIGEST}}}\Z", widget=forms.HiddenInput, required=False)
    accepted = ticked("上面的提醒都已核对，照此导入")


class SureForm(ConfirmForm):
    """The same where there is nothing to look at twice."""

    accepted = None  # type: ignore[assignment]


class UndoForm(Versioned):
    """Why an import is taken back."""

    submit_label = "撤销导入"
    reason = words("撤销原因")


class UnpaidForm(PageForm):
    """Who was not paid a month before the system was used."""

    submit_label = "保存"
    people = forms.MultipleChoiceField(
        label="这个月没有发过的人",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="一个也没有就全部不勾",
    )
    document = text("依据", 120, "原来的工资账、银行流水等")

    def __init__(self, *given: Any, people: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]
