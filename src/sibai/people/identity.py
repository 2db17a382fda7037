"""Identity numbers, phones, bank cards and names: what is a right one, what to do about a wrong one, how it is masked.

Identity numbers are checked after GB 11643-1999 (eighteen digits, ISO 7064 MOD 11-2) and never repaired: a number
that was typed wrong goes back with words that say which digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from django.conf import settings

from sibai.audit.refusals import Refusal
from sibai.people.bank_numbers import CARD_LONGEST, CARD_SHORTEST, LUHN_FAILS, luhn

DIGITS = 18
OLD_DIGITS = 15
REGION, BIRTH, SEQUENCE = slice(0, 6), slice(6, 14), slice(14, 17)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
EARLIEST_YEAR = 1900
PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""First two digits: the provinces, and 81, 82, 83 of the residence permits of 港澳台."""
FOREIGNER = "9"
"""A foreigner's permanent residence card: 9, the province, the country, then as all others."""

INVENTED_REGION, INVENTED_PHONE, INVENTED_CARD = "610999", "100", "999"
"""Of invented people, whom no living person can be mistaken for."""

PHONE = re.compile(r"1[3-9][0-9]{9}")
PHONE_DIGITS = 11
NAME_LONGEST = 40
LETTERS = re.compile(r"[A-Za-z ·.]+")
RARE = re.compile("[\U00020000-\U0003fffd]")
"""The planes of rare Chinese characters: identity cards have some that Python's tables do not know yet."""


class BadIdNumber(Refusal):
    """An identity number that cannot be right."""

    field = "id_number"


class BadPhone(Refusal):
    """A phone number that cannot be right."""

    field = "phone"


class BadCard(Refusal):
    """A bank number that cannot be right."""

    field = "card"


class BadName(Refusal):
    """A name that cannot be right."""

    field = "name"


@dataclass(frozen=True, slots=True)
class Identity:
    """A right number and what it says. `notes`: sentences for whoever compares it with the paper; nothing is wrong."""

    number: str
    birth_date: date
    sex: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BankNumber:
    """A bank number; `notes` as with an identity."""

    number: str
    notes: tuple[str, ...] = ()


