"""A renewal that the three years do not allow: the last lawful day is told, and the post ends with its contract."""

from __future__ import annotations

from datetime import date

from tests.browser.clerk import Clerk
from tests.browser.conftest import CLOCK, Comes
from tests.browser.days import pass_days
from tests.browser.papers import words_of
from tests.browser.site import Site

ACTS = "main .page-head .acts"
VILLAGE, CODE = "红征村", "610929104209"
ACCOUNT, PASSWORD = "hongzheng", "Hongzheng-cun-2026"
LAST_LAWFUL_DAY = date(2027, 8, 27)
"""On post in 红征村 since 2024-08-28: three years are over on this day (article 9)."""
BEFORE_THE_END = (date(2027, 7, 1) - CLOCK.date()).days


def test_a_renewal_beyond_three_years_is_refused_and_the_post_ends_with_its_contract(comes: Comes, site: Site) -> None:
    cun = first_day(comes("guanli"), comes(ACCOUNT, signed_in=False))
    renew_for_the_third_year(cun, comes("zhen"), comes("xian"))
    pass_days(site, BEFORE_THE_END)
    cun = comes(ACCOUNT, signed_in=False).sign_in(PASSWORD)
    refused(cun)
    expire(cun, comes("zhen"))
    for account in ("xian", "zhenxing"):
        receive(comes(account))
    cun.open("/").sees(f"{VILLAGE}岗位空缺")


def first_day(guanli: Clerk, cun: Clerk) -> Clerk:
    """The administrator makes an account; its letter shows a password for one use."""
    guanli.open("/accounts/new/").fill(name="洪征", account=ACCOUNT, role="town", place_code=CODE).press("建立账号")
    guanli.sees("“镇经办”的范围要选镇").fill(role="village").press("建立账号").sees("一次性密码", "只显示这一次")
    once = guanli.page.locator(".letter dd.code").nth(1).inner_text()
    cun.sign_in(once).sees("密码").fill(now=once, new="12345678", again="12345678").press("改密码").sees("至少")
    return cun.fill(now=once, new=PASSWORD, again=PASSWORD).press("改密码").open("/")


def post(clerk: Clerk) -> Clerk:
    """The page of the post."""
    return clerk.open("/employment/").find(VILLAGE).row(VILLAGE)


def renew_for_the_third_year(cun: Clerk, zhen: Clerk, xian: Clerk) -> None:
    """A day too far is told on the spot; up to the last lawful day it is approved, signed and filed."""
    post(cun).more("续签").sees("可以续签到2027-08-27", "最晚在岗日")
    cun.press("提出续签").sees("已提出续签", "待镇审核")
    renewal(zhen).follow("审核续签", within=ACTS).fill(approve="yes").press("提交审核意见").sees("审核意见已提交")
    renewal(cun).follow("登记续签的签订", within=ACTS).fill(number="续-001").press("登记签订").sees("已登记签订")
    assert VILLAGE in words_of(cun.printed("续签意见书"))
    renewal(xian).follow("登记续签备案", within=ACTS).fill(filing_number="续备-001").press("登记备案")
    xian.sees("续签已备案")


def renewal(clerk: Clerk) -> Clerk:
    """The page of the renewal."""
    return clerk.open("/employment/renewals/").row(VILLAGE)


def refused(cun: Clerk) -> None:
    """The three years are nearly over: the page says until when, and the refusal is kept."""
    cun.open("/").todo("合同快到期").sees("续签")
    cun.fill(to="2028-08-27").press("提出续签").sees("不能续签", str(LAST_LAWFUL_DAY))
    cun.open("/").sees("不能续签", "办理期满终止")


def expire(cun: Clerk, zhen: Clerk) -> None:
    """Ended with the contract: checked against article 45, decided by the town."""
    post(cun).more("解除或终止").row("到期").fill(reason="三年期满").press("保存，接着核对")
    cun.sees(str(LAST_LAWFUL_DAY)).follow("核对法律事项后报镇", within=ACTS).sees("劳动合同法第四十五条")
    cun.press("完成核对").sees("待镇决定")
    zhen.open("/employment/endings/").row(VILLAGE).follow("决定解除或终止", within=ACTS)
    zhen.fill(approve="yes").press("提交决定").sees("最后计薪日", str(LAST_LAWFUL_DAY))


def receive(clerk: Clerk) -> None:
    """A bureau receives the filing."""
    clerk.open("/employment/endings/").row(VILLAGE).follow("签收备案", within=ACTS)
    clerk.press("签收备案").sees("已签收")
