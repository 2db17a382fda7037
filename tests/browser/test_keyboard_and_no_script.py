"""Without a mouse, and without script: login, lists and forms can be used."""

from __future__ import annotations

from playwright.sync_api import Page

from sibai.demo.logins import PASSWORD
from tests.browser.clerk import Clerk
from tests.browser.conftest import Comes

MOST_TABS = 60
HERE = """() => {
  const each = document.activeElement, look = getComputedStyle(each), box = each.getBoundingClientRect();
  return {
    name: each.name || "", words: each.innerText || "", tag: each.tagName, inside: !!each.closest("main"),
    visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    ring: !each.matches(":focus") || look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
  };
}"""
"""Where the focus is. A part of a control that the browser made, a date's little calendar, has the browser's ring."""


def tabs(page: Page, *, to: str) -> list[str]:
    """Press Tab until the button that says `to`; every station can be seen and shows that it has the focus."""
    stations = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        assert (here["visible"], here["ring"]) == (True, True), str(here)
        stations.append(here["name"] or here["words"])
        if here["inside"] and here["tag"] == "BUTTON" and here["words"] == to:
            return stations
    raise AssertionError(f"{to} is not reached: {stations}")


def test_login_and_a_form_are_filled_in_by_keyboard_alone(comes: Comes) -> None:
    cun = comes("cun", signed_in=False).open("/account/login/")
    page = cun.page
    assert tabs(page, to="登录") == ["跳到正文", "account", "password", "登录"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("cun")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    cun.came().sees("待办")
    cun.open("/recruitment/").row("花蛇村").more("登记纸质报名")
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["words"] == "跳到正文"
    page.keyboard.press("Enter")
    stations = tabs(page, to="登记报名")
    assert [each for each in stations if each in {"name", "id_number", "phone"}] == ["name", "id_number", "phone"]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    cun.came().sees("还不能保存")
    assert "summary" in page.evaluate("document.activeElement.className")


def test_login_list_and_form_work_without_script(comes: Comes) -> None:
    cun = comes("cun", script=False).sees("花蛇村选聘")
    cun.open("/recruitment/").find("花蛇").row("花蛇村").follow("审查1号报名").follow("审查", within="main .acts")
    cun.press("登记审查结果").sees("还不能保存")
    cun.fill(decision="refused").press("登记审查结果").sees("审查结果已登记")
    menu(cun, "退出登录")
    cun.sees("登录")


def menu(clerk: Clerk, words: str) -> None:
    """A button of one's own menu."""
    clerk.page.locator("header details.menu summary").click()
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name=words).click()
    clerk.came()
