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

FLOWS = (CLAIM,)
