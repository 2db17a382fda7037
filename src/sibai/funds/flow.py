"""The flows of the room: every state has one responsible role and its next step, or nothing waits in it."""

from __future__ import annotations

from sibai.people.flow import Flow, Step

PREFUNDING = Flow(
    "预拨",
    (
        Step("computed", "待审批", "county_leader", "审批预拨", "funds:approve_prefunding"),
        Step("returned", "已退回", "county_clerk", "重新计算预拨", "funds:compute_again"),
        Step("approved", "待拨付", "finance", "确认拨付", "funds:transfer"),
        Step("transferred", "待到账", "company_cashier", "确认预拨到账", "funds:arrive"),
    ),
    {"arrived": "已到账"},
)
"""A month's money (art. 12): the county computes, its leader approves, finance transfers, the company confirms."""

CLAIM = Flow(
    "补贴申报",
    (
        Step("claimed", "待审核", "county_clerk", "审核补贴", "funds:decide_claim"),
        Step("granted", "待到账", "company_cashier", "确认补贴到账", "funds:receive_claim"),
    ),
    {"received": "已到账", "rejected": "未批准", "void": "期初已冲正"},
)
"""A subsidy (arts. 12, 14): claimed by the company, decided by the county, received by the company's cashier."""

OPENING = Flow(
    "建账",
    (
        Step("prepared", "待确认", "company_approver", "确认期初", "funds:confirm_books"),
        Step("returned", "已退回", "company_clerk", "重新编制期初", "funds:open_books"),
    ),
    {"confirmed": "已入账", "dropped": "已放弃", "reversed": "已冲正"},
)
"""With what the books begin: listed by the company's clerk, confirmed by another person."""

REWARD = Flow(
    "奖励到账",
    (Step("entered", "待出纳确认", "company_cashier", "确认奖励到账", "funds:confirm_reward"),),
    {"confirmed": "已入账", "rejected": "没有到账"},
)
"""A village company's payment for its rewards (art. 11): registered by the clerk, confirmed by the cashier."""

FLOWS: tuple[Flow, ...] = (PREFUNDING, CLAIM, OPENING, REWARD)
