"""Invented people: a region that was never given out (610999), phones and cards that nobody has. The same each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sibai.people.bank_numbers import luhn
from sibai.people.identity import INVENTED_CARD, INVENTED_PHONE, INVENTED_REGION, check_digit

FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN_F = ("秀英", "丽", "娟", "小燕", "桂兰", "敏", "静", "晓梅", "红霞", "玲", "雪", "婷婷", "芳", "春艳", "倩")
GIVEN_M = ("伟", "强", "建国", "磊", "军", "小明", "勇", "涛", "志刚", "超", "鹏", "海波", "文斌", "亮", "飞")
YOUNGEST, DAYS = date(2006, 12, 31), 7600
"""Birth dates go back so many days: grown up, and under forty-one, in 2026."""
STRIDE = 7919
"""A prime that does not divide DAYS: neighbouring numbers are born far apart, and no two of DAYS on the same day."""
SEQUENCES = 500
LEVELS = ("高中", "中专", "大专", "大专", "本科")


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist."""

    name: str
    sex: str
    birth_date: date
    id_number: str
    phone: str
    card: str
    address: str
    education: str

    def facts(self, **others: Any) -> dict[str, Any]:
        """As `people.operations.persons.register` takes them."""
        told = ("name", "id_number", "phone", "card", "address", "education")
        return {**{name: getattr(self, name) for name in told}, **others}


def invented(number: int, *, born: date | None = None, sex: str = "", village: str = "演示村") -> Invented:
    """The invented person of a number from 0 on: always the same one, and another for every number below DAYS.

    With `born` given, numbers below SEQUENCES make different people.
    """
    chance = Random(number)  # noqa: S311 - invented people, the same each time
    sex = sex or ("女" if chance.random() < 0.55 else "男")
    birth = born or YOUNGEST - timedelta(days=number * STRIDE % DAYS)
    sequence = number % SEQUENCES * 2 + (sex == "男")
    first = f"{INVENTED_REGION}{birth:%Y%m%d}{sequence:03d}"
    return Invented(
        name=chance.choice(FAMILY) + chance.choice(GIVEN_M if sex == "男" else GIVEN_F),
        sex=sex,
        birth_date=birth,
        id_number=first + check_digit(first),
        phone=f"{INVENTED_PHONE}{number:08d}",
        card=_card(number),
        address=f"陕西省安康市白河县{village}{chance.randint(1, 9)}组{chance.randint(1, 60)}号",
        education=chance.choice(LEVELS),
    )


def _card(number: int) -> str:
    """Nineteen digits that pass the check of bank cards."""
    first = f"{INVENTED_CARD}{number:015d}"
    return next(first + digit for digit in "0123456789" if luhn(first + digit))
