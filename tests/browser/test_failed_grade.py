"""A failed grade ends the contract, held against the Labour Contract Law (articles 16, 17 and 20)."""

from __future__ import annotations

from tests.browser.clerk import Clerk
from tests.browser.conftest import Comes
from tests.browser.days import day, pass_days
from tests.browser.papers import words_of
from tests.browser.site import Site

ACTS = "main .page-head .acts"
LAST_DAY = day(40)


def test_a_failed_grade_ends_the_contract_after_the_leader_decided(comes: Comes, site: Site) -> None:
    enter_grade(comes("xian"))
    confirm_grade(comes("lingdao"))
    prepare_and_be_stopped(comes("cun2"))
    go_on(comes("lingdao"))
    decide(comes("zhen"))
    receive(comes("xian"), comes("zhenxing"))
    pass_days(site, 41)
    certify(comes("cun2"))


def enter_grade(xian: Clerk) -> None:
    """The clerk corrects the confirmed grade of last year; without a reason it is refused."""
    xian.open("/employment/grades/?year=2025").follow("录入档次", within=ACTS).follow("茅坪镇", within="main")
    row = xian.page.locator(".list tbody tr", has_text="田湾村")
    name = row.locator("select").get_attribute("name")
    assert name is not None
    xian.fill({name: "不合格"}, document="县考核〔2026〕9号").press("录入档次").sees("更正要写原因")
    xian.fill(reason="复核台账后更正").press("录入档次").sees("档次已录入，由另一人确认", "不合格，待确认")
    xian.open("/employment/grades/confirm/?year=2025").sees("本人录入")
    assert xian.page.locator("[name=chosen]").count() == 0


def confirm_grade(lingdao: Clerk) -> None:
    """Somebody else confirms it."""
    lingdao.open("/").todo("确认年度档次").sees("不合格").press("提交意见").sees("已提交")


def prepare_and_be_stopped(cun2: Clerk) -> None:
    """The village prepares the ending; pregnancy stops it, with the article."""
    cun2.open("/").todo("2025年度考核不合格").sees("2025年度 不合格")
    cun2.fill(last_day=LAST_DAY, reason="2025年度考核不合格").press("保存，接着核对").sees("已拟好，接着核对法律事项")
    cun2.follow("核对法律事项后报镇", within=ACTS).sees("劳动合同法第四十条、劳动合同法第四十二条")
    cun2.fill(notified_on=day(0), union_told=True, pregnancy_protected=True).press("完成核对")
    cun2.sees("劳动合同法第四十二条", "孕期、产期、哺乳期", "法律核对未通过").misses("第四十三条：")
    assert cun2.page.locator(ACTS).get_by_role("link", name="决定").count() == 0


def ending(clerk: Clerk) -> Clerk:
    """The page of the ending in 田湾村."""
    return clerk.open("/employment/endings/").row("田湾村")


def go_on(lingdao: Clerk) -> None:
    """The leader decides to go on: only with a document and a reason."""
    lingdao.open("/").sees("决定是否继续")
    ending(lingdao).follow("决定是否继续", within=ACTS).sees("劳动合同法第四十二条")
    lingdao.fill(go_on="yes", reason="本人书面申请离岗，情况已核实").press("提交决定").sees("继续办理要有书面决定")
    lingdao.fill(document="白人社函〔2026〕12号").press("提交决定").sees("决定已提交")


def decide(zhen: Clerk) -> None:
    """The town decides, seeing who overrode what."""
    ending(zhen).follow("决定解除或终止", within=ACTS).sees("已由领导决定继续办理（白人社函〔2026〕12号）", "停发")
    zhen.fill(approve="yes", document="茅政〔2026〕5号").press("提交决定")
    zhen.sees("决定已提交", "最后计薪日", str(LAST_DAY))
    assert "不合格" in words_of(zhen.printed("解除（终止）通知书"))


def receive(xian: Clerk, zhenxing: Clerk) -> None:
    """Both bureaus receive the filing, the county first."""
    for clerk, number in ((xian, "人社离〔2026〕2号"), (zhenxing, "振离〔2026〕2号")):
        ending(clerk).follow("签收备案", within=ACTS).fill(number=number).press("签收备案").sees("已签收")
    zhenxing.sees("已备案")


def certify(cun2: Clerk) -> None:
    """After the last day the certificate of ending is issued."""
    cun2.open("/employment/").find("田湾村").row("田湾村")
    cun2.sees("已离岗").more("解除（终止）证明").fill(purpose="办理失业登记").press("出具证明").sees("证明已编号出具")
    row = cun2.page.locator(".list tbody tr", has_text="解除（终止）证明")
    assert "田湾村" in words_of(cun2.handed("", row))
