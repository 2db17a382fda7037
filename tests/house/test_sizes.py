"""The house keeps its limits: small files, small functions, and no number of the measure in code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("scripts/*.py")])
FILES = [file for file in FILES if file.parent.name != "migrations"]
MEASURE = ROOT / "src" / "sibai" / "measure"
VOCABULARY = {"numbers.py", "dates.py", "values.py", "law.py"}
"""Files that define the units themselves; everywhere else in the measure a number is 0 or 1, or a parameter."""

LONGEST_FILE, LONGEST_FUNCTION = 400, 50
MEASURE_FILES = sorted(MEASURE.glob("*.py"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_and_no_function_grows_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    for function in functions(path):
        length = (function.end_lineno or 0) - function.lineno + 1
        assert length <= LONGEST_FUNCTION, function.name


@pytest.mark.parametrize("path", MEASURE_FILES, ids=lambda path: path.name)
def test_the_measure_holds_no_float_and_divides_only_where_it_rounds(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"float in line {node.lineno}"
        if isinstance(node, ast.BinOp):
            assert not isinstance(node.op, ast.Div), f"division in line {node.lineno}"
            whole = isinstance(node.op, ast.FloorDiv | ast.Mod)
            assert not whole or path.name in VOCABULARY, f"whole division in line {node.lineno}"
        if isinstance(node, ast.Name):
            assert node.id != "float", f"float in line {node.lineno}"


@pytest.mark.parametrize("path", [path for path in MEASURE_FILES if path.name not in VOCABULARY], ids=lambda p: p.name)
def test_a_rule_names_no_number_of_the_measure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    rules = [node for node in functions(path) if any("rule" in ast.unparse(each) for each in node.decorator_list)]
    for rule in rules:
        numbers = {node.value for node in ast.walk(rule) if isinstance(node, ast.Constant) and type(node.value) is int}
        assert numbers <= {0, 1}, f"{rule.name} holds {numbers - {0, 1}}: make it a dated parameter"
    assert tree.body


@pytest.mark.parametrize("path", MEASURE_FILES, ids=lambda path: path.name)
def test_the_measure_asks_no_clock(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"today", "now", "utcnow"}, f"clock in line {node.lineno}"


def test_a_rule_does_not_branch_on_data() -> None:
    for path in MEASURE_FILES:
        for rule in functions(path):
            if any("rule" in ast.unparse(each) for each in rule.decorator_list):
                branching = [node for node in ast.walk(rule) if isinstance(node, ast.If | ast.IfExp | ast.While)]
                assert not branching, f"{path.name}: {rule.name} branches: use pick"


def test_every_public_function_says_what_it_is() -> None:
    for path in ROOT.glob("src/**/*.py"):
        module = ast.parse(path.read_text(encoding="utf-8"))
        owners = [module, *(node for node in module.body if isinstance(node, ast.ClassDef))]
        for function in (node for owner in owners for node in owner.body if isinstance(node, ast.FunctionDef)):
            assert function.name.startswith("_") or ast.get_docstring(function), f"{path.name}: {function.name}"
