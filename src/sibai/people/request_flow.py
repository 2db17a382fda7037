"""The states of a request about one's own data (个人信息保护法 articles 44 to 50): who is at it and what comes next."""

from __future__ import annotations

from typing import Final

from sibai.people.flow import Flow, Step

KINDS: Final = {"see": "查阅", "copy": "复制", "correct": "更正", "delete": "删除"}
"""What can be asked for: articles 45, 45, 46 and 47."""
ARTICLES: Final = {
    "see": "个人信息保护法第四十五条",
    "copy": "个人信息保护法第四十五条",
    "correct": "个人信息保护法第四十六条",
    "delete": "个人信息保护法第四十七条",
}

REQUEST: Final = Flow(
    "个人信息申请",
    (
        Step("received", "待决定", "county_clerk", "决定是否同意，不同意的说明理由", "people:request_decide"),
        Step("granted", "待办理", "county_clerk", "按申请办理", "people:request_carry_out"),
        Step("answered", "待告知", "village", "把结果告诉本人", "people:request_tell"),
    ),
    {"closed": "已办结", "withdrawn": "已撤回"},
)
"""A refusal goes to `answered` too: the person has to be told, with the reason (第五十条)."""

OPEN: Final = tuple(step.state for step in REQUEST.steps)
