"""The flows of the room: every state has one responsible role and its next step, or nothing waits in it."""

from __future__ import annotations

from sibai.people.flow import Flow, Step

LEAVE = Flow(
    "休假",
    (Step("asked", "待村审批", "village", "审批休假", "attendance:decide_leave"),),
    {"approved": "已批准", "refused": "未批准", "withdrawn": "已撤回", "cancelled": "已取消"},
)
"""Art. 21: asked for by the coordinator, decided by the village; an approved one can be cancelled."""

TRIP = Flow(
    "出差",
    (Step("asked", "待村审批", "village", "审批出差", "attendance:decide_trip"),),
    {"approved": "已批准", "refused": "未批准", "withdrawn": "已撤回", "cancelled": "已取消"},
)
"""Art. 15: a trip that the village approved is a fact of attendance, which a travel claim cites."""

SHEET = Flow(
    "考勤情况登记表",
    (
        Step("returned", "已退回", "village", "修改后重报", "attendance:fill"),
        Step("filled", "待镇核对", "town", "核对考勤表", "attendance:check"),
        Step("checked", "待镇报送", "town", "报送花名册和考勤表", "attendance:submit"),
    ),
    {"submitted": "已报送"},
)
"""Art. 12: filled by the village (before that there is no row), checked and sent to the county by the town."""

CORRECTION = Flow(
    "考勤更正",
    (Step("entered", "待镇确认", "town", "确认考勤更正", "attendance:confirm_correction"),),
    {"confirmed": "已确认", "rejected": "未确认"},
)
"""What changes after the report: entered by the village, confirmed by the town; the sheet stays as it was."""

UPLOAD = Flow(
    "考勤表上传",
    (Step("uploaded", "待确认", "village", "核对预览，确认填报", "attendance:uploaded"),),
    {"taken": "已填报", "dropped": "未填报"},
)
"""A filled workbook: nothing of it counts before it is confirmed."""

FLOWS = (LEAVE, TRIP, SHEET, CORRECTION, UPLOAD)
