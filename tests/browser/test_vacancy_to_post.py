"""From a vacancy to the first day on post: every step of article 6, by whom it belongs to, with its papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from sibai.demo.people import invented
from tests.browser.clerk import Clerk
from tests.browser.conftest import Comes
from tests.browser.days import day, pass_days
from tests.browser.papers import scan, words_of
from tests.browser.site import Site

ROUND = "/recruitment/"
GOOD, SECOND, OLD = invented(6001), invented(6002), invented(6003, born=date(1979, 3, 2))
"""Two who meet article 5 and one who is too old, taken by exception."""
NOTICE = {
    "where": "花蛇村村委会",
    "contact": "陈村",
    "phone": "0915-7820000",
    "posted_at": "村务公开栏",
    "item_1_0": "面谈",
    "item_1_1": "60",
    "item_2_0": "熟悉本村情况",
    "item_2_1": "40",
}


def test_a_vacancy_becomes_a_first_day_on_post(comes: Comes, site: Site, any_database: None) -> None:
    cun = comes("cun")
    begin_again(cun)
    publish(cun)
    for number, person in enumerate((GOOD, SECOND, OLD), 1):
        apply_on_paper(cun, person.facts(), number)
    pass_days(site, 8)
    cun = comes("cun")
    review(cun)
    score(cun)
    choose(cun)
    objection_and_answer(comes("zhen"), cun)
    assert round_of(cun).page.get_by_role("link", name="报镇审核").count() == 0
    pass_days(site, 20)
    approve_and_file(comes("cun"), comes("zhen"), comes("xian"))
    train(comes("gongsi"))
    take_up(comes("cun"), comes("xian"))


def round_of(clerk: Clerk) -> Clerk:
    """The page of the round that goes on in the village."""
    return clerk.open(ROUND).row("花蛇村")


def begin_again(cun: Clerk) -> None:
    """The round that goes on comes to nothing; the post is vacant again, and a new round starts."""
    cun.sees("件事等您办")
    round_of(cun).more("结束这次选聘").fill(outcome="no_candidate", reason="公告写错了报名地点").press("结束选聘")
    cun.sees("还有报名没有审查").fill(outcome="cancelled").press("结束选聘").sees("这次选聘已结束", "已取消")
    cun.open("/").sees("花蛇村岗位空缺").follow("开始选聘", within="main").press("开始选聘").sees("已开始选聘")


def publish(cun: Clerk) -> None:
    """Fill in the notice, wrongly first; print it; put it up; hand in its sealed scan."""
    cun.fill(NOTICE, deadline=day(7)).fill(item_2_1="50").press("保存").sees("各项权重之和应为100%，现在是110%")
    cun.fill(item_2_1="40").press("保存").sees("公告已保存")
    cun.follow("发布公告").press("发布公告").sees("公告已发布", "报名到", "现有0人报名")
    cun.follow("材料", within="main")
    assert "面谈" in words_of(cun.printed("招聘公告"))
    cun.upload("招聘公告", scan()).sees("扫描件已收下", "已有")


def apply_on_paper(cun: Clerk, facts: dict[str, Any], number: int) -> None:
    """Enter a paper application with a scan of its form; a slip in the identity number is told first."""
    told = {name: facts[name] for name in ("name", "id_number", "phone", "address", "education")}
    round_of(cun).follow("登记报名", within="main")
    if number == 1:
        wrong = facts["id_number"][:-1] + ("0" if facts["id_number"][-1] != "0" else "1")
        cun.fill({**told, "id_number": wrong}).press("登记报名").sees("第18位应为").fill(id_number=facts["id_number"])
    cun.fill(told, poverty_relief=True, knows_village=True, application_form=scan("报名表.jpg"))
    cun.press("登记报名").sees("报名已登记", f"现有{number}人报名")


def review(cun: Clerk) -> None:
    """Review each: two are admitted, the one who is too old is refused by the rule and taken by exception."""
    round_of(cun).follow("开始资格审查").press("开始审查").sees("还有3份报名没有审查")
    for number in (1, 2, 3):
        round_of(cun).follow(f"审查{number}号报名").more("核对信息").fill(conduct_confirmed=True).press("保存")
        cun.follow("审查", within="main .acts")
        if number < 3:
            cun.fill(decision="admitted").press("登记审查结果").sees("审查结果已登记", "符合条件")
            continue
        cun.fill(decision="admitted").press("登记审查结果").sees("不全符合条件", "破格")
        cun.fill(decision="exception", reason="在本村工作多年，群众公认").press("登记审查结果")
        cun.sees("审查结果已登记", "破格")
    assert OLD.name in words_of(cun.printed("资格审查表"))
    round_of(cun).follow("转入评分").press("转入评分").sees("已转入评分")


def score(cun: Clerk) -> None:
    """Assessors score apart; one is kin of an applicant and does not score her, so that a third one is needed."""
    round_of(cun).follow("登记评分人")
    cun.fill(name="郭评", post="村党支部书记", kin_2="表兄", declared=True).press("登记评分人").sees("评分人已登记")
    cun.fill(name="何议", post="驻村工作队队长", declared=True).press("登记评分人")
    sheet(cun, "郭评", "1").sees("有亲属关系，不评", SECOND.name).misses("80.00")
    cun.fill(marks("90", "", "70")).press("保存评分表").sees("评分表已录入")
    sheet(cun, "何议", "2").misses("有亲属关系").fill({**marks("92", "80", "75"), "mark_2_1": "80.555"})
    cun.press("保存评分表").sees("最多两位小数").fill(mark_2_1="80.5").press("保存评分表").sees("评分表已录入")
    round_of(cun).follow("计算排名").press("计算排名").sees("2号的评分人不够")
    round_of(cun).more("登记评分人").fill(name="马凭", post="镇就业站站长", declared=True).press("登记评分人")
    sheet(cun, "马凭", "3").fill(marks("88", "82", "76")).press("保存评分表")
    round_of(cun).follow("计算排名").press("计算排名").sees("成绩和名次已算出", "90.00")


def sheet(cun: Clerk, name: str, row: str) -> Clerk:
    """The sheet of the assessor in a row of the list."""
    return cun.follow("录评分表", within=f".list tbody tr:nth-child({row})").sees(name)


def marks(*points: str) -> dict[str, str]:
    """The same points on both items for the applicants by their number; blank for whom one does not score."""
    return {f"mark_{who}_{item}": each for who, each in enumerate(points, 1) if each for item in (1, 2)}


def choose(cun: Clerk) -> None:
    """Choose by rank, with a reserve; put up the public notice."""
    round_of(cun).follow("初步确定人选").sees(f"第1名　{GOOD.name}")
    cun.page.get_by_label(f"第1名　{GOOD.name}", exact=False).first.check()
    cun.page.locator("[name=reserve_1]").select_option(index=2)
    cun.press("初步确定").sees("人选已初步确定")
    cun.follow("发布公示").press("发布公示").sees("公示已发布", "公示到")
    cun.follow("材料", within="main")
    assert GOOD.name in words_of(cun.printed("公示"))


def objection_and_answer(zhen: Clerk, cun: Clerk) -> None:
    """The town receives an objection; the village answers it."""
    round_of(zhen).more("登记异议").fill(raised_by="匿名", content="怀疑不熟悉本村情况").press("登记异议")
    zhen.sees("异议已登记")
    cun.open("/").sees("有1条异议没有答复")
    round_of(cun).follow("答复异议").fill(upheld="no", answer="走访十二户，都认得此人").press("答复").sees("异议已答复")


def approve_and_file(cun: Clerk, zhen: Clerk, xian: Clerk) -> None:
    """The notice has run: the village submits, the town approves on the page of many, the county files."""
    round_of(cun).follow("报镇审核").press("报镇审核").sees("已报镇审核")
    zhen.open("/").sees("花蛇村").open("/recruitment/approve/").page.get_by_label("选择第 1 行").check()
    zhen.press("审核同意").sees("花蛇村")
    round_of(xian).sees("镇审核表").follow("备案", within="main .acts").fill(number="白人社备〔2026〕077号")
    xian.press("备案").sees("已备案", "077号")
    xian.follow("材料", within="main")
    assert GOOD.id_number in words_of(xian.printed("备案表"))


def train(gongsi: Clerk) -> None:
    """The company trains before the first day."""
    round_of(gongsi).follow("登记培训结果")
    gongsi.fill(start=day(20), end=day(20), where="县人社局", hours="8", result="passed").press("登记培训结果")
    gongsi.sees("培训结果已登记")


def take_up(cun: Clerk, xian: Clerk) -> None:
    """Agreement, first day, labour contract signed and filed."""
    cun.open("/").sees("拟聘用协议")
    round_of(cun).follow("拟聘用协议").fill(start=day(20), number="协-001").press("拟好协议").sees("聘用协议已拟好")
    assert GOOD.name in words_of(cun.printed("聘用协议"))
    main = "main .page-head .acts"
    cun.follow("登记聘用协议的签订", within=main).press("登记签订").sees("已登记聘用协议签订")
    cun.follow("办理上岗", within=main).sees("最晚在岗日", "不能撤回").press("办理上岗")
    cun.sees("已上岗，岗位空缺已补上", "在岗").follow("登记劳动合同的签订", within=main)
    cun.fill(number="劳-001").press("登记签订").sees("已登记劳动合同签订")
    assert GOOD.name in words_of(cun.printed("劳动合同"))
    cun.upload("劳动合同", scan()).sees("已收到“劳动合同”的扫描件")
    xian.open("/").sees("登记劳动合同备案").open("/employment/").find(GOOD.name).row(GOOD.name)
    xian.follow("登记劳动合同备案", within=main).fill(filing_number="劳备-001").press("登记备案").sees("劳动合同已备案")
    cun.open("/recruitment/?stage=all").row("花蛇村").sees("已上岗")
