"""From a resignation on a phone to the search for a successor (articles 10 and 20)."""

from __future__ import annotations

from tests.browser.clerk import PHONE, Clerk
from tests.browser.conftest import Comes
from tests.browser.days import day, pass_days
from tests.browser.papers import scan, words_of
from tests.browser.site import Site

ACTS = "main .page-head .acts"
HANDED_OVER = ("台账", "工作证件")


def test_a_resignation_opens_the_search_for_a_successor(comes: Comes, site: Site) -> None:
    give_notice(comes("xieli", PHONE))
    cun2, zhen = comes("cun2"), comes("zhen")
    hand_over(cun2)
    consent(zhen)
    pass_days(site, 21)
    leave(comes("cun2"))
    receive(comes("xian"), comes("zhenxing"))
    comes("xieli", PHONE).sees("这个账号现在没有任何角色")
    successor(comes("cun2"))


def give_notice(xieli: Clerk) -> None:
    """The coordinator sends the notice on a phone; a last day that is too early is told, not refused."""
    xieli.open("/").open("/employment/mine/").sees("在岗", "合同止日").follow("提出辞职", within="main")
    xieli.sees("今天告知的话，最早离岗日").fill(reason="随家人外出").press("提交辞职").sees("辞职已登记", str(day(20)))
    xieli.open("/employment/mine/").follow("我的辞职").sees("本人在手机上提出")


def resignation(clerk: Clerk) -> Clerk:
    """The page of the resignation in 田湾村."""
    return clerk.open("/employment/resignations/").row("田湾村")


def hand_over(cun2: Clerk) -> None:
    """The village lists what is handed over and ticks each thing; the consent waits for the last."""
    cun2.open("/").todo("列出交接清单").follow("列出交接清单", within=ACTS).fill(items="\n".join(HANDED_OVER))
    cun2.press("开始交接").sees("交接清单已列好", *HANDED_OVER)
    for left in range(len(HANDED_OVER), 0, -1):
        assert cun2.page.locator("main").get_by_role("link", name="登记接收").count() == left
        cun2.follow("登记接收", within="main").press("登记接收").sees("已登记接收")
    assert "台账" in words_of(cun2.printed("工作交接清单"))
    cun2.upload("辞职申请表", scan("辞职申请.jpg")).sees("已收到“辞职申请表”的扫描件")


def consent(zhen: Clerk) -> None:
    """The employer's side consents: the town, never the one who entered the notice."""
    zhen.open("/").sees("同意辞职")
    resignation(zhen).follow("同意辞职", within=ACTS).fill(agree="no").press("提交意见").sees("请写明退回的原因")
    zhen.fill(agree="yes").press("提交意见").sees("意见已提交")


def leave(cun2: Clerk) -> None:
    """The last day has come: the post ends, the vacancy opens at once, pay has its last day."""
    resignation(cun2).follow("办理离岗", within=ACTS).sees("停发", "不能撤回").press("办理离岗")
    cun2.sees("已办理离岗，岗位列为空缺", "已离岗", str(day(20)))
    cun2.open("/employment/endings/").row("田湾村")
    cun2.sees("最后计薪日", str(day(20)), "次日起停发工资和各项补贴")


def receive(xian: Clerk, zhenxing: Clerk) -> None:
    """Both bureaus receive the filing."""
    for clerk, number in ((xian, "人社离〔2026〕1号"), (zhenxing, "振离〔2026〕1号")):
        clerk.open("/").sees("签收备案").open("/employment/endings/").row("田湾村")
        clerk.follow("签收备案", within=ACTS).fill(number=number).press("签收备案").sees("已签收")
    zhenxing.sees("已备案")


def successor(cun2: Clerk) -> None:
    """The village has a vacancy to fill, and the next round starts."""
    cun2.open("/").sees("田湾村岗位空缺").follow("开始选聘", within="main").sees("辞职").press("开始选聘")
    cun2.sees("已开始选聘").open("/recruitment/").sees("田湾村", "拟公告")
