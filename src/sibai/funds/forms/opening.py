"""Forms of the opening of the books: the file, why a list is returned."""

from __future__ import annotations

from typing import Any

from django import forms

from sibai.documents.checking import TABLES, what_to_do
from sibai.documents.forms import TableField
from sibai.funds.forms.journal import amount_box, fen
from sibai.people.pages.boxes import Versioned, day, text, words
from sibai.people.pages.forms import PageForm


class OpenForm(PageForm):
    """The file, from which month the books are kept here, and what it stands on."""

    submit_label = "上传并核对"
    month = forms.ChoiceField(label="从哪个月起用系统记账", help_text="余额都写到上个月月末")
    file = TableField(label="期初余额", help_text=f"{what_to_do(TABLES)}有一处不对就什么也不保存。")
    document = text("依据", 120, "原来的账、银行对账单等")


class ReturnForm(Versioned):
    """Why a list is returned."""

    submit_label = "退回"
    reason = words("退回原因", "写清楚哪一行不对，会记入日志")


class ResendForm(PageForm):
    """Which returned wage the bank has paid, when, by which paper."""

    submit_label = "登记重发"
    row = forms.ChoiceField(label="哪一笔")
    paid_on = day("重发日", "银行回单上的日期")
    document = text("凭证", 120, "银行回单的号码")


class RegainForm(PageForm):
    """Who has given back how much, when, by which paper."""

    submit_label = "登记退回"
    row = forms.ChoiceField(label="哪一笔")
    amount = amount_box("退回金额", "银行到账的金额")
    paid_on = day("退回日", "公司账户的到账记录")
    document = text("凭证", 120, "银行回单的号码")

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        return {**self.facts(), "amount": fen(self.cleaned_data["amount"])}
