"""A claim's forms: the application in Word, its lines as a workbook; whole numbers, as the offices ask for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sibai.documents.sheets import Column
from sibai.funds.models import Claim
from sibai.funds.queries.claim_pages import attached, months_words
from sibai.funds.queries.ways import words
from sibai.people.actor import Actor
from sibai.places.queries.parties import party_of

PAPER = "subsidy_claim"
COLUMNS = (
    *(Column("序号", "number"), Column("镇"), Column("村（社区）"), Column("姓名"), Column("身份证号", "code")),
    *(Column("月份"), Column("基础工资或垫缴", "money"), Column("申报金额", "money"), Column("批准金额", "money")),
)


def lines_of(row: Claim) -> Any:
    """The lines with what they are about, village by village; one query."""
    lines = row.lines.select_related("person", "village__parent", "line")
    return lines.order_by("village_id", "month", "pk")


def rows_of(row: Claim) -> tuple[list[list[Any]], list[Any]]:
    """The lines as rows of a workbook, and the row of totals."""
    decided = row.state != "claimed"
    rows = [
        [
            number,
            each.village.parent.short_name if each.village.parent else "",
            each.village.short_name,
            each.person.name,
            each.person.id_number,
            f"{each.month:%Y-%m}",
            each.line.amount,
            each.asked,
            each.granted if decided else None,
        ]
        for number, each in enumerate(lines_of(row), 1)
    ]
    base = sum(each[6] for each in rows)
    return rows, ["", "", "合计", f"{row.people}人", "", "", base, row.asked, row.granted if decided else None]


def words_for(row: Claim, actor: Actor, today: date) -> dict[str, Any]:
    """The values of the Word template. NotRecorded without a record of the agent company."""
    company = party_of("agent_company", row.place_code, today)
    rows = [
        {
            "village": each.village.short_name,
            "name": each.person.name,
            "id_number": each.person.id_number,
            "month": words(each.month),
            "base": each.line.amount,
            "asked": each.asked,
        }
        for each in lines_of(row)
    ]
    listed = [each["cells"] for each in attached(row, actor)["rows"]]
    return {
        "kind": row.get_kind_display(),
        "issuer": company.name,
        "credit_code": company.credit_code,
        "bank": company.bank,
        "account": company.account,
        "months": months_words(row),
        "people": row.people,
        "total": row.asked,
        "made_on": today,
        "rows": rows,
        "attached": [
            {"what": what, "which": which["text"] if isinstance(which, dict) else which} for what, which in listed
        ],
    }
