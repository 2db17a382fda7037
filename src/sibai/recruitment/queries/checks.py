"""The conditions of article 5 one by one, as the review sheet has them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sibai.recruitment.models import Application
from sibai.rulebook.queries.asking import Answers

CATEGORY_WORDS = {"poverty_relief": "脱贫劳动力", "hard_to_employ": "其他就业困难人员"}
PRIORITY_WORDS = {
    "graduate": "高校毕业生",
    "veteran": "退役军人",
    "poverty_household": "脱贫户家庭成员",
    "monitored_household": "监测户家庭成员",
    "knows_village": "熟悉本村（社区）情况",
}
CHECKS = (
    ("age_ok", "第五条", "年龄"),
    ("education_ok", "第五条", "文化程度"),
    ("category_ok", "第五条", "脱贫劳动力或其他就业困难人员"),
    ("conduct_ok", "第五条", "政治素质"),
    ("in_time", "第六条", "按时报名"),
)
"""Rule, article, what is checked."""


def category_words(application: Application) -> str:
    """The categories of article 5 that somebody belongs to."""
    return "、".join(words for name, words in CATEGORY_WORDS.items() if getattr(application, name)) or "无"


def priority_words(application: Application) -> str:
    """What comes first at equal merit."""
    return "；".join(words for name, words in PRIORITY_WORDS.items() if getattr(application, name)) or "无"


def checks_of(application: Application, answers: Answers) -> list[dict[str, Any]]:
    """Each condition with the applicant's fact and whether it is met."""
    facts = {
        "age_ok": f"{answers['age']}周岁",
        "education_ok": application.education,
        "category_ok": category_words(application),
        "conduct_ok": "村（社区）已确认" if application.conduct_confirmed else "尚未确认",
        "in_time": f"{timezone.localdate(application.applied_at)}",
    }
    return [
        {
            "article": article,
            "item": item,
            "fact": facts[name],
            "result": "符合" if answers[name] else "不符合",
            "why": f"年龄计算至{answers.shown('age_day')}" if name == "age_ok" else "",
        }
        for name, article, item in CHECKS
    ]
