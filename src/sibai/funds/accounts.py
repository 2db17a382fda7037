"""The fixed accounts, as accounts.toml has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

KINDS = {"asset": "资产", "liability": "负债", "source": "资金来源", "use": "资金使用"}


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its key in the program, its code and name in the books, its kind, whether it counts as free."""

    key: str
    code: str
    name: str
    kind: str
    free: bool
    article: str = ""


def _load() -> dict[str, Account]:
    rows = tomllib.loads((Path(__file__).parent / "accounts.toml").read_text("utf-8"))
    found = {key: Account(key, **row) for key, row in rows.items()}
    if any(account.kind not in KINDS for account in found.values()):
        raise ValueError("an account of a kind that does not exist")
    if len({account.code for account in found.values()}) != len(found):
        raise ValueError("two accounts with one code")
    return found


ACCOUNTS = _load()
"""Account by its key."""
BY_CODE = {account.code: account for account in ACCOUNTS.values()}


def code(key: str) -> str:
    """The code of an account. KeyError for none that exists."""
    return ACCOUNTS[key].code


def free_codes() -> list[str]:
    """The accounts whose sum is free for the next prefunding: money less what is owed out of it."""
    return [account.code for account in ACCOUNTS.values() if account.free]
