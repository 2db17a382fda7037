"""A number of the measure is changed: prepared by one, previewed, returned, confirmed by another, in force then."""

from __future__ import annotations

from tests.browser.clerk import Clerk
from tests.browser.conftest import Comes
from tests.browser.papers import scan

ENTRY = "/rulebook/entry/term_cap/"
PERSON = "胡娟"


def test_a_change_is_prepared_previewed_and_confirmed_by_another(comes: Comes) -> None:
    xian, lingdao = comes("xian"), comes("lingdao")
    prepare(xian)
    preview(xian)
    last_lawful_day(xian).sees("2028-08-31")
    send_back(lingdao)
    mend(xian)
    confirm(lingdao)
    xian.open(ENTRY).sees("24", "白人社发〔2026〕21号", "县里定的")
    last_lawful_day(xian).sees("2027-08-31")


def prepare(xian: Clerk) -> None:
    """The clerk prepares another number of months, wrongly first, with the scan of the document."""
    xian.open("/rulebook/article/第九条/").sees("累计").open(ENTRY).follow("拟定决定")
    xian.fill(start="2025-06-01", document="21号", reason="县政府会议决定").press("拟定并报请确认")
    xian.sees("请填写这一项").fill(value="24").press("拟定并报请确认").sees("已拟定，等县人社局领导确认")
    xian.upload("依据的文件：21号", scan("会议纪要.jpg")).sees("会议纪要.jpg")
    assert xian.page.locator("main .acts").get_by_role("link", name="确认").count() == 0


def preview(xian: Clerk) -> None:
    """The preview lists whose result would change, old and new, and changes nothing."""
    xian.follow("预览影响").sees("会变的结果", "最晚在岗日", "现在", "改后")
    assert xian.page.locator(".list tbody tr").count() == 25
    xian.follow("下一页").follow("回到决定").sees("待确认")


def decision(clerk: Clerk) -> Clerk:
    """The decision in the list of those that wait."""
    return clerk.row("累计工作期限")


def last_lawful_day(clerk: Clerk) -> Clerk:
    """What a person's post shows now."""
    return clerk.open("/employment/").find(PERSON).row(PERSON)


def send_back(lingdao: Clerk) -> None:
    """The leader returns it with a reason."""
    decision(lingdao.open("/").todo("县里的决定待确认")).follow("退回").press("退回").sees("请填写")
    lingdao.fill(reason="文号请写全").press("退回").sees("已退回")


def mend(xian: Clerk) -> None:
    """The clerk mends it and sends it again."""
    xian.open("/").todo("累计工作期限").sees("文号请写全").follow("修改后再报")
    xian.fill(document="白人社发〔2026〕21号").press("拟定并报请确认").sees("待确认")


def confirm(lingdao: Clerk) -> None:
    """The leader sees what will be, and confirms."""
    decision(lingdao.open("/").todo("县里的决定待确认")).follow("确认", within="main .acts")
    lingdao.sees("已经定下的结果", "不变").press("确认").sees("已确认")
