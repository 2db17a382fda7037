"""A difference of a month of before the system was used."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from sibai.payroll.forms.cases import MOST, fen
from sibai.people.pages.boxes import BLANK, text
from sibai.people.pages.forms import PageForm


def _yuan(label: str, rule: str = "", *, either: bool = False) -> forms.DecimalField:
    """A box for an amount in yuan; `either`: a difference, which may be below nothing and is left blank for none."""
    field = forms.DecimalField(
        label=label,
        help_text=rule,
        min_value=-MOST if either else Decimal(0),
        max_value=MOST,
        decimal_places=2,
        required=not either,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    field.unit = "元"  # type: ignore[attr-defined]
    least = f"金额不能小于{-MOST if either else 0}元。"
    field.error_messages.update(min_value=least, max_value=f"金额最多{MOST}元。")
    return field


class DifferenceForm(PageForm):
    """What was paid for a month, what was due, and what the employer's side differs by."""

    submit_label = "登记，报县里确认"
    person = forms.ChoiceField(label="协理员")
    month = forms.ChoiceField(label="哪个月")
    gross_before = _yuan("原来的应发", "旧账上这个月的应发")
    gross_now = _yuan("应该的应发", "多发的填得比原来少，少发的填得比原来多；还没有扣清的，只填还差的部分")
    pension_before = _yuan("原来扣的养老个人")
    pension_now = _yuan("应该扣的养老个人")
    pension_employer = _yuan("养老单位差额", "要补缴的填正数，多缴的填负数，没有的空着", either=True)
    work_injury = _yuan("工伤单位差额", either=True)
    further_person = _yuan("其他社会保险个人差额", either=True)
    further_employer = _yuan("其他社会保险单位差额", either=True)
    cause = text("起因", 200, "例如：基数公布、起用前多发还没有扣清、少发还没有补")
    document = text("依据", 120, "旧账、批复、本人签字的材料")

    def __init__(
        self, *given: Any, people: Sequence[tuple[str, str]], months: Sequence[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.fields["person"].choices = [*BLANK, *people]  # type: ignore[attr-defined]
        self.fields["month"].choices = [*BLANK, *months]  # type: ignore[attr-defined]

    def items(self) -> dict[str, dict[str, int]]:
        """What was and what is due, by item in fen."""
        told = self.cleaned_data
        sides = ("pension_employer", "work_injury", "further_person", "further_employer")
        now = {name: fen(told[f"{name}_now"]) for name in ("gross", "pension")}
        before = {name: fen(told[f"{name}_before"]) for name in ("gross", "pension")}
        others = {name: fen(told[name] or Decimal(0)) for name in sides}
        return {"before": before, "now_due": {**now, **others}}
