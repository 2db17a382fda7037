"""Forms of claims: which kind for which months, what is granted, when the money came."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from sibai.funds.forms.journal import amount_box, fen
from sibai.funds.models import Claim
from sibai.people.pages.boxes import Versioned, day, text, ticked, words
from sibai.people.pages.forms import PageForm


class ClaimForm(PageForm):
    """Which kind, for which months."""

    submit_label = "申报，报县人社局审核"
    kind = forms.ChoiceField(label="类别", choices=Claim.KINDS)
    first = forms.ChoiceField(label="起月")
    last = forms.ChoiceField(label="止月")

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        months = {name: date.fromisoformat(f"{self.cleaned_data[name]}-01") for name in ("first", "last")}
        return {"kind": self.cleaned_data["kind"], **months}


class DecideForm(Versioned):
    """How much is granted."""

    submit_label = "审核完成"
    granted = amount_box(
        "批准金额", "全部批准的照申报金额填；填0是不批准；只有几个人不批准的，在下面勾选，这里留空", needed=False
    )
    reason = words("和申报不同的原因", "金额一样的不用写", needed=False)
    refused = forms.MultipleChoiceField(
        label="不批准的人",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选的人这次一分不批，材料补齐以后可以再报；批准金额分给其余的人",
    )

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        granted, refused = self.cleaned_data["granted"], self.cleaned_data["refused"]
        return {**super().told(), "granted": None if granted is None else fen(granted), "refused": refused}


class ReceiveForm(Versioned):
    """When the money came."""

    submit_label = "登记到账"
    amount = amount_box("到账金额", "银行回单上的金额；分几次到的，每到一次登记一次")
    more = ticked("多到的待退", "到账比批准还没有到的多，已经和拨款单位核对过的才勾选")
    received_on = day("到账日", "公司账户的到账记录")
    document = text("到账凭证", 120, "银行回单或拨款文件的号码")

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        return {**super().told(), "amount": fen(self.cleaned_data["amount"])}


class GiveBackForm(Versioned):
    """When what was too much was given back."""

    submit_label = "登记退回"
    amount = amount_box("退回金额", "退给拨款单位的金额")
    given_on = day("退回日", "银行回单上的日期")
    document = text("凭证", 120, "银行回单的号码")

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        return {**super().told(), "amount": fen(self.cleaned_data["amount"])}
