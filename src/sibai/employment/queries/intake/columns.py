"""The columns of a roster, known by any of the names that people give them, in any order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = {"address": 200, "contract_number": 40, "filing_number": 40, "certificate": 60, "hard_category": 40}
"""How many signs a text may have, by field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: what it is called on the form, what else people call it, how its cells are read.

    Kinds: text, code (text that may be typed as a whole number), day, yes, or the name of a reader of its own.
    """

    name: str
    label: str
    kind: str
    aliases: tuple[str, ...] = ()


FIELDS = (
    Field("name", "姓名", "name", ("协理员姓名", "人员姓名", "协理员")),
    Field("sex", "性别", "sex"),
    Field("id_number", "身份证号", "id_number", ("身份证号码", "公民身份号码", "身份证", "证件号码", "社会保障号码")),
    Field("birth", "出生年月", "birth", ("出生日期", "出生年月日", "出生时间", "出生")),
    Field("education", "文化程度", "education", ("学历", "最高学历", "学历层次")),
    Field("category", "人员类别", "category", ("就业困难类别", "人员类型", "困难类别", "人员身份", "身份类别")),
    Field(
        "certificate",
        "就业创业证号",
        "code",
        ("就业创业证编号", "就业创业证号码", "认定文书编号", "就业困难人员认定证号", "认定证号"),
    ),
    Field("address", "户籍地址", "text", ("住址", "家庭住址", "现住址", "户籍所在地", "居住地址", "地址", "家庭地址")),
    Field("phone", "联系电话", "phone", ("手机", "手机号", "手机号码", "电话", "联系方式", "电话号码", "移动电话")),
    Field("kind", "岗位名称", "kind", ("岗位", "岗位类别", "岗位类型", "公益性岗位名称")),
    Field("town", "镇", "town", ("所在镇", "乡镇", "所属镇", "镇名称", "所在乡镇", "镇办")),
    Field(
        "village",
        "岗位地点",
        "village",
        (
            "村",
            "所在村",
            "村社区",
            "所在村社区",
            "所在村（社区）",
            "村（社区）",
            "岗位地点（村）",
            "岗位所在村",
            "村名",
            "村名称",
            "村（社区）名称",
            "工作村",
            "社区",
        ),
    ),
    Field(
        "village_code",
        "村编码",
        "village_code",
        ("村代码", "村（社区）编码", "区划代码", "行政区划代码", "统计用区划代码"),
    ),
    Field(
        "start",
        "上岗时间",
        "day",
        ("上岗日期", "上岗日", "聘用时间", "聘用日期", "聘用之日", "到岗时间", "入职时间", "任职时间", "任职开始"),
    ),
    Field(
        "end", "离岗时间", "day", ("离岗日期", "离岗日", "最后在岗日", "解聘时间", "离职时间", "离职日期", "任职结束")
    ),
    Field(
        "contract_term",
        "合同起止",
        "term",
        ("合同期限", "合同起止时间", "合同起止日期", "劳动合同期限", "合同期", "劳动合同起止", "劳动合同起止时间"),
    ),
    Field(
        "contract_start",
        "合同起",
        "day",
        ("合同起始", "合同起始日期", "合同起始时间", "合同开始日期", "合同起日", "合同期限起", "合同起止起"),
    ),
    Field(
        "contract_end",
        "合同止",
        "day",
        (
            "合同终止",
            "合同终止日期",
            "合同结束日期",
            "合同到期日",
            "合同到期时间",
            "合同止日",
            "合同期限止",
            "合同起止止",
        ),
    ),
    Field("contract_number", "合同编号", "code", ("劳动合同编号",)),
    Field("signed_on", "合同签订日期", "day", ("签订日期", "签订时间", "合同签订时间", "签订日", "签合同日期")),
    Field("filed_on", "备案日期", "day", ("备案时间", "合同备案日期", "合同备案时间", "备案日")),
    Field("filing_number", "备案号", "code", ("合同备案号", "备案编号", "备案文号")),
    Field(
        "card",
        "社保卡银行账号",
        "card",
        (
            "社保卡/银行账号",
            "社保卡号",
            "社保卡账号",
            "银行卡号",
            "银行账号",
            "银行账户",
            "工资卡号",
            "工资账号",
            "卡号",
            "账号",
            "社会保障卡号",
        ),
    ),
    Field("recognised", "经认定的就业困难人员", "yes", ("认定就业困难人员", "是否认定就业困难人员", "是否认定")),
    Field("certified_on", "认定日期", "day", ("认定时间", "就业困难认定日期", "就业困难人员认定日期")),
    Field("hard_category", "认定类别", "text", ("就业困难人员认定类别", "认定的类别")),
    Field("post_subsidised", "享受岗位补贴", "yes", ("有岗位补贴", "是否享受岗位补贴", "岗位有岗位补贴")),
    Field("insurance_subsidised", "享受社保补贴", "yes", ("有社保补贴", "是否享受社保补贴", "岗位有社保补贴")),
    Field("subsidy_from", "首次核准补贴日", "day", ("补贴起始日期", "首次补贴日期", "补贴核准日期")),
)
"""Every column that is read, in the order of the form that the county files."""

EARLIER = (
    Field("earlier_start", "以前上岗时间", "day", ("原上岗时间", "前次上岗时间")),
    Field("earlier_end", "以前离岗时间", "day", ("原离岗时间", "前次离岗时间")),
    Field("earlier_village", "以前岗位地点", "village", ("原岗位地点", "以前所在村", "前次岗位地点")),
)
"""An earlier stint beside the present one, as often as a number behind the name says (以前上岗时间2)."""

NOT_READ = (
    "序号",
    "年龄",
    "民族",
    "用人单位",
    "单位名称",
    "月工资",
    "工资标准",
    "参保险种",
    "累计享受月数",
    "备注",
    "县",
)
"""Columns of the form that say nothing which is kept: the system has it elsewhere, or does not need it."""

PROBLEMS = "问题"
"""The column that a marked roster has behind its own: nobody's, and not worth a word."""
OWN_SHEETS = frozenset({"怎么填", "选项", "问题清单"})
"""Sheets that the blank form and the marked roster have beside the first."""

