"""The entries of the menu, named by what people do."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the menu: shown to roles that may open its address, where the address exists."""

    label: str
    route: str
    icon: str
    rooms: tuple[str, ...]


ACCOUNTS = (
    *("accounts", "accounts_for_places", "account", "account_new", "account_password", "account_rename"),
    *("account_disable", "account_enable", "account_unlock", "account_second_factor", "holding_add", "holding_end"),
)
"""The pages under the menu's entry for accounts; the other pages of their room have no entry."""
PERSONS = ("people:person", "people:reveal", "people:change", "people:move", "people:ask")
"""The pages about one person, under the entry for people."""

MENU = (
    MenuEntry("待办", "home", "todo", ("home",)),
    MenuEntry("我的岗位", "employment:mine", "paper", ("employment:mine", "employment:read_notice")),
    MenuEntry("人员", "employment:people", "people", ("employment", *PERSONS)),
    MenuEntry("选聘", "recruitment:list", "pick", ("recruitment",)),
    MenuEntry("考勤", "attendance:now", "clock", ("attendance",)),
    MenuEntry("我的考勤", "attendance:mine", "clock", ("attendance",)),
    MenuEntry("月度", "payroll:months", "month", ("payroll",)),
    MenuEntry("资金", "funds:balances", "ledger", ("funds",)),
    MenuEntry("我的工资", "payroll:mine", "month", ("payroll:mine", "payroll:slip")),
    MenuEntry("个案", "casework:list", "flag", ("casework",)),
    MenuEntry("我的差旅费", "casework:mine", "edit", ("casework",)),
    MenuEntry("办法", "rulebook:articles", "book", ("rulebook", "preview")),
    MenuEntry("区划机构", "places:list", "place", ("places",)),
    MenuEntry("日志", "audit:list", "log", ("audit",)),
    MenuEntry("账号", "people:accounts", "settings", ACCOUNTS),
)


def link(route: str) -> str:
    """The address of a route; blank where it does not exist: nothing links to what is not there."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
