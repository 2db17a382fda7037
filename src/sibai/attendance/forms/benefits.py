"""Forms of benefits."""

from __future__ import annotations

from typing import Any

from django import forms

from sibai.attendance.models import Benefit
from sibai.people.pages.boxes import Versioned, day, number, text, words

FEN = 100
MOST_WORTH = 99999


class BenefitForm(Versioned):
    """What was given."""

    submit_label = "登记"
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *Benefit.KINDS])
    what = text("内容", 60, "如端午节粽子一盒、在县医院体检")
    given_on = day("发放日", article="第二十一条")
    worth = number("价值", "元", "大约值多少；说不清的留空", most=MOST_WORTH)
    document = text("依据", 100, "如村务会决议、县里文件的日期或编号")

    def given(self) -> dict[str, Any]:
        """As the operation takes it: the worth in fen."""
        told = {name: self.cleaned_data[name] for name in ("kind", "what", "given_on", "document")}
        worth = self.cleaned_data["worth"]
        return {**told, "worth": worth * FEN if worth else None}


class CancelBenefitForm(Versioned):
    """Why it is written off."""

    submit_label = "撤销登记"
    reason = words("原因", rows=2)
