"""Entries are added, never changed: the database itself refuses, on both engines. And the head's one row."""

from typing import Any

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
       WHEN NEW.seq <> OLD.seq + 1 BEGIN SELECT RAISE(ABORT, 'the head moves one entry at a time'); END""",
    """CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
       BEGIN SELECT RAISE(ABORT, 'the log has a head'); END""",
    """CREATE TRIGGER audit_entry_next BEFORE INSERT ON audit_entry
       WHEN NEW.seq <> (SELECT seq + 1 FROM audit_head WHERE id = 1)
       BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END""",
    """CREATE TRIGGER audit_head_one BEFORE INSERT ON audit_head
       WHEN NEW.id <> 1 BEGIN SELECT RAISE(ABORT, 'the log has one head'); END""",
    """CREATE TRIGGER audit_signedhead_no_update BEFORE UPDATE ON audit_signedhead
       BEGIN SELECT RAISE(ABORT, 'a signed head stays'); END""",
    """CREATE TRIGGER audit_signedhead_no_delete BEFORE DELETE ON audit_signedhead
       BEGIN SELECT RAISE(ABORT, 'a signed head stays'); END""",
]
POSTGRES = [
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$""",
    """CREATE FUNCTION audit_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF NEW.seq <> (SELECT seq + 1 FROM audit_head WHERE id = 1) THEN
       RAISE EXCEPTION 'an entry follows the last one'; END IF; RETURN NEW; END $$""",
    """CREATE FUNCTION audit_forward() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF NEW.seq <> OLD.seq + 1 THEN RAISE EXCEPTION 'the head moves one entry at a time'; END IF;
       RETURN NEW; END $$""",
    """CREATE TRIGGER audit_entry_fixed BEFORE UPDATE OR DELETE ON audit_entry
       FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_entry_whole BEFORE TRUNCATE ON audit_entry
       FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_entry_next BEFORE INSERT ON audit_entry
       FOR EACH ROW EXECUTE FUNCTION audit_next()""",
    """CREATE TRIGGER audit_head_whole BEFORE TRUNCATE ON audit_head
       FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
       FOR EACH ROW EXECUTE FUNCTION audit_forward()""",
    """CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
       FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_signedhead_whole BEFORE TRUNCATE ON audit_signedhead
       FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_signedhead_fixed BEFORE UPDATE OR DELETE ON audit_signedhead
       FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
]


def guard(apps: Any, schema_editor: Any) -> None:
    """The head's row first, then the triggers."""
    apps.get_model("audit", "Head").objects.get_or_create(pk=1)
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Append-only."""

    dependencies = [("audit", "0001_initial")]  # noqa: RUF012
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]  # noqa: RUF012
