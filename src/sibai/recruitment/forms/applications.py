"""Forms of an application: entered from paper, taken in, corrected, decided; and the sheet of an assessor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from sibai.documents.checking import SCANS as PICTURED
from sibai.documents.checking import what_to_do
from sibai.documents.forms import ScanField
from sibai.people.identity import mask_address, mask_phone
from sibai.people.models.person import EDUCATION
from sibai.people.pages import PageForm
from sibai.recruitment.forms.steps import REASON, area, day
from sibai.recruitment.models import Application, MeritItem
from sibai.recruitment.models.merit import CENTIPOINTS, FULL_MARKS

FLAGS = {
    "poverty_relief": "脱贫劳动力",
    "hard_to_employ": "其他就业困难人员",
    "graduate": "高校毕业生",
    "veteran": "退役军人",
    "poverty_household": "脱贫户家庭成员",
    "monitored_household": "监测户家庭成员",
    "knows_village": "熟悉本村（社区）情况",
}
SCANS = {
    "application_form": "报名表",
    "identity_card": "身份证",
    "diploma": "毕业证",
    "category_proof": "类别证明",
}


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"


def _add_flags(form: PageForm) -> None:
    for name, label in FLAGS.items():
        form.add(name, forms.BooleanField(label=label, required=False))


class ApplicationForm(PageForm):
    """Who applies, and what the form says."""

    name = forms.CharField(label="姓名", max_length=40)
    id_number = forms.CharField(
        label="身份证号",
        max_length=30,
        help_text="18位，出生日期和性别从号码读出。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(label="手机号", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    address = forms.CharField(label="住址", max_length=200, required=False)
    education = forms.ChoiceField(
        label="文化程度", choices=[("", "请选择"), *EDUCATION], help_text="高中或中职、技校及以上。"
    )
    hire_date = day("拟聘用日期", required=False, help_text="年龄按聘用之日计算时才要填。")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _add_flags(self)
        self.fields["education"].article = "第五条"  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Who, what counts, the papers."""
        return [
            {"title": "本人", "note": "", "names": ["name", "id_number", "phone", "address", "education", "hire_date"]},
            {"title": "类别和优先", "note": "按证明材料勾选，没有证明的不勾。", "names": [*FLAGS]},
        ]


class EnterForm(ApplicationForm):
    """A paper application, with when it was handed in and its scans."""

    applied_on = day("报名日期")
    applied_time = forms.TimeField(
        label="报名时间",
        widget=TimeInput(format="%H:%M", attrs={"class": "short"}),
        help_text="成绩、优先项都相同时，报名早的在前。",
        error_messages={"invalid": "时间写成时和分，如 09:30。"},
    )

    def __init__(self, *given: Any, now: datetime, **named: Any) -> None:
        local = timezone.localtime(now)
        named["initial"] = {"applied_on": local.date(), "applied_time": local.time().replace(second=0, microsecond=0)}
        super().__init__(*given, **named)
        for kind, label in SCANS.items():
            self.add(kind, ScanField(label=f"{label}扫描件", required=False, help_text=""))

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The moment first, the scans last."""
        return [
            {"title": "报名", "note": "", "names": ["applied_on", "applied_time"]},
            *super().groups,
            {"title": "扫描件", "note": f"{what_to_do(PICTURED)}可以以后补交。", "names": [*SCANS]},
        ]

    def given(self) -> dict[str, Any]:
        """Facts, the moment of applying, and the scans as (kind, upload)."""
        facts = self.facts()
        on, at = facts.pop("applied_on"), facts.pop("applied_time")
        scans = [(kind, facts.pop(kind)) for kind in SCANS]
        return {
            "facts": facts,
            "applied_at": moment(on, at),
            "scans": [(kind, upload) for kind, upload in scans if upload],
        }


def moment(on: date, at: time) -> datetime:
    """A day and an hour of the county's clock."""
    return timezone.make_aware(datetime.combine(on, at))


