"""No way past the books: what SQLite's REPLACE would delete, what is no whole number of fen, what TRUNCATE would empty.

SQLite's REPLACE deletes rows without asking the triggers of deletion, so an insert over a row is refused; and a column
of it takes text and fractions, whose sum may well be zero. Claims that had come before now have their receipt.
On SQLite a later change of these two tables makes them anew without their triggers: set them again (0004).
"""

import uuid
from typing import Any, ClassVar

from django.db import migrations
from django.db.models import F

SQLITE = [
    """CREATE TRIGGER funds_line_no_replace BEFORE INSERT ON funds_line
       WHEN EXISTS (SELECT 1 FROM funds_line WHERE id = NEW.id)
            OR EXISTS (SELECT 1 FROM funds_line
                       WHERE posts = NEW.posts AND about = NEW.about AND account = NEW.account)
       BEGIN SELECT RAISE(ABORT, 'what is posted stays'); END""",
    """CREATE TRIGGER funds_line_whole_fen BEFORE INSERT ON funds_line
       WHEN typeof(NEW.amount) <> 'integer' AND NEW.amount IS NOT NULL
       BEGIN SELECT RAISE(ABORT, 'an amount is whole fen'); END""",
    """CREATE TRIGGER funds_entry_no_replace BEFORE INSERT ON funds_entry
       WHEN EXISTS (SELECT 1 FROM funds_entry WHERE id = NEW.id)
            OR EXISTS (SELECT 1 FROM funds_entry WHERE county_id = NEW.county_id AND number = NEW.number)
            OR EXISTS (SELECT 1 FROM funds_entry
                       WHERE kind = NEW.kind AND subject_id = NEW.subject_id AND part = NEW.part)
            OR EXISTS (SELECT 1 FROM funds_entry WHERE reverses_id = NEW.reverses_id)
       BEGIN SELECT RAISE(ABORT, 'what is posted stays'); END""",
]
POSTGRES = [
    f"""CREATE TRIGGER funds_{table}_filled BEFORE TRUNCATE ON funds_{table}
       FOR EACH STATEMENT EXECUTE FUNCTION funds_keep()"""
    for table in ("entry", "line")
]


def guard(_apps: Any, schema_editor: Any) -> None:
    """The triggers of this engine."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def came(apps: Any, _schema_editor: Any) -> None:
    """What was received before now had come in one part."""
    claim, receipt = apps.get_model("funds", "Claim"), apps.get_model("funds", "Receipt")
    done = claim.objects.filter(state="received")
    apps.get_model("funds", "ClaimLine").objects.filter(claim__in=done.values("pk")).update(received=F("granted"))
    done.update(received=F("granted"))
    receipt.objects.bulk_create(
        receipt(
            id=uuid.uuid4(),
            claim=row,
            number=1,
            amount=row.granted,
            on=row.received_on,
            document=row.document,
            by_id=row.received_by_id,
            at=row.received_at,
        )
        for row in done
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("funds", "0006_receipts")]
    operations: ClassVar = [
        migrations.RunPython(guard, migrations.RunPython.noop),
        migrations.RunPython(came, migrations.RunPython.noop),
    ]
