"""The receipt code of an online application, and the token of its form.

The code is made from the number of the form with the key of the blind indexes: random to everybody else, and the same
again when the same form is sent twice. Only a keyed digest of it is stored.
"""

from __future__ import annotations

import unicodedata
import uuid
from uuid import UUID

from django.core import signing

from sibai.audit.refusals import Refusal
from sibai.db.sealed import blind_index

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXY23456789"
"""Thirty-one signs, a prime, without what is mistaken for something else: I O Z 0 1."""
RANDOM_LETTERS, GROUP = 19, 4
"""Ninety-four bits and a check letter make five groups of four."""
SALT = "sibai.recruitment.apply"
TOKEN_SECONDS = 12 * 3600
"""How long a form can stay open before it is sent."""


class BadCode(Refusal):
    """A receipt code that was copied wrongly, or that there is not."""

    field = "code"


class StaleForm(Refusal):
    """A form that was open too long, or whose notice to applicants has changed."""


def code_of(command: str) -> str:
    """The receipt code that belongs to the number of a form, in groups."""
    number = int(blind_index("recruitment.receipt.code", command), 16)
    letters = "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(RANDOM_LETTERS))
    whole = letters + _check(letters)
    return "-".join(whole[start : start + GROUP] for start in range(0, len(whole), GROUP))


def digest_of(code: str) -> str:
    """What is stored of a code as somebody typed it. BadCode where it cannot be one."""
    typed = "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isalnum())
    if len(typed) != RANDOM_LETTERS + 1:
        raise BadCode(f"回执码是{RANDOM_LETTERS + 1}个字母和数字，现在是{len(typed)}个，请对照回执重输。")
    if set(typed) - set(LETTERS):
        raise BadCode("回执码里没有 I、O、Z、0、1 和汉字，请对照回执重输。")
    if _check(typed[:-1]) != typed[-1]:
        raise BadCode("回执码抄错了至少一个字，请对照回执重输。")
    return blind_index("recruitment.receipt", typed)


def _check(letters: str) -> str:
    """The check letter: it shows one wrong letter, and two neighbours that changed places."""
    total = sum((place + 1) * LETTERS.index(letter) for place, letter in enumerate(letters))
    return LETTERS[total % len(LETTERS)]


def new_token(round_id: UUID, notice_version: str) -> str:
    """The token of a form that is being opened: its number, for which round and with which notice to applicants."""
    return signing.dumps([uuid.uuid4().hex, round_id.hex, notice_version], salt=SALT)


def command_in(token: str, round_id: UUID, notice_version: str) -> str:
    """The number in a token of ours. StaleForm where it is too old, another round's or not ours at all."""
    try:
        command, for_round, version = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise StaleForm("这一页打开得太久了，请核对后再提交一次。") from error
    if for_round != round_id.hex:
        raise StaleForm("这张表是另一个村（社区）的，请从公告重新进入。")
    if version != notice_version:
        raise StaleForm("告知书换了新的版本，请重新读过再提交。")
    return str(command)
