"""The list of organisations as a workbook, without accounts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from sibai.audit.operations import act, record
from sibai.documents.sheets import Column, workbook
from sibai.people.actor import Actor
from sibai.places.models import Organisation
from sibai.places.queries.parties import KINDS
from sibai.web.places.pages import present

COLUMNS = (
    Column("名称", "", 36),
    Column("类别", "", 20),
    Column("所在地", "", 16),
    Column("统一社会信用代码", "code", 22),
    Column("法定代表人（负责人）", "", 16),
    Column("住所", "", 30),
    Column("开户行", "", 24),
    Column("设立日", "day"),
    Column("最后一天", "day"),
)


@act("places.export")
def export(*, actor: Actor, rows: QuerySet[Organisation], now: datetime) -> bytes:
    """A workbook of the organisations that were asked for (from `kept_records`)."""
    cells = []
    for each in rows:
        known = present(each)
        cells.append(
            (
                known.name,
                KINDS[each.kind],
                each.place.short_name,
                known.credit_code,
                known.legal_representative,
                known.address,
                known.bank,
                each.start,
                each.end,
            )
        )
    made = workbook("机构", COLUMNS, cells, by=actor.user_name, at=now)
    record(actor, None, at=now, label="机构", facts={"count": len(cells)})
    return made
