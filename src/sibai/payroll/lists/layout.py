"""What a list can show, by what it is about: plain data, chosen and ordered by a layout in TOML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

CONSTANT = "text"
"""A column that says the same in every row."""


class Take(NamedTuple):
    """One value of a row: what it is called where the layout does not say, and its kind as workbooks have kinds."""

    label: str
    kind: str = ""


PERSON = {
    "serial": Take("序号", "number"),
    "name": Take("姓名"),
    "id_type": Take("证件类型"),
    "id_number": Take("身份证号", "code"),
    "sex": Take("性别"),
    "birth_date": Take("出生日期", "day"),
    "phone": Take("手机号", "code"),
    "education": Take("文化程度"),
    "code": Take("人员编号", "code"),
    "town": Take("镇"),
    "village": Take("村（社区）"),
    "employer": Take("用人单位"),
    "credit_code": Take("统一社会信用代码", "code"),
    "month": Take("所属月份"),
}
BASE = {"declared_wage": Take("申报工资", "money"), "contribution_base": Take("缴费基数", "money")}
SIDES = {
    "pension": Take("养老个人", "money"),
    "pension_employer": Take("养老单位", "money"),
    "pension_total": Take("养老合计", "money"),
    "work_injury": Take("工伤单位", "money"),
    "further_person": Take("其他社会保险个人", "money"),
    "further_employer": Take("其他社会保险单位", "money"),
    "employer_total": Take("单位合计", "money"),
    "total": Take("合计", "money"),
}


class Subject(NamedTuple):
    """What a list is about: its name, what stands in it, what its columns can take."""

    label: str
    lead: str
    takes: dict[str, Take]


SUBJECTS = {
    "joining": Subject(
        "增员",
        "本月起由这个用人单位参保的人：上月没有在它那里任职的。",
        {
            **PERSON,
            "started": Take("上岗日期", "day"),
            "contract_start": Take("合同起", "day"),
            "contract_end": Take("合同止", "day"),
            "insurances": Take("参保险种"),
            "reason": Take("变动原因"),
            **BASE,
        },
    ),
    "leaving": Subject(
        "减员",
        "本月是在这个用人单位的最后一个缴费月的人：下月没有在它那里任职的。",
        {
            **PERSON,
            "ended": Take("最后在岗日", "day"),
            "last_month": Take("最后缴费月"),
            "insurances": Take("停保险种"),
            "reason": Take("变动原因"),
        },
    ),
    "contributions": Subject(
        "缴费明细",
        "本月工资单里的缴费：审批以后才列出，补充批次的也在内。",
        {
            **PERSON,
            **BASE,
            "pension_rate": Take("养老个人比例"),
            "pension_employer_rate": Take("养老单位比例"),
            "work_injury_rate": Take("工伤单位比例"),
            **SIDES,
            "provisional": Take("基数"),
        },
    ),
    "made_up": Subject(
        "补缴明细",
        "本年各月因基数公布等更正的差额，逐人逐月，单位和个人分开；负数是多缴。",
        {
            **PERSON,
            "old_base": Take("原缴费基数", "money"),
            "contribution_base": Take("现缴费基数", "money"),
            **SIDES,
            "number": Take("第几次更正", "number"),
            "state": Take("状态"),
        },
    ),
    "tax": Subject(
        "个人所得税扣缴申报",
        "本月发放的工资：本月数和本年累计数，按扣缴单位和人合计。",
        {
            **PERSON,
            "income_kind": Take("所得项目"),
            "income": Take("本月收入", "money"),
            "pension": Take("本月养老保险费", "money"),
            "further": Take("本月其他社会保险费", "money"),
            "months": Take("累计减除月数", "number"),
            "cumulative_income": Take("累计收入额", "money"),
            "cumulative_allowance": Take("累计减除费用", "money"),
            "cumulative_pension": Take("累计专项扣除", "money"),
            "cumulative_additional": Take("累计专项附加扣除", "money"),
            "taxable": Take("应纳税所得额", "money"),
            "rate": Take("税率"),
            "quick_deduction": Take("速算扣除数", "money"),
            "tax_so_far": Take("累计应纳税额", "money"),
            "withheld_before": Take("累计已缴税额", "money"),
            "tax": Take("应补（退）税额", "money"),
        },
    ),
    "settlement": Subject(
        "跨年差额",
        "这一年和另一年之间的差额，供本人年度汇算：补发在发放的那年计税，多发的仍在原来那年。",
        {
            **PERSON,
            "kind": Take("补发或多发"),
            "paid_in": Take("原发放月份"),
            "gross": Take("应发差额", "money"),
            "pension": Take("养老个人差额", "money"),
            "further": Take("其他社会保险个人差额", "money"),
            "net": Take("应付差额", "money"),
            "tax_year": Take("计税年度"),
            "how": Take("怎样计税"),
            "number": Take("第几次更正", "number"),
        },
    ),
}
"""By the word that a layout's `of` says."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: what it takes, its heading, its width in characters (0: as needed), and the fixed words."""

    take: str
    label: str
    width: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListLayout:
    """A list as an office wants it. `title` and `file` may say `{month}`."""

    code: str
    name: str
    of: str
    title: str
    file: str
    note: str
    totals: bool
    columns: tuple[ListColumn, ...]

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return SUBJECTS[self.of]

    def kind(self, column: ListColumn) -> str:
        """The kind of a column as workbooks have kinds."""
        return "" if column.take == CONSTANT else self.subject.takes[column.take].kind

    def titled(self, month: str) -> str:
        """The heading of the sheet for a month."""
        return self.title.replace("{month}", month)

    def named(self, month: str) -> str:
        """The name of the file for a month, without its ending."""
        return self.file.replace("{month}", month)
