"""Forms of the journal: nothing but yes, a payment to the tax office, a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from sibai.funds.models import Remittance
from sibai.payroll.forms.cases import fen
from sibai.people.pages.boxes import Plain, day, text, words
from sibai.people.pages.forms import PageForm

__all__ = ["Plain", "ReasonForm", "RemitForm", "amount_box", "fen"]
MOST_DIGITS, DECIMALS = 14, 2


def amount_box(label: str, rule: str = "", *, needed: bool = True) -> forms.DecimalField:
    """A box for a county's amount in yuan."""
    field = forms.DecimalField(
        label=label,
        help_text=rule,
        required=needed,
        min_value=0,
        max_digits=MOST_DIGITS,
        decimal_places=DECIMALS,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    field.unit = "元"  # type: ignore[attr-defined]
    field.error_messages.update(min_value="金额不能小于0。", max_digits="金额太大，请核对。")
    return field


class RemitForm(PageForm):
    """A payment to the tax office."""

    submit_label = "登记"
    month = forms.ChoiceField(label="所属月份")
    kind = forms.ChoiceField(label="类别", choices=Remittance.KINDS)
    amount = amount_box("金额", "缴款书上的合计：社会保险费含单位和个人两部分")
    paid_on = day("缴款日", "缴款书上的日期")
    document = text("缴款凭证", 120, "缴款书的号码")

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        return {
            **self.facts(),
            "amount": fen(self.cleaned_data["amount"]),
            "month": date.fromisoformat(f"{self.cleaned_data['month']}-01"),
        }


class ReasonForm(PageForm):
    """A reason."""

    reason = words("原因", "写清楚，会记入日志")
