"""What the Word templates take: `templates_word/keys.toml`, read once. Knows no framework."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment
from jinja2.sandbox import ImmutableSandboxedEnvironment

OURS = Path(__file__).parent / "templates_word"
MEASURE = "《白河县稳岗就业“四百工程”协理员选聘管理办法（试行）》（白人社发〔2022〕72号）"
FILTERS = {
    "day": "日期：2026年5月21日；没有时留空格手填",
    "short": "日期写成 2026-05-21，用在表格里",
    "moment": "时间：2026年5月21日9时00分",
    "yuan": "金额（分）写成 1,600.00",
    "words": "金额（分）写成大写",
    "points": "分值（百分之一分）写成 88.50",
    "line": "没有内容时画线，留着手填",
}


@lru_cache
def _file() -> dict[str, Any]:
    return tomllib.loads((OURS / "keys.toml").read_text(encoding="utf-8"))


def titles() -> dict[str, str]:
    """Every paper's name → its title in Chinese."""
    return {name: told[0] for name, told in _file()["papers"].items()}


def known(name: str) -> frozenset[str]:
    """The placeholders that a paper may have."""
    file = _file()
    return frozenset(file["keys"]) | frozenset(file["lists"].get(name, ())) | frozenset(file["own"].get(name, ()))


def says(name: str, key: str) -> str:
    """What a placeholder of a paper means."""
    file = _file()
    if key in file["lists"].get(name, ()):
        return "每行：" + "、".join(f"`{part}` {told}" for part, told in file["lists"][name][key]["says"].items())
    return str(file["own"].get(name, {}).get(key, file["keys"].get(key, [""]))[0])


def sample(name: str) -> dict[str, Any]:
    """An invented example of all values that a paper may take."""
    file = _file()
    values = {key: told[1] for key, told in {**file["keys"], **file["own"].get(name, {})}.items()}
    return {**values, **{key: told["sample"] for key, told in file["lists"].get(name, {}).items()}}


def blank(name: str, **given: Any) -> dict[str, Any]:
    """Values of an empty paper to be filled in by hand, with what is known already."""
    lists = _file()["lists"].get(name, {})
    empty: dict[str, Any] = dict.fromkeys(known(name))
    for key, told in lists.items():
        empty[key] = [dict.fromkeys(told["says"]) for _ in range(told["blank"])]
    for key, value in sample(name).items():
        if isinstance(value, list) and key not in lists:
            empty[key] = []
    return {**empty, "measure": MEASURE, **given}


def placeholders(file: Path, environment: Environment | None = None) -> frozenset[str]:
    """The outermost names that a template asks for."""
    asked = DocxTemplate(file).get_undeclared_template_variables(environment or sandbox())
    return frozenset(asked)


def sandbox() -> ImmutableSandboxedEnvironment:
    """An environment that knows the filters by name, for reading a template without filling it."""
    made = ImmutableSandboxedEnvironment(autoescape=True)
    made.filters.update(dict.fromkeys(FILTERS, str))
    return made


def readme(folder: Path = OURS) -> str:
    """The description of all templates, in Chinese, for a county that lays out its own."""
    lines = [
        "# 文书模板的填写说明",
        "",
        "本文件由 `scripts/make_word_templates.py` 按 `keys.toml` 生成，请勿手改。",
        "",
        "县里要用自己的版式：把模板另存为同名 `.docx`，放进数据目录的 `templates/`，系统就用县里的。",
        "写法：`{{ name }}` 填入一项；`{{ start|day }}` 按格式填入；单独一段写 `{%p if number %}` … `{%p endif %}`",
        "表示有内容才出现；表格里单独一行写 `{%tr for each in rows %}` … `{%tr endfor %}` 表示每人一行。",
        "字体用方正小标宋简体、仿宋_GB2312、楷体_GB2312、黑体；电脑上没有时自动用相近字体，本系统不附带字体。",
        "",
        "| 格式 | 意思 |",
        "|---|---|",
        *(f"| `{name}` | {told} |" for name, told in FILTERS.items()),
        "",
    ]
    for name, (title, article) in _file()["papers"].items():
        lines += [
            f"## {name} {title}",
            "",
            *([f"依据：{article}", ""] if article else []),
            "| 占位 | 内容 |",
            "|---|---|",
        ]
        lines += [f"| `{key}` | {says(name, key)} |" for key in sorted(placeholders(folder / f"{name}.docx"))]
        lines.append("")
    return "\n".join(lines)


def lists_of(name: str) -> Mapping[str, Any]:
    """The rows that a paper repeats: key → its parts and what they mean."""
    return {key: told["says"] for key, told in _file()["lists"].get(name, {}).items()}
