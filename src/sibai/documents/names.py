"""The name a file came with: cleaned for showing, and whether its ending tells the truth."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a screen does not show or that turn the direction of a line."""
FORBIDDEN = re.compile(r'[<>:"|?*\\/]+')
ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,9})$")
FAMILIES = {
    "pdf": frozenset({"pdf"}),
    "jpg": frozenset({"jpg", "jpeg", "jpe", "jfif", "png"}),
    "png": frozenset({"png", "jpg", "jpeg"}),
    "xlsx": frozenset({"xlsx"}),
    "csv": frozenset({"csv", "txt"}),
}
"""The endings that a file of a kind may bear: phones and WeChat name photos .jpg or .png as they like."""


def ending_of(name: str) -> str:
    """The ending of a name in lower case, without the dot; empty if there is none (`2026.5.21扫描件` has none)."""
    found = ENDING.search(name.strip())
    return found[1].lower() if found else ""


def cleaned(name: str | None, kind: str) -> str:
    """A name that can be shown and saved anywhere: no folders, nothing unseen, not long, with the ending of `kind`."""
    text = re.split(r"[\\/]", unicodedata.normalize("NFC", name or ""))[-1]
    text = "".join(sign for sign in text if unicodedata.category(sign) not in UNSEEN)
    text = FORBIDDEN.sub("_", text)
    if ending_of(text) in FAMILIES[kind]:
        text = text.strip()[: -len(ending_of(text)) - 1]
    text = text.strip(" ._")[: LONGEST - len(kind) - 1].rstrip(" .") or "文件"
    return f"{text}.{kind}"
