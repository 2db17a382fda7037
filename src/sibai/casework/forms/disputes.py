"""Forms of disputes."""

from __future__ import annotations

from typing import Any

from django import forms

from sibai.casework.forms.boxes import fen_of, one_of, optional_money
from sibai.casework.models import Dispute
from sibai.people.pages.boxes import Versioned, day, words
from sibai.people.pages.forms import PageForm


class RegisterForm(Versioned):
    """Who wants what, and why."""

    submit_label = "登记"
    kind = one_of("争议事项", Dispute.KINDS, "拖欠劳动报酬的，在职期间不受一年时效限制", "第二十二条")
    knew_on = day("知道权利受侵害之日", "知道或应当知道的那天；一年时效从这天起算")
    demand = words("请求", "要求什么，各是多少")
    story = words("事实", "时间、经过、证据", rows=5, longest=2000)
    amount = optional_money("争议金额", "没有金额的留空")

    def given(self) -> dict[str, Any]:
        """As the operations take it."""
        told = {name: self.cleaned_data[name] for name in ("kind", "knew_on", "demand")}
        return {**told, "facts": self.cleaned_data["story"], "amount": fen_of(self.cleaned_data["amount"])}


class AdvanceForm(Versioned):
    """Which step came next, and when."""

    submit_label = "登记"
    to = forms.ChoiceField(label="下一步", widget=forms.RadioSelect)
    on = day("日期", "照文书上写的日期", article="第二十二条")
    words = words("说明", "文号、调解组织或仲裁委名称等", needed=False, rows=2)


class ReplyForm(Versioned):
    """When the employer got the application, and answered."""

    submit_label = "登记"
    served_on = day("收到申请书副本之日", "仲裁委送达的那天", article="第二十二条")
    replied_on = day("提交答辩书之日", "还没有提交的留空；收到之日起十个工作日内提交", needed=False)


class ClockForm(PageForm):
    """What moved a limit."""

    submit_label = "登记"
    kind = forms.ChoiceField(label="种类")
    start = day("起", "主张、请求或同意的那天；中止的，不能申请开始的那天")
    end = day("止", "中止的，原因消除的那天，还没有消除的留空；经同意延长的，延长到的那天", needed=False)
    words = words("依据", "谁、怎么主张的，凭什么材料；批准文号", rows=2)


class EndClockForm(Versioned):
    """When the reason of a suspension was gone."""

    submit_label = "登记结束"
    end = day("止", "原因消除、结论作出的那天")


class ExtendForm(Versioned):
    """Why it takes longer."""

    submit_label = "登记延期"
    reason = words("说明", "仲裁委延期通知的文号、原因", rows=2)


class EndForm(Versioned):
    """How it ended."""

    submit_label = "了结"
    outcome = one_of("结果", Dispute.OUTCOMES)
    on = day("了结日", "签协议、履行完、判决生效的那天")
    result = words("结果说明", "履行了什么、多少，文书文号")
