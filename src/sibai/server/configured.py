"""What is wrong with the settings, in Chinese, a line a fault: a broken file, a wrong value, an unwritable folder.

Values are not repeated: a password may be among them.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

BROKEN = (ValidationError, SettingsError, tomllib.TOMLDecodeError, UnicodeDecodeError, OSError)
"""What reading the settings can raise."""
LIST = '列表写成 ["a", "b"]，成对的数写成 [120, 3000]'
TOLD = {
    "extra_forbidden": "没有这个设置，看看名字写对没有",
    "int_": "要写整数",
    "bool_": "要写 true 或 false",
    "path_": "要写一个文件夹，放在引号里",
    "string_type": "要放在引号里",
    "greater_than_equal": "不能小于{ge}",
    "list_": LIST,
    "tuple_": LIST,
    "too_long": LIST,
    "missing": LIST,
    "ip_": "要写 IP 地址",
}
"""By the beginning of pydantic's kind of fault."""


def file() -> str:
    """The settings file: as `SIBAI_CONFIG` names it, else the one in the working folder."""
    return os.environ.get("SIBAI_CONFIG") or "sibai.toml"


def missing() -> str:
    """Why the settings file that was asked for cannot be read; blank where it can or none was asked for."""
    asked = os.environ.get("SIBAI_CONFIG")
    return f"SIBAI_CONFIG: 找不到设置文件 {asked}" if asked and not Path(asked).exists() else ""


def told(error: BaseException) -> list[str]:
    """The faults, a line each."""
    if isinstance(error, ValidationError):
        return [_one(each) for each in error.errors(include_input=False, include_url=False)]
    if isinstance(error, SettingsError):
        name = (re.findall(r'field "(\w+)"', str(error)) or [""])[0]
        return [f"环境变量 SIBAI_{name.upper()}: 读不懂；{LIST}"]
    if isinstance(error, tomllib.TOMLDecodeError):
        line = (re.findall(r"at line (\d+)", str(error)) or ["末"])[0]
        return [f"{file()}: 第{line}行读不懂。一行写一个：名称 = 值，文字放在引号里"]
    if isinstance(error, UnicodeDecodeError):
        return [f"{file()}: 不是 UTF-8 编码的文字，请另存为 UTF-8"]
    if isinstance(error, OSError):
        return [f"{error.filename}: 打不开或写不进去（{error.strerror}）。看看 home、keys 所设的目录对不对，许不许写"]
    return [str(error)]


def _one(fault: Mapping[str, Any]) -> str:
    """One wrong setting: its name, and how it is written."""
    kind, context = str(fault["type"]), fault.get("ctx") or {}
    words = next((words for start, words in TOLD.items() if kind.startswith(start)), "写法不对，见 docs/operations.md")
    if kind == "value_error":
        words = str(context.get("error") or words)
    return f"设置 {fault['loc'][0]}: {words.format(**context) if '{' in words else words}"
