"""A county brings its present roster in: a table with faults goes back, a good one is seen, confirmed, taken back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser

from sibai.demo.logins import COUNTY, PASSWORD
from tests.browser.clerk import Clerk
from tests.browser.conftest import CLOCK
from tests.browser.site import ROOT, Site
from tests.browser.walk import GRAVE
from tests.demo_homes import shared, with_tables
from tests.people.invented import invented

COLUMNS = (
    "姓名",
    "身份证号",
    "联系电话",
    "镇",
    "岗位地点（村）",
    "上岗时间",
    "合同期限",
    "合同签订日期",
    "备案号",
    "银行账号",
    "民族",
    "星座",
)
VILLAGES = ("桥儿沟社区", "清风社区", "河街社区", "狮子山社区", "向荣社区", "群力村", "胜利村", "牛角村")
FIRST = 400
"""Invented people whom the demonstration does not know."""


def roster(**spoiled: dict[str, Any]) -> bytes:
    """A table of eight people in 城关镇; `spoiled`: cells of the row `rN`, by column."""
    book = Workbook()
    sheet = book.active
    sheet.append(["白河县公益性岗位人员花名册"])
    sheet.append(["填报单位：县人社局"])
    sheet.append(COLUMNS)
    for number, village in enumerate(VILLAGES):
        person = invented(FIRST + number)
        row = dict.fromkeys(COLUMNS, "") | {
            "姓名": person.name,
            "身份证号": person.id_number,
            "联系电话": person.phone,
            "镇": "城关镇",
            "岗位地点（村）": village,
            "上岗时间": "2025.07.01",
            "合同期限": "2025-07-01至2026-06-30",
            "合同签订日期": "2025-07-10",
            "备案号": f"2025-{number + 1}",
            "银行账号": person.card,
            "民族": "汉",
        }
        sheet.append(list({**row, **spoiled.get(f"r{number}", {})}.values()))
    made = BytesIO()
    book.save(made)
    return made.getvalue()


WRONG = roster(
    r0={"身份证号": 610999199003070000},
    r1={"上岗时间": "2025.7"},
    r2={"岗位地点（村）": "清风"},
    r3={"合同期限": "2025-07-01至2027-06-30"},
    r4={"岗位地点（村）": "向荣"},
    r5={"联系电话": "0915-7820"},
)


AT_THE_CLOCK = """
import sys
from datetime import datetime
import time_machine
from sibai.cli import main
with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=True):
    sys.exit(main(sys.argv[2:]))
"""


def carried_out(site: Site, *arguments: str) -> str:
    """What `sibai …` says, carried out on the site's home at the journey's clock."""
    command = [sys.executable, "-c", AT_THE_CLOCK, CLOCK.isoformat(), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def beginning(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """A county with nothing but its places and one clerk, served; gives the address and the first password."""
    shutil.copytree(with_tables(shared(tmp_path_factory)), tmp_path, dirs_exist_ok=True)
    site = Site(tmp_path)
    site.set_clock(CLOCK)
    carried_out(site, "init")
    told = carried_out(site, "createuser", "xian", "--role", "county_clerk", "--place", COUNTY, "--name", "谢县")
    site.start()
    yield lambda: f"{site.url} {told.partition('一次性密码：')[2].partition('（')[0]}"
    site.kill()


@pytest.fixture
def clerk(browser: Browser, beginning: Callable[[], str], request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """The clerk, signed in for the first time."""
    url, password = beginning().split()
    clerk = Clerk(browser, url, "xian", request.node.originalname)
    clerk.sign_in(password)
    clerk.fill(now=password, new=PASSWORD, again=PASSWORD).press("改密码")
    yield clerk
    clerk.close()


def sound(clerk: Clerk) -> None:
    """Axe finds nothing grave on the page, and nothing runs over the edge of a phone."""
    found = [each for each in Axe().run(clerk.page).response["violations"] if each["impact"] in GRAVE]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    clerk.page.set_viewport_size({"width": 390, "height": 844})
    assert clerk.page.evaluate("document.documentElement.scrollWidth") <= 390
    clerk.page.set_viewport_size({"width": 1366, "height": 768})


def hand_in(clerk: Clerk, content: bytes) -> Clerk:
    clerk.open("/employment/roster/").follow("导入花名册")
    sound(clerk)
    return clerk.fill(file=("花名册.xlsx", content), document="白人社函〔2026〕3号").press("上传并核对")


def test_a_roster_goes_back_with_its_faults_and_is_imported_and_taken_back(clerk: Clerk) -> None:
    hand_in(clerk, WRONG).sees(
        "有5处要改",
        "城关镇清风社区、城关镇清风村",
        "什么也没有导入",
        "第4行",
        "存成了数字",
        "只有年月",
        "一年一签",
        "星座",
    )
    sound(clerk)
    with clerk.page.expect_download() as waiting:
        clerk.page.get_by_role("button", name="下载标出问题的表").click()
    marked = load_workbook(BytesIO(Path(waiting.value.path()).read_bytes()))
    assert "存成了数字" in marked["花名册"].cell(4, 2).comment.text

    late = roster(r6={"合同签订日期": "2025-09-01"})
    clerk.follow("改好重新上传").fill(file=("花名册.xlsx", late), document="白人社函〔2026〕3号").press("上传并核对")
    clerk.sees("待确认", "提醒1处", "逾期签订", "认出的列")
    sound(clerk)
    clerk.press("确认导入").sees("请先看过提醒")
    clerk.fill(accepted=True)
    pressed = "正在导入…"
    clerk.page.evaluate(
        "document.addEventListener('submit', (e) => sessionStorage.setItem('said', document.activeElement.textContent))"
    )
    clerk.press("确认导入").sees("花名册已导入", "已导入")
    assert clerk.page.evaluate("sessionStorage.getItem('said')") == pressed
    sound(clerk)
    clerk.open("/employment/roster/").sees("已导入", "未导入")
    sound(clerk)

    clerk.follow("导出花名册").fill(what="whole", reason="报市局备案")
    sound(clerk)
    with clerk.page.expect_download() as waiting:
        clerk.page.get_by_role("button", name="导出").click()
    filed = load_workbook(BytesIO(Path(waiting.value.path()).read_bytes())).active
    assert invented(FIRST).id_number in {cell.value for cell in filed["D"]}

    clerk.open("/employment/roster/").follow("怎么填")
    sound(clerk)
    clerk.open("/employment/roster/")
    clerk.page.locator("main tr", has_text="已导入").get_by_role("link").click()
    clerk.came().follow("撤销导入").sees("删除8")
    sound(clerk)
    clerk.fill(reason="传错了表").press("撤销导入").sees("已撤销", "传错了表")
    hand_in(clerk, late).sees("待确认")
