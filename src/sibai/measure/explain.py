"""How a number was made: a graph of steps that carries its formulas, goes to JSON and comes back unchanged.

`evaluate` computes a read explanation again with the bare operations and no rule book; every leaf is a fact
(file, row, column) or a dated parameter with its source. `tree` writes it for a person to read aloud.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sibai.measure.tracing import OPERATIONS
from sibai.measure.values import from_json, shown, to_json

FORMAT = "sibai-explanation-1"


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """One number: what it is called, its value, the article, and the formula over the steps it hangs on."""

    name: str
    label: str
    unit: str
    value: Any
    kind: str
    """fact, parameter, reading, rule"""
    articles: tuple[str, ...] = ()
    formula: Any = None
    """An operation tuple over steps and literals, or another step; None for a leaf."""
    source: Mapping[str, Any] = field(default_factory=dict)
    """Of a fact: file, row, column, blank. Of a parameter: from, to, source, confidence, provisional, county."""

    @property
    def because(self) -> tuple[Step, ...]:
        """The steps that the formula names, each once, in order."""
        return tuple({id(step): step for step in _steps_in(self.formula)}.values())

    @property
    def parameters(self) -> tuple[Step, ...]:
        """The parameters that the formula names."""
        return tuple(step for step in self.because if step.kind == "parameter")

    @property
    def readings(self) -> tuple[Step, ...]:
        """The readings that the formula names."""
        return tuple(step for step in self.because if step.kind == "reading")


def _steps_in(formula: Any) -> Iterator[Step]:
    if isinstance(formula, Step):
        yield formula
    elif isinstance(formula, tuple):
        for part in formula[1:]:
            yield from _steps_in(part)


def in_order(root: Step) -> list[Step]:
    """Every step of an explanation, each after the steps that it hangs on; the root is the last."""
    ordered: dict[int, Step] = {}
    stack = [(root, False)]
    while stack:
        step, ready = stack.pop()
        if id(step) in ordered:
            continue
        if ready:
            ordered[id(step)] = step
        else:
            stack.append((step, True))
            stack.extend((needed, False) for needed in reversed(step.because) if id(needed) not in ordered)
    return list(ordered.values())


def to_document(root: Step) -> dict[str, Any]:
    """The explanation as plain JSON data; a step refers to others by their place in the list."""
    steps = in_order(root)
    number = {id(step): position for position, step in enumerate(steps)}
    return {"format": FORMAT, "steps": [_step_to_json(step, number) for step in steps]}


def _step_to_json(step: Step, number: Mapping[int, int]) -> dict[str, Any]:
    return {
        "name": step.name,
        "label": step.label,
        "unit": step.unit,
        "value": to_json(step.value),
        "shown": shown(step.value, step.unit),
        "kind": step.kind,
        "articles": list(step.articles),
        "formula": _formula_to_json(step.formula, number),
        "source": dict(step.source),
    }


def _formula_to_json(formula: Any, number: Mapping[int, int]) -> Any:
    if isinstance(formula, Step):
        return {"step": number[id(formula)]}
    if isinstance(formula, tuple):
        return [formula[0], *(_formula_to_json(part, number) for part in formula[1:])]
    return to_json(formula)


def from_document(document: Mapping[str, Any]) -> Step:
    """The explanation that `to_document` wrote. ValueError for another format."""
    if document.get("format") != FORMAT:
        raise ValueError("not an explanation of sibai")
    steps: list[Step] = []
    for written in document["steps"]:
        steps.append(
            Step(
                name=written["name"],
                label=written["label"],
                unit=written["unit"],
                value=from_json(written["value"]),
                kind=written["kind"],
                articles=tuple(written["articles"]),
                formula=_formula_from_json(written["formula"], steps),
                source=written["source"],
            )
        )
    return steps[-1]


def _formula_from_json(written: Any, steps: Sequence[Step]) -> Any:
    if isinstance(written, Mapping) and "step" in written:
        return steps[written["step"]]
    if isinstance(written, list):
        return (written[0], *(_formula_from_json(part, steps) for part in written[1:]))
    return from_json(written)


def evaluate(root: Step) -> Any:
    """Compute the root again from its leaves. ValueError names the first step whose value is not its formula's."""
    values: dict[int, Any] = {}
    for step in in_order(root):
        made = step.value if step.formula is None else _compute(step.formula, values)
        if to_json(made) != to_json(step.value):
            raise ValueError(f"{step.name}: {made!r} is not {step.value!r}")
        values[id(step)] = made
    return values[id(root)]


def _compute(formula: Any, values: Mapping[int, Any]) -> Any:
    if isinstance(formula, Step):
        return values[id(formula)]
    if isinstance(formula, tuple):
        return OPERATIONS[formula[0]](*(_compute(part, values) for part in formula[1:]))
    return formula


def leaves(root: Step) -> list[Step]:
    """The steps that hang on nothing: facts, parameters and readings."""
    return [step for step in in_order(root) if step.formula is None]
