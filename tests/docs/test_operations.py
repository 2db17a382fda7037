"""The manual and the page for operators say what the site does: settings, commands, menus and labels are held to it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sibai.audit.acts import ROLES, may_open
from sibai.measure import ARTICLES
from sibai.server.arguments import COMMANDS, GROUPS
from sibai.settings import Own
from sibai.web.context import OWN
from sibai.web.menu import MENU

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "sibai"
README, OPERATIONS, INDEX = (ROOT / name for name in ("README.md", "docs/operations.md", "docs/manual/README.md"))
PAGES = sorted((ROOT / "docs/manual").glob("*.md"))
ROW = re.compile(r"^\| (.+?) \| \[[^]]+\]\((\w+\.md)\) \|$", re.MULTILINE)
QUOTED = re.compile(r"“([^“”\n]+)”")
IN_TICKS = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CITED = re.compile(r"〔(第\w+条)〕")
LONGEST_PAGE = 120
OF_A_PERSON = "我的个人信息"
"""The entry under the name of a user about whom something is kept: a coordinator."""


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def shown_on_pages() -> str:
    """All that the program can show: its templates, its Python and its tables of words."""
    files = [path for kind in ("py", "html", "toml") for path in sorted(SOURCES.rglob(f"*.{kind}"))]
    return "\n".join(text_of(path) for path in files)


def settings_told() -> Iterator[str]:
    """The names in the first column of the table of settings."""
    after = text_of(OPERATIONS).split("## 设置", 1)[1].split("\n## ", 1)[0]
    for line in after.splitlines():
        if line.startswith("| `"):
            yield from IN_TICKS.findall(line.split("|")[1])


def page_of(role: str) -> Path:
    """The page of a role, as the index of the manual leads to it."""
    led: dict[str, str] = {label: name for labels, name in ROW.findall(text_of(INDEX)) for label in labels.split("、")}
    assert ROLES[role] in led, f"docs/manual/README.md leads nobody who is {ROLES[role]} anywhere"
    return INDEX.parent / led[ROLES[role]]


def test_every_setting_is_told_once_and_no_other() -> None:
    told = list(settings_told())
    assert sorted(told) == sorted(Own.model_fields)


@pytest.mark.parametrize(
    "command", [*COMMANDS, *(f"{group} {verb}" for group, verbs in GROUPS.items() for verb in verbs)]
)
def test_every_command_of_the_site_is_told(command: str) -> None:
    assert f"sibai {command}" in text_of(OPERATIONS) + text_of(README)


@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_a_role_shows_its_menu_as_the_site_does(role: str) -> None:
    menu = [entry.label for entry in MENU if may_open(role, entry.route)]
    own = [label for label, route, _ in OWN if may_open(role, route)] + [OF_A_PERSON] * (role == "coordinator")
    said = [f"“{label}”" for label in menu], [f"“{label}”" for label in own]
    assert f"菜单：{''.join(said[0])}。姓名下：{''.join(said[1])}。" in text_of(page_of(role)).splitlines()


@pytest.mark.parametrize("path", [*PAGES, OPERATIONS], ids=lambda path: path.name)
def test_what_stands_in_quotes_is_what_a_page_shows(path: Path) -> None:
    plain = IN_TICKS.sub("", BLOCK.sub("", text_of(path)))
    assert [label for label in QUOTED.findall(plain) if label not in shown_on_pages()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_of_the_manual_is_short_and_stands_in_its_index(path: Path) -> None:
    assert len(text_of(path).splitlines()) <= LONGEST_PAGE
    assert path == INDEX or f"({path.name})" in text_of(INDEX)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_an_article_that_is_cited_is_one_of_the_measure(path: Path) -> None:
    assert set(CITED.findall(text_of(path))) <= ARTICLES.keys()
