"""Writing TOML, as far as a county's rulebook needs it: the same bytes for the same decisions, everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

HEADER = "# 县规则文件：网站上已经确认的决定。用法：sibai 命令 … --rulebook 本文件\n"
KEYS = ("from", "to", "value", "document", "note")
LONG = 60
"""From so many letters on a list takes more than one line."""
DELETE = "\x7f"
"""The one control character that JSON leaves bare and TOML does not take."""


def literal(value: Any) -> str:
    """A value as it stands behind `value =`: text, whole number, flag, date, list or inline table, on one line.

    TypeError for anything else; TOML's own floats and moments are no values of the rules.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace(DELETE, "\\u007F")
    if isinstance(value, int):
        return str(value)
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(literal(each) for each in value)}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(name)} = {literal(each)}" for name, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    raise TypeError(f"{type(value).__name__} is no value of a rulebook")


def spread(value: Any) -> str:
    """The same, long lists with a line for each part: as a page shows it to be changed."""
    if isinstance(value, list) and len(literal(value)) > LONG:
        return "[\n" + "".join(f"  {literal(each)},\n" for each in value) + "]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(name)} = {spread(each)}' for name, each in value.items())} }}"
    return literal(value)


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else literal(name)


def rulebook_file(county: Mapping[str, Iterable[Mapping[str, Any]]]) -> bytes:
    """A county's values by entry, each row with from, to, value, document, note, as the file `--rulebook` takes."""
    parts = [HEADER]
    for name in sorted(county):
        for row in county[name]:
            lines = [
                f"{key} = {literal(row[key])}" for key in ("from", "to", "value", "document", "note") if key in row
            ]
            parts.append("\n".join([f"[[{name}]]", *lines, ""]))
    return "\n".join(parts).encode("utf-8")
