"""Which step of a dispute can follow which, and the day of the last one."""

from __future__ import annotations

from datetime import date

from sibai.casework.models import Dispute

ASK = {"asked": "申请仲裁"}
SUE = {"sued": "向法院起诉"}
NEXT: dict[str, dict[str, str]] = {
    "registered": {"mediating": "申请调解", **ASK},
    "mediating": ASK,
    "asked": {"accepted": "仲裁委受理", "not_accepted": "仲裁委不予受理", "sued": "逾期没有决定，向法院起诉"},
    "accepted": {"awarded": "收到裁决书", "sued": "逾期没有裁决，向法院起诉"},
    "not_accepted": SUE,
    "awarded": SUE,
}
"""State → what can come next, as the page says it. From every state it can also end. A commission that does not decide
in time leaves the way to court (劳动争议调解仲裁法第二十九条、第四十三条)."""
DAYS = ("mediating_on", "asked_on", "accepted_on", "not_accepted_on", "awarded_on", "sued_on")


def before(row: Dispute) -> str:
    """The state that the last step left; blank where no step was taken yet."""
    if row.state == "registered":
        return ""
    reached = [name for name in (each.removesuffix("_on") for each in DAYS) if getattr(row, f"{name}_on")]
    earlier = [name for name in reached if name != row.state]
    return earlier[-1] if earlier else "registered"


def last_day_of(row: Dispute) -> date:
    """The day of the last step that is recorded."""
    days: list[date | None] = [getattr(row, name) for name in DAYS]
    return max([row.knew_on, *(day for day in days if day is not None)])
