"""A cell of a list: a plain value or a mapping becomes something the template only has to write down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NOTHING = "—"
FIGURES = ("number", "money", "points")
LONG = 6
"""Letters of a status from which on it has a line of its own on a phone."""
Writers = Mapping[str, Callable[[Any], str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, the class of its column, and whatever stands beside the text."""

    text: str
    css: str
    label: str
    url: str = ""
    under: str = ""
    tone: str = ""
    flag: str = ""
    why_url: str = ""
    acts: Sequence[Any] = ()
    plain: bool = True
    main: bool = False

    @property
    def figure(self) -> bool:
        """Whether it is a number, which must end where the others of its column end."""
        return "number" in self.css


def attribute(thing: Any, name: str, default: Any = "") -> Any:
    """A member of a mapping or of an object; `default` where there is none or it is None."""
    value = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
    return default if value is None else value


def as_cell(column: Any, value: Any, writers: Writers, *, main: bool = False) -> Cell:
    """The cell of `value` (a plain value, or a mapping or object with `text` or `value`) in `column`."""
    kind = attribute(column, "kind")
    simple = value is None or isinstance(value, str | int | bool) or not has_parts(value)
    inner = value if simple else attribute(value, "text") or attribute(value, "value", None)
    word = "" if simple else attribute(value, "word")
    acts = () if simple else attribute(value, "acts", ())
    text = word or ("" if acts else written(inner, kind, writers))
    css = column_class(column, main=main)
    label = attribute(column, "label")
    if simple:
        return Cell(text, f"{css} nil" if text == NOTHING else css, label, main=main)
    beside = {name: attribute(value, name) for name in ("url", "under", "flag", "why_url")}
    tone = attribute(value, "tone", "plain") if word else ""
    css = f"{css} long" if word and len(word) >= LONG else css
    return Cell(text, css, label, tone=tone, acts=acts, plain=False, main=main, **beside)


def has_parts(value: Any) -> bool:
    """Whether a value carries more than itself: a mapping, or an object with one of a cell's names."""
    names = ("text", "value", "word", "acts")
    return isinstance(value, Mapping) or any(hasattr(value, name) for name in names)


def written(value: Any, kind: str, writers: Writers) -> str:
    """A value by the kind of its column."""
    if kind in writers:
        return writers[kind](value)
    if kind == "act":
        return ""
    if kind == "check":
        return "有" if value else NOTHING
    if kind == "number" and isinstance(value, int):
        return f"{value:,}"
    return NOTHING if value is None or value == "" else str(value)


def column_class(column: Any, *, main: bool = False) -> str:
    """The CSS classes of a column: how its cells are set, whether a phone shows them (minor) and their label (bare)."""
    kind = attribute(column, "kind")
    names = {"day": "day", "moment": "day", "code": "code", "status": "status-cell", "act": "act"}
    css = ["number"] if kind in FIGURES else [names[kind]] if kind in names else []
    css += ["main"] if main else []
    css += [name for mark, name in (("minor", "minor"), ("bare", "unlabelled")) if attribute(column, mark)]
    return " ".join(css)


def main_column(columns: Sequence[Any]) -> Any:
    """The column of the thing people look for: the one marked `main`, else the first."""
    return next((column for column in columns if attribute(column, "main")), columns[0])
