"""Forms of the month's sheet: filling, checking, reporting, correcting."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from sibai.attendance.queries.sheet_pages import FillPage
from sibai.documents.checking import TABLES, what_to_do
from sibai.documents.forms import TableField
from sibai.people.pages.boxes import Versioned, day, number, text, ticked, with_boxes, words, yes_or_no
from sibai.people.pages.forms import PageForm

LONGEST_NOTE = 100
DIGEST = r"\A[0-9a-f]{16}\Z"
LONGEST_MONTH = 31


class FillForm(Versioned):
    """A sheet: a box for each free day, made by `fill_form`."""

    submit_label = "填报"
    dense = True
    digest = forms.RegexField(DIGEST, widget=forms.HiddenInput, required=False)

    def chosen(self, month: date, page: FillPage) -> dict[UUID, dict[date, str]]:
        """What was chosen, by stint and day."""
        made: dict[UUID, dict[date, str]] = {row.stint.pk: {} for row in page.rows}
        for name, *_ in page.boxes:
            number, day_of_month = name.removeprefix("m").split("_")
            stint = page.rows[int(number)].stint
            made[stint.pk][month.replace(day=int(day_of_month))] = self.cleaned_data[name]
        return made

    def notes(self, page: FillPage) -> dict[UUID, str]:
        """The notes by stint."""
        return {row.stint.pk: self.cleaned_data[f"note_{number}"] for number, row in enumerate(page.rows)}


def fill_form(page: FillPage) -> type[FillForm]:
    """The form of a village's month."""
    boxes: dict[str, forms.Field] = {
        name: forms.ChoiceField(label=label, choices=offered, initial=value)
        for name, label, offered, value in page.boxes
    }
    for name, label, value in page.notes:
        boxes[name] = text(label, LONGEST_NOTE, needed=False)
        boxes[name].initial = value
    return with_boxes(FillForm, boxes)


class CheckForm(Versioned):
    """The town's word on a sheet."""

    submit_label = "提交"
    agree = yes_or_no("核对结果", "核对无误", "退回村里")
    reason = words("退回原因", "退回的必须写", needed=False, rows=2)


class CorrectForm(Versioned):
    """What was really so."""

    submit_label = "登记更正"
    not_on_post = ticked("当月不在岗", "勾选的，下面的起止和天数不用填")
    on_from = day("在岗起", needed=False)
    on_to = day("在岗止", needed=False)
    unpaid_days = number("无薪天数", "天", "事假、旷工的工作日", most=LONGEST_MONTH)
    reason = words("更正原因", "写清哪几天、什么情况", rows=2)
    document = text("依据", 60, "如假条、离岗证明的日期或编号", needed=False)

    def clean(self) -> dict[str, Any]:
        """Days, or the word that there were none."""
        told = super().clean() or self.cleaned_data
        if not told.get("not_on_post") and not (told.get("on_from") or self.errors.get("on_from")):
            self.add_error("on_from", "请填在岗起止；当月不在岗的，勾选“当月不在岗”。")
        return told

    def given(self) -> dict[str, Any]:
        """As the operation takes it."""
        told = self.cleaned_data
        off = told["not_on_post"]
        return {
            "on_from": None if off else told["on_from"],
            "on_to": None if off else told["on_to"],
            "unpaid_days": 0 if off else told["unpaid_days"] or 0,
            "reason": told["reason"],
            "document": told["document"],
        }


class ConfirmForm(Versioned):
    """The town's word on a correction."""

    submit_label = "提交"
    agree = yes_or_no("意见", "确认更正", "不确认")
    reason = words("理由", "不确认的必须写", needed=False, rows=2)


class UploadForm(PageForm):
    """A filled workbook."""

    submit_label = "上传并核对"
    file = TableField(label="填好的考勤表", help_text=f"{what_to_do(TABLES)}上传后先核对，还不会填报。")


class TakeForm(Versioned):
    """The second click: what was shown is what is filled."""

    submit_label = "确认填报"
    digest = forms.RegexField(DIGEST, widget=forms.HiddenInput, required=False)
