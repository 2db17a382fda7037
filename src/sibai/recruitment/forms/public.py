"""Forms of the public pages: apply, look one's own application up, take it back. No session stands behind them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from sibai.audit.refusals import Refusal
from sibai.documents.checking import SCANS as PICTURED
from sibai.documents.checking import what_to_do
from sibai.documents.forms import ScanField
from sibai.people import identity
from sibai.people.models.person import EDUCATION
from sibai.people.pages import PageForm
from sibai.recruitment.forms.applications import FLAGS
from sibai.recruitment.operations.applications import Scan
from sibai.recruitment.operations.desk import Sent
from sibai.recruitment.receipts import command_in, new_token

LONGEST_TOKEN, LONGEST_CODE = 400, 60
PROVEN = ("poverty_relief", "hard_to_employ", "veteran", "poverty_household", "monitored_household")
"""Categories that a paper has to prove."""
SCANS = {
    "identity_card": ("身份证照片", "正反面拍在一起，或扫描成一个 PDF。"),
    "diploma": ("毕业证照片", ""),
    "category_proof": ("类别证明照片", "上面勾了类别的要交，如脱贫户证明、就业困难人员认定表、退役证。"),
}


class ApplyForm(PageForm):
    """The application as the paper form has it, with the scans and the notice at collection."""

    submit_label = "提交报名"
    unfinished = "还没有提交，请改好下面几处"
    command = forms.CharField(  # type: ignore[assignment]
        widget=forms.HiddenInput, max_length=LONGEST_TOKEN, required=False
    )
    name = forms.CharField(label="姓名", max_length=identity.NAME_LONGEST, help_text="与身份证一致。")
    id_number = forms.CharField(label="身份证号", max_length=30, help_text="18位，最后一位可能是 X。")
    phone = forms.CharField(label="手机号", max_length=20, help_text="村（社区）用它联系您。")
    address = forms.CharField(label="住址", max_length=200, help_text="现在住的镇、村（社区）、组。")
    education = forms.ChoiceField(label="文化程度", choices=[("", "请选择"), *EDUCATION], help_text="以毕业证为准。")

    def __init__(self, *given: Any, round_id: UUID, notice_version: str, today: date, **named: Any) -> None:
        super().__init__(*given, **named)
        self.round_id, self.notice_version, self.today = round_id, notice_version, today
        for name, attrs in BROWSER.items():
            self.fields[name].widget.attrs.update(attrs)
        for name, label in FLAGS.items():
            self.add(name, forms.BooleanField(label=label, required=False))
        for kind, (label, rule) in SCANS.items():
            self.add(kind, ScanField(label=label, required=kind != "category_proof", help_text=rule))
        read = forms.BooleanField(label="我已读过告知书，同意其中写明的收集和使用（包括敏感个人信息）")
        self.add("read", read)
        read.error_messages["required"] = "请先读告知书，同意的打勾；不同意的，不能在网上报名。"
        if not self.is_bound:
            self.initial["command"] = new_token(round_id, notice_version)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Who, what counts, the papers, what happens to all that."""
        return [
            {"title": "本人", "names": ["name", "id_number", "phone", "address", "education"]},
            {"title": "类别和优先", "note": "是哪一类就勾哪一类，都不是就不勾。", "names": [*FLAGS]},
            {
                "title": "证件",
                "note": f"可以用手机直接拍。{what_to_do(PICTURED)}政治素质由村（社区）了解，不用填。",
                "names": [*SCANS],
            },
            {"title": "告知书", "part": "recruitment/public/_privacy.html", "names": ["read"]},
        ]

    def clean_command(self) -> str:
        """The number under which it is kept once. A token that is no good is replaced, and the form sent once more."""
        try:
            return command_in(self.cleaned_data["command"], self.round_id, self.notice_version)
        except Refusal as stale:
            self.data = _with(self.data, self.add_prefix("command"), new_token(self.round_id, self.notice_version))
            raise forms.ValidationError(str(stale)) from stale

    def clean_name(self) -> str:
        """As the identity card has it."""
        return _judged(identity.check_name, self.cleaned_data["name"])

    def clean_id_number(self) -> str:
        """Eighteen digits that belong together."""
        typed = self.cleaned_data["id_number"]
        return _judged(lambda text: identity.check_id_number(text, today=self.today).number, typed)

    def clean_phone(self) -> str:
        """A mobile number."""
        return _judged(identity.check_phone, self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """A category that was ticked comes with its proof."""
        data = super().clean() or self.cleaned_data
        ticked = [FLAGS[name] for name in PROVEN if data.get(name)]
        if ticked and not data.get("category_proof") and "category_proof" not in self.errors:
            self.add_error("category_proof", f"勾了“{'、'.join(ticked)}”，请附上证明；没有证明的请去掉勾。")
        return data

    def given(self) -> Sent:
        """What is kept."""
        facts = self.facts()
        scans = [Scan(kind, facts.pop(kind)) for kind in SCANS]
        facts.pop("read")
        return Sent(facts, [scan for scan in scans if scan.upload], self.notice_version)


BROWSER: dict[str, dict[str, str]] = {
    "name": {"autocomplete": "name"},
    "id_number": {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    "phone": {"autocomplete": "tel", "inputmode": "numeric"},
    "address": {"autocomplete": "street-address", "class": "wide"},
}
"""What the browser of a phone is told of the boxes."""


def _judged(check: Any, typed: str) -> str:
    """What a check makes of what was typed; its refusal stands beside the field."""
    try:
        return str(check(typed))
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


def _with(data: Any, name: str, value: str) -> Any:
    """What was sent, with one value changed."""
    changed = QueryDict(mutable=True)
    changed.update(data)
    changed[name] = value
    return changed


class CodeForm(PageForm):
    """A receipt code."""

    command = None  # type: ignore[assignment]
    submit_label = "查询"
    unfinished = "查不了，请改好回执码"
    code = forms.CharField(
        label="回执码",
        max_length=LONGEST_CODE,
        help_text="报名时给您的20个字母和数字，大小写、横线、空格都不要紧。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "wide"}
        ),
    )


class WithdrawForm(CodeForm):
    """A receipt code, and that it is meant."""

    submit_label = "撤回报名"
    unfinished = "还没有撤回，请改好下面几处"
    sure = forms.BooleanField(label="我要撤回这份报名，撤回以后不能恢复")

    def __init__(self, *given: Any, known: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        if known:
            self.fields["code"].widget = forms.HiddenInput()
        self.fields["sure"].error_messages["required"] = "确定要撤回的，请打勾。"
