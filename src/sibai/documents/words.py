"""How amounts and days are written on paper: in capital characters, in Chinese years, months and days."""

from __future__ import annotations

from datetime import date

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
LARGEST = 10**14
"""Fen: a million million yuan; nobody writes more."""


def in_words(fen: int) -> str:
    """An amount in whole fen in capital characters, as 《支付结算办法》 annex 1 writes it: 贰仟元整, 壹拾元零伍分.

    整 stands after 元 and after 角, never after 分; 零 once for any row of zeros between digits. Negative: 负.
    """
    if not -LARGEST < fen < LARGEST:
        raise ValueError("an amount beyond all papers")
    if fen < 0:
        return f"负{in_words(-fen)}"
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    if not fen:
        return "零元整"
    made = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        made += ("零" if yuan and not yuan % 10 else "") + f"{DIGITS[jiao]}角"
    elif cent and yuan:
        made += "零"
    return f"{made}{DIGITS[cent]}分" if cent else f"{made}整"


def _whole(yuan: int) -> str:
    """A number of yuan above 0, in groups of four digits."""
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    made, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = True
            continue
        if made and (gap or group < 1000):
            made += "零"
        made += _group(group) + GROUPS[place]
        gap = False
    return made


def _group(number: int) -> str:
    """One to 9,999."""
    made, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            made += ("零" if gap and made else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return made


def in_yuan(fen: int) -> str:
    """An amount in whole fen in figures: 160000 → 1,600.00."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def day_words(day: date) -> str:
    """2026年5月21日."""
    return f"{day.year}年{day.month}月{day.day}日"
