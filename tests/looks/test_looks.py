"""The look keeps its promises: contrast, sizes of letters, weight, icons, and nothing that the CSP would stop."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src" / "sibai" / "web" / "static" / "web"
TEMPLATES = sorted((ROOT / "src" / "sibai").glob("*/templates/**/*.html"))
SHEETS = sorted(STATIC.glob("*.css"))
TOKENS = dict(
    re.findall(r"--([a-z0-9-]+): ([^;]+);", (STATIC / "tokens.css").read_text(encoding="utf-8").split("@")[0])
)
LONGEST_TEMPLATE, HEAVIEST_STYLES, HEAVIEST_PICTURES = 150, 48_000, 10_000
TEXT, SIGN = 4.5, 3.0
"""WCAG 2.1 AA: contrast of text, and of signs and edges of controls."""

SOFT = ("ground", "ground-soft", "ground-firm")
READ_ON = {
    **dict.fromkeys(("ink", "ink-soft", "ink-faint"), SOFT),
    "pine": (*SOFT, "pine-soft", "pine-faint"),
    "due": (*SOFT, "due-soft"),
    "late": (*SOFT, "late-soft", "pine-faint"),
    "done": (*SOFT, "done-soft", "pine-faint"),
    "late-deep": ("late-soft",),
    "on-pine": ("pine", "pine-deep", "late", "late-deep", "due"),
    "on-pine-soft": ("pine-deep",),
    "on-ribbon": ("ribbon",),
}
TEXT_PAIRS = [(letters, ground) for letters, grounds in READ_ON.items() for ground in grounds]
TEXT_PAIRS += [("ink", each) for each in ("due-soft", "late-soft", "done-soft", "pine-soft", "pine-faint")]
TEXT_PAIRS += [("ink-soft", "pine-faint"), ("ink-faint", "pine-faint"), ("ink-faint", "late-soft")]


def light(colour: str) -> float:
    """The relative luminance of #rrggbb."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("letters", "ground"), TEXT_PAIRS)
def test_letters_can_be_read_on_their_ground(letters: str, ground: str) -> None:
    assert contrast(TOKENS[letters], TOKENS[ground]) >= TEXT


@pytest.mark.parametrize("ground", ["ground", "ground-soft"])
@pytest.mark.parametrize("sign", ["line-field", "pine", "due", "late", "done"])
def test_edges_and_signs_can_be_seen(sign: str, ground: str) -> None:
    assert contrast(TOKENS[sign], TOKENS[ground]) >= SIGN


def test_the_contrast_is_reckoned_as_the_standard_does() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_letters_have_four_sizes() -> None:
    sizes = {name: value for name, value in TOKENS.items() if name.startswith("size-")}
    assert sorted(sizes.values()) == ["14px", "16px", "20px", "24px"]
    for sheet in SHEETS:
        for size in re.findall(r"font-size: ([^;}]+)", sheet.read_text(encoding="utf-8")):
            assert re.fullmatch(r"var\(--size-[a-z]+\)", size.strip()), f"{sheet.name}: {size}"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_token_that_is_asked_for_exists(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert set(re.findall(r"var\(--([a-z0-9-]+)", text)) <= set(TOKENS)
    assert sheet.name == "tokens.css" or not re.findall(r"#[0-9a-f]{3,8}\b", text), "a colour that is not a token"


def test_the_styles_are_light() -> None:
    assert sum(sheet.stat().st_size for sheet in SHEETS) < HEAVIEST_STYLES
    assert sum(picture.stat().st_size for picture in STATIC.glob("*.svg")) < HEAVIEST_PICTURES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parents[1].name}-{path.name}")
def test_a_template_stays_short_and_keeps_what_the_browser_will_let_through(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_TEMPLATE
    forbidden = re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|https?://|autofocus", text)
    assert forbidden == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parents[1].name}-{path.name}")
def test_every_icon_that_is_drawn_is_in_the_sprite(path: Path) -> None:
    asked = set(re.findall(r'{% icon "([^"]+)" %}', path.read_text(encoding="utf-8")))
    assert asked <= drawn()


def test_every_icon_that_code_names_is_in_the_sprite() -> None:
    named = set()
    for path in (ROOT / "src" / "sibai").glob("*/**/*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'"icon": "([a-z-]+)"', text))
        named |= set(re.findall(r'MenuEntry\("[^"]+", "[^"]+", "([a-z-]+)"', text))
    assert named <= drawn()


def drawn() -> set[str]:
    """The names of the sprite."""
    return set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "sprite.svg").read_text(encoding="utf-8")))


def test_nothing_served_names_an_outside_address() -> None:
    for path in STATIC.iterdir():
        addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"')]*", path.read_text(encoding="utf-8"))
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, path.name
