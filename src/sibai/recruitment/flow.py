"""The states of a round, of an application and of an objection: who is at it and what comes next (article 6)."""

from __future__ import annotations

from typing import Final

from sibai.people.flow import Flow, Step

ROOM: Final = "recruitment:"
"""Steps with a page elsewhere are done there, and that room tells whoever is at them."""

VACANCY: Final = Flow(
    "空缺",
    (Step("vacant", "空缺待选聘", "village", "开始选聘，拟招聘公告", "recruitment:start"),),
    {"choosing": "选聘中", "closed": "已补上"},
)
"""A vacancy waits for the village until a round goes on; then the round says who is at it."""

SELECTION: Final = Flow(
    "选聘",
    (
        Step("draft", "拟公告", "village", "填好招聘公告并发布", "recruitment:publish"),
        Step("published", "报名", "village", "登记报名，截止后开始资格审查", "recruitment:start_review"),
        Step("review", "资格审查", "village", "逐人审查资格，都审完后转入评分", "recruitment:start_merit"),
        Step("merit", "评分排名", "village", "录入评分表，分数齐了计算排名", "recruitment:rank"),
        Step("choosing", "初步确定", "village", "按排名初步确定人选", "recruitment:choose"),
        Step("chosen", "待公示", "village", "发布公示", "recruitment:announce"),
        Step("public_notice", "公示", "village", "答复异议，公示期满后报镇审核", "recruitment:submit"),
        Step("submitted", "镇审核", "town", "审核人选", "recruitment:approve"),
        Step("approved", "县备案", "county_clerk", "备案并编号", "recruitment:file"),
        Step("training", "岗前培训", "company_clerk", "组织岗前培训，登记结果", "recruitment:train"),
        Step("to_sign", "签协议", "village", "签订聘用协议，办理上岗", "employment:prepare_agreement"),
    ),
    {"finished": "已上岗", "no_candidate": "没有合适人选", "cancelled": "已取消"},
)
"""One round for a vacancy, from the notice to the first day on post."""

APPLICATION: Final = Flow(
    "报名",
    (
        Step("received", "待核收", "village", "核对网上报名材料并收下", "recruitment:application"),
        Step("entered", "待审查", "village", "审查资格", "recruitment:application"),
    ),
    {"admitted": "符合条件", "exception": "破格", "refused": "不符合", "withdrawn": "已撤回"},
)
"""One application; `received` came from the public pages and waits to be taken in by the village."""

OBJECTION: Final = Flow(
    "异议", (Step("open", "待答复", "village", "答复异议", "recruitment:answer_objection"),), {"answered": "已答复"}
)
"""One objection during the public notice."""

OPEN_APPLICATIONS: Final = ("received", "entered")
IN_THE_RUNNING: Final = ("admitted", "exception")
ENDED: Final = tuple(SELECTION.ended)
CLOSED: Final = ("no_candidate", "cancelled")
GOING: Final = tuple(step.state for step in SELECTION.steps)
AFTER_CHOICE: Final = GOING[GOING.index("chosen") :]

RETURNS: Final[dict[str, dict[str, str]]] = {
    "submitted": {"public_notice": "补正材料后重新报审", "choosing": "重新确定人选"},
    "approved": {"submitted": "由镇重新审核"},
    "training": {"approved": "由县人社局核对备案"},
}
"""From which state a round can be returned with a reason, and to which: each return ends in a defined state."""
