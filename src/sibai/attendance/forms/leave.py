"""Forms of leave, trips and their decisions."""

from __future__ import annotations

from typing import Any

from django import forms

from sibai.attendance.queries.entitlement import ENTITLEMENTS
from sibai.attendance.queries.leave_pages import OCCASIONS, TOLD
from sibai.people.pages.boxes import Versioned, day, number, text, ticked, with_boxes, words, yes_or_no

NUMBERS = {"babies": ("个", 9), "pregnancy_months": ("个月", 10)}
DAYS = frozenset({"child_born_on", "injured_on"})


class LeaveForm(Versioned):
    """A leave; what its kind asks is added by `leave_form`."""

    submit_label = "提交"
    asks: tuple[str, ...] = ()
    start = day("起")
    end = day("止", "含当日，按整天计")
    reason = words("事由", needed=False, rows=2)

    def given(self) -> dict[str, Any]:
        """As the operations take it."""
        told = {name: self.cleaned_data.get(name) for name in self.asks}
        plain = {name: int(value) if isinstance(value, bool) else value for name, value in told.items()}
        return {
            "start": self.cleaned_data["start"],
            "end": self.cleaned_data["end"],
            "reason": self.cleaned_data["reason"],
            "told": {name: value for name, value in plain.items() if value is not None},
        }


def leave_form(kind: str) -> type[LeaveForm]:
    """The form of a kind of leave."""
    asks = ENTITLEMENTS[kind].told
    return with_boxes(LeaveForm, {name: _box(kind, name) for name in asks}, asks=asks)


def _box(kind: str, name: str) -> forms.Field:
    if name == "event_on":
        return day(OCCASIONS[kind])
    if name in DAYS:
        return day(TOLD[name])
    if name in NUMBERS:
        unit, most = NUMBERS[name]
        return number(TOLD[name], unit, most=most, needed=True)
    return ticked(TOLD[name])


class DecideForm(Versioned):
    """Yes or no."""

    submit_label = "提交"
    agree = yes_or_no("意见", "批准", "不批准")
    reason = words("理由", "不批准的必须写", needed=False, rows=2)


class CancelForm(Versioned):
    """Why it is cancelled."""

    submit_label = "取消"
    reason = words("原因", rows=2)


class StandingForm(Versioned):
    """Since when a person works."""

    submit_label = "登记"
    first_work_on = day("参加工作日期", "第一次就业的日子，在哪个单位都算", article="第二十一条")
    continuous_since = day("连续工作起", "到现在没有中断的那一段从哪天起；连续满12个月才有年休假")
    document = text("依据", 100, "如社保缴费记录、档案")


class TripForm(Versioned):
    """A trip."""

    submit_label = "提交"
    start = day("起")
    end = day("止", "含当日")
    to_where = text("地点", 60, "如安康市、白河县城")
    purpose = words("事由", "写清开什么会、办什么事", rows=2, longest=200)
