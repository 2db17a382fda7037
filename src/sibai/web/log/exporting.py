"""The log as a workbook: an act, for who took it out is asked later."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from sibai.audit.models import Entry
from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.documents.sheets import Column, workbook
from sibai.people.actor import Actor
from sibai.web.log.telling import told

MOST, BATCH = 10_000, 500
COLUMNS = (
    Column("序号", "number"),
    Column("时间", "moment"),
    Column("谁"),
    Column("登录名", "code", 16),
    Column("角色"),
    Column("区划", "", 16),
    Column("办了什么", "", 60),
    Column("结果"),
    Column("校验值", "code", 24),
)


class TooMany(Refusal):
    """More entries than a sheet should hold."""


@act("audit.export")
def export(*, actor: Actor, rows: QuerySet[Entry], now: datetime) -> bytes:
    """A workbook of the entries asked for. TooMany beyond 10,000; the whole log goes by `sibai audit export`."""
    entries = list(rows.order_by("-seq")[: MOST + 1])
    if len(entries) > MOST:
        raise TooMany(f"符合条件的超过{MOST:,}条，一张表放不下：请用日期或类别缩小范围再导出。")
    sheet = [
        (
            each.line.seq,
            each.line.at,
            each.who,
            each.line.account,
            each.role,
            each.place,
            each.line.sentence,
            "未准" if each.line.refused else "办成",
            entry.hash,
        )
        for start in range(0, len(entries), BATCH)
        for each, entry in zip(told(entries[start : start + BATCH], actor), entries[start : start + BATCH], strict=True)
    ]
    made = workbook("日志", COLUMNS, sheet, by=actor.user_name, at=now)
    record(actor, None, at=now, label="日志", facts={"rows": len(sheet)})
    return made
