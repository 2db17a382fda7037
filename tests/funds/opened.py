"""What the tests of the opening of the books stand on: rows of a file, a list handed in, confirmed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date

from sibai.employment.models import Stint
from sibai.funds.models import Entry, Opening
from sibai.funds.opening import ITEMS
from sibai.funds.operations.opening import confirm, prepare
from sibai.funds.queries.opening.looking import Look, look_at
from sibai.funds.queries.opening.reading import FORM
from sibai.people.actor import Actor
from tests.funds.made import MAY, NOW, county

ActorOf = Callable[..., Actor]
LABELS = {column.name: column.label for column in FORM.columns}


def of(item: str, amount: str, **others: str) -> dict[str, str]:
    """A row of the file."""
    return {"item": ITEMS[item].label, "amount": amount, **others}


def by(stint: Stint, item: str, amount: str, month: str = "2026-04") -> dict[str, str]:
    return of(item, amount, month=month, name=stint.person.name, id_number=stint.person.id_number)


def file_of(rows: Sequence[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(LABELS.values())
    writer.writerows([row.get(name, "") for name in LABELS] for row in rows)
    return text.getvalue().encode()


def looked(actor: Actor, *rows: dict[str, str], month: date = MAY) -> Look:
    return look_at(file_of(rows), "csv", month, actor.scope)


def listed(actor: Actor, *rows: dict[str, str], month: date = MAY) -> Opening:
    look = looked(actor, *rows, month=month)
    row: Opening = prepare(actor=actor, county=county(), look=look, month=month, document="旧账", now=NOW)
    return row


def confirmed_by(actor: Actor, row: Opening) -> Opening:
    made: Opening = confirm(actor=actor, row=row, version=row.version, now=NOW)
    return made


def begun(actor_of: ActorOf, *rows: dict[str, str], month: date = MAY) -> Entry:
    """Listed and confirmed; the entry."""
    row = confirmed_by(actor_of("company_approver"), listed(actor_of("company_clerk"), *rows, month=month))
    return Entry.objects.get(kind="opened", subject_id=row.pk)


BANK = of("bank", "5000.00", town="茅坪镇", source="就业补助资金")
