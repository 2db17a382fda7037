"""The columns of a past pay sheet, known by any of the names that people give them, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from sibai.batch.tables.schema import Column, Kind

MONEY = Kind.FEN
PERSON = (
    Column("code", "编号", Kind.TEXT, blank_allowed=True),
    Column("id_number", "身份证号", Kind.ID_NUMBER, blank_allowed=True),
    Column("name", "姓名", Kind.TEXT, blank_allowed=True),
    Column("village", "村（社区）", Kind.TEXT, blank_allowed=True),
)
"""Who a row is about. Names and identity numbers are compared within the file, and never told in full."""
MONTH = Column("month", "月份", Kind.TEXT, blank_allowed=True)
INPUTS = (
    Column("from", "在岗起", Kind.DATE, blank_allowed=True),
    Column("to", "在岗止", Kind.DATE, blank_allowed=True),
    Column("days", "在岗天数", Kind.COUNT, blank_allowed=True, minimum=1, maximum=31),
    Column("unpaid_days", "无薪天数", Kind.COUNT, blank_allowed=True, maximum=31),
    Column("declared_wage", "申报工资", MONEY, blank_allowed=True),
    Column("reward", "工作奖励", MONEY, blank_allowed=True),
    Column("earned_before", "本年累计应发", MONEY, blank_allowed=True),
    Column("pension_before", "本年累计养老", MONEY, blank_allowed=True),
    Column("withheld_before", "本年累计个税", MONEY, blank_allowed=True),
    Column("months_before", "本年已发月数", Kind.COUNT, blank_allowed=True, maximum=11),
    Column("allowance_months", "减除月数", Kind.COUNT, blank_allowed=True, maximum=12),
)
"""What the rules are given."""
CELLS = (
    Column("base", "基础工资", MONEY, blank_allowed=True),
    Column("absence", "缺勤扣款", MONEY, blank_allowed=True),
    Column("performance", "绩效", MONEY, blank_allowed=True),
    Column("gross", "应发", MONEY, blank_allowed=True),
    Column("contribution_base", "缴费基数", MONEY, blank_allowed=True),
    Column("pension", "养老个人", MONEY, blank_allowed=True),
    Column("pension_employer", "养老单位", MONEY, blank_allowed=True),
    Column("work_injury", "工伤单位", MONEY, blank_allowed=True),
    Column("tax", "个税", MONEY, blank_allowed=True),
    Column("net", "实发", MONEY, blank_allowed=True),
)
"""What the rules make and a cell is held against, in the order in which one is made from the other."""
COLUMNS: Mapping[str, Column] = {column.name: column for column in (*PERSON, MONTH, *INPUTS, *CELLS)}
LABELS = {column.name: column.label for column in CELLS}
WHO = frozenset({"code", "id_number", "name"})
DEDUCTED = frozenset({"absence", "pension", "tax"})
"""What some sheets write as less than nothing."""
AMOUNTS = frozenset(column.name for column in COLUMNS.values() if column.kind is MONEY)

ALIASES: Mapping[str, str] = {
    "code": "人员编号 协理员编号 工号 人员编码",
    "id_number": "身份证号码 身份证 公民身份号码 公民身份证号码 证件号码 社会保障号码",
    "name": "协理员姓名 人员姓名 协理员 员工姓名",
    "village": "村 村社区 所在村 所在村社区 所在村（社区） 村名 村名称 岗位地点 岗位所在村 社区 工作村",
    "month": "所属月份 工资月份 发放月份 所属期 工资所属期 年月 工资所属月份",
    "from": "本月在岗起 在岗起日 在岗开始 上岗时间 上岗日期 上岗日 聘用日期 起始日期",
    "to": "本月在岗止 在岗止日 在岗结束 离岗时间 离岗日期 离岗日 终止日期",
    "days": "在岗日数 本月在岗天数 当月在岗天数",
    "unpaid_days": "缺勤天数 缺勤日数 缺勤 事假天数 事假 无薪假天数 无薪事假天数 扣薪天数",
    "declared_wage": "缴费工资 申报缴费工资 参保申报工资",
    "reward": "奖励 奖金 村公司奖励 其他奖励",
    "earned_before": "累计应发 累计收入 累计应发工资 本年累计收入 本年累计应发工资",
    "pension_before": "累计养老 累计养老保险 累计专项扣除 本年累计养老保险",
    "withheld_before": "累计个税 累计已扣个税 累计已预扣税额 累计已缴税额",
    "months_before": "已发月数 累计月数",
    "allowance_months": "累计减除月数",
    "base": "月基础工资 基本工资 基础工资额 岗位基础工资 基础性工资 岗位工资 应发基础工资 应发基本工资",
    "absence": "缺勤扣 扣缺勤 考勤扣款 缺勤扣发 事假扣款 请假扣款 扣缺勤工资 扣发工资",
    "performance": "绩效工资 月绩效 月绩效工资 绩效考核工资 绩效奖 应发绩效 应发绩效工资",
    "gross": "应发工资 应发合计 应发金额 应发小计 应发工资合计 应发数 应发总额 应付工资",
    "contribution_base": "养老缴费基数 养老保险缴费基数 社保缴费基数 社保基数 养老保险基数 缴费工资基数 养老基数",
    "pension": (
        "养老 养老保险 个人养老 养老保险个人 个人养老保险 养老保险个人缴费 养老个人缴费 养老保险个人部分 养老个人部分"
        " 代扣养老 代扣养老保险 扣养老保险 扣养老 个人缴纳养老保险 个人承担养老保险 代扣代缴养老保险 代扣社保 个人社保"
        " 扣社保 社保个人 社保个人部分 扣款养老保险 扣款养老"
    ),
    "pension_employer": (
        "单位养老 养老保险单位 单位养老保险 养老保险单位缴费 养老单位缴费 养老保险单位部分 养老单位部分"
        " 单位缴纳养老保险 单位承担养老保险"
    ),
    "work_injury": "工伤 工伤保险 单位工伤 单位工伤保险 工伤保险单位 工伤保险单位缴费 工伤单位缴费 工伤保险单位部分",
    "tax": "个人所得税 所得税 代扣个税 扣个税 代扣个人所得税 代扣代缴个税 代扣代缴个人所得税 扣税 应扣个税 扣款个税",
    "net": "实发工资 实发金额 实发合计 实发数 实付 实付工资 实发额 实领 实领工资 卡发金额",
}
"""The other names of a column, blanks between them."""

NOT_READ_NAMES = (
    "序号 备注 签名 签字 领取人签字 银行账号 银行卡号 社保卡号 卡号 账号 开户行 电话 联系电话 手机号 镇 乡镇 所在镇"
    " 性别 身份 岗位 岗位名称 职务 单位 用人单位 出勤 出勤天数 应出勤天数 实际出勤天数 扣款合计 扣款小计 代扣合计"
    " 工资标准 月工资标准 领款人签字 签章 领款人"
)
NOT_READ = frozenset(NOT_READ_NAMES.split())
"""Columns that are passed over on purpose: 出勤天数 does not say whether it counts days of the calendar or of work."""

UNIT = re.compile(r"\((?:单位[:：]?)?(?:人民币)?(?:元|天|日)\)")
RATE = re.compile(r"\d+(?:\.\d+)?%")
OF_THE_MONTH = re.compile(r"^(?:(?:20\d{2}年)?\d{1,2}月份?|本月|当月)", re.ASCII)
BRACKETED = re.compile(r"\([^()]*\)")


def plain(header: str) -> str:
    """A header as it is compared: half-width, without blanks, line ends, stars, colons, its unit, rate and month."""
    text = re.sub(r"[\s*:：、/]", "", unicodedata.normalize("NFKC", header))
    return OF_THE_MONTH.sub("", RATE.sub("", UNIT.sub("", text)).replace("()", "")) or text


def forms(header: str) -> tuple[str, ...]:
    """A header in each way in which it may be a known one: whole, its brackets opened, what is in them left out."""
    text = plain(header)
    return text, re.sub(r"[()]", "", text), BRACKETED.sub("", text)


BY_NAME = {
    form: name
    for name, column in COLUMNS.items()
    for each in (name, column.label, *ALIASES[name].split())
    for form in {plain(each), re.sub(r"[()]", "", plain(each))}
}


@cache
def named(header: str) -> str | None:
    """The column that a header means; None for one that is not known."""
    return next((BY_NAME[form] for form in forms(header) if form in BY_NAME), None)


def named_under(upper: str, lower: str) -> str | None:
    """The column, or the item of pay (ITEMS), that a header of one row or two means; None for one that is not known.

    What stands under 单位缴纳 is the employer's, a 小计 is of what the upper row says.
    """
    whole = named(f"{upper}{lower}")
    if whole is not None or not lower:
        return whole or (item_of(upper) if upper else None)
    side, name = plain(upper), named(lower)
    if EMPLOYERS.search(side):
        return EMPLOYERS_OF.get(name or "")
    if name is None and plain(lower) in SUMS:
        return next((cell for word, cell in SUM_OF.items() if word in side), None)
    return name or item_of(lower)


LIKELY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words), name)
    for words, name in (
        ("养老.*基数|缴费基数", "contribution_base"),
        ("(?:单位|公司|企业).*养老|养老.*(?:单位|公司|企业)", "pension_employer"),
        ("工伤", "work_injury"),
        ("养老", "pension"),
        ("个税|所得税", "tax"),
        ("实发|实领|代发金额|到账", "net"),
        ("应发", "gross"),
        ("基本工资|基础工资", "base"),
        ("缺勤.*扣|事假.*扣", "absence"),
    )
)
UNLIKELY = re.compile(
    "累计|得分|标准|月数|天数|人数|号|日期|原因|备注|补|欠|差|上月|预留|扣留|年度|大写|比例|情况|状态|类型|参保|是否|时间|险种|名称"
)


@cache
def likely(header: str) -> str | None:
    """The column that a header most likely means by its words, where no name of it is known."""
    text = plain(header)
    if UNLIKELY.search(text) or len(text) > LONGEST:
        return None
    return next((name for words, name in LIKELY if words.search(text)), None)


LONGEST = 20
SUMS = frozenset({"小计", "合计", "计"})
SUM_OF = {"应发": "gross", "实发": "net"}
EMPLOYERS = re.compile("单位|公司|企业")
EMPLOYERS_OF = {
    "pension": "pension_employer",
    "pension_employer": "pension_employer",
    "work_injury": "work_injury",
    "contribution_base": "contribution_base",
}
"""What a column under 单位缴纳 is."""
PAY_ITEM, WITHHELD_ITEM = "other_pay", "other_withheld"
ITEMS = frozenset({PAY_ITEM, WITHHELD_ITEM})
"""Items that a sheet has and the rules have not: paid beside the wage, withheld beside pension and tax."""
WITHHELD = re.compile(
    "医疗|失业|生育|大病|公积金|年金|意外险|互助|党费|会费|水电|房租|其[他它]扣|扣回|退回|多发|预留|扣留|暂扣|押金|保证金|罚款|借款"
)
PAID = re.compile("补贴|补助|津贴|补发|补工资|加班|高温|取暖|降温|慰问|节日|过节|其[他它](?:应发|收入|工资|补)")

NO_AMOUNT = re.compile("月数|期限|标准|次数|天数|类别|类型|账号|卡号|原因|依据")


@cache
def item_of(header: str) -> str | None:
    """Which kind of further item a header means; None for what is passed over or is no item."""
    if passed_over(header):
        return None
    text = plain(header)
    if EMPLOYERS.search(text) or NO_AMOUNT.search(text):
        return None
    return WITHHELD_ITEM if WITHHELD.search(text) else PAY_ITEM if PAID.search(text) else None


def passed_over(header: str) -> bool:
    """Whether a header is one that is left out without a word."""
    return any(form in NOT_READ for form in forms(header))