SERIAL, EXAMPLE = "序号", "示例"
"""A row with this word in this column is the example of the blank form and is passed over."""

GRADE = re.compile(r"(20\d\d)年?(?:度|年度)?(?:年终)?考核(?:档次|等次|结果|等级)?")
NUMBERED = re.compile(r"(.+?)(?:第?([1-9])段?)?")
BRACKETED = re.compile(r"\([^()]*\)")


def plain(header: str) -> str:
    """A header as it is compared: half-width, without blanks, line ends, stars and colons."""
    text = unicodedata.normalize("NFKC", header)
    return re.sub(r"[\s*:：、]", "", text)


def bare(header: str) -> str:
    """A header without what stands in brackets: 岗位地点（村） is 岗位地点."""
    return BRACKETED.sub("", plain(header))


BY_NAME = {plain(name): each for each in FIELDS for name in (each.label, *each.aliases)}
BY_EARLIER = {plain(name): each for each in EARLIER for name in (each.label, *each.aliases)}
IGNORED = frozenset(plain(name) for name in NOT_READ)
QUIET = frozenset({SERIAL, PROBLEMS})
"""Columns passed over without a word."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a header names: the field, and beside it which earlier stint or which year it is about (0: neither)."""

    field: Field
    number: int = 0

    @property
    def key(self) -> str:
        """The field with its number, as rows keep it."""
        return f"{self.field.name}_{self.number}" if self.number else self.field.name


def named(header: str) -> Named | None:
    """What a header names, 手机/联系电话 as either of the two; None for a header that is not known."""
    for text in dict.fromkeys((plain(header), bare(header), *plain(header).split("/"))):
        if text in BY_NAME:
            return Named(BY_NAME[text])
        grade = GRADE.fullmatch(text)
        if grade:
            year = int(grade[1])
            return Named(Field("grade", f"{year}年度考核档次", "grade"), year)
        earlier = NUMBERED.fullmatch(text)
        if earlier and earlier[1] in BY_EARLIER:
            return Named(BY_EARLIER[earlier[1]], int(earlier[2] or 1))
    return None


def passed_over(header: str) -> bool:
    """Whether a header is one of the form that is not read on purpose."""
    return plain(header) in IGNORED or bare(header) in IGNORED
