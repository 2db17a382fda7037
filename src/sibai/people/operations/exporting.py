"""The list of accounts as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sibai.audit.operations import act, record
from sibai.documents.sheets import Column, workbook
from sibai.people.actor import Actor
from sibai.people.queries.accounts import AccountLine

COLUMNS = (
    Column("登录名", "code"),
    Column("姓名"),
    Column("角色与范围", "", 40),
    Column("上次登录", "moment"),
    Column("手机验证", "check"),
    Column("状态"),
)


@act("people.accounts_export")
def export(*, actor: Actor, rows: Sequence[AccountLine], now: datetime) -> bytes:
    """A workbook of the accounts that were asked for."""
    cells = [(row.account, row.name, row.roles, row.last_login, row.bound, row.state) for row in rows]
    made = workbook("账号", COLUMNS, cells, by=actor.user_name, at=now)
    record(actor, None, at=now, label="账号", facts={"count": len(cells)})
    return made
