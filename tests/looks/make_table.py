"""Remake after_chrome_80.json from an unpacked @mdn/browser-compat-data package (licence CC0).

python tests/looks/make_table.py PACKAGE_FOLDER

PACKAGE_FOLDER holds data.json and package.json. Nothing is fetched. What goes into the table: names that Chrome 80 does
not know without a flag or a prefix. A name that is old in one place and new in another is left out where the lint could
not tell them apart; subfeatures that are only described in words (no name to look for) are left out too.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROME = 80
NEVER = 10_000.0
HERE = Path(__file__).parent
NAME = re.compile(r"-?[a-zA-Z][a-zA-Z0-9-]*")
UNITS = {
    "viewport_percentage_units_dynamic": "dvh dvw dvi dvb dvmin dvmax",
    "viewport_percentage_units_large": "lvh lvw lvi lvb lvmin lvmax",
    "viewport_percentage_units_small": "svh svw svi svb svmin svmax",
    "container_query_length_units": "cqw cqh cqi cqb cqmin cqmax",
}
Path_ = tuple[str, ...]


def number(version: Any) -> float:
    """A version of Chrome as a number; never, for none."""
    return float(str(version).lstrip("≤")) if version not in {None, False, "preview"} else NEVER


def old(compat: dict[str, Any]) -> bool:
    """Whether Chrome 80 knows it by this very name."""
    support = compat["support"].get("chrome", [])
    for statement in support if isinstance(support, list) else [support]:
        if {"flags", "prefix", "alternative_name"} & set(statement):
            continue
        if number(statement["version_added"]) <= CHROME < number(statement.get("version_removed")):
            return True
    return False


def walk(node: dict[str, Any], path: Path_ = ()) -> Iterator[tuple[Path_, bool]]:
    """Every feature below `node` with whether it is old."""
    if "__compat" in node:
        yield path, old(node["__compat"])
    for key, child in node.items():
        if key != "__compat" and isinstance(child, dict):
            yield from walk(child, (*path, key))


def new(node: dict[str, Any], depth: int | None = None) -> list[Path_]:
    """The paths of what is not old, at one depth or at any."""
    return [path for path, known in walk(node) if not known and (depth is None or len(path) == depth)]


def css(data: dict[str, Any]) -> dict[str, Any]:
    """Properties, values by property, functions, units, keywords, selectors and at-rules."""
    properties, types, rules = data["properties"], data["types"], data["at-rules"]
    values: dict[str, list[str]] = {}
    for path in new(properties, 2):
        if path[0] in properties and path[1:] and NAME.fullmatch(path[1]) and old(properties[path[0]]["__compat"]):
            values.setdefault(path[0], []).append(path[1])
    known = {path[-1] for path, is_old in walk(types) if is_old}
    units = [path[1] for path in new(types, 2) if path[0] == "length"]
    return {
        "properties": sorted(path[0] for path in new(properties, 1)),
        "values": {name: sorted(names) for name, names in sorted(values.items())},
        "contexts": sorted(path[0] for path in new(properties, 2) if path[1] == "flex_context"),
        "wide": sorted(path[1] for path in new(types, 2) if path[0] == "global_keywords"),
        "colours": sorted(path[2] for path in new(types, 3) if path[:2] == ("color", "system-color")),
        "functions": sorted(functions(types) - known),
        "relative": sorted(path[1] for path in new(types, 3) if path[0] == "color" and path[2] == "relative_syntax"),
        "units": sorted({unit for name in units for unit in UNITS.get(name, name).split()}),
        "selectors": sorted(".".join(path) for path in new(data["selectors"]) if len(path) == 1 or path[1] in LISTS),
        "rules": sorted(path[0].removeprefix("at_") for path in new(rules, 1)),
        "media": sorted(path[1] for path in new(rules, 2) if path[0] == "media"),
        "descriptors": sorted(
            path[1].removeprefix("at_") for path in new(rules, 2) if path[0] in {"font-face", "page", "import"}
        ),
        "old_descriptors": sorted(
            path[1] for path, is_old in walk(rules) if is_old and len(path) == 2 and path[0] in {"font-face", "page"}
        ),
    }


LISTS = {"selector_list", "of_syntax", "case_sensitive_modifier"}


def functions(types: dict[str, Any]) -> set[str]:
    """Names of functions among the types: at the top, or in a family of functions."""
    families = {"color", "image", "gradient", "easing-function", "transform-function", "filter-function", "basic-shape"}
    names = {path[0] for path in new(types, 1)} | {path[1] for path in new(types, 2) if path[0] in families}
    return {name.removesuffix("-function") for name in names if NAME.fullmatch(name)}


def javascript(data: dict[str, Any], api: dict[str, Any]) -> dict[str, Any]:
    """Syntax by its key, members by name, globals; qualified: members whose name is old elsewhere."""
    builtins = data["builtins"]
    members = [(path, known) for root in (builtins, api) for path, known in walk(root) if len(path) == 2]
    known = {path[1] for path, is_old in members if is_old}
    fresh = {path for path, is_old in members if not is_old and NAME.fullmatch(path[1])}
    sections = ("operators", "statements", "classes", "functions", "grammar", "regular_expressions")
    return {
        "syntax": sorted(f"{name}.{'.'.join(path)}" for name in sections for path in new(data[name])),
        "members": sorted({path[1] for path in fresh} - known),
        "qualified": sorted(f"{path[0]}.{path[1]}" for path in fresh if path[1] in known and path[0] in builtins),
        "globals": sorted({path[0] for root in (builtins, api) for path in new(root, 1)}),
    }


def main(folder: Path) -> None:
    """Write the table beside this file."""
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    source = {name: package[name] for name in ("name", "version", "license")}
    table = {
        "source": {**source, "chrome": CHROME},
        "css": css(data["css"]),
        "javascript": javascript(data["javascript"], data["api"]),
    }
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"').replace('},"', '},\n"')
    (HERE / "after_chrome_80.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
