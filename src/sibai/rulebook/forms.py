"""Forms of the room. A value is typed as its unit asks and kept as TOML text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from sibai.people.pages import PageForm
from sibai.rulebook import toml
from sibai.rulebook.queries.shapes import AMOUNT, CHOICE, DAY, MONTH_DAY, RATIO, TEXT, WHOLE, Shape

LONGEST_VALUE, LONGEST_NUMBER = 6000, 30
SHORT = {"class": "short", "autocomplete": "off"}


class SendingBack(PageForm):
    """Why a decision is returned."""

    submit_label = "退回"
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="退回原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明要改什么，拟定的人会看到。",
    )


class Plain(PageForm):
    """An act that asks nothing more."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Export(PageForm):
    """Taking the rulebook file along."""


class Scan(PageForm):
    """A scan of the document."""

    file = forms.FileField(label="扫描件或照片")


class Deciding(PageForm):
    """A decision about one parameter or reading; its field `value` is made for the unit by `deciding`."""

    submit_label = "拟定并报请确认"
    field_order = ("value", "start", "end", "document", "reason")
    write: Callable[[Any], Any]
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    start = forms.DateField(label="从哪天起", help_text="从这一天起按新的数值；以前的不变。")
    end = forms.DateField(label="到哪天止", required=False, help_text="一直有效的不填。")
    document = forms.CharField(
        label="依据的文件", max_length=200, widget=forms.TextInput(attrs={"class": "wide"}), help_text="文号或会议纪要"
    )
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self) -> dict[str, Any]:
        """The two dates together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", "止日不能早于起日。")
        return cleaned

    def decided(self) -> dict[str, Any]:
        """What the operation takes: the value as TOML text, dates, document, reason."""
        cleaned = self.cleaned_data
        written = type(self).write(cleaned["value"])
        return {
            "value": written,
            "start": cleaned["start"],
            "end": cleaned["end"],
            "document": " ".join(cleaned["document"].split()),
            "reason": cleaned["reason"].strip(),
        }


def deciding(shape: Shape) -> type[Deciding]:
    """The form for values of a shape."""
    field, write = FIELDS[shape.kind](shape)
    field.help_text = shape.rule
    field.unit = shape.unit  # type: ignore[attr-defined]
    return type("DecidingOne", (Deciding,), {"value": field, "write": staticmethod(write)})


Made = tuple[forms.Field, Callable[[Any], str]]


def _typed(pattern: str, told: str) -> Callable[[Shape], Made]:
    """A short text that follows a pattern, written into TOML as text; in `told` a percent sign stands doubled."""

    def make(shape: Shape) -> Made:
        attrs = {**SHORT, "placeholder": shape.example, "inputmode": "decimal"}
        field = forms.RegexField(
            pattern, label="数值", max_length=LONGEST_NUMBER, strip=True, widget=forms.TextInput(attrs=attrs)
        )
        field.error_messages["invalid"] = told
        return field, toml.literal

    return make


def _whole(shape: Shape) -> Made:
    most = 10**9 - 1
    return forms.IntegerField(
        label="数值",
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={**SHORT, "placeholder": shape.example}),
        error_messages={"min_value": "不能小于0。", "max_value": "这个数太大，请核对。"},
    ), toml.literal


def _month_day(shape: Shape) -> Made:
    field, _ = _typed(r"^(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])$", "写成月-日，如 12-10。")(shape)

    def write(text: str) -> str:
        month, day = text.split("-")
        return f"{int(month)}{int(day):02d}"

    return field, write


def _choice(shape: Shape) -> Made:
    return forms.ChoiceField(label="选哪一项", choices=shape.choices, widget=forms.RadioSelect), toml.literal


def _day(_shape: Shape) -> Made:
    def write(day: date) -> str:
        return day.isoformat()

    return forms.DateField(label="数值"), write


def _text(shape: Shape) -> Made:
    widget = forms.Textarea(attrs={"rows": 10, "class": "wide", "spellcheck": "false"})
    return forms.CharField(label="数值", max_length=LONGEST_VALUE, initial=shape.example, widget=widget), str


FIELDS: dict[str, Callable[[Shape], Made]] = {
    AMOUNT: _typed(r"^\d{1,9}(\.\d{1,2})?$", "写成最多两位小数的数，如 2140.00，不写逗号和单位。"),
    RATIO: _typed(r"^(\d{1,6}(\.\d{1,6})?%?|\d{1,6}/\d{1,6})$", "写成 8%%、0.08 或 1/2。"),
    WHOLE: _whole,
    MONTH_DAY: _month_day,
    CHOICE: _choice,
    DAY: _day,
    TEXT: _text,
}
"""How each kind of value is typed, and how what was typed is written into TOML."""
