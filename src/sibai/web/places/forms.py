"""Forms of places and organisations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from sibai.people.pages import PageForm
from sibai.places.models import Organisation, OrganisationRecord
from sibai.places.operations.changes import NewPlace
from sibai.places.operations.organisations import Facts

NEW = "new"
NEW_ONES = (1, 2, 3)
"""So many new villages fit on the form of a split."""


def document_field() -> forms.CharField:
    """The document on which a change rests."""
    return forms.CharField(label="依据", max_length=120, help_text="文件名称和文号，如 白政发〔2026〕1号")


def start_field(label: str = "生效日") -> forms.DateField:
    """From which day something holds."""
    return forms.DateField(label=label)


class RenameForm(PageForm):
    """Another name from a day on."""

    submit_label = "改名"
    was = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="新名称", max_length=60, help_text="按批文写全称，如 大山村委会、桥儿沟社区居委会")
    start = start_field()
    document = document_field()


class OrganisationForm(PageForm):
    """What an organisation is called, who stands for it, where its account is, from a day on."""

    submit_label = "登记"
    name = forms.CharField(label="名称", max_length=120, help_text="与登记证书一致，合同、工资表、银行文件都照此写")
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=40, required=False, help_text="18位，最后一位是校验位"
    )
    legal_representative = forms.CharField(label="法定代表人（负责人）", max_length=40, required=False)
    address = forms.CharField(label="住所", max_length=200, required=False)
    bank = forms.CharField(label="开户行", max_length=120, required=False)
    account = forms.CharField(label="银行账号", max_length=60, required=False, help_text="加密保存，页面上只显示末四位")
    start = start_field()
    document = document_field()

    def organisation_facts(self) -> Facts:
        """What was typed, for the operation; a blank account is the one that stands."""
        data = self.cleaned_data
        names = ("name", "credit_code", "legal_representative", "address", "bank")
        return Facts(**{name: data[name] for name in names}, account=data["account"] or None)


class ChangeForm(OrganisationForm):
    """A change: begins with what stands; `was` is the record that the user saw."""

    submit_label = "登记变更"
    was = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)

    def __init__(self, *given: Any, record: OrganisationRecord, **named: Any) -> None:
        names = ("name", "credit_code", "legal_representative", "address", "bank")
        named["initial"] = {name: getattr(record, name) for name in names} | {"was": record.pk}
        super().__init__(*given, **named)
        if record.account:
            self.fields["account"].help_text = f"现为尾号{record.account[-4:]}；不填就不变"
        self.fields["start"].help_text = f"现行资料从{record.start}起；更正原来登记的资料，就填这一天"


class NewOrganisationForm(OrganisationForm):
    """An organisation that is set up."""

    kind = forms.ChoiceField(label="类别")
    field_order = ("kind",)

    def __init__(self, *given: Any, kinds: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"].choices = [("", "请选择"), *kinds]  # type: ignore[attr-defined]
        self.fields["start"].label = "设立日"


class EndForm(PageForm):
    """The end of an organisation, and who takes over."""

    submit_label = "登记终止"
    last_day = forms.DateField(label="最后一天")
    successor = forms.ChoiceField(label="由哪个机构承接", required=False)
    new_name = forms.CharField(
        label="或者新设机构的名称", max_length=120, required=False, help_text="如 白河县农业农村局；从最后一天的次日起"
    )
    document = document_field()

    def __init__(self, *given: Any, others: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["successor"].choices = [("", "没有，或是新设的"), *others]  # type: ignore[attr-defined]


class Confirmed(PageForm):
    """A form that is looked at once more: its second sending has `confirmed`."""

    confirmed = forms.CharField(widget=forms.HiddenInput, required=False)

    def hide(self) -> None:
        """Carry what was typed without showing it, for the page that says what will happen."""
        for field in self.fields.values():
            field.widget = field.hidden_widget() if not field.widget.is_hidden else field.widget
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent["confirmed"] = "1"
        self.data = sent


class MergeForm(Confirmed):
    """Villages of a town become one."""

    submit_label = "看看会怎样"
    old = forms.MultipleChoiceField(
        label="哪些村（社区）被合并", widget=forms.CheckboxSelectMultiple, help_text="保留下来的村不要选在这里"
    )
    into = forms.ChoiceField(label="并入", help_text="保留原名原代码的村；新设的在下面填")
    code = forms.CharField(label="新村的区划代码", max_length=12, required=False, help_text="12位，前9位是镇的代码")
    name = forms.CharField(label="新村的名称", max_length=60, required=False)
    on = start_field()
    document = document_field()

    def __init__(self, *given: Any, villages: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["old"].choices = list(villages)  # type: ignore[attr-defined]
        self.fields["into"].choices = [(NEW, "新设一个村（社区）"), *villages]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One that goes on, or a new one; not both."""
        data = super().clean() or self.cleaned_data
        new = [data.get("code"), data.get("name")]
        if data.get("into") != NEW and any(new):
            self.add_error("into", "并入现有的村，就不要再填新村；新设的，这里选“新设”。")
        elif data.get("into") == NEW and not all(new):
            self.add_error("code", "新设的村要填代码和名称。")
        return data


class SplitForm(Confirmed):
    """A village becomes several."""

    submit_label = "看看会怎样"
    keeps = forms.BooleanField(label="原村保留，只分出一部分", required=False)
    stays = forms.ChoiceField(
        label="协理员和人员档案归",
        choices=[(str(number), f"第{number}个新村") for number in NEW_ONES],
        help_text="原村保留的，仍归原村",
    )
    on = start_field()
    document = document_field()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for number in NEW_ONES:
            self.fields[f"code_{number}"] = forms.CharField(
                label=f"第{number}个新村的区划代码", max_length=12, required=number == 1
            )
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"第{number}个新村的名称", max_length=60, required=number == 1
            )
        pairs = [name for number in NEW_ONES for name in (f"code_{number}", f"name_{number}")]
        self.order_fields([*pairs, "keeps", "stays", "on", "document"])

    def new_places(self) -> list[NewPlace]:
        """The new villages that were filled in."""
        pairs = [(self.cleaned_data[f"code_{number}"], self.cleaned_data[f"name_{number}"]) for number in NEW_ONES]
        return [NewPlace(code, name) for code, name in pairs if code or name]


def kinds_at(level: str, levels: dict[str, str]) -> list[tuple[str, str]]:
    """The kinds of organisations that stand at a level."""
    return [(kind, label) for kind, label in Organisation.KINDS if levels.get(kind, "county") == level]
