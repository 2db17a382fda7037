"""The flow of a roster that is brought in: looked through, then imported by the same hand, or given up."""

from __future__ import annotations

from sibai.people.flow import Flow, Step

ROSTER = Flow(
    "花名册导入",
    (Step("uploaded", "待确认", "county_clerk", "核对预览，确认导入", "employment:roster"),),
    {"imported": "已导入", "dropped": "未导入", "undone": "已撤销"},
)
"""Nothing of the file is in the system before it is imported."""
