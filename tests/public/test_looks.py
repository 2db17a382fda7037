"""The public pages in a real browser: a phone without scripts goes all the way, axe finds nothing at either size."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.public.conftest import CODE, photo
from tests.recruitment.rounds import facts_of

CHROMIUM = Path("/usr/bin/chromium")
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
SEEN = os.environ.get("SIBAI_SCREENSHOTS", "")

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="NOT RUN: no /usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


class Walk:
    """One browser window that looks at every page it comes to."""

    def __init__(self, page: Page, size: str, scripts: bool) -> None:
        self.page, self.size, self.scripts = page, size, scripts
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda sent: self.outside.append(sent.url) if "//127.0.0.1" not in sent.url else None)
        page.on("console", lambda message: self.complaints.append(message.text))

    def look(self, name: str) -> None:
        """Nothing over the edge, nothing that axe finds, a picture where pictures are kept."""
        if SEEN:
            self.page.screenshot(path=Path(SEEN) / f"public-{name}-{self.size}.png", full_page=True)
        width = SIZES[self.size][0]
        assert self.page.locator("body").bounding_box()["width"] <= width, name  # type: ignore[index]
        if self.scripts:
            assert self.page.evaluate("document.documentElement.scrollWidth") == width, name
            found = Axe().run(self.page).response["violations"]
            assert not found, (name, [(each["id"], each["nodes"][0]["html"]) for each in found])
        assert not self.outside


def fill(page: Page, number: int, folder: Path) -> None:
    """What an applicant types, and three photos."""
    facts = facts_of(number)
    for name in ("name", "id_number", "phone", "address"):
        page.fill(f"#id_{name}", facts[name])
    page.select_option("#id_education", facts["education"])
    page.check("#id_poverty_relief")
    page.check("#id_read")
    for shade, name in enumerate(("identity_card", "diploma", "category_proof")):
        file = folder / f"{name}.jpg"
        file.write_bytes(photo(shade * 70))
        page.set_input_files(f"#id_{name}", file)


@pytest.mark.parametrize(("size", "scripts"), [("phone", False), ("phone", True), ("desk", True)])
def test_somebody_reads_applies_looks_up_and_withdraws(
    browser: Browser, served: tuple[str, str], size: str, scripts: bool, tmp_path: Path
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
    page = context.new_page()
    walk = Walk(page, size, scripts)
    page.goto(f"{served[1]}/")
    walk.look("list")
    page.locator('a[href^="/post/"]').first.click()
    walk.look("notice")
    page.locator("a.button.main").first.click()
    walk.look("form")
    page.click("button.main")
    page.wait_for_selector(".summary")
    walk.look("errors")
    fill(page, 710 + len(size) + scripts, tmp_path)
    page.click("button.main")
    page.wait_for_selector(".figure")
    walk.look("receipt")
    code = CODE.search(page.inner_text("main"))
    assert code
    page.locator("a.button", has_text="查报名进度").click()
    walk.look("status")
    page.fill("#id_code", code[0].lower())
    page.click("button.main")
    page.wait_for_selector("#id_sure")
    walk.look("state")
    page.check("#id_sure")
    page.click("button.danger")
    page.wait_for_selector(".note")
    walk.look("withdrawn")
    assert "已撤回" in page.inner_text("main")
    for name in ("withdraw", "privacy", "nothing"):
        page.goto(f"{served[1]}/{name}/")
        walk.look(name)
    assert not [each for each in walk.complaints if not re.search(r"404|422", each)]
    context.close()
