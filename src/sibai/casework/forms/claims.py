"""Forms of travel claims."""

from __future__ import annotations

from typing import Any

from sibai.casework.forms.boxes import fen_of, optional_money
from sibai.people.pages.boxes import Versioned, day, number, text, words, yes_or_no

MOST_NIGHTS = 92


class ClaimForm(Versioned):
    """What was spent on days of a trip."""

    submit_label = "提交"
    start = day("起", "已报过的日期不能再报", article="第十五条")
    end = day("止", "含当日")
    fares_paid = optional_money("城市间交通费", "车票等票据的合计；没有的留空")
    lodging_paid = optional_money("住宿费票据金额", "住宿发票的合计，按每夜上限报；没有的留空")
    nights = number("住宿夜数", "夜", "留空按天数减一", most=MOST_NIGHTS)
    note = words("说明", needed=False, rows=2)

    def given(self) -> dict[str, Any]:
        """As the operations take it: amounts in fen."""
        told = {name: self.cleaned_data[name] for name in ("start", "end", "nights", "note")}
        return {**told, **{name: fen_of(self.cleaned_data[name]) or 0 for name in ("fares_paid", "lodging_paid")}}


class DecideClaimForm(Versioned):
    """Whether the trip was made and is paid."""

    submit_label = "提交"
    agree = yes_or_no("意见", "情况属实，同意报销", "不予报销", "同意以后金额定案，由用人单位支付")
    reason = words("理由", "不予报销的必须写", needed=False, rows=2)


class RevokeForm(Versioned):
    """Why the confirmation is taken back."""

    submit_label = "撤回确认"
    reason = words("原因", rows=2)


class PayClaimForm(Versioned):
    """When it was paid."""

    submit_label = "登记支付"
    paid_on = day("支付日", "从用人单位工作经费付出的那天", article="第十五条")
    voucher = text("凭证号", 60, "记账凭证或转账流水的编号")
