"""The way in: a phone is bound and asked for, a code on paper stands in for it, a role is lent to somebody else."""

from __future__ import annotations

from base64 import b32decode
from datetime import datetime, timedelta

import pytest
from django_otp.oath import TOTP

from tests.browser.clerk import Clerk
from tests.browser.conftest import CLOCK, Comes
from tests.browser.days import day
from tests.browser.site import Site

STEP = timedelta(minutes=2)
WITH_PHONES = pytest.mark.parametrize("site", [{"SIBAI_SECOND_FACTOR": "1"}], indirect=True, ids=["phones"])


def code_at(secret: str, moment: datetime) -> str:
    """What an authenticator shows at a moment."""
    shown = TOTP(b32decode(secret.replace(" ", "")))
    shown.time = moment.timestamp()
    return f"{shown.token():06d}"


@WITH_PHONES
def test_a_phone_is_bound_and_asked_for_at_the_next_login(comes: Comes, site: Site) -> None:
    xian = comes("xian").sees("绑定手机", "验证器")
    secret = xian.page.locator(".secret").inner_text()
    at = CLOCK + STEP
    site.set_clock(at)
    xian.fill(code="000000").press("绑定").sees("还没有绑定")
    xian.fill(code=code_at(secret, at)).press("绑定").sees("备用码", "只显示这一次")
    paper = xian.page.locator(".codes .code").first.inner_text()
    xian.follow("抄好了，继续").sees("待办")
    leave(xian)
    for given in (code_at(secret, at + STEP), paper):
        site.set_clock(at + STEP)
        xian.sign_in().sees("手机验证").fill(code="123456").press("继续").sees("还不能登录")
        xian.fill(code=given).press("继续").sees("待办")
        leave(xian)
    xian.sign_in().fill(code=paper).press("继续").sees("还不能登录")


def leave(clerk: Clerk) -> None:
    """Sign out by the menu."""
    clerk.page.locator("header details.menu summary").click()
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name="退出登录").click()
    clerk.came().sees("登录")


def test_a_lent_role_is_put_on_and_the_log_names_both(comes: Comes) -> None:
    cun2 = comes("cun2").open("/account/delegations/").follow("委托", within="main .plain")
    to = cun2.page.locator("[name=to] option", has_text="郑镇").get_attribute("value")
    cun2.fill(to=to, start=day(0), end=day(5), reason="外出培训").press("委托").sees("已委托", "郑镇")
    zhen = comes("zhen")
    put_on(zhen, "田湾村")
    assert "代程村办理" in zhen.page.locator(".top .where").inner_text()
    zhen.sees("现在以").open("/employment/").row("田湾村").more("在岗证明").fill(purpose="办理贷款").press("出具证明")
    zhen.sees("证明已编号出具").open("/log/").sees("郑镇", "程村")
    put_on(zhen, "茅坪镇")
    assert "代程村" not in zhen.page.locator(".top .where").inner_text()
    cun2.open("/account/delegations/").press("收回").sees("已收回")
    zhen.open("/").page.locator("header details.menu summary").click()
    assert zhen.page.get_by_role("button", name="田湾村").count() == 0


def put_on(clerk: Clerk, place: str) -> None:
    """Go on in another role of the menu."""
    clerk.page.locator("header details.menu summary").click()
    with clerk.page.expect_navigation():
        clerk.page.locator("header .sheet").get_by_role("button", name=place).click()
    clerk.came()
