"""Forms of village companies' rewards: what was paid in, whether it has come."""

from __future__ import annotations

from typing import Any

from django import forms

from sibai.funds.forms.journal import amount_box, fen
from sibai.people.pages.boxes import Versioned, day, text, words, yes_or_no
from sibai.people.pages.forms import PageForm


class RewardForm(PageForm):
    """A payment of a village's company."""

    submit_label = "登记，等出纳确认"
    village = forms.ChoiceField(label="哪个村（社区）的公司", help_text="只列还有奖励没有交清的")
    amount = amount_box("金额", "银行到账的金额")
    paid_on = day("到账日", "公司账户的到账记录")
    document = text("凭证", 120, "银行回单的号码")

    def told(self) -> dict[str, Any]:
        """As the operation takes it, the village as its code."""
        return {**self.facts(), "amount": fen(self.cleaned_data["amount"])}


class ConfirmRewardForm(Versioned):
    """Whether it has come."""

    submit_label = "提交"
    agree = yes_or_no("到账了吗", "已到账，入账", "没有到账")
    reason = words("原因", "没有到账的必须写", needed=False, rows=2)
