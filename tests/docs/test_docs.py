"""The documents say what the code does: commands, columns, readings, files and examples are held to it."""

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sibai.batch.tables import schema
from sibai.cli import COMMANDS, build_parser, parse_day, parse_month, parse_readings, parse_year
from sibai.measure import BOOK, LAW, Single
from sibai.measure.spotcheck import ticket
from sibai.measure.telling import tree

ROOT = Path(__file__).parents[2]
README, ENGLISH, FILES, MAP = (ROOT / name for name in ("README.md", "README.en.md", "docs/files.md", "docs/map.md"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
SCHEMAS = {each.name: each for each in vars(schema).values() if isinstance(each, schema.Schema)}
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
IN_TICKS = re.compile(r"`([^`\n]+)`")
PATH_IN_TICKS = re.compile(r"`((?:src|tests|docs|requirements|scripts)/[^`\s…]*|pyproject\.toml|Makefile|\.ci/run)`")
FORBIDDEN = {
    "an index address": re.compile(r"https?://\S*(?:/simple\b|pypi|pythonhosted|artifactory|mirror)|index-ur[l]"),
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:home|Users|roo[t]|wor[k])/\w|[A-Z]:\\Users\\"),
}
LONGEST_PAGE = 80
CALCULATION_MONTH = date(2026, 5, 1)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, language: str) -> Iterator[str]:
    return (body for found, body in BLOCK.findall(text_of(path)) if found == language)


def command_lines(path: Path) -> list[str]:
    lines = [line for body in blocks(path, "sh") for line in body.splitlines()]
    return [line for line in lines if line.startswith("sibai ")]


