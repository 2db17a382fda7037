"""Forms of what is recorded: exemption, grades, training, notices, certificates, scans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from sibai.documents.forms import ScanField
from sibai.employment.models.record import GRADES
from sibai.people.pages.boxes import BLANK, Versioned, day, text, ticked, with_boxes, words, yes_or_no
from sibai.people.pages.forms import PageForm

KEPT = [("", "—"), *GRADES]


class ExemptionForm(Versioned):
    """What of 实施条例第十二条 holds for a person."""

    submit_label = "登记免除条件"
    since = day("起始日", "从哪一天起是这样")
    recognised = ticked("经认定的就业困难人员")
    certificate = text("认定文书编号", 60, needed=False)
    certified_on = day("认定日期", needed=False)
    category = text("认定类别", 40, needed=False)
    post_subsidised = ticked("岗位有岗位补贴")
    insurance_subsidised = ticked("岗位有社保补贴")
    subsidy_from = day("首次核准补贴日", "补贴期限从这一天起算", needed=False)
    document = text("依据", 120, needed=False)


class GradesForm(PageForm):
    """A table of grades: one select for each coordinator, blank where nothing is entered. Made by `grades_form`."""

    stints: Sequence[UUID] = ()
    submit_label = "录入档次"
    year = forms.IntegerField(label="考核年度", widget=forms.HiddenInput, min_value=2022, max_value=9999)
    document = text("审定文号", 120)
    reason = words("更正原因", "更正已确认的档次时必填", needed=False)

    def grades(self) -> dict[UUID, str]:
        """The grades that were chosen, by stint."""
        chosen = {pk: self.cleaned_data.get(f"grade_{pk}", "") for pk in self.stints}
        return {pk: grade for pk, grade in chosen.items() if grade}


def grades_form(stints: Sequence[UUID]) -> type[GradesForm]:
    """The table of some stints."""
    boxes = {f"grade_{pk}": forms.ChoiceField(label="档次", choices=KEPT, required=False) for pk in stints}
    return with_boxes(GradesForm, boxes, stints=tuple(stints))


class ConfirmGradesForm(PageForm):
    """Confirm or reject the chosen ones."""

    submit_label = "提交意见"
    agree = yes_or_no("意见", "确认", "退回")
    reason = words("说明", "退回的必须写原因", needed=False)


class TrainingForm(PageForm):
    """A planned training."""

    submit_label = "保存计划"
    place = forms.ChoiceField(label="范围")
    title = text("培训名称", 80)
    held_on = day("培训日期")
    where = text("地点", 80)
    content = words("内容")
    teacher = text("授课人", 40, needed=False)

    def __init__(self, *given: Any, places: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["place"].choices = [*BLANK, *places]  # type: ignore[attr-defined]


class AttendanceForm(Versioned):
    """Who was there, or with which result: one box a coordinator. Made by `attendance_form`."""

    people: Sequence[tuple[UUID, str]] = ()
    dense = True

    def present(self) -> list[UUID]:
        """The stints of those who were there."""
        return [pk for pk, _ in self.people if self.cleaned_data.get(f"stint_{pk}")]

    def outcome(self) -> dict[UUID, str]:
        """The result by stint."""
        return {pk: str(self.cleaned_data.get(f"stint_{pk}", "")) for pk, _ in self.people}


def attendance_form(people: Sequence[tuple[UUID, str]], *, results: bool) -> type[AttendanceForm]:
    """The boxes of some coordinators (stint, name): there or not, or with `results` passed or failed."""
    boxes = {f"stint_{pk}": _result(name) if results else ticked(name) for pk, name in people}
    return with_boxes(AttendanceForm, boxes, people=tuple(people))


def _result(name: str) -> forms.ChoiceField:
    choices = [("passed", "合格"), ("failed", "不合格")]
    return forms.ChoiceField(label=name, choices=choices, widget=forms.RadioSelect)


class NoticeForm(PageForm):
    """Words to the coordinators."""

    submit_label = "发出通知"
    title = text("标题", 80)
    body = words("内容", "发给所辖范围内今天在岗的每一位协理员", rows=8, longest=4000)
    read_by_day = day("请在此日前阅读", needed=False)


class CertificateForm(PageForm):
    """What a certificate is for."""

    submit_label = "出具证明"
    purpose = text("用途", 80, needed=False)


class ScanForm(PageForm):
    """A scan."""

    submit_label = "上传"
    file = ScanField(label="扫描件")
