"""The flows of the room: every state has one responsible role and its next step, or nothing waits in it."""

from __future__ import annotations

from sibai.people.flow import Flow, Step

RUN = Flow(
    "工资发放",
    (
        Step("prepared", "待核对", "county_clerk", "核对工资", "payroll:check"),
        Step("returned", "已退回", "company_clerk", "改好后重新编制", "payroll:prepare_again"),
        Step("checked", "待审批", "company_approver", "审批工资", "payroll:approve"),
        Step("approved", "待资金到账", "company_cashier", "确认资金到账", "payroll:fund"),
        Step("funded", "待出文件", "company_cashier", "生成银行文件", "payroll:issue"),
        Step("issued", "待银行回盘", "company_cashier", "上传银行回盘", "payroll:take_result"),
        Step("result_in", "待结账", "company_approver", "结账", "payroll:close"),
    ),
    {"closed": "已结账", "void": "已作废"},
)
"""A month's pay (art. 12): who prepares does not approve, who approves does not pay."""

DRAFT = ("prepared", "returned", "checked")
"""States in which a run's payslips can still be made anew, or the run be voided."""

ITEM = Flow(
    "另发项目",
    (Step("entered", "待确认", "company_clerk", "确认另发项目", "payroll:confirm_item"),),
    {"confirmed": "已确认", "rejected": "未确认"},
)
"""A reward by a village company (art. 11): entered by the village, taken into the payroll by the company."""

HOLD = Flow(
    "暂缓发放",
    (Step("proposed", "待决定", "county_leader", "决定是否暂缓", "payroll:decide_hold"),),
    {"held": "暂缓中", "rejected": "不暂缓", "released": "已恢复"},
)
"""Held pay: a reasoned decision of two people, and its release."""

RECOUNT = Flow(
    "更正",
    (Step("prepared", "待确认", "county_clerk", "确认更正", "payroll:confirm_recount"),),
    {"confirmed": "已确认", "rejected": "未确认", "unchanged": "没有变化"},
)
"""A paid month computed again: prepared by the company, confirmed by the county where anything came out otherwise."""

RECOVERY = Flow(
    "多发扣回",
    (Step("to_agree", "待本人同意", "company_clerk", "登记本人同意", "payroll:agree_recovery"),),
    {"agreed": "扣回中", "done": "已扣清"},
)
"""What was paid too much, taken back with consent and a ceiling a month."""

DECLARED = Flow(
    "申报工资",
    (Step("entered", "待确认", "company_approver", "确认申报工资", "payroll:decide_declared"),),
    {"confirmed": "已确认", "rejected": "未确认"},
)
"""The wage declared for a contribution year: entered by the company, confirmed by another person."""

OPENING = Flow(
    "起用前的发放",
    (Step("uploaded", "待确认", "company_clerk", "核对起用前的发放", "payroll:opening"),),
    {"imported": "已导入", "dropped": "已放弃", "undone": "已撤销"},
)
"""What was paid before the system was used: one file, looked through and confirmed by whoever handed it in."""

RETURN = Flow(
    "银行回盘",
    (Step("waiting", "待核对", "company_approver", "核对回盘是哪一批的", "payroll:decide_result"),),
    {"taken": "已登记", "dropped": "不采用"},
)
"""A bank's answer that does not tell of which file it is: handed in by the cashier, judged by another person."""

FLOWS = (RUN, RETURN, ITEM, HOLD, RECOUNT, RECOVERY, DECLARED, OPENING)
