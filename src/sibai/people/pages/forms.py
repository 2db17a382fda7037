"""Forms that speak Chinese, keep what was typed and carry the number of the command that they send."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

COMMAND = re.compile(r"\A[0-9a-f]{32}\Z")
"""The whole of it: a form field searches, it does not match."""
MESSAGES: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "请填写这一项。"},
    forms.CharField: {"null_characters_not_allowed": "有看不见的控制字符，请删掉后重新输入。"},
    forms.IntegerField: {"invalid": "请填写整数。"},
    forms.DecimalField: {"invalid": "请填写数字。"},
    forms.DateField: {"invalid": "日期写成四位年、两位月、两位日，如 2026-05-21。"},
    forms.ChoiceField: {"required": "请选一项。", "invalid_choice": "请从列出的选项里选一个。"},
    forms.MultipleChoiceField: {"invalid_choice": "请从列出的选项里选。", "invalid_list": "请从列出的选项里选。"},
    forms.FileField: {
        "required": "请选择文件。",
        "invalid": "没有收到文件，请重新选择。",
        "missing": "没有收到文件，请重新选择。",
        "empty": "文件是空的，请检查后重新选择。",
    },
    forms.UUIDField: {"invalid": "编号不对，请从页面上的列表选择。"},
}
"""How each kind of field says what is wrong, in words that tell what to do."""


class DateInput(forms.DateInput):
    """The browser's own date picker; the value is ISO, as it asks."""

    input_type = "date"

    def __init__(self, **given: Any) -> None:
        super().__init__(format="%Y-%m-%d", **given)


class PageForm(forms.Form):
    """A form of one act. `command` is the number under which it is carried out once, however often it is sent."""

    required_css_class = "needed"
    error_css_class = "wrong"
    submit_label = "保存"
    command = forms.RegexField(COMMAND, widget=forms.HiddenInput, required=False)

    def __init__(
        self, *given: Any, choices: Mapping[str, Sequence[tuple[str, str]]] | None = None, **named: Any
    ) -> None:
        """`choices`: what boxes offer that only the page knows, by name."""
        super().__init__(*given, **named)
        for name, offered in (choices or {}).items():
            self.fields[name].choices = list(offered)  # type: ignore[attr-defined]
        self.use_required_attribute = False
        if not self.is_bound:
            self.initial.setdefault("command", uuid.uuid4().hex)
        for field in self.fields.values():
            _speak_chinese(field)

    def add(self, name: str, field: forms.Field) -> None:
        """One more field, which depends on what the form is about."""
        self.fields[name] = field
        _speak_chinese(field)

    def facts(self) -> dict[str, Any]:
        """What was typed, cleaned, without the command."""
        return {name: value for name, value in self.cleaned_data.items() if name != "command"}

    def show_refusal(self, told: str, field: str | None) -> None:
        """Put a refusal beside its field, or on top."""
        self.add_error(field if field in self.fields else None, told)

    @property
    def changed_away(self) -> bool:
        """Whether files were chosen, which have to be chosen again: browsers never keep them."""
        files = [name for name, field in self.fields.items() if isinstance(field, forms.FileField)]
        return self.is_bound and any(self.files.get(self.add_prefix(name)) for name in files)


def _speak_chinese(field: forms.Field) -> None:
    """Chinese messages and the browser's own controls."""
    for kind, messages in MESSAGES.items():
        if isinstance(field, kind):
            field.error_messages.update(messages)
    if isinstance(field, forms.DateField) and type(field.widget) is forms.DateInput:
        field.widget = DateInput(attrs=field.widget.attrs)
    if isinstance(field, forms.CharField) and field.max_length:
        for validator in field.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = f"最多{field.max_length}个字，现在超过了。"  # type: ignore[attr-defined]


def chosen(data: Mapping[str, Any], name: str) -> list[str]:
    """The values of a repeated box of a page that lists many things (`data` is request.POST)."""
    values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return [str(value) for value in values]
