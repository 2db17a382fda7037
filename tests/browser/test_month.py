"""A month in the browser: a late village, a run from hand to hand, the bank's answer, who follows (art. 11, 12)."""

from __future__ import annotations

from tests.browser.clerk import PHONE, Clerk
from tests.browser.conftest import Comes
from tests.browser.days import day

ACTS = "main .page-head .acts"
RUN, FOLLOWING = "2026年5月工资", "2026年5月工资补充批次2"
REFUSED = "E01", "户名不符"


def test_a_month_is_paid_and_the_village_that_was_late_follows(comes: Comes) -> None:
    report_late(comes("cun2"), comes("zhen"))
    shenpi, chuna, gongsi, xian = (comes(account) for account in ("shenpi", "chuna", "gongsi", "xian"))
    approve(shenpi, RUN)
    first = to_the_bank(chuna, RUN)
    prepare_following(gongsi)
    check(xian)
    approve(shenpi, FOLLOWING)
    second = to_the_bank(chuna, FOLLOWING)
    answer(chuna, RUN, first, refused=2)
    chuna.sees("户名不符")
    answer(chuna, FOLLOWING, second, refused=0)
    close(shenpi)
    chuna.open("/").todo("核对账号后重发").sees("户名不符")
    read_own(comes("xieli", PHONE))


def report_late(cun2: Clerk, zhen: Clerk) -> None:
    """The village fills its sheet after the 15th, the town checks and reports it; all of it is shown as late."""
    cun2.open("/").todo("填报2026年5月考勤表").sees("已逾期6天")
    cun2.follow("填报考勤表", within=ACTS).press("填报").sees("在岗1人")
    zhen.open("/").todo("核对考勤表")
    zhen.page.locator("main tr", has_text="田湾村").locator("[name=chosen]").check()
    zhen.press("核对无误").sees("选中的考勤表已核对")
    zhen.open("/").todo("报送花名册和考勤表").sees("2026-05-15，已逾期").press("报送").sees("已报送（逾期）")


def taken_up(clerk: Clerk, run: str, act: str) -> Clerk:
    """What waits at a run is taken up from home."""
    return clerk.open("/").todo(f"{run}：").follow(act, within=ACTS)


def approve(shenpi: Clerk, run: str) -> None:
    """The company's approver seals the payslips."""
    taken_up(shenpi, run, "审批工资").sees("工资单校验值").press("审批通过").sees("工资单定案")


def prepare_following(gongsi: Clerk) -> None:
    """Whoever was left out and is reported now is prepared; nobody is prepared twice."""
    gongsi.open("/").todo("编制2026年5月补充批次").sees("考勤还没有由镇上报送", "田湾村胡娟")
    gongsi.follow("编制", within=ACTS).press("编制").sees(FOLLOWING, "3人").misses("桥儿沟社区")


def check(xian: Clerk) -> None:
    """The county checks it."""
    taken_up(xian, FOLLOWING, "核对工资").press("核对无误，报公司审批").sees("待审批")


def to_the_bank(chuna: Clerk, run: str) -> bytes:
    """The cashier confirms the money and hands out the bank's file."""
    taken_up(chuna, run, "确认资金到账").fill(arrived_on=day(0)).press("确认到账")
    chuna.follow("生成银行文件", within=ACTS).fill(layout="counter-txt").press("生成银行文件")
    return chuna.sees("下载后交给银行").handed("下载")


def answer(chuna: Clerk, run: str, file: bytes, refused: int) -> None:
    """The bank's answer to a file comes back, one line refused, and is taken in."""
    totals, *lines = (line.split("|") for line in file.decode("gb18030").splitlines())
    told = [("F", *REFUSED) if number == refused else ("S", "", "") for number in range(1, len(lines) + 1)]
    rows = [[totals[0], totals[1], *[""] * 7]]
    for serial, (line, said) in enumerate(zip(lines, told, strict=True), 1):
        rows.append([*line[:4], *said, f"{run[-1]}{serial:08d}", f"{day(0):%Y%m%d}"])
    content = "".join("|".join(row) + "\r\n" for row in rows).encode("gb18030")
    taken_up(chuna, run, "上传银行回盘").fill(file=("回盘.txt", content)).press("读取回盘")


def close(shenpi: Clerk) -> None:
    """Both runs are closed, the first with one payment still open."""
    taken_up(shenpi, RUN, "结账").press("结账").sees("1笔没有发成，在待重发里等着")
    taken_up(shenpi, FOLLOWING, "结账").press("结账").sees("已结账")


def read_own(xieli: Clerk) -> None:
    """The coordinator reads the payslip on a phone, and why the numbers are what they are."""
    xieli.follow("我的工资").row("2026年5月")
    xieli.sees("已发", "1,221.04 元")
    xieli.page.locator("main details.why summary:visible").first.click()
    xieli.sees("养老保险个人费率8%", "国发〔2005〕38号")
