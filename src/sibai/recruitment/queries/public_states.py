"""How far an application is, as its owner is told: a state of a few letters, its words and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sibai.recruitment.flow import AFTER_CHOICE, CLOSED, IN_THE_RUNNING, OPEN_APPLICATIONS
from sibai.recruitment.models import Application, Selection

TAKING_IN: Final = "published"
IN_REVIEW: Final = (TAKING_IN, "review")
SHOWN_LATER: Final = "chosen"
"""Who was chosen is told once the public notice is up, not before."""
UNTIL_THE_CHOICE: Final = ("published", "review", "merit", "choosing")


@dataclass(frozen=True, slots=True)
class Told:
    """A state in words."""

    word: str
    tone: str
    next: str


CALL: Final = "请打公告上的咨询电话，或到村（社区）询问。"
STATES: Final[dict[str, Told]] = {
    "waiting": Told("已收到，等候送到县里", "due", "送到以后，由村（社区）核收材料。"),
    "received": Told("已收到，等村（社区）核收", "due", "村（社区）核对材料；缺材料的会打电话给您。"),
    "entered": Told("已收下", "due", "报名截止以后，村（社区）审查资格。"),
    "reviewing": Told("资格审查中", "due", "审查办完以后，这里显示结果。"),
    "admitted": Told("符合条件", "done", "村（社区）组织评分，请留意电话通知。"),
    "exception": Told("经破格参加", "done", "村（社区）组织评分，请留意电话通知。"),
    "refused": Told("不符合条件", "plain", f"想知道理由，{CALL}对结果有异议，可以向镇人民政府反映。"),
    "public_notice": Told("拟聘用，正在公示", "done", "公示期满以后报镇政府审核、县人社局备案。"),
    "submitted": Told("公示期满，镇政府审核中", "done", "审核同意以后报县人社局备案。"),
    "approved": Told("镇政府已同意，等县人社局备案", "done", "备案以后参加岗前培训。"),
    "training": Told("已备案，等岗前培训", "done", "请按电话通知参加岗前培训。"),
    "to_sign": Told("培训合格，等签协议", "done", "请按电话通知签订聘用协议。"),
    "finished": Told("已上岗", "done", ""),
    "reserve": Told("候补", "plain", "人选退出时，按顺序递补。"),
    "not_chosen": Told("未入选", "plain", "别的村（社区）有公告时，可以另外报名。"),
    "out": Told("已退出", "plain", CALL),
    "closed": Told("这次选聘已经结束，没有确定人选", "plain", "重新公告以后可以再报名。"),
    "withdrawn": Told("已撤回", "plain", "要再报名，请在截止日前重新填表。"),
    "withdrawing": Told("已登记撤回，等候送到县里", "plain", "报名的内容已从这里删除。"),
    "duplicate": Told("没有收下：同一身份证号已经报过名", "late", f"以先报的为准。不是您本人报的，{CALL}"),
    "too_late": Told("没有收下：送到时选聘已办到下一步", "late", f"请马上处理：{CALL}"),
    "unknown": Told("没有收下", "late", CALL),
    "wrong": Told("没有收下：内容不合要求", "late", CALL),
}
"""Every state that a receipt can show."""


def state_of(application: Application) -> str:
    """The state of an application, which has its round at hand; what is decided is told once the review is over."""
    selection: Selection = application.selection
    if application.state in {"withdrawn", "received"}:
        return str(application.state)
    if application.out_on is not None:
        return "out"
    if selection.state in IN_REVIEW:
        return "entered" if selection.state == TAKING_IN else "reviewing"
    if application.state not in IN_THE_RUNNING:
        return str(application.state)
    return _of_running(application, selection)


def _of_running(application: Application, selection: Selection) -> str:
    """Of somebody who met the conditions: by how far the round is, and whether this is the chosen one."""
    if selection.state in CLOSED:
        return "closed"
    if selection.state not in (*AFTER_CHOICE, "finished") or selection.state == SHOWN_LATER:
        return str(application.state)
    if selection.chosen_id == application.pk:
        return str(selection.state)
    return "reserve" if application.reserve and selection.state != "finished" else "not_chosen"


def can_withdraw(application: Application) -> bool:
    """Whether the owner can still take the application back: until somebody is chosen."""
    running = application.state in (*OPEN_APPLICATIONS, *IN_THE_RUNNING) and application.out_on is None
    return running and application.selection.state in UNTIL_THE_CHOICE
