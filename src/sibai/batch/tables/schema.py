"""The columns of every table that the commands read and write: names, labels, kinds and bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from sibai.measure.choices import Education, Grade, Item, Level, StintKind
from sibai.measure.numbers import Choice


class Kind(StrEnum):
    """What a cell means, which decides how it is read and in which column type it is kept."""

    TEXT = "text"
    FLAG = "flag"
    COUNT = "count"
    FEN = "fen"
    POINTS = "points"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    ID_NUMBER = "id_number"


DTYPES: Mapping[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.FLAG: pl.Boolean(),
    Kind.COUNT: pl.Int64(),
    Kind.FEN: pl.Int64(),
    Kind.POINTS: pl.Int64(),
    Kind.DATE: pl.Date(),
    Kind.DATETIME: pl.Datetime("us"),
    Kind.CHOICE: pl.Int8(),
    Kind.ID_NUMBER: pl.String(),
}
"""The column type of each kind: amounts in fen, points in hundredths, choices by their number."""

HUNDREDTHS = frozenset({Kind.FEN, Kind.POINTS})
"""Kinds written with two decimals and kept as whole hundredths."""

AMOUNT_LIMIT = 99_999_999_999
"""The largest amount in fen, 999,999,999.99 yuan; points have the same limit."""

COUNT_LIMIT = 999_999_999
DEFAULT_BOUNDS: Mapping[Kind, tuple[int, int]] = {
    Kind.COUNT: (0, COUNT_LIMIT),
    Kind.FEN: (0, AMOUNT_LIMIT),
    Kind.POINTS: (-AMOUNT_LIMIT, AMOUNT_LIMIT),
}


@dataclass(frozen=True)
class Column:
    """A column of a table; `minimum` and `maximum` in the unit that is kept (fen, hundredths, ones)."""

    name: str
    label: str
    kind: Kind
    blank_allowed: bool = False
    choices: Mapping[str, int] = field(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None
    column_optional: bool | None = None
    """Whether the file may do without the column; None: if its cells may be blank."""

    @property
    def may_be_absent(self) -> bool:
        """Whether a file without this column is complete."""
        return self.blank_allowed if self.column_optional is None else self.column_optional

    @property
    def personal(self) -> bool:
        """Personal data: no message may echo a value."""
        return self.kind is Kind.ID_NUMBER or self.name == "birth_date"

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest whole number kept."""
        least, greatest = DEFAULT_BOUNDS[self.kind]
        return (
            least if self.minimum is None else self.minimum,
            greatest if self.maximum is None else self.maximum,
        )

    @property
    def dtype(self) -> pl.DataType:
        """The polars type in which the column is kept."""
        return DTYPES[self.kind]


@dataclass(frozen=True)
class Schema:
    """A table by name; its columns are found by English name or Chinese label."""

    name: str
    columns: tuple[Column, ...]

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def find(self, header: str) -> Column | None:
        """The column that a header means; half-width brackets count as full-width ones."""
        label = header.replace("(", "（").replace(")", "）")
        return next((column for column in self.columns if header == column.name or label == column.label), None)

    def names(self) -> list[str]:
        """English names in order."""
        return [column.name for column in self.columns]

    def empty(self) -> pl.DataFrame:
        """The table without rows, every column typed."""
        return pl.DataFrame(schema={column.name: column.dtype for column in self.columns})


def numbers_of(choices: type[Choice]) -> dict[str, int]:
    """The number of each label of a closed list."""
    return {member.label: member.value for member in choices}


LEVELS = numbers_of(Level)
ITEMS = numbers_of(Item)
GRADES = numbers_of(Grade)
EDUCATION = numbers_of(Education)
KINDS = numbers_of(StintKind)

CODE = Column("code", "编号", Kind.TEXT)

