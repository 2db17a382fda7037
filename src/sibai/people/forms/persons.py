"""Forms about a person."""

from __future__ import annotations

from typing import Any

from django import forms

from sibai.people.identity import NAME_LONGEST
from sibai.people.models.person import EDUCATION
from sibai.people.pages.boxes import Versioned, text, words, yes_or_no
from sibai.people.pages.forms import PageForm
from sibai.places.models import Place

REASON_LONGEST = 200
CARD_HELP = "社会保障卡的银行账号，12至32位；已经登记过的，改动要另一人核对"
FACTS = ("name", "id_number", "phone", "card", "address", "education")


class RevealForm(PageForm):
    """Why a full value has to be seen."""

    submit_label = "查看"
    reason = forms.CharField(
        label="查看事由",
        min_length=2,
        max_length=REASON_LONGEST,
        help_text="写明用在哪件事上，如“核对备案表”。事由和查看人、时间一起记入日志。",
        error_messages={"min_length": "事由太短，请写明用在哪件事上。"},
    )


class ReasonForm(PageForm):
    """An act whose only word is its reason."""

    reason = forms.CharField(label="依据或原因", min_length=2, max_length=REASON_LONGEST)


class FactsForm(PageForm):
    """Other facts of a person; what is left blank stays as it is."""

    name = forms.CharField(label="姓名", required=False, max_length=NAME_LONGEST)
    id_number = forms.CharField(label="身份证号", required=False, max_length=40, help_text="18位，最后一位可以是 X")
    phone = forms.CharField(label="手机号", required=False, max_length=40, help_text="11位")
    card = forms.CharField(
        label="银行账号",
        required=False,
        max_length=60,
        help_text=CARD_HELP,
    )
    address = forms.CharField(label="住址", required=False, max_length=120)
    education = forms.ChoiceField(label="文化程度", required=False, choices=[("", "不改"), *EDUCATION])

    def given(self) -> dict[str, Any]:
        """The facts that were filled in."""
        return {name: value for name in FACTS if (value := self.cleaned_data[name])}


class ChangeForm(FactsForm):
    """A correction by whoever deals with the person, with what it rests on."""

    submit_label = "保存更正"
    reason = forms.CharField(
        label="更正依据", min_length=2, max_length=REASON_LONGEST, help_text="如“身份证原件”“派出所更名证明”。"
    )
    groups = (
        {"title": "更正内容", "note": "不改的留空。", "names": FACTS},
        {"title": "依据", "note": "", "names": ("reason",)},
    )


class VillageField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A village, told with its town: several have the same name."""

    def label_from_instance(self, obj: Any) -> str:
        """茅坪镇 · 枫树村."""
        return f"{obj.parent.name} · {obj.short_name}"


class MoveForm(ReasonForm):
    """Another village deals with the person from now on."""

    submit_label = "转过去"
    village = VillageField(
        label="转到",
        queryset=Place.objects.none(),
        empty_label="请选择",
        error_messages={"invalid_choice": "请从列出的村（社区）里选一个。"},
    )
    field_order = ("village", "reason")

    def __init__(self, *given: Any, villages: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]


class DecideCardForm(Versioned):
    """The second person's reading of the account."""

    submit_label = "提交"
    agree = yes_or_no("核对结果", "一致，改用新账号", "不改")
    card = text("照卡或存折再输一遍", 60, "选“一致”的必须输", needed=False)
    reason = words("原因", "不改的必须写", needed=False)
