"""The pattern page in a browser: the script's small helps, the frame at both sizes, and what axe says."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, sync_playwright

from sibai.web import patterns

CHROMIUM = Path("/usr/bin/chromium")
STATIC = Path(__file__).parents[2] / "src" / "sibai" / "web" / "static"
HOUSE = "http://sibai.invalid"
DESK, PHONE = (1366, 768), (390, 844)
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SEEN = os.environ.get("SIBAI_SCREENSHOTS", "")
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="NOT RUN: no /usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


def opened(browser: Browser, size: tuple[int, int], **given: Any) -> Page:
    """The pattern page, served from memory under the strict policy; any outside address fails the test."""
    html = render_to_string(
        "web/patterns.html", patterns.sample() | {"frame": patterns.frame()} | given, RequestFactory().get("/")
    )
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    complaints: list[str] = []
    page.complaints = complaints  # type: ignore[attr-defined]
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE)
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        elif route.request.url.startswith(HOUSE):
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=html, headers=headers)
        else:
            complaints.append(f"outside: {route.request.url}")
            route.abort()

    page.route("**/*", answer)
    page.goto(f"{HOUSE}/")
    return page


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(browser: Browser, size: tuple[int, int]) -> None:
    page = opened(browser, size, nothing={"columns": [{"label": "姓名"}], "rows": [], "clear_url": "?"})
    if SEEN:
        page.screenshot(path=Path(SEEN) / f"patterns-{size[0]}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert page.complaints == []  # type: ignore[attr-defined]
    page.evaluate("document.querySelector('[role=alert]').blur()")
    assert Axe().run(page).response["violations"] == []
    page.close()


def test_twenty_rows_are_seen_at_once_on_an_office_screen(browser: Browser) -> None:
    page = opened(browser, DESK)
    heights = "Array.from(document.querySelectorAll('.list tbody tr')).slice(0, 22).map((row) => row.offsetHeight)"
    assert max(page.evaluate(heights)) <= 30
    page.close()


def test_the_main_entries_move_to_the_foot_on_a_phone(browser: Browser) -> None:
    page = opened(browser, PHONE)
    assert not page.locator(".side").is_visible()
    assert page.locator(".foot > a, .foot > details").count() == 5
    assert not page.locator(".foot .sheet").is_visible()
    page.locator(".foot summary").click()
    assert page.locator(".foot .sheet a").all_inner_texts() == ["年度", "台账", "办法"]
    page.close()


def test_no_number_is_covered_and_each_touch_target_is_large_enough(browser: Browser) -> None:
    page = opened(browser, PHONE)
    small = page.evaluate(
        "Array.from(document.querySelectorAll('.button, .chip, .foot > a, .top .tool'))"
        ".filter((each) => each.offsetHeight && each.offsetHeight < 34).map((each) => each.textContent)"
    )
    assert small == []
    page.close()


def test_a_pressed_button_says_that_it_is_at_work_and_sends_once(browser: Browser) -> None:
    page = opened(browser, DESK)
    page.evaluate(
        "window.sent = []; addEventListener('submit', (event) => {"
        " window.sent.push(event.defaultPrevented); event.preventDefault(); })"
    )
    button = page.locator("form.form button.main").first
    button.click()
    page.evaluate("document.querySelector('form.form').requestSubmit()")
    assert button.inner_text() == "正在办理…"
    assert button.get_attribute("aria-disabled") == "true"
    assert page.evaluate("window.sent") == [False, True]
    page.close()


def test_the_value_of_the_pressed_button_is_sent(browser: Browser) -> None:
    page = opened(browser, DESK)
    page.evaluate(
        "addEventListener('submit', (event) => { event.preventDefault(); setTimeout(() => {"
        " document.body.dataset.sent = Array.from(new FormData(event.target, window.last)).join(';'); }, 20); });"
        "addEventListener('click', (event) => { window.last = event.target.closest('button'); }, true)"
    )
    page.locator("td.choose input").first.check()
    page.locator("button[value=return]").click()
    page.wait_for_selector("body[data-sent]")
    assert "act,return" in page.locator("body").get_attribute("data-sent").split(";")
    page.close()


def test_a_changed_form_asks_before_it_is_left_and_an_untouched_one_does_not(browser: Browser) -> None:
    for touched, asked in ((True, ["beforeunload"]), (False, [])):
        page = opened(browser, DESK, wrong=patterns.SampleForm(auto_id="other_%s"))
        seen: list[str] = []
        page.on("dialog", lambda dialog, seen=seen: (seen.append(dialog.type), dialog.accept()))
        if touched:
            page.locator("#blank_name").fill("改过")
        page.goto(f"{HOUSE}/other")
        assert seen == asked
        page.close()


def test_menus_close_on_escape_and_give_the_focus_back(browser: Browser) -> None:
    page = opened(browser, DESK)
    page.locator(".acts summary").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.closest('.acts') !== null")
    page.close()


def test_one_box_chooses_all_rows(browser: Browser) -> None:
    page = opened(browser, DESK)
    page.locator("[data-choose-all]").check()
    assert page.locator("td.choose input:checked").count() == 3
    page.close()


def test_explanations_are_printed_opened_and_are_closed_again(browser: Browser) -> None:
    page = opened(browser, DESK)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.why:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.why[open]").count() == 0
    page.close()


def test_the_page_can_be_used_without_its_script(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    html = render_to_string(
        "web/patterns.html", patterns.sample() | {"frame": patterns.frame()}, RequestFactory().get("/")
    )
    page = context.new_page()
    page.set_content(html)
    page.locator(".acts summary").click()
    assert page.locator(".acts .sheet a").first.is_visible()
    assert page.locator("[data-choose-all]").is_hidden()
    context.close()