STAFF = Schema(
    "STAFF",
    (
        CODE,
        Column("county", "县", Kind.TEXT, blank_allowed=True),
        Column("town", "镇", Kind.TEXT, blank_allowed=True, column_optional=False),
        Column("village", "村（社区）", Kind.TEXT, blank_allowed=True, column_optional=False),
        Column("post_months", "在岗月数", Kind.COUNT, maximum=12),
        Column("on_post", "在岗", Kind.FLAG),
    ),
)
EVENTS = Schema(
    "EVENTS",
    (
        CODE,
        Column("date", "日期", Kind.DATE),
        Column("item", "项目", Kind.CHOICE, choices=ITEMS),
        Column("level", "层级", Kind.CHOICE, blank_allowed=True, choices=LEVELS),
        Column("matter", "事项", Kind.TEXT, blank_allowed=True),
        Column("rank", "名次", Kind.COUNT, blank_allowed=True),
        Column("mainstream", "主流媒体", Kind.FLAG, blank_allowed=True),
        Column("authors", "作者数", Kind.COUNT, blank_allowed=True),
        Column("reached", "接通数", Kind.COUNT, blank_allowed=True),
        Column("correct", "属实数", Kind.COUNT, blank_allowed=True),
        Column("evidence", "佐证", Kind.TEXT),
    ),
)
ROSTER = Schema(
    "ROSTER",
    (
        CODE,
        Column("from", "在岗起", Kind.DATE, blank_allowed=True),
        Column("to", "在岗止", Kind.DATE, blank_allowed=True),
        Column("unpaid_days", "无薪天数", Kind.COUNT, blank_allowed=True, maximum=31),
        Column("declared_wage", "申报工资", Kind.FEN, blank_allowed=True),
        Column("performance", "绩效", Kind.FEN, blank_allowed=True),
        Column("reward", "工作奖励", Kind.FEN, blank_allowed=True),
        Column("earned_before", "本年累计应发", Kind.FEN, blank_allowed=True),
        Column("pension_before", "本年累计养老", Kind.FEN, blank_allowed=True),
        Column("withheld_before", "本年累计个税", Kind.FEN, blank_allowed=True),
        Column("months_before", "本年已发月数", Kind.COUNT, blank_allowed=True, maximum=11),
        Column("allowance_months", "减除月数", Kind.COUNT, blank_allowed=True, maximum=12),
    ),
)
APPLICANTS = Schema(
    "APPLICANTS",
    (
        CODE,
        Column("birth_date", "出生日期", Kind.DATE, blank_allowed=True),
        Column("id_number", "身份证号", Kind.ID_NUMBER, blank_allowed=True),
        Column("education", "文化程度", Kind.CHOICE, choices=EDUCATION),
        Column("poverty_relief", "脱贫劳动力", Kind.FLAG),
        Column("hard_to_employ", "就业困难人员", Kind.FLAG),
        Column("conduct_confirmed", "政治素质", Kind.FLAG),
        Column("graduate", "高校毕业生", Kind.FLAG),
        Column("veteran", "退役军人", Kind.FLAG),
        Column("poverty_household", "脱贫户", Kind.FLAG),
        Column("monitored_household", "监测户", Kind.FLAG),
        Column("knows_village", "熟悉本村", Kind.FLAG),
        Column("merit", "成绩", Kind.POINTS),
        Column("applied_at", "报名时间", Kind.DATETIME),
        Column("hire_date", "聘用日期", Kind.DATE, blank_allowed=True),
    ),
)
STINTS = Schema(
    "STINTS",
    (
        CODE,
        Column("start", "起", Kind.DATE),
        Column("end", "止", Kind.DATE, blank_allowed=True),
        Column("kind", "岗位类别", Kind.CHOICE, blank_allowed=True, choices=KINDS),
    ),
)
FRAME = Schema(
    "FRAME",
    (
        Column("village", "村（社区）", Kind.TEXT),
        Column("record", "记录编号", Kind.TEXT),
    ),
)

SETTLED = Schema(
    "SETTLED",
    (
        CODE,
        Column("bonus", "加分", Kind.POINTS),
        Column("deduction", "减分", Kind.POINTS),
        Column("score", "得分", Kind.POINTS),
        Column("grade", "档次", Kind.CHOICE, choices=GRADES),
        Column("share", "绩效工资", Kind.FEN, blank_allowed=True),
    ),
)
PAYSLIPS = Schema(
    "PAYSLIPS",
    (
        CODE,
        Column("base", "基础工资", Kind.FEN),
        Column("absence", "缺勤扣款", Kind.FEN),
        Column("performance", "绩效", Kind.FEN),
        Column("reward", "工作奖励", Kind.FEN),
        Column("gross", "应发", Kind.FEN),
        Column("contribution_base", "缴费基数", Kind.FEN),
        Column("pension", "养老个人", Kind.FEN),
        Column("pension_employer", "养老单位", Kind.FEN),
        Column("work_injury", "工伤单位", Kind.FEN),
        Column("tax", "个税", Kind.FEN),
        Column("net", "实发", Kind.FEN),
        Column("owed", "欠扣", Kind.FEN),
    ),
)
RANKED = Schema(
    "RANKED",
    (
        CODE,
        Column("age", "年龄", Kind.COUNT),
        Column("eligible", "符合条件", Kind.FLAG),
        Column("reasons", "不符合原因", Kind.TEXT, blank_allowed=True),
        Column("priority", "优先项", Kind.COUNT),
        Column("rank", "名次", Kind.COUNT, blank_allowed=True),
    ),
)
TERMS = Schema(
    "TERMS",
    (
        CODE,
        Column("months_used", "已用月", Kind.COUNT),
        Column("days_used", "已用日", Kind.COUNT),
        Column("last_lawful_day", "最晚在岗日", Kind.DATE, blank_allowed=True),
    ),
)
DRAWN = Schema(
    "DRAWN",
    (
        Column("village", "村（社区）", Kind.TEXT),
        Column("record", "记录编号", Kind.TEXT),
        Column("order", "抽序", Kind.COUNT),
        Column("sampled", "入样", Kind.FLAG),
    ),
)
COMPARED = Schema(
    "COMPARED",
    (
        Column("sheet", "工作表", Kind.TEXT, blank_allowed=True),
        Column("row", "行", Kind.COUNT),
        Column("month", "月份", Kind.TEXT),
        CODE,
        Column("item", "项目", Kind.TEXT),
        Column("old", "原表", Kind.FEN),
        Column("by_rules", "按规则", Kind.FEN),
        Column("difference", "差额", Kind.FEN, minimum=-AMOUNT_LIMIT),
        Column("rounding", "进位", Kind.FEN, minimum=-AMOUNT_LIMIT),
        Column("reading", "口径", Kind.FEN, minimum=-AMOUNT_LIMIT),
        Column("parameter", "参数", Kind.FEN, minimum=-AMOUNT_LIMIT),
        Column("input", "输入", Kind.FEN, minimum=-AMOUNT_LIMIT),
        Column("missing", "缺依据", Kind.FEN, minimum=-AMOUNT_LIMIT),
        Column("why", "说明", Kind.TEXT),
    ),
)
