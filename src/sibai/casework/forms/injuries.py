"""Forms of injuries at work."""

from __future__ import annotations

from sibai.casework.forms.boxes import one_of
from sibai.casework.models import Injury
from sibai.people.pages.boxes import Versioned, day, text, ticked, words, yes_or_no


class ReportForm(Versioned):
    """What happened."""

    submit_label = "报告"
    happened_on = day("事故日期", article="第三条")
    at_time = text("时刻", 20, "如上午9时30分", needed=False)
    where = text("地点", 100, "写清在哪里，在做什么事的地方")
    what = words("经过", "在做什么、怎么受的伤、谁在场", rows=4, longest=1000)
    harm = text("伤情", 100, "按诊断写，如右脚踝骨折")


class AppliedForm(Versioned):
    """Who applied for recognition."""

    submit_label = "登记申请"
    applicant = one_of("申请人", Injury.APPLICANTS, "单位30日内没有申请的，本人、近亲属、工会一年内可以申请")
    on = day("申请日", "社会保险行政部门收到申请的那天")


class AcceptedForm(Versioned):
    """That the application was accepted."""

    submit_label = "登记受理"
    on = day("受理日", "受理通知书上的日期")
    clear = ticked("事实清楚、权利义务明确", "这样的，受理之日起15日内作出决定，其他60日")


class DecidedForm(Versioned):
    """What was decided."""

    submit_label = "登记结论"
    recognised = yes_or_no("结论", "认定为工伤", "不予认定")
    on = day("结论日", "决定书上的日期")
    decision = text("决定书文号", 60)


class ClosedForm(Versioned):
    """What the benefits came to."""

    submit_label = "办结"
    on = day("办结日")
    result = words("结果说明", "医疗费、停工留薪期、伤残等级和待遇")


class DropForm(Versioned):
    """Why no application is made."""

    submit_label = "不作工伤申请"
    reason = words("理由", "如核实不是因工受伤")


STEPS: dict[str, tuple[type[Versioned], str]] = {
    "reported": (AppliedForm, "登记认定申请"),
    "applied": (AcceptedForm, "登记受理"),
    "accepted": (DecidedForm, "登记认定结论"),
    "recognised": (ClosedForm, "登记待遇办结"),
}
"""State → the form of its next step, and its title."""
