"""Forms of prefunding: how much one source bears, days of transfer and arrival, a year's budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sibai.funds.forms.journal import amount_box, fen
from sibai.funds.models import FUNDED_BY
from sibai.people.pages.boxes import Versioned, day, text, words
from sibai.people.pages.forms import PageForm


class ComputeForm(Versioned):
    """How the two sources share."""

    submit_label = "计算"
    most = amount_box("就业补助资金最多承担", "不填的，按本年预算还剩的数；其余由财政预算资金承担", needed=False)

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        most = self.cleaned_data["most"]
        return {"version": super().told()["version"], "most_employment": None if most is None else fen(most)}


class ReasonForm(Versioned):
    """A reason."""

    reason = words("原因", "写清楚，会记入日志")


class TransferForm(Versioned):
    """When finance transferred, by which paper."""

    transferred_on = day("拨付日", "拨款凭证上的日期")
    document = text("拨付凭证", 120, "拨款单或支付凭证的号码")


class ArriveForm(Versioned):
    """When the money came."""

    arrived_on = day("到账日", "公司账户的到账记录")


class BudgetForm(PageForm):
    """A year's budget by month and source."""

    submit_label = "保存"

    def __init__(
        self,
        *given: Any,
        months: Sequence[date],
        known: Mapping[tuple[date, str], int] | None = None,
        document: str = "",
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self.boxes = {(month, source): f"{source}_{month:%m}" for source, _ in FUNDED_BY for month in months}
        for (month, source), name in self.boxes.items():
            box = amount_box(f"{month.month}月")
            there = (known or {}).get((month, source), 0)
            box.initial = f"{there // 100}.{there % 100:02d}"
            self.add(name, box)
        self.add("document", text("依据", 120, "预算批复的文号"))
        self.fields["document"].initial = document
        self.groups = [
            {"title": f"{label}", "names": [name for (_, from_), name in self.boxes.items() if from_ == source]}
            for source, label in FUNDED_BY
        ]

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        amounts = {key: fen(self.cleaned_data[name]) for key, name in self.boxes.items()}
        return {"amounts": amounts, "document": self.cleaned_data["document"]}
