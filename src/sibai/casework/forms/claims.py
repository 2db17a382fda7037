"""Forms of travel claims and their corrections."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sibai.casework.forms.boxes import fen_of, optional_money
from sibai.people.pages.boxes import Versioned, day, number, text, words, yes_or_no

MOST_NIGHTS = 92
FEN = 100
AMOUNTS = ("fares_paid", "lodging_paid")


class SpentForm(Versioned):
    """What was spent on days of a trip."""

    start = day("起", "已报过的日期不能再报", article="第十五条")
    end = day("止", "含当日")
    fares_paid = optional_money("城市间交通费", "车票等票据的合计；没有的留空")
    lodging_paid = optional_money("住宿费票据金额", "住宿发票的合计，按每夜上限报；没有的留空")
    nights = number("住宿夜数", "夜", "留空按天数减一", most=MOST_NIGHTS)

    def given(self) -> dict[str, Any]:
        """As the operations take it: amounts in fen."""
        told = {name: value for name, value in self.facts().items() if name != "version"}
        return {**told, **{name: fen_of(self.cleaned_data[name]) or 0 for name in AMOUNTS}}


class ClaimForm(SpentForm):
    """A claim."""

    submit_label = "提交"
    note = words("说明", needed=False, rows=2)


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


def known_of(row: Any) -> dict[str, Any]:
    """What stands now, as the boxes of a correction show it first: amounts in yuan, nothing left blank."""
    amounts = {name: Decimal(getattr(row, name)) / FEN if getattr(row, name) else None for name in AMOUNTS}
    return {"start": row.start, "end": row.end, "nights": row.nights, **amounts}


class CorrectClaimForm(SpentForm):
    """What a paid claim should have been."""

    submit_label = "登记更正，由镇上确认"
    reason = words("更正原因", "原来错在哪里，依据是什么", rows=2)


class ConfirmCorrectionForm(Versioned):
    """The town's word on a correction."""

    submit_label = "提交"
    agree = yes_or_no("意见", "确认更正", "不确认")
    reason = words("理由", "不确认的必须写", needed=False, rows=2)


class SettleCorrectionForm(Versioned):
    """When the difference was paid or given back."""

    submit_label = "登记"
    settled_on = day("补付或退回日", "补付给本人，或本人退回用人单位的那天", article="第十五条")
    voucher = text("凭证号", 60, "记账凭证或转账流水的编号")
