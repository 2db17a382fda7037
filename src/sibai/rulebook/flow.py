"""The way of a decision: prepared by one, confirmed by another; returned ones wait for the first again."""

from __future__ import annotations

from sibai.people.flow import Flow, Step
from sibai.rulebook.models import CONFIRMED, PREPARED, RETURNED, WITHDRAWN

DECISION = Flow(
    "县里的决定",
    (
        Step(RETURNED, "退回修改", "county_clerk", "改后再报，或撤回", "rulebook:decision"),
        Step(PREPARED, "待确认", "county_leader", "确认，或退回", "rulebook:decision"),
    ),
    {CONFIRMED: "已确认", WITHDRAWN: "已撤回"},
)
TONES = {RETURNED: "late", PREPARED: "due", CONFIRMED: "done", WITHDRAWN: "plain"}
"""The colour of each state."""
