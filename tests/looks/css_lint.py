"""What a style sheet asks of a browser that Chrome 80 does not have."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2

TABLE = json.loads((Path(__file__).parent / "after_chrome_80.json").read_text(encoding="utf-8"))
CSS: dict[str, Any] = {name: set(value) if isinstance(value, list) else value for name, value in TABLE["css"].items()}
HOLDS_RULES = {"media", "supports", "keyframes", "-webkit-keyframes"}
WITH_DESCRIPTORS = {"font-face", "page", "import"}
Finding = tuple[int, str]


def findings(text: str) -> list[Finding]:
    """Line and name of everything too new, and of everything that cannot be read at all."""
    return sorted(set(_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))))


def _rules(nodes: Iterable[Any]) -> Iterator[Finding]:
    for node in nodes:
        if node.type == "error":
            yield node.source_line, f"unreadable: {node.message}"
        elif node.type == "at-rule":
            yield from _at_rule(node)
        elif node.type == "qualified-rule":
            yield from _selector(node.prelude)
            yield from _block(node.content)


def _at_rule(node: Any) -> Iterator[Finding]:
    name = node.lower_at_keyword
    if name in CSS["rules"]:
        yield node.source_line, f"@{name}"
    if name == "media":
        yield from _media(node.prelude)
    if name in WITH_DESCRIPTORS:
        yield from _descriptors(node)
    if node.content is None:
        return
    if name in HOLDS_RULES:
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        if "keyframes" not in name:
            yield from _rules(inner)
        else:
            for each in inner:
                yield from _block(each.content)
    else:
        yield from _block(node.content, descriptors=name in WITH_DESCRIPTORS)


def _descriptors(node: Any) -> Iterator[Finding]:
    """Parts of @font-face, @page and @import, each by its name."""
    names = [_name(token) for token in node.prelude]
    for each in tinycss2.parse_blocks_contents(node.content or [], skip_comments=True, skip_whitespace=True):
        names.append(each.lower_name if each.type == "declaration" else getattr(each, "lower_at_keyword", ""))
    for name in names:
        if name in CSS["descriptors"]:
            yield node.source_line, f"@{node.lower_at_keyword} {name}"


def _media(tokens: Iterable[Any]) -> Iterator[Finding]:
    for token in tokens:
        if token.type == "() block":
            yield from _media(token.content)
        elif token.type == "literal" and token.value in {"<", ">", "=", "<=", ">="}:
            yield token.source_line, "@media range_syntax"
        elif token.type == "ident" and token.lower_value == "or":
            yield token.source_line, "@media or_syntax"
        elif token.type == "ident" and token.lower_value in CSS["media"]:
            yield token.source_line, f"@media {token.lower_value}"


def _selector(tokens: list[Any]) -> Iterator[Finding]:
    after_colon = False
    for token in tokens:
        line = token.source_line
        if token.type == "literal" and token.value == "&":
            yield line, "nesting"
        name = _name(token)
        if after_colon and name in CSS["selectors"]:
            yield line, f":{name}"
        if token.type == "function":
            yield from _functional(name, token)
        if token.type == "[] block" and [_name(each) for each in token.content if _name(each)][-1] == "s":
            yield line, "attribute.case_sensitive_modifier"
        after_colon = token.type == "literal" and token.value == ":"


def _functional(name: str, token: Any) -> Iterator[Finding]:
    """The list in :not(a, b), the `of` in :nth-child(2 of a), and whatever stands inside."""
    commas = any(each.type == "literal" and each.value == "," for each in token.arguments)
    if commas and f"{name}.selector_list" in CSS["selectors"]:
        yield token.source_line, f":{name} selector_list"
    words = {_name(each) for each in token.arguments}
    if "of" in words and f"{name}.of_syntax" in CSS["selectors"]:
        yield token.source_line, f":{name} of_syntax"
    yield from _selector(token.arguments)


def _block(content: list[Any], *, descriptors: bool = False) -> Iterator[Finding]:
    """Declarations; in @page and @font-face a name may be old that is new as a property, and rules may stand inside."""
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    declarations = [node for node in nodes if node.type == "declaration"]
    for node in nodes:
        if node.type == "error":
            yield node.source_line, f"unreadable: {node.message}"
        elif node.type != "declaration" and not descriptors:
            yield node.source_line, "nesting"
    for declaration in declarations:
        if not (descriptors and declaration.lower_name in CSS["old_descriptors"]):
            yield from _declaration(declaration)
    yield from _gaps(declarations)


def _gaps(declarations: list[Any]) -> Iterator[Finding]:
    """A gap is older in a grid and between columns than in a flex box: the same rule has to say which it is."""
    stands_in = {(each.lower_name, _name(token)) for each in declarations for token in each.value}
    grid = {("display", "grid"), ("display", "inline-grid")} & stands_in
    columns = {each.lower_name for each in declarations} & {"columns", "column-count", "column-width"}
    for each in declarations:
        if each.lower_name in CSS["contexts"] and not grid and not columns:
            yield each.source_line, f"{each.lower_name} in flex (or say display: grid beside it)"


def _declaration(node: Any) -> Iterator[Finding]:
    name, line = node.lower_name, node.source_line
    if name in CSS["properties"]:
        yield line, name
    for token in _all(node.value):
        word = _name(token)
        if word in CSS["values"].get(name, ()):
            yield line, f"{name}: {word}"
        if token.type == "ident" and word in CSS["wide"] | CSS["colours"]:
            yield line, word
        if token.type == "dimension" and token.lower_unit in CSS["units"]:
            yield line, f"unit {token.lower_unit}"
        if token.type == "function":
            yield from _function(word, token)


def _function(name: str, token: Any) -> Iterator[Finding]:
    if name in CSS["functions"]:
        yield token.source_line, f"{name}()"
    if name in CSS["relative"] and any(_name(each) == "from" for each in token.arguments):
        yield token.source_line, f"{name}(from …)"


def _all(tokens: Iterable[Any]) -> Iterator[Any]:
    """Every token, those inside of functions and brackets too."""
    for token in tokens:
        yield token
        yield from _all(getattr(token, "arguments", None) or getattr(token, "content", None) or [])


def _name(token: Any) -> str:
    """The lower-case word of an identifier or a function; nothing for others."""
    if token.type == "ident":
        return str(token.lower_value)
    return str(token.lower_name) if token.type == "function" else ""