class VersionForm(PageForm):
    """A form about an application as the page showed it."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *given: Any, application: Application, **named: Any) -> None:
        self.application = application
        named["initial"] = {"version": application.version, **self.first(application), **named.get("initial", {})}
        super().__init__(*given, **named)

    def first(self, application: Application) -> dict[str, Any]:
        """What stands in the form before anything is typed."""
        return {}

    def given(self) -> dict[str, Any]:
        """What the operation takes."""
        return self.facts()


class TakeInForm(VersionForm, ApplicationForm):
    """What came from the public pages, compared with the papers: the identity number is typed from the card."""

    def __init__(self, *given: Any, application: Application, **named: Any) -> None:
        super().__init__(*given, application=application, **named)
        typed = application.typed
        self.fields["id_number"].help_text = "照身份证输入，与网上填的核对。"
        masks = (("phone", mask_phone), ("address", mask_address))
        for name, mask in masks:
            self.fields[name].required = False
            self.fields[name].help_text = f"网上填的是 {mask(typed.get(name, '')) or '（没有填）'}；不填就按网上的。"

    def first(self, application: Application) -> dict[str, Any]:
        """As it was typed, but for what is masked."""
        flags = {name: getattr(application, name) for name in (*FLAGS, "education", "hire_date")}
        return {"name": application.name, **flags}

    def given(self) -> dict[str, Any]:
        """The facts as compared."""
        facts, typed = self.facts(), self.application.typed
        for name in ("phone", "address"):
            facts[name] = facts[name] or typed.get(name, "")
        return {"version": facts.pop("version"), "facts": facts}


class CorrectForm(VersionForm):
    """The facts as the papers show them, and the village's word on the conduct."""

    education = forms.ChoiceField(label="文化程度", choices=EDUCATION)
    conduct_confirmed = forms.BooleanField(
        label="村（社区）确认政治素质好", required=False, help_text="由村（社区）党支部、村委会确认。"
    )
    hire_date = day("拟聘用日期", required=False, help_text="年龄按聘用之日计算时才要填。")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _add_flags(self)
        self.order_fields(["education", *FLAGS, "conduct_confirmed", "hire_date"])

    @property
    def groups(self) -> list[dict[str, Any]]:
        """What the papers show; what the village says."""
        return [
            {"title": "本人", "note": "", "names": ["education", "hire_date"]},
            {"title": "类别和优先", "note": "按证明材料勾选，没有证明的不勾。", "names": [*FLAGS]},
            {"title": "政治素质", "note": "", "names": ["conduct_confirmed"]},
        ]

    def first(self, application: Application) -> dict[str, Any]:
        """As it stands."""
        return {name: getattr(application, name) for name in (*FLAGS, "education", "hire_date", "conduct_confirmed")}

    def given(self) -> dict[str, Any]:
        """The facts as compared."""
        facts = self.facts()
        return {"version": facts.pop("version"), "facts": facts}


class DecideForm(VersionForm):
    """The decision of the review."""

    decision = forms.ChoiceField(
        label="审查结果",
        choices=[("admitted", "符合条件"), ("exception", "不全符合，破格"), ("refused", "不符合")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="理由",
        max_length=REASON,
        required=False,
        widget=area(),
        help_text="破格必须写明；按条件符合而作不符合处理的也要写明。",
    )


class WhyForm(VersionForm):
    """Why."""

    reason = forms.CharField(label="原因", max_length=REASON, widget=area())


class AssessorForm(PageForm):
    """An assessor with the kinship declared."""

    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="单位和职务", max_length=60)

    def __init__(self, *given: Any, candidates: Sequence[Application], **named: Any) -> None:
        super().__init__(*given, **named)
        self.candidates = candidates
        for each in candidates:
            label = f"与{each.name}（{each.number}号）的亲属关系"
            self.add(f"kin_{each.number}", forms.CharField(label=label, max_length=40, required=False))
        declared = forms.BooleanField(label="评分人已书面声明：除上面写的以外，与报名人没有亲属关系")
        self.add("declared", declared)
        declared.error_messages["required"] = "请先由评分人声明，再勾选。"

    def given(self) -> dict[str, Any]:
        """Name, post, and the kin by application."""
        facts = self.facts()
        kin: dict[UUID, str] = {each.pk: facts.pop(f"kin_{each.number}") for each in self.candidates}
        return {**facts, "kin": kin}


class RemoveForm(PageForm):
    """Why an assessor is taken out."""

    reason = forms.CharField(label="原因", max_length=REASON, widget=area(2))

    def given(self) -> dict[str, Any]:
        """The reason."""
        return self.facts()


class ScoreForm(PageForm):
    """The sheet of one assessor: a mark for everybody on every item, two decimals at most."""

    def __init__(
        self,
        *given: Any,
        candidates: Sequence[Application],
        items: Sequence[MeritItem],
        marks: dict[Any, int],
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self.candidates, self.items = candidates, items
        for each in candidates:
            for item in items:
                self.add(_mark(each, item), _mark_box(f"{each.name} {item.name}", marks.get((each.pk, item.pk))))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The sheet as a table: everybody with the boxes of the items."""
        return [
            {"name": each.name, "number": each.number, "boxes": [self[_mark(each, item)] for item in self.items]}
            for each in self.candidates
        ]

    def given(self) -> dict[str, Any]:
        """The marks in centipoints by (application, item)."""
        return {
            "marks": {
                (each.pk, item.pk): int(self.cleaned_data[_mark(each, item)].scaleb(2))
                for each in self.candidates
                for item in self.items
            }
        }


def _mark(application: Application, item: MeritItem) -> str:
    return f"mark_{application.number}_{item.position}"


def _mark_box(label: str, points: int | None) -> forms.DecimalField:
    """The box of one mark: nothing to a hundred points, two decimals at most."""
    words = {
        **dict.fromkeys(("min_value", "max_value", "max_digits", "max_whole_digits"), "分数在0至100之间。"),
        "max_decimal_places": "最多两位小数。",
    }
    box = forms.DecimalField(
        label=label,
        min_value=0,
        max_value=FULL_MARKS // CENTIPOINTS,
        max_digits=5,
        decimal_places=2,
        initial=None if points is None else Decimal(points).scaleb(-2),
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.01"}),
        error_messages=words,
    )
    for validator in box.validators:
        if getattr(validator, "code", "") in words:
            validator.message = words[validator.code]  # type: ignore[attr-defined]
    return box
