"""The closed lists of the measure: what people write in Chinese and columns hold as small numbers."""

from __future__ import annotations

from sibai.measure.numbers import Choice


class Level(Choice):
    """Whose commendation, medium or inspection it is (art. 18)."""

    CENTRAL = 1, "中"
    PROVINCE = 2, "省"
    CITY = 3, "市"
    COUNTY = 4, "县"
    TOWN = 5, "镇"


class Item(Choice):
    """The items of art. 18; `抽查` is the monthly spot check, which can add (加3) or deduct (减5)."""

    COMMENDATION = 1, "加1"
    DATA_QUALITY = 2, "加2"
    SPOT_CHECK = 3, "抽查"
    NEWS = 4, "加4"
    INSPECTION_ERROR = 5, "减1"
    SUPERVISION_ERROR = 6, "减2"
    LAST_THREE = 7, "减3"
    LOCAL_CHECK_ERROR = 8, "减4"


class Grade(Choice):
    """The four grades of art. 16."""

    FAILED = 1, "不合格"
    BASIC = 2, "基本合格"
    QUALIFIED = 3, "合格"
    EXCELLENT = 4, "优秀"


class Education(Choice):
    """Schooling, from low to high; 高中, 中职, 中专 and 技校 meet art. 5."""

    PRIMARY = 1, "小学"
    JUNIOR = 2, "初中"
    SENIOR = 3, "高中"
    VOCATIONAL = 4, "中职"
    SPECIALISED = 5, "中专"
    TECHNICAL = 6, "技校"
    COLLEGE = 7, "大专"
    BACHELOR = 8, "本科"
    MASTER = 9, "硕士"
    DOCTOR = 10, "博士"


class StintKind(Choice):
    """What post a stint of service was on (art. 9, reading `term_cap_scope`)."""

    COORDINATOR = 1, "协理员"
    PUBLIC_POST = 2, "公益性岗位"


class RetirementPath(Choice):
    """Which statutory retirement age a person has."""

    MEN = 1, "男"
    WOMEN_STAFF = 2, "女干部"
    WOMEN_WORKERS = 3, "女工人"


class Timing(Choice):
    """How an act stands to its deadline (art. 12)."""

    EARLY = 1, "提前"
    ON_TIME = 2, "按时"
    LATE = 3, "逾期"


class LeaveKind(Choice):
    """The kinds of leave (art. 21); 旷工 is no leave, but a day that is not worked and not paid."""

    ANNUAL = 1, "年休假"
    PERSONAL = 2, "事假"
    SICK = 3, "病假"
    MATERNITY = 4, "产假"
    MISCARRIAGE = 5, "流产休假"
    PATERNITY = 6, "护理假"
    MARRIAGE = 7, "婚假"
    BEREAVEMENT = 8, "丧假"
    CHILDCARE = 9, "育儿假"
    INJURY = 10, "停工留薪期"
    ABSENT = 11, "旷工"


CHOICES: dict[str, type[Choice]] = {
    "level": Level,
    "item": Item,
    "grade": Grade,
    "education": Education,
    "kind": StintKind,
    "retirement_path": RetirementPath,
    "timing": Timing,
    "leave_kind": LeaveKind,
}
"""The lists by the name that parameter files and facts use as unit or key."""
