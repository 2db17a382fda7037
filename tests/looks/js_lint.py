"""What a script asks of a browser that Chrome 80 does not have: syntax by the tree, built-ins by their names."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

TABLE = json.loads((Path(__file__).parent / "after_chrome_80.json").read_text(encoding="utf-8"))["javascript"]
SYNTAX, MEMBERS, QUALIFIED, GLOBALS = (set(TABLE[name]) for name in ("syntax", "members", "qualified", "globals"))
PARSER = Parser(Language(tree_sitter_javascript.language()))
FUNCTIONS = {
    "function_declaration",
    "function_expression",
    "arrow_function",
    "method_definition",
    "generator_function",
    "generator_function_declaration",
}
ASSIGNMENTS = {
    "operators.logical_and_assignment": "&&=",
    "operators.logical_or_assignment": "||=",
    "operators.nullish_coalescing_assignment": "??=",
}
Finding = tuple[int, str]


def findings(text: str) -> list[Finding]:
    """Line and name of everything too new; what the grammar does not read is a finding too."""
    tree = PARSER.parse(text.encode())
    nodes = list(_all(tree.root_node))
    own = {_text(node) for node in nodes if node.type == "identifier" and _declares(node)}
    found = set(_unreadable(nodes))
    for node in nodes:
        line = node.start_point[0] + 1
        found |= {(line, key) for key, holds in DETECTORS.items() if key in SYNTAX and holds(node)}
        found |= {(line, name) for name in _names(node, own)}
        if node.type == "decorator":
            found.add((line, "decorator"))
    return sorted(found)


def _names(node: Node, own: set[str]) -> Iterator[str]:
    """Built-ins that are too new: a member by its name, a global by its name unless the script made one itself."""
    if node.type == "property_identifier" and node.parent and node.parent.type == "member_expression":
        name, owner = _text(node), node.parent.child_by_field_name("object")
        if name in MEMBERS:
            yield f".{name}"
        if owner and f"{_text(owner)}.{name}" in QUALIFIED:
            yield f"{_text(owner)}.{name}"
    if node.type == "identifier" and _text(node) in GLOBALS and _text(node) not in own:
        yield _text(node)
    if node.type == "regex":
        flags = node.child_by_field_name("flags")
        for flag, member in (("d", "hasIndices"), ("v", "unicodeSets")):
            if flags and flag in _text(flags) and member in MEMBERS:
                yield f"regular expression flag {flag}"


def _unreadable(nodes: list[Node]) -> Iterator[Finding]:
    for node in nodes:
        if node.is_error or node.is_missing:
            yield node.start_point[0] + 1, "unreadable"


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _declares(node: Node) -> bool:
    """Whether an identifier is the name of something declared here."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type in {"formal_parameters", "catch_clause"}:
        return True
    return parent.type.endswith(("declarator", "declaration")) and parent.child_by_field_name("name") == node


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return _text(operator) if operator else ""


def _child_types(node: Node) -> list[str]:
    return [child.type for child in node.children]


def _top_level_await(node: Node) -> bool:
    if node.type != "await_expression" and not (node.type == "for_in_statement" and "await" in _child_types(node)):
        return False
    while node.parent is not None:
        node = node.parent
        if node.type in FUNCTIONS:
            return False
    return True


def _private_in(node: Node) -> bool:
    left = node.child_by_field_name("left") if node.type == "binary_expression" else None
    return left is not None and left.type == "private_property_identifier" and _operator(node) == "in"


def _private_method(node: Node) -> bool:
    name = node.child_by_field_name("name") if node.type == "method_definition" else None
    return name is not None and name.type == "private_property_identifier"


def _two_arguments_of_import(node: Node) -> bool:
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    given = node.child_by_field_name("arguments")
    return function is not None and function.type == "import" and given is not None and given.named_child_count > 1


def _using(node: Node) -> bool:
    return node.type == "using_declaration" or "using" in _child_types(node)


def _string_name(kind: str) -> Callable[[Node], bool]:
    return lambda node: node.type == kind and "string" in _child_types(node)


def _assignment(operator: str) -> Callable[[Node], bool]:
    return lambda node: node.type == "augmented_assignment_expression" and _operator(node) == operator


def _pattern(*signs: str) -> Callable[[Node], bool]:
    return lambda node: node.type == "regex_pattern" and any(sign in _text(node) for sign in signs)


DETECTORS: dict[str, Callable[[Node], bool]] = {
    **{key: _assignment(sign) for key, sign in ASSIGNMENTS.items()},
    "classes.private_class_fields_in": _private_in,
    "classes.private_class_methods": _private_method,
    "classes.static.initialization_blocks": lambda node: node.type == "class_static_block",
    "operators.await.top_level": _top_level_await,
    "operators.import.options_parameter": _two_arguments_of_import,
    "operators.import_meta.resolve": lambda node: _text(node) == "import.meta.resolve",
    "regular_expressions.modifier": _pattern("(?i:", "(?m:", "(?s:", "(?-", "(?im:", "(?is:", "(?ms:"),
    "statements.await_using": _using,
    "statements.using": _using,
    "statements.export.arbitrary_module_namespace_identifier_names": _string_name("export_specifier"),
    "statements.import.arbitrary_module_namespace_identifier_names": _string_name("import_specifier"),
    "statements.import.import_assertions": lambda node: node.type == "import_attribute",
    "statements.import.import_attributes": lambda node: node.type == "import_attribute",
}
UNSEEN = {
    "grammar.trailing_commas.trailing_commas_in_dynamic_import": "the grammar reads it as one argument",
    "operators.import.defer": "the grammar does not read it: unreadable",
    "operators.import.http_errors_not_cached": "no syntax",
    "operators.import.import_source": "the grammar does not read it: unreadable",
    "regular_expressions.buffer_boundary_assertion": "no browser has it",
    "regular_expressions.named_capturing_group.duplicate_named_capturing_groups": "nobody here names groups twice",
    "statements.import.defer": "the grammar does not read it: unreadable",
    "statements.import.http_errors_not_cached": "no syntax",
    "statements.import.import_assertions.type_css": "found as import_assertions",
    "statements.import.import_assertions.type_json": "found as import_assertions",
    "statements.import.import_attributes.type_css": "found as import_attributes",
    "statements.import.import_attributes.type_json": "found as import_attributes",
    "statements.import.import_attributes.type_text": "found as import_attributes",
    "statements.import.import_source": "the grammar does not read it: unreadable",
    "statements.import.import_source.import_wasm_modules": "the grammar does not read it: unreadable",
    "statements.import.service_worker_support": "no syntax",
    "statements.import.worklet_support": "no syntax",
}
"""Syntax of the table without a detector, and why; a remade table with other syntax fails the test."""
