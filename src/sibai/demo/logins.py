"""One login for every role of the demonstration county, with a password that is printed on the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from sibai.audit.acts import ROLES

COUNTY, TOWN = "610929000000", "610929104000"
CHOOSING, ON_POST, AT_THE_TOWN = "610929104207", "610929104215", "610929104225"
"""白河县, 茅坪镇 and villages of it: 花蛇村 is choosing a coordinator, 田湾村 has one, 大山村's waits for the town."""
PASSWORD = "Sibai-demo-2026"  # noqa: S105 - of invented accounts, printed, only in a demonstration database


@dataclass(frozen=True, slots=True)
class Login:
    """An account of the demonstration."""

    account: str
    name: str
    role: str
    place_code: str

    @property
    def told(self) -> str:
        """The role in words."""
        return ROLES[self.role]


LOGINS = (
    Login("cun", "陈村", "village", CHOOSING),
    Login("cun2", "程村", "village", ON_POST),
    Login("zhen", "郑镇", "town", TOWN),
    Login("xian", "谢县", "county_clerk", COUNTY),
    Login("xian2", "许县", "county_clerk", COUNTY),
    Login("lingdao", "林导", "county_leader", COUNTY),
    Login("zhenxing", "甄兴", "revitalisation", COUNTY),
    Login("gongsi", "龚思", "company_clerk", COUNTY),
    Login("chuna", "褚娜", "company_cashier", COUNTY),
    Login("shenpi", "申批", "company_approver", COUNTY),
    Login("caizheng", "蔡政", "finance", COUNTY),
    Login("shenji", "沈记", "auditor", COUNTY),
    Login("guanli", "管力", "administrator", COUNTY),
    Login("guanli2", "关立", "administrator", COUNTY),
)
"""The coordinator's login is made with the person on post in 田湾村."""
COORDINATOR = "xieli"
