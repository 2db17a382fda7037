"""Forms of hiring and renewal."""

from __future__ import annotations

from sibai.people.pages.boxes import Versioned, day, text, words, yes_or_no


class PrepareForm(Versioned):
    """The first day on post."""

    submit_label = "拟好协议"
    start = day("上岗日", "协议从这一天起，一年一签；累计三年的上限更早时，到上限为止", article="第八条")
    number = text("协议编号", 40, needed=False)


class SignForm(Versioned):
    """The day of both signatures."""

    submit_label = "登记签订"
    signed_on = day("签订日", "双方签字盖章的日期")
    number = text("编号", 40, needed=False)


class TakeUpForm(Versioned):
    """The first day on post."""

    submit_label = "办理上岗"
    start = day("上岗日", "从这一天起计算三年期限和工资", article="第九条")


class DraftForm(Versioned):
    """The first day of a labour contract that is missing."""

    submit_label = "拟好合同"
    start = day("合同起日", "止日按一年一签和三年上限算出", article="第八条")


class FileForm(Versioned):
    """The county's filing."""

    submit_label = "登记备案"
    filed_on = day("备案日")
    filing_number = text("备案号", 40)


class ReasonForm(Versioned):
    """A reason."""

    reason = words("原因", "写清楚，会记入日志")


class RenewForm(Versioned):
    """Up to when."""

    submit_label = "提出续签"
    to = day("续签到", "一年一签，不能晚于最晚在岗日", article="第九条")


class DecideForm(Versioned):
    """Approve or return."""

    submit_label = "提交审核意见"
    approve = yes_or_no("审核意见", "同意", "退回")
    reason = words("说明", "退回的必须写原因", needed=False)
