"""The database itself keeps the books: an entry has two lines or more that sum to zero, and what is posted stays.

Lines come first (their key to the entry is checked at the end of the transaction), then the entry, whose trigger sums
them; from then on no line can join it. On PostgreSQL a lock on the entry's number keeps two transactions from slipping
past each other. On SQLite a later change of these two tables makes them anew without their triggers: set them again.
"""

from typing import Any, ClassVar

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER funds_entry_balanced BEFORE INSERT ON funds_entry
       WHEN (SELECT COUNT(*) FROM funds_line WHERE entry_id = NEW.id) < 2
            OR (SELECT SUM(amount) FROM funds_line WHERE entry_id = NEW.id) <> 0
       BEGIN SELECT RAISE(ABORT, 'an entry balances'); END""",
    """CREATE TRIGGER funds_line_first BEFORE INSERT ON funds_line
       WHEN EXISTS (SELECT 1 FROM funds_entry WHERE id = NEW.entry_id)
       BEGIN SELECT RAISE(ABORT, 'an entry is whole'); END""",
    *(
        f"""CREATE TRIGGER funds_{table}_{word} BEFORE {act} ON funds_{table}
       BEGIN SELECT RAISE(ABORT, 'what is posted stays'); END"""
        for table in ("entry", "line")
        for act, word in (("UPDATE", "kept"), ("DELETE", "stays"))
    ),
]
POSTGRES = [
    """CREATE FUNCTION funds_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
       DECLARE found bigint; total numeric; BEGIN
       PERFORM pg_advisory_xact_lock(hashtextextended(NEW.id::text, 0));
       SELECT COUNT(*), SUM(amount) INTO found, total FROM funds_line WHERE entry_id = NEW.id;
       IF found < 2 OR total <> 0 THEN RAISE EXCEPTION 'an entry balances'; END IF; RETURN NEW; END $$""",
    """CREATE FUNCTION funds_line_comes_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       PERFORM pg_advisory_xact_lock(hashtextextended(NEW.entry_id::text, 0));
       IF EXISTS (SELECT 1 FROM funds_entry WHERE id = NEW.entry_id) THEN
       RAISE EXCEPTION 'an entry is whole'; END IF; RETURN NEW; END $$""",
    """CREATE FUNCTION funds_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION 'what is posted stays'; END $$""",
    """CREATE TRIGGER funds_entry_balanced BEFORE INSERT ON funds_entry
       FOR EACH ROW EXECUTE FUNCTION funds_entry_balances()""",
    """CREATE TRIGGER funds_line_first BEFORE INSERT ON funds_line
       FOR EACH ROW EXECUTE FUNCTION funds_line_comes_first()""",
    """CREATE TRIGGER funds_entry_kept BEFORE UPDATE OR DELETE ON funds_entry
       FOR EACH ROW EXECUTE FUNCTION funds_keep()""",
    """CREATE TRIGGER funds_line_kept BEFORE UPDATE OR DELETE ON funds_line
       FOR EACH ROW EXECUTE FUNCTION funds_keep()""",
]


def guard(_apps: Any, schema_editor: Any) -> None:
    """Set the triggers."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("funds", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(guard, migrations.RunPython.noop)]
