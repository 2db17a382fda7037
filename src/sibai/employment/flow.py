"""The flows of the room: every state has one responsible role and its next step, or nothing waits in it."""

from __future__ import annotations

from sibai.people.flow import Flow, Step

AGREEMENT = Flow(
    "聘用协议",
    (
        Step("to_sign", "待签协议", "village", "登记聘用协议的签订", "employment:sign"),
        Step("signed", "待上岗", "village", "办理上岗", "employment:take_up"),
    ),
    {"in_force": "已上岗", "void": "已作废"},
)
"""The agreement of art. 6, up to the first day on post."""

LABOUR_CONTRACT = Flow(
    "劳动合同",
    (
        Step("to_sign", "待签合同", "village", "登记劳动合同的签订", "employment:sign"),
        Step("signed", "待备案", "county_clerk", "登记劳动合同备案", "employment:file_contract"),
    ),
    {"filed": "已备案", "void": "已作废"},
)
"""The labour contract of art. 8: signed within a month of hire, filed with the county."""

RENEWAL = Flow(
    "续签",
    (
        Step("to_approve", "待镇审核", "town", "审核续签", "employment:decide_renewal"),
        Step("returned", "已退回", "village", "修改后重报，或撤回", "employment:revise_renewal"),
        Step("to_sign", "待签续签", "village", "登记续签的签订", "employment:sign_renewal"),
        Step("to_file", "待备案", "county_clerk", "登记续签备案", "employment:file_renewal"),
    ),
    {"filed": "已续签", "refused": "不能续签", "withdrawn": "已撤回"},
)
"""Arts. 8, 9 and 17: proposed by the village, answered by the rule, approved by the town, signed, filed."""

RESIGNATION = Flow(
    "辞职",
    (
        Step("notified", "已书面告知", "village", "列出交接清单", "employment:list_handover"),
        Step("handover", "正在交接", "village", "逐项接收交接", "employment:tick_handover"),
        Step("to_consent", "待用人单位同意", "town", "同意辞职", "employment:consent"),
        Step("consented", "待办离岗", "village", "办理离岗", "employment:leave"),
    ),
    {"left": "已离岗", "withdrawn": "已撤回"},
)
"""Art. 10: notice, handover, consent, leaving."""

ENDING = Flow(
    "解除或终止",
    (
        Step("preparing", "拟办", "village", "核对法律事项后报镇", "employment:check_ending"),
        Step("stopped", "法律核对未通过", "county_leader", "决定是否继续", "employment:override_ending"),
        Step("to_decide", "待镇决定", "town", "决定解除或终止", "employment:decide_ending"),
        Step("returned", "已退回", "village", "修改后重报，或撤回", "employment:check_ending"),
        Step("at_county", "待县人社局签收", "county_clerk", "签收备案", "employment:receive_ending"),
        Step("at_revitalisation", "待乡村振兴局签收", "revitalisation", "签收备案", "employment:receive_ending"),
    ),
    {"filed": "已备案", "withdrawn": "已撤回"},
)
"""Arts. 9, 17 and 20: prepared, held against the Labour Contract Law, decided, filed with both bureaus."""

GRADE = Flow(
    "年度档次",
    (Step("entered", "待确认", "county_leader", "确认年度档次", "employment:confirm_grades"),),
    {"confirmed": "已确认", "rejected": "未确认"},
)
"""Art. 16's grade as a fact: entered by one at the county, confirmed by another."""

TRAINING = Flow(
    "在岗培训",
    (
        Step("planned", "已计划", "company_clerk", "登记签到", "employment:sign_in"),
        Step("held", "待登结果", "company_clerk", "登记培训结果", "employment:training_result"),
    ),
    {"closed": "已办结", "cancelled": "已取消"},
)
"""Art. 3: the agent company trains the coordinators after hiring."""

ROSTER = Flow(
    "花名册导入",
    (Step("uploaded", "待确认", "county_clerk", "核对预览，确认导入", "employment:roster"),),
    {"imported": "已导入", "dropped": "未导入", "undone": "已撤销"},
)
"""A roster that is brought in: looked through, then imported by the same hand, or given up.

Nothing of the file is in the system before it is imported.
"""

FLOWS = (AGREEMENT, LABOUR_CONTRACT, RENEWAL, RESIGNATION, ENDING, GRADE, TRAINING, ROSTER)
