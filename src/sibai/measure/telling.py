"""An explanation as text: a tree that a clerk can read aloud from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sibai.measure.explain import Step
from sibai.measure.values import shown

MANY = 40
"""From how many like members on a group is told in one line."""

INFIX = {
    "+": "＋",
    "-": "－",
    "*": "×",
    "=": "＝",
    "≠": "≠",
    "<": "＜",
    "≤": "≤",
    ">": "＞",
    "≥": "≥",
    "and": "且",
    "or": "或",
}
WORDS = {
    "times": "{0} × {1}",
    "ticket": "{0} 当月、种子 {1}、{2}、{3} 的 SHA-256",
    "half_up": "{0} ÷ {1}，四舍五入",
    "floor": "{0} ÷ {1}，去尾",
    "cut_off": "{0} ÷ {1} 的余数",
    "no": "不是（{0}）",
    "of": "{1} 按 {0} 计",
    "divides": "{1} ÷ {0}，四舍五入",
    "at": "查表 {0}，{1}",
    "at_least": "{1}／{2} 达到 {0} 中的哪一档",
    "below": "{1}／{2} 低于 {0} 中的哪一档",
    "at_most": "{1}／{2} 不高于 {0} 中的哪一档",
    "days_through": "{0} 至 {1} 的天数",
    "weekdays_through": "{0} 至 {1} 的周一至周五天数",
    "add_months": "{0} 加 {1} 个月",
    "add_days": "{0} 加 {1} 天",
    "completed_years": "{0} 至 {1} 的周岁",
    "full_months": "{0} 至 {1} 的整月数",
    "days_left_over": "{0} 至 {1} 整月以外的天数",
    "month_first": "{0} 所在月的第一天",
    "month_last": "{0} 所在月的最后一天",
    "date_of": "{0} 的日期",
    "year_of": "{0} 的年份",
    "completed_months": "{0} 至 {1} 的满月数",
    "day_of": "{0} 所在月的 {1} 日",
    "on_year_day": "{0} 年 {1}（月日）",
    "months_from": "{0} 所在月至 {1} 所在月的月数",
    "age_reached": "{0} 出生满 {1} 个月之日",
    "year_first": "{0} 年第一天",
    "year_last": "{0} 年最后一天",
    "digits_of": "{0} 写成年月日数字",
    "date_in_digits": "年月日数字 {0} 表示的日期",
    "ceiling": "{1} 按 {0} 计，有零头进一",
    "at_least_rate": "{0}（不得低于 {1}）",
    "is_working_day": "{1} 按 {0} 是否工作日",
    "is_statutory_holiday": "{1} 按 {0} 是否法定节假日",
    "has_notice": "{0} 含 {1} 所在年",
    "last_working_day": "{1} 或之前最近的工作日（{0}）",
    "add_working_days": "{1} 之后第 {2} 个工作日（{0}）",
    "working_days": "{1} 至 {2} 的工作日数（{0}）",
}
LISTS = {
    "least": "取小（{}）",
    "most": "取大（{}）",
    "all_of": "同时满足（{}）",
    "any_of": "满足其一（{}）",
    "how_many": "满足几项（{}）",
    "sentences": "各项说明（{}）",
    "one_of": "属于（{}）",
}
CONFIDENCE_WORDS = {"certain": "确定", "likely": "较可靠", "unsure": "不确定", "unknown": "未查到"}


def tree(root: Step, told: set[int] | None = None) -> str:
    """The whole explanation as indented lines; what was told once (in `told` too) is not told again."""
    return "\n".join(_lines(root, "", "", set() if told is None else told))


def _lines(step: Step, first: str, rest: str, told: set[int]) -> Iterator[str]:
    if step.formula is not None and id(step) in told:
        yield f"{first}{step.label} {shown(step.value, step.unit)}（见上）"
        return
    told.add(id(step))
    yield f"{first}{headline(step)}"
    inputs = told_inputs(step)
    for position, needed in enumerate(inputs):
        last = position == len(inputs) - 1
        yield from _lines(needed, rest + ("└ " if last else "├ "), rest + ("  " if last else "│ "), told)


def told_inputs(step: Step) -> list[Step]:
    """What to tell under a step: what adds nothing to a sum is left out, and a large group is told in one line."""
    symbol = step.formula[0] if isinstance(step.formula, tuple) else ""
    if symbol == "place":
        return list(Step("", "", "", None, "rule", (), step.formula[1]).because)
    if symbol not in ("sum", "highest") and not _is_addition(step.formula):
        return list(step.because)
    members = [needed for needed in step.because if needed.value != 0]
    return members if len(members) <= MANY else []


def _is_addition(formula: Any) -> bool:
    """Whether a formula only adds up steps."""
    if isinstance(formula, tuple):
        return formula[0] == "+" and all(_is_addition(part) for part in formula[1:])
    return isinstance(formula, Step)


def headline(step: Step) -> str:
    """One line: label, value, article, how it was made or where it comes from."""
    articles = "".join(f"〔{article}〕" for article in step.articles)
    value = step.source.get("means") or shown(step.value, step.unit)
    return f"{step.label} {value}{articles}{_origin(step)}"


def _origin(step: Step) -> str:
    if step.kind == "fact":
        return _fact_origin(step)
    if step.kind == "rule":
        return f" ＝ {formula_text(step.formula)}"
    source = step.source
    span = f"{source['from']}起" if source["from"] else "一直"
    words = [
        f"{step.name}={step.value}" if step.kind == "reading" else step.name,
        span,
        source["source"],
        CONFIDENCE_WORDS[source["confidence"]],
    ]
    if source["provisional"]:
        words.append("尚未公布新数值，暂按此计")
    if source.get("undecided"):
        words.append("待县里确定的口径，现按默认")
    return f"（{'，'.join(words)}）"


def _fact_origin(step: Step) -> str:
    source = step.source
    place = source.get("file", "")
    if source.get("row"):
        place += f" 第{source['row']}行"
    if source.get("column"):
        place += f" {source['column']}"
    if source.get("blank"):
        place += f"{place and '，'}空白"
        place += f"，按“{step.formula.label}”计" if isinstance(step.formula, Step) else "，按此计"
    return f"（{place}）" if place else ""


def formula_text(formula: Any) -> str:
    """A formula in words and labels."""
    if isinstance(formula, Step):
        return formula.label
    if not isinstance(formula, tuple):
        return shown(formula, "flag" if isinstance(formula, bool) else "text")
    symbol, *parts = formula
    if symbol in PHRASES:
        return PHRASES[symbol](parts)
    return _operation_text(symbol, [_bracketed(part) for part in parts])


def _place_text(parts: list[Any]) -> str:
    """The competitors and what the place goes by."""
    _, signs, *keys = parts[0]
    told = [f"{formula_text(key)}{DIRECTIONS[sign]}" for sign, key in zip(signs, keys, strict=True)]
    return f"{len(parts) - 1} 个中按 {'，'.join(told)} 的名次"


DIRECTIONS = {"-": "从大到小", "+": "从小到大"}
PHRASES: dict[str, Callable[[list[Any]], str]] = {
    "sum": lambda parts: f"{len(parts)} 项合计",
    "highest": lambda parts: f"{len(parts) - 1} 项中最高的",
    "place": _place_text,
    "case": lambda parts: f"因为 {formula_text(parts[-2])}，取 {formula_text(parts[-1])}",
    "otherwise": lambda parts: formula_text(parts[-1]),
    "say": lambda parts: "、".join(formula_text(part) for part in parts[1:]) or str(parts[0]),
}
"""Operations whose words hang on their parts."""


def _operation_text(symbol: str, words: list[str]) -> str:
    if symbol in INFIX:
        return f" {INFIX[symbol]} ".join(words)
    if symbol in WORDS:
        return WORDS[symbol].format(*words)
    return LISTS.get(symbol, "（{}）").format("，".join(words))


def _bracketed(part: Any) -> str:
    text = formula_text(part)
    return f"（{text}）" if isinstance(part, tuple) and part[0] in INFIX and part[0] not in ("*", "=") else text
