"""The flows of the room: every state has one responsible role and its next step, or nothing waits in it."""

from __future__ import annotations

from sibai.people.flow import Flow, Step

CLAIM = Flow(
    "差旅费",
    (
        Step("asked", "待村确认", "village", "确认差旅费", "casework:decide_claim"),
        Step("to_pay", "待支付", "village", "支付后登记", "casework:pay_claim"),
    ),
    {"paid": "已支付", "refused": "不予报销", "withdrawn": "已撤回"},
)
"""Art. 15: claimed by the coordinator or entered by the village, confirmed, paid from the employer's work budget."""

CLAIM_CORRECTION = Flow(
    "差旅费更正",
    (
        Step("entered", "待镇确认", "town", "确认差旅费更正", "casework:confirm_claim_correction"),
        Step("to_settle", "待补付或退回", "village", "登记补付或退回", "casework:settle_claim_correction"),
    ),
    {"settled": "已办结", "rejected": "不予确认"},
)
"""Art. 15: what a paid claim should have been: entered by the village, confirmed by the town, settled."""

COMPANY = "company_clerk"
DISPUTE = Flow(
    "劳动争议",
    (
        Step("registered", "待处理", COMPANY, "登记调解或仲裁", "casework:advance_dispute"),
        Step("mediating", "调解中", COMPANY, "登记仲裁或了结", "casework:advance_dispute"),
        Step("asked", "待仲裁委受理", COMPANY, "登记是否受理", "casework:advance_dispute"),
        Step("accepted", "待裁决", COMPANY, "登记裁决", "casework:advance_dispute"),
        Step("not_accepted", "不予受理", COMPANY, "登记起诉或了结", "casework:advance_dispute"),
        Step("awarded", "已裁决", COMPANY, "登记起诉或了结", "casework:advance_dispute"),
        Step("sued", "诉讼中", COMPANY, "了结", "casework:end_dispute"),
    ),
    {"ended": "已了结"},
)
"""Arts. 3 and 22: registered and handled by the company; any step but the last may be left out, each can be the end."""

INJURY = Flow(
    "工伤",
    (
        Step("reported", "待申请认定", COMPANY, "登记认定申请", "casework:advance_injury"),
        Step("applied", "待受理", COMPANY, "登记受理", "casework:advance_injury"),
        Step("accepted", "待认定", COMPANY, "登记认定结论", "casework:advance_injury"),
        Step("recognised", "待办待遇", COMPANY, "登记待遇办结", "casework:advance_injury"),
    ),
    {"ended": "已办结", "not_recognised": "不予认定", "dropped": "不申请"},
)
"""Art. 3: reported by village, town or company; the company sees to application, decision and benefits."""

CHECK = Flow(
    "核查",
    (
        Step("received", "待决定", "county_clerk", "决定是否核查", "casework:decide_check"),
        Step("checking", "核查中", "county_clerk", "登记核查结果", "casework:end_check"),
    ),
    {"ended": "已结案", "dismissed": "不予核查"},
)
"""Tip-offs and findings: whether somebody's pay is held meanwhile is payroll's own flow, decided by two."""

FLOWS = (CLAIM, CLAIM_CORRECTION, DISPUTE, INJURY, CHECK)
