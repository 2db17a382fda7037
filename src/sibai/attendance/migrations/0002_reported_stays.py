"""What was reported stays: submitted sheets, their lines, reports and confirmed corrections never change.

The database itself refuses, on both engines. Sealed free words (`note`, `why`, `reason`) may be wiped when the time of
keeping a person's data is over.
"""

from typing import Any

from django.db import migrations

FIXED = {
    "sheet": "village_id, month, until, state, filled_by_id, filled_at, checked_by_id, checked_at, report_id, version",
    "sheetline": "sheet_id, stint_id, person_id, on_from, on_to, marks, attended_days, unpaid_days, known_from,"
    " known_to, known_unpaid",
    "sheetcorrection": "sheet_id, stint_id, person_id, number, on_from, on_to, unpaid_days, document, state,"
    " known_from, known_to, known_unpaid, entered_by_id, entered_at, confirmed_by_id, confirmed_at, version",
    "townreport": "town_id, month, number, villages, people, due, timing, answers, submitted_by_id, submitted_at",
}
"""The columns that stay, by table."""
SUBMITTED = "EXISTS (SELECT 1 FROM attendance_sheet s WHERE s.id = {row}.sheet_id AND s.state = 'submitted')"
WHEN = {
    "sheet": "OLD.state = 'submitted'",
    "sheetline": SUBMITTED.format(row="OLD"),
    "sheetcorrection": "OLD.state = 'confirmed'",
    "townreport": "1 = 1",
}
"""When a row stays, by table."""
MONTHS = ("sheet", "townreport", "sheetupload")
TOLD = "what was reported stays"


def sqlite() -> list[str]:
    """Triggers as SQLite takes them."""
    made = []
    for table, columns in FIXED.items():
        name, told = f"attendance_{table}", f"BEGIN SELECT RAISE(ABORT, '{TOLD}'); END"
        made += [
            f"CREATE TRIGGER {name}_stays BEFORE UPDATE OF {columns} ON {name} WHEN {WHEN[table]} {told}",
            f"CREATE TRIGGER {name}_kept BEFORE DELETE ON {name} WHEN {WHEN[table]} {told}",
        ]
    made.append(
        "CREATE TRIGGER attendance_sheetline_closed BEFORE INSERT ON attendance_sheetline"
        f" WHEN {SUBMITTED.format(row='NEW')} BEGIN SELECT RAISE(ABORT, '{TOLD}'); END"
    )
    for table in MONTHS:
        made.append(
            f"CREATE TRIGGER attendance_{table}_month BEFORE INSERT ON attendance_{table}"
            " WHEN strftime('%d', NEW.month) <> '01' BEGIN SELECT RAISE(ABORT, 'a month is its first day'); END"
        )
    return made


def postgres() -> list[str]:
    """Triggers as PostgreSQL takes them."""
    made = [
        f"""CREATE FUNCTION attendance_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{TOLD}'; END $$""",
        f"""CREATE FUNCTION attendance_line_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP <> 'INSERT' AND {SUBMITTED.format(row="OLD")} THEN RAISE EXCEPTION '{TOLD}'; END IF;
            IF TG_OP <> 'DELETE' AND {SUBMITTED.format(row="NEW")} THEN RAISE EXCEPTION '{TOLD}'; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
        f"""CREATE TRIGGER attendance_sheetline_stays BEFORE UPDATE OF {FIXED["sheetline"]} ON attendance_sheetline
            FOR EACH ROW EXECUTE FUNCTION attendance_line_fixed()""",
        """CREATE TRIGGER attendance_sheetline_kept BEFORE INSERT OR DELETE ON attendance_sheetline
           FOR EACH ROW EXECUTE FUNCTION attendance_line_fixed()""",
    ]
    for table in ("sheet", "sheetcorrection", "townreport"):
        name, frame = f"attendance_{table}", f"FOR EACH ROW WHEN ({WHEN[table]}) EXECUTE FUNCTION attendance_refuse()"
        made += [
            f"CREATE TRIGGER {name}_stays BEFORE UPDATE OF {FIXED[table]} ON {name} {frame}",
            f"CREATE TRIGGER {name}_kept BEFORE DELETE ON {name} {frame}",
        ]
    for table in MONTHS:
        made.append(
            f"""ALTER TABLE attendance_{table} ADD CONSTRAINT attendance_{table}_month
                CHECK (EXTRACT(DAY FROM month) = 1)"""
        )
    return made


def guard(_apps: Any, schema_editor: Any) -> None:
    """Set the guards up."""
    for statement in postgres() if schema_editor.connection.vendor == "postgresql" else sqlite():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Reported stays."""

    dependencies = [("attendance", "0001_initial")]  # noqa: RUF012
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]  # noqa: RUF012
