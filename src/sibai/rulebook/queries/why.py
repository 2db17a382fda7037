"""An explanation as the tree behind 〔为什么〕: the node that web/parts/why.html takes."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from sibai.measure.explain import Step
from sibai.measure.telling import CONFIDENCE_WORDS, formula_text, told_inputs
from sibai.measure.values import shown

Node = dict[str, Any]
UNDECIDED = "须由县里确定的口径，现按默认"


def node_of(root: Step) -> Node:
    """The whole explanation; what was told once is not told again."""
    return _node(root, set())


def _node(step: Step, told: set[int]) -> Node:
    again = step.formula is not None and id(step) in told
    told.add(id(step))
    node: Node = {
        "line": step.label,
        "value": str(step.source.get("means") or "") or shown(step.value, step.unit),
        "article": step.articles[0] if step.articles else "",
        "flag": UNDECIDED if step.source.get("undecided") else "",
        "source": "见上" if again else _source(step),
        "url": _url(step),
        "children": [],
    }
    if not again:
        node["children"] = [_node(needed, told) for needed in told_inputs(step)]
    return node


def _source(step: Step) -> str:
    """How a number was made or where it comes from."""
    if step.kind == "rule":
        also = f"（并见{'、'.join(step.articles[1:])}）" if step.articles[1:] else ""
        return f"＝ {formula_text(step.formula)}{also}"
    return _fact_source(step) if step.kind == "fact" else _law_source(step)


def _fact_source(step: Step) -> str:
    words = [str(step.source.get("file", ""))]
    if step.source.get("blank"):
        instead = f"“{step.formula.label}”" if isinstance(step.formula, Step) else "此"
        words.append(f"未填，按{instead}计")
    return "，".join(word for word in words if word)


def _law_source(step: Step) -> str:
    source = step.source
    words = [f"{source['from']}起" if source["from"] else "", source["source"], CONFIDENCE_WORDS[source["confidence"]]]
    words += ["尚未公布新数值，暂按此计"] if source["provisional"] else []
    return "，".join(word for word in words if word)


def _url(step: Step) -> str:
    """Where more is to be seen: a fact's own page, the history of a parameter or reading."""
    if step.kind == "fact":
        return str(step.source.get("url", ""))
    if step.kind == "rule" or not step.name:
        return ""
    try:
        return reverse("rulebook:entry", args=[step.name])
    except NoReverseMatch:  # the public process has no rulebook pages
        return ""
