"""Forms of the administrator: accounts, roles, names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from sibai.audit.acts import ROLES
from sibai.people.forms.signing_in import ReasonForm
from sibai.people.models import Holding
from sibai.people.operations.holdings import LEVEL_LABEL, level_of
from sibai.people.pages.forms import PageForm
from sibai.places.models import Place

GIVEN = [(code, label) for code, label in ROLES.items() if code != "coordinator"]
"""Roles that an administrator gives; a coordinator's account comes from the person's own page."""


def place_choices(places: Sequence[Place]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Places for a select: the county, the towns, then the villages of each town."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in places:
        town = place.parent.name if place.level == "village" and place.parent else LEVEL_LABEL[place.level]
        groups.setdefault(town, []).append((place.code, place.short_name))
    return list(groups.items())


class RoleFields(PageForm):
    """A role and where it holds."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *GIVEN])
    place_code = forms.ChoiceField(
        label="范围", help_text="村的角色选村，镇的角色选镇，县级和公司的角色选县", choices=[]
    )

    def __init__(self, *given: Any, places: Sequence[Place], **named: Any) -> None:
        super().__init__(*given, **named)
        self.places = places
        self.fields["place_code"].choices = [("", "请选择"), *place_choices(places)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Role and place on one level."""
        data = super().clean() or self.cleaned_data
        place = next((each for each in self.places if each.code == data.get("place_code")), None)
        if place is not None and data.get("role") and place.level != level_of(data["role"]):
            wanted = LEVEL_LABEL[level_of(data["role"])]
            self.add_error("place_code", f"“{ROLES[data['role']]}”的范围要选{wanted}。")
        return data


class NewAccountForm(RoleFields):
    """An account with its first role."""

    submit_label = "建立账号"
    name = forms.CharField(label="姓名", max_length=40, help_text="一人一号，不能几个人合用")
    account = forms.CharField(
        label="登录名",
        max_length=40,
        help_text="小写字母开头，3—40个小写字母、数字，如 zhangsan",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    field_order = ("name", "account", "role", "place_code")


class HoldingForm(RoleFields, ReasonForm):
    """A further role from a day on."""

    submit_label = "加上角色"
    day = forms.DateField(label="从哪天起")
    field_order = ("role", "place_code", "day", "reason")


class EndForm(ReasonForm):
    """The last day of a role."""

    day = forms.DateField(label="最后一天", help_text="填昨天，就马上停用")
    field_order = ("day", "reason")


class NameForm(ReasonForm):
    """Another name for an account."""

    submit_label = "改姓名"
    name = forms.CharField(label="姓名", max_length=40)
    field_order = ("name", "reason")


class DelegationForm(PageForm):
    """Lending a role: which, to whom, from when to when, why."""

    submit_label = "委托"
    holding = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label="委托给", choices=[])
    start = forms.DateField(label="从哪天起")
    end = forms.DateField(label="到哪天为止", help_text="含这一天；最长一年，可随时收回")
    reason = forms.CharField(label="事由", max_length=200, help_text="如：出差、休假")

    def __init__(
        self, *given: Any, holding: Holding, people: Sequence[tuple[str, str]], today: date, **named: Any
    ) -> None:
        named.setdefault("initial", {"holding": holding.pk, "start": today})
        super().__init__(*given, **named)
        self.fields["to"].choices = [("", "请选择"), *people]  # type: ignore[attr-defined]
