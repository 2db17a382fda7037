"""Forms of items besides the wage, of held pay, of corrections and recoveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from sibai.people.pages.boxes import BLANK, Versioned, day, text, words, yes_or_no
from sibai.people.pages.forms import PageForm

MOST = Decimal("99999.99")


def money(label: str, rule: str = "") -> forms.DecimalField:
    """A box for an amount in yuan; `fen` of its form gives it in fen."""
    field = forms.DecimalField(
        label=label,
        help_text=rule,
        min_value=Decimal("0.01"),
        max_value=MOST,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    field.unit = "元"  # type: ignore[attr-defined]
    field.error_messages.update(min_value="金额应大于0。", max_value=f"金额最多{MOST}元。")
    return field


def fen(amount: Decimal) -> int:
    """Yuan with two decimals as fen."""
    return int(amount.scaleb(2))


class ItemForm(PageForm):
    """A reward by the village company."""

    submit_label = "登记，报公司"
    person = forms.ChoiceField(label="协理员")
    month = forms.ChoiceField(label="随哪个月的工资发")
    amount = money("金额", "村劳务帮扶服务公司定的数，钱由村公司付给派活儿公司代发")
    document = text("依据", 120, "村公司的决定或会议记录")

    def __init__(
        self, *given: Any, people: Sequence[tuple[str, str]], months: Sequence[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.fields["person"].choices = [*BLANK, *people]  # type: ignore[attr-defined]
        self.fields["month"].choices = list(months)  # type: ignore[attr-defined]


class ReasonForm(Versioned):
    """A reason."""

    reason = words("原因", "写清楚，会记入日志")


class DecideForm(Versioned):
    """Yes or no with reasons."""

    submit_label = "提交"
    agree = yes_or_no("意见", "同意", "不同意")
    reason = words("理由", "不同意的必须写", needed=False)


class HoldForm(PageForm):
    """Why somebody's pay is held."""

    submit_label = "提出暂缓"
    month = forms.ChoiceField(label="自哪个月起")
    reason = words("原因", "写清楚发现了什么、怎么发现的；村（社区）、镇看不到")
    document = text("依据", 120, "举报登记号、核查记录等", needed=False)


class HoldDecisionForm(Versioned):
    """The second person's decision."""

    submit_label = "提交决定"
    agree = yes_or_no("决定", "暂缓发放", "不暂缓")
    reason = words("理由")


class RecountForm(PageForm):
    """Why a month is computed again."""

    submit_label = "编制更正"
    cause = text("起因", 200, "例如：考勤更正、缴费基数公布、离岗日期有误")
    document = text("依据", 120, needed=False)


class AgreementForm(Versioned):
    """What the person agreed to."""

    submit_label = "登记本人同意"
    monthly = money("每月扣回", "每月实际扣的不超过当月应发的规定比例")
    agreed_on = day("本人同意日", "看本人签字的同意书")
    document = text("同意书", 120)


class CashForm(Versioned):
    """What was given back otherwise."""

    submit_label = "登记退回"
    amount = money("退回金额")
    document = text("收据或转账凭证", 120)


def month_value(chosen: str) -> date:
    """A month that was chosen, as its first day."""
    return date.fromisoformat(f"{chosen}-01")
