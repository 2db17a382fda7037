"""Forms of the pattern page: they belong to no act."""

from __future__ import annotations

from typing import Any

from django import forms

VILLAGES = ("枣树村", "茅坪社区", "田湾村", "彭家村", "大山村", "联合村", "八里村", "前河村", "金家湾村", "朝阳村")


class SampleForm(forms.Form):
    """One field of each kind, in two groups."""

    groups = (
        {"title": "本人", "note": "按身份证填写。", "names": ("name", "id_number", "born", "sex", "kinds")},
        {"title": "合同", "note": "", "names": ("starts", "base", "paper", "village", "reason")},
    )
    command = forms.CharField(widget=forms.HiddenInput, required=False, initial="sample")
    name = forms.CharField(label="姓名", max_length=40)
    id_number = forms.CharField(label="身份证号", help_text="18位，只有办理人看得到全文")
    born = forms.DateField(
        label="出生日期",
        help_text="18—40周岁，按报名截止日计",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sex = forms.ChoiceField(label="性别", choices=(("f", "女"), ("m", "男")), widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label="优先条件",
        required=False,
        help_text="可以多选，每一项都要交证明",
        choices=(("a", "脱贫户、监测户家庭成员"), ("b", "退役军人"), ("c", "有村务工作经历")),
        widget=forms.CheckboxSelectMultiple,
    )
    starts = forms.DateField(
        label="合同起始日",
        help_text="签订当日或以后",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    base = forms.DecimalField(
        label="基础工资",
        help_text="整月数，不足月的由系统算",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short number"}),
    )
    paper = forms.FileField(
        label="盖章的合同扫描件", required=False, help_text="图片或 PDF，不超过 10 MB，可以先保存、以后再传"
    )
    village = forms.ChoiceField(label="村（社区）", choices=[("", "请选择"), *((each, each) for each in VILLAGES)])
    reason = forms.CharField(
        label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="写给下一位办理人看"
    )
    agreed = forms.BooleanField(label="已当面核对身份证原件")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give two fields what the templates look for: the article and the unit."""
        super().__init__(*args, **kwargs)
        self.fields["born"].article = "第五条"  # type: ignore[attr-defined]
        self.fields["base"].unit = "元／月"  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """The reason that an act which cannot be undone asks for."""

    reason = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 3}), help_text="写明事实和依据，会记入日志，本人可以看到"
    )