def tables(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table with the heading that it stands under, its rows as cells, header and rule left out."""
    heading, rows = "", list[list[str]]()
    for line in [*text_of(path).splitlines(), ""]:
        if line.startswith("#"):
            heading = line
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            yield heading, rows[2:]
            rows = []


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("NOT RUN: the list of files comes from git, which is not here")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("line", [*command_lines(README), *command_lines(ENGLISH)])
def test_a_command_line_of_the_readme_is_one_that_the_program_takes(line: str) -> None:
    given = build_parser().parse_args(shlex.split(line, comments=True)[1:])
    if given.command in COMMANDS:
        assert len(given.inputs) == COMMANDS[given.command][0]
        LAW.decided(parse_readings(given.reading), "README")
    for name, parse in {"year": parse_year, "month": parse_month}.items():
        if hasattr(given, name):
            parse(getattr(given, name))
    for name in ("deadline", "on"):
        if hasattr(given, name):
            parse_day(f"--{name}", getattr(given, name))


def test_the_readme_shows_every_command_over_files() -> None:
    for path in (README, ENGLISH):
        assert {line.split()[1] for line in command_lines(path)} >= COMMANDS.keys()


def test_every_make_target_of_the_readmes_exists() -> None:
    targets = set(re.findall(r"^(\w+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    for path in (README, ENGLISH, ROOT / "CONTRIBUTING.md"):
        assert {
            name for body in blocks(path, "sh") for name in re.findall(r"^make (\w+)", body, re.MULTILINE)
        } <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_every_path_in_a_document_leads_somewhere(path: Path) -> None:
    for link in LINK.findall(text_of(path)):
        if "://" not in link:
            assert (path.parent / link).exists(), link
    for name in PATH_IN_TICKS.findall(text_of(path)):
        assert list(ROOT.glob(name.rstrip("/"))), name


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_columns_of_a_table_are_those_of_its_schema(name: str) -> None:
    found = [rows for heading, rows in tables(FILES) if heading.startswith(f"### `{name}` ")]
    assert found, f"docs/files.md has no table of {name}"
    told = [(row[0].strip("`"), row[1]) for row in found[0]]
    assert told == [(column.name, column.label) for column in SCHEMAS[name].columns]


def test_the_items_of_events_are_told_with_the_levels_that_each_knows() -> None:
    (items,) = [rows for heading, rows in tables(FILES) if "EVENTS" in heading][1:]
    assert [row[0].strip("`") for row in items] == list(schema.EVENTS["item"].choices)


def test_every_reading_is_told_with_its_options_the_default_first() -> None:
    (rows,) = [rows for heading, rows in tables(FILES) if heading == "## 全部口径"]
    told = {}
    for name, label, article, must_decide, options in rows:
        words = [option.split("` ", 1) for option in options.split(" · ")]
        told[name.strip("`")] = (label, article, must_decide == "是", [(key.strip("`"), said) for key, said in words])
    readings = [entry for entry in LAW.entries.values() if entry.is_reading]
    assert told == {
        each.name: (each.label, each.article, each.must_decide, list(each.options.items())) for each in readings
    }
    for each in readings:
        assert each.values[0].value == next(iter(each.options)), f"{each.name}: the default stands first"


def test_the_example_of_a_county_rulebook_is_taken() -> None:
    (example,) = blocks(FILES, "toml")
    law = LAW.overlaid(tomllib.loads(example), "example")
    assert law.on(date(2026, 8, 1))["base_standard"].value != law.on(date(2027, 1, 1))["base_standard"].value
    assert not law.on(date(2026, 12, 10))["below_bounds"].undecided


def test_the_explanation_in_the_readme_is_what_the_program_tells() -> None:
    (shown,) = [body for body in blocks(README, "text") if "实发" in body]
    single = Single(LAW.on(date(2026, 5, 31)), {"month": CALCULATION_MONTH, "unpaid_days": 2})
    told = tree(single.explain("net")).splitlines()
    assert shown.splitlines() == [line for line in told if line in shown.splitlines()]


def test_the_tickets_of_the_spot_check_page_are_drawn_again() -> None:
    month, seed, village = "2026-05", "20260531-07-11-19-23", "狮子山社区"
    (rows,) = [rows for _, rows in tables(ROOT / "docs/measure/draw.md") if rows[0][0] == "L007"]
    for record, start, _order, _sampled in rows:
        assert ticket(month, seed, village, record).startswith(start)
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
    assert [int(row[2]) for row in rows] == list(range(1, len(rows) + 1))


def test_every_module_of_the_measure_and_of_the_batch_has_its_line_on_the_map() -> None:
    named = set(PATH_IN_TICKS.findall(text_of(MAP)))
    for folder in ("measure", "batch"):
        for path in (ROOT / "src" / "sibai" / folder).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            assert path.name == "__init__.py" or name in named, f"docs/map.md does not name {name}"


def test_a_page_of_an_algorithm_is_short_and_stands_in_the_list_of_pages() -> None:
    listed = set(LINK.findall(text_of(ROOT / "docs/measure/README.md")))
    pages = {path.name: path for path in (ROOT / "docs/measure").glob("*.md") if path.name != "README.md"}
    assert set(pages) == listed
    for path in pages.values():
        assert len(text_of(path).splitlines()) <= LONGEST_PAGE, path.name


def test_the_names_in_ticks_on_the_pages_of_algorithms_are_names_of_the_code() -> None:
    columns = {column.name for each in SCHEMAS.values() for column in each.columns}
    options = {option for entry in LAW.entries.values() for option in entry.options}
    known = BOOK.rules.keys() | BOOK.facts.keys() | LAW.entries.keys() | columns | options
    for path in (ROOT / "docs/measure").glob("*.md"):
        words = " ".join(word for word in IN_TICKS.findall(text_of(path)) if "/" not in word)
        for name in re.findall(r"[a-z]+_[a-z_0-9]+", words):
            assert name in known, f"{path.name}: {name}"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_of_the_project_holds(what: str) -> None:
    for path in tracked():
        try:
            text = text_of(path)
        except UnicodeDecodeError:
            continue
        found = FORBIDDEN[what].search(text)
        assert found is None, f"{path.relative_to(ROOT)}: {found.group() if found else ''}"
