"""Bank numbers, as far as their digits tell; without settings, so that the bank's files can ask too."""

from __future__ import annotations

CARD_SHORTEST, CARD_LONGEST = 12, 32
LUHN_FAILS = "银行账号的校验位不合，存折账号常见，银行卡请再核对一遍。"


def luhn(number: str) -> bool:
    """Whether the digits pass the check of bank cards (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def doubts(number: str) -> tuple[str, ...]:
    """What speaks against a bank number, without refusing it: sentences for whoever compares it with the card."""
    if not (number.isascii() and number.isdigit()):
        return ("银行账号应全是数字，请核对。",)
    if not CARD_SHORTEST <= len(number) <= CARD_LONGEST:
        return (f"银行账号应为{CARD_SHORTEST}至{CARD_LONGEST}位，现在是{len(number)}位，请核对。",)
    return () if luhn(number) else (LUHN_FAILS,)
