"""Values out of a table of TOML, with everything that is wrong gathered on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

Word = TypeVar("Word", bound=StrEnum)


class BadLayout(Exception):
    """A layout that cannot be used; `faults`: every one of them, a Chinese sentence each with the key it is about."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class Table:
    """A table of the layout. Each question takes one key; `end` names the keys that nobody asked for."""

    def __init__(self, values: Any, at: str, faults: list[str]) -> None:
        self.at = at
        self.faults = faults
        self.asked: set[str] = set()
        self.values: Mapping[str, Any] = values if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            self.wrong("", "应是一个表，写成 [键] 或 [[键]]")

    def wrong(self, key: str, message: str) -> None:
        """One fault, told with the place of its key."""
        place = ".".join(part for part in (self.at, key) if part) or "布局"
        self.faults.append(f"{place}：{message}")

    def ask(self, key: str, default: Any = None) -> Any:
        """The value as TOML has it."""
        self.asked.add(key)
        return self.values.get(key, default)

    def text(self, key: str, default: str | None = "", longest: int = 200) -> str:
        """A line of text; a default of None: it must be there."""
        value = self.ask(key, default)
        if value is None:
            self.wrong(key, "缺少这一项")
        elif not isinstance(value, str) or len(value) > longest or any(sign in value for sign in "\r\n\0"):
            self.wrong(key, f"应是一行文字，不超过{longest}个字")
        elif default is None and not value.strip():
            self.wrong(key, "不能为空")
        else:
            return value
        return default or ""

    def flag(self, key: str, default: bool = False) -> bool:
        """Yes or no."""
        value = self.ask(key, default)
        if isinstance(value, bool):
            return value
        self.wrong(key, "应写 true（是）或 false（否）")
        return default

    def number(self, key: str, default: int = 0, *, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number."""
        value = self.ask(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.wrong(key, f"应是{least}至{most}的整数")
        return default

    def one_of(self, key: str, choices: Collection[str], default: str | None) -> str:
        """One of a few words; a default of None: it must be there."""
        value = self.ask(key, default)
        if isinstance(value, str) and value in choices:
            return value
        given = "缺少这一项，" if value is None else ""
        self.wrong(key, f"{given}应写 {'、'.join(choices)} 之一")
        return default or next(iter(choices))

    def word(self, key: str, kind: type[Word], default: Word | None) -> Word:
        """One of the words of an enumeration."""
        return kind(self.one_of(key, [each.value for each in kind], default))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts, perhaps empty."""
        value = self.ask(key, [])
        if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
            return tuple(value)
        self.wrong(key, '应是一列文字，如 ["成功", "交易成功"]')
        return ()

    def table(self, key: str) -> Table:
        """A table below this one; it must be there."""
        if self.ask(key) is None:
            self.wrong(key, "缺少这一节")
            return Table({}, self._below(key), [])
        return Table(self.values[key], self._below(key), self.faults)

    def maybe(self, key: str) -> Table | None:
        """A table below this one, if there is one."""
        return None if self.ask(key) is None else self.table(key)

    def tables(self, key: str) -> list[Table]:
        """The tables of a list, at least one."""
        value = self.ask(key)
        if not isinstance(value, list) or not value:
            self.wrong(key, f"至少要有一个 [[{self._below(key)}]]")
            return []
        return [Table(each, f"{self._below(key)} 第{number}个", self.faults) for number, each in enumerate(value, 1)]

    def end(self) -> None:
        """What stands in the table and is no key of it."""
        for key in self.values:
            if key not in self.asked:
                self.wrong(key, "不认识的键，请检查拼写")

    def _below(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key