@lru_cache
def known_counties() -> frozenset[str]:
    """The county codes that are known, present and former."""
    text = (resources.files("sibai.people") / "regions" / "counties.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def check_digit(first_seventeen: str) -> str:
    """The eighteenth digit that belongs to seventeen: ISO 7064 MOD 11-2."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_seventeen, strict=True))
    return CHECK_DIGITS[total % len(CHECK_DIGITS)]


def check_id_number(text: str, *, today: date | None = None) -> Identity:
    """The identity that a number tells. BadIdNumber says what is wrong and what to do.

    With `today` a birth date in the future is refused too.
    """
    number = _clean(text, "身份证号", BadIdNumber).upper()
    _has_eighteen_digits(number)
    born = _birth_date(number[BIRTH])
    if today is not None and born > today:
        raise BadIdNumber("身份证号第7至14位是出生日期，晚于今天了，请核对。")
    right = check_digit(number[:-1])
    if number[-1] != right:
        raise BadIdNumber(f"身份证号第18位应为 {right}，请核对。")
    if number[REGION] == INVENTED_REGION and not settings.OWN.demo:
        raise BadIdNumber("这是演示用的编造号码，不能登记，请填写真实的身份证号。")
    known = number[REGION] in known_counties() or number[REGION] == INVENTED_REGION or number[0] in FOREIGNER + "8"
    notes = () if known else ("身份证号前六位不在现行区划代码里，可能是已撤销的县区，请对照证件。",)
    return Identity(number, born, "男" if int(number[SEQUENCE]) % 2 else "女", notes)


def _has_eighteen_digits(number: str) -> None:
    """BadIdNumber where there are fewer or more, where one is no digit, or where the province does not exist."""
    if len(number) == OLD_DIGITS and _digits(number):
        raise BadIdNumber("这是15位的老号码，已经停用，请填写现在身份证上的18位号码。")
    if len(number) != DIGITS:
        raise BadIdNumber(f"身份证号应为18位，现在是{len(number)}位，请核对。")
    wrong = [place for place, digit in enumerate(number[:-1], 1) if not _digits(digit)]
    if wrong:
        raise BadIdNumber(f"身份证号第{wrong[0]}位应为数字，请核对。")
    if not _digits(number[-1]) and number[-1] != "X":
        raise BadIdNumber("身份证号第18位应为数字或 X，请核对。")
    province = number[1:3] if number[0] == FOREIGNER else number[:2]
    if not PROVINCE.fullmatch(province):
        raise BadIdNumber("身份证号前两位不是省份代码，请核对。")


def _birth_date(digits: str) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise BadIdNumber("身份证号第7至14位应是出生的年月日，现在不是真实的日期，请核对。") from None
    if born.year < EARLIEST_YEAR:
        raise BadIdNumber("身份证号第7至14位的出生年份早于1900年，请核对。")
    return born


def check_phone(text: str) -> str:
    """A mobile number of eleven digits. BadPhone says what is wrong; old people share one, so it is not unique."""
    number = _clean(text, "手机号", BadPhone)
    if not _digits(number):
        raise BadPhone("手机号应全是数字，请核对（不要加横线、括号或国家代码）。")
    if len(number) != PHONE_DIGITS:
        raise BadPhone(f"手机号应为11位，现在是{len(number)}位，请核对。")
    if number.startswith(INVENTED_PHONE):
        if settings.OWN.demo:
            return number
        raise BadPhone("这是演示用的编造号码，不能登记，请填写真实的手机号。")
    if not PHONE.fullmatch(number):
        raise BadPhone("手机号第1位应为1、第2位应为3至9，请核对。")
    return number


def check_card(text: str) -> BankNumber:
    """A bank number of 12 to 32 digits. BadCard says what is wrong; rural passbooks fail Luhn, so that is a note."""
    number = _clean(text, "银行账号", BadCard)
    if not _digits(number):
        raise BadCard("银行账号应全是数字，请核对（不要加空格或横线）。")
    if not CARD_SHORTEST <= len(number) <= CARD_LONGEST:
        raise BadCard(f"银行账号应为12至32位，现在是{len(number)}位，请核对。")
    if number.startswith(INVENTED_CARD) and not settings.OWN.demo:
        raise BadCard("这是演示用的编造账号，不能登记，请填写真实的银行账号。")
    return BankNumber(number, () if luhn(number) else (LUHN_FAILS,))


def check_name(text: str) -> str:
    """A name as the identity card has it. BadName says what is wrong."""
    name = text.strip(" ")
    if not name:
        raise BadName("请填写姓名。")
    if len(name) > NAME_LONGEST:
        raise BadName(f"姓名最多{NAME_LONGEST}个字，请核对。")
    if not LETTERS.fullmatch(name) and any(letter.isspace() for letter in name):
        raise BadName("姓名中间有空格，请去掉空格后再填。")
    if not all(letter.isalpha() or letter in " ·.•" or RARE.fullmatch(letter) for letter in name):
        raise BadName("姓名里有数字或符号，请按身份证填写（少数民族姓名的间隔号写“·”）。")
    return name.replace("•", "·")


def _clean(text: str, what: str, refusal: type[Refusal]) -> str:
    """Without blanks at the ends; a refusal for nothing, blanks inside, full-width letters."""
    number = text.strip(" \t\r\n　")
    if not number:
        raise refusal(f"请填写{what}。")
    if any(letter.isspace() for letter in number):
        raise refusal(f"{what}中间有空格，请去掉空格后再填。")
    if any("！" <= letter <= "～" for letter in number):
        raise refusal(f"{what}里有全角字符，请切换到半角（英文）输入后重填。")
    return number


def _digits(text: str) -> bool:
    """Whether there are only digits 0 to 9: `str.isdigit` admits many more."""
    return text.isascii() and text.isdigit()


def mask_id(number: str) -> str:
    """610929********002X: six and four."""
    return _masked(number, 6, 4)


def mask_phone(number: str) -> str:
    """138****5678: three and four."""
    return _masked(number, 3, 4)


def mask_card(number: str) -> str:
    """************5678: the last four only; how long it is, is not told."""
    return "************" + number[-4:] if len(number) > 4 else "*" * len(number)


def mask_name(name: str) -> str:
    """张*, 张*明, 欧**明: the first and, of three and more, the last."""
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_address(address: str) -> str:
    """Down to the village; without one, nothing but that there is an address."""
    for ending in ("社区", "村"):
        place = address.rfind(ending)
        if place >= 0:
            return address[: place + len(ending)] + "****"
    return "****" if address else ""


def _masked(text: str, first: int, last: int) -> str:
    hidden = len(text) - first - last
    return text[:first] + "*" * hidden + text[-last:] if hidden > 0 else "*" * len(text)
