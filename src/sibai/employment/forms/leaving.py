"""Forms of resignation and of every other ending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms

from sibai.people.pages.boxes import BLANK, Versioned, day, number, text, ticked, with_boxes, words, yes_or_no

USUAL_ITEMS = "\n".join(
    (
        "劳动力实名制台账",
        "“四百工程”信息系统账号",
        "培训、转移就业等纸质资料",
        "重点对象、零就业家庭排查资料",
        "印章、工作证件",
        "电脑、手机等公用物品",
        "未办完的工作事项",
    )
)
"""What is usually handed over, along the duties of article 4; the village changes it as it needs."""


class ResignForm(Versioned):
    """A written notice on paper."""

    submit_label = "登记辞职"
    notice_on = day("书面告知日", "村（社区）收到书面辞职的日期", article="第十条")
    last_day = day("希望的最后在岗日", "不填就按最早离岗日；早于它的要协商一致", needed=False)
    reason = words("辞职原因", needed=False)


class ResignMyselfForm(Versioned):
    """A notice that the coordinator sends; its day is today."""

    submit_label = "提交辞职"
    last_day = day("希望的最后在岗日", "不填就按最早离岗日；早于它的要与单位协商一致", needed=False)
    reason = words("辞职原因", needed=False)


class HandoverForm(Versioned):
    """What is handed over, one line each."""

    submit_label = "开始交接"
    items = words("交接事项", "一行一项，可以增减", rows=8, longest=3000)


class TickForm(Versioned):
    """Who received it and when."""

    submit_label = "登记接收"
    receiver = text("接收人", 40)
    received_on = day("接收日")
    note = text("说明", 200, needed=False)


class ConsentForm(Versioned):
    """The employer's consent."""

    submit_label = "提交意见"
    agree = yes_or_no("用人单位意见", "同意解除合同", "退回交接")
    early_exit_agreed = ticked("协商同意提前离岗", "只在早于最早离岗日时需要")
    reason = words("说明", "退回的必须写原因", needed=False)


class WithdrawForm(Versioned):
    """Taking something back."""

    submit_label = "撤回"
    reason = words("原因", needed=False)


TOLD: dict[str, Any] = {
    "sick_from": lambda: day("本次病休起", needed=False),
    "sick_months_used": lambda: number("计算周期内累计病休", "个月", "整月数"),
    "work_years": lambda: number("累计工作年限", "年", "在所有单位的工作年限，整年数"),
    "unit_years": lambda: number("在本单位工作年限", "年", "整年数"),
    "unfit_for_work": lambda: ticked("医疗期满后不能坚持正常工作，有证明"),
    "work_injury_case": lambda: ticked("属于因工负伤"),
    "unfinished_months": lambda: number("连续未完成工作任务", "个月"),
    "ranked_low": lambda: ticked("工作在全县排名靠后，有通报"),
    "large_backlog": lambda: ticked("任务欠账大，有清单"),
    "serious_breach": lambda: ticked("有严重违反用人单位管理制度的证据"),
    "data_incident": lambda: ticked("有泄露信息数据或发生数据安全事件的证据"),
    "improper_gain": lambda: ticked("有利用工作之便谋取不正当利益的证据"),
    "other_legal_ground": lambda: ticked("有其他法定情形的书面材料，法律条款写在事由里"),
    "retirement_path": lambda: forms.ChoiceField(
        label="退休年龄类别",
        choices=[("女工人", "女工人"), ("女干部", "女干部")],
        help_text="男性不用选；公益性岗位一般按工人",
        required=False,
    ),
    "notified_on": lambda: day("书面通知本人日", "第四十条：提前三十日书面通知，或另付一个月工资", needed=False),
    "month_paid_instead": lambda: ticked("已另付一个月工资代替通知"),
    "pregnancy_protected": lambda: ticked("本人在孕期、产期或哺乳期"),
    "injury_disabled": lambda: ticked("本人在本单位患职业病或因工负伤致残"),
    "union_told": lambda: ticked("已事先将理由通知工会"),
}
"""The box for each fact of the rules that people tell."""


COUNTED = ("sick_from", "sick_months_used", "work_years", "unit_years")
"""Facts without which a ground that asks them cannot be judged."""


class EndForm(Versioned):
    """An ending with what its ground asks; `asks` are names of facts. Made by `asking`."""

    asks: Sequence[str] = ()
    submit_label = "保存，接着核对"
    last_day = day("最后在岗日", "这一天仍计薪，从次日起停发工资和各项补贴", article="第二十条")
    reason = words("事由", "写清时间、事实和依据", longest=1000)
    extended_by_law = text("依法续延的文号", 60, "只在依劳动合同法第四十五条续延、晚于最晚在岗日时填", needed=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """What the medical period is counted from is told, be it 0."""
        super().__init__(*given, **named)
        for name in COUNTED:
            if name in self.fields:
                self.fields[name].required = True
            if name in self.fields and name != "sick_from":
                self.fields[name].error_messages["required"] = "请填写这一项，没有的填0。"

    def given(self) -> dict[str, Any]:
        """As the operations take it."""
        told = {name: _plain(self.cleaned_data.get(name)) for name in self.asks}
        told["extended_by_law"] = self.cleaned_data["extended_by_law"]
        return {
            "last_day": self.cleaned_data["last_day"],
            "reason": self.cleaned_data["reason"],
            "told": {name: value for name, value in told.items() if value not in (None, "")},
        }


class CheckForm(Versioned):
    """The questions of the legal check. Made by `asking`."""

    asks: Sequence[str] = ()
    submit_label = "完成核对"

    def answers(self) -> dict[str, Any]:
        """Every question answered: a blank number is 0, a blank box no."""
        told = {name: _plain(self.cleaned_data.get(name)) for name in self.asks}
        return {name: 0 if value is None and name != "notified_on" else value for name, value in told.items()}


Asking = TypeVar("Asking", EndForm, CheckForm)


def asking(form: type[Asking], asks: Sequence[str]) -> type[Asking]:
    """The form with a box for each fact that is asked."""
    return with_boxes(form, {name: TOLD[name]() for name in asks}, asks=tuple(asks))


def _plain(value: Any) -> Any:
    """A truth as the rules take it."""
    return int(value) if isinstance(value, bool) else value


class OverrideForm(Versioned):
    """A leader's decision."""

    submit_label = "提交决定"
    go_on = yes_or_no("决定", "继续办理", "退回")
    document = text("书面决定文号", 60, "继续办理的必须有书面决定", needed=False)
    reason = words("理由")


class DecideEndingForm(Versioned):
    """The town's decision."""

    submit_label = "提交决定"
    approve = yes_or_no("决定", "同意解除或终止", "退回")
    document = text("决定文号", 60, needed=False)
    reason = words("说明", "退回的必须写原因", needed=False)


class ReceiveForm(Versioned):
    """A bureau's receipt."""

    submit_label = "签收备案"
    received_on = day("签收日")
    number = text("备案号", 40, needed=False)


class ActingForm(Versioned):
    """Who minds a post."""

    submit_label = "指定代管"
    who = text("代管人", 40)
    post = text("代管人职务", 40, needed=False)
    cause = forms.ChoiceField(label="原因", choices=[*BLANK, ("vacant", "岗位空缺"), ("absent", "在岗人员暂时离开")])
    duties = words("代管范围", "写清代管哪些工作")
    start = day("代管起日")
    end = day("代管止日")


class EndActingForm(Versioned):
    """The day on which it ends."""

    submit_label = "结束代管"
    on = day("结束日")
