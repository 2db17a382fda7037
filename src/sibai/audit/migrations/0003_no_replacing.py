"""SQLite's REPLACE deletes rows without asking the triggers of deletion: so an insert over a row is refused.

And the name and salt of a text stay on both engines; only what is sealed may be sealed anew (key rotation).
"""

from typing import Any

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
       WHEN EXISTS (SELECT 1 FROM audit_entry WHERE seq = NEW.seq OR command = NEW.command)
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER audit_head_no_replace BEFORE INSERT ON audit_head
       WHEN EXISTS (SELECT 1 FROM audit_head) BEGIN SELECT RAISE(ABORT, 'the log has a head'); END""",
    """CREATE TRIGGER audit_signedhead_no_replace BEFORE INSERT ON audit_signedhead
       WHEN EXISTS (SELECT 1 FROM audit_signedhead WHERE id = NEW.id OR seq = NEW.seq)
       BEGIN SELECT RAISE(ABORT, 'a signed head stays'); END""",
    """CREATE TRIGGER audit_entrytext_stays BEFORE UPDATE OF id, entry_id, name, salt ON audit_entrytext
       WHEN NEW.id <> OLD.id OR NEW.entry_id <> OLD.entry_id OR NEW.name <> OLD.name OR NEW.salt <> OLD.salt
       BEGIN SELECT RAISE(ABORT, 'a text of the log stays'); END""",
    """CREATE TRIGGER audit_entrytext_no_replace BEFORE INSERT ON audit_entrytext
       WHEN EXISTS (SELECT 1 FROM audit_entrytext
                    WHERE id = NEW.id OR (entry_id = NEW.entry_id AND name = NEW.name))
       BEGIN SELECT RAISE(ABORT, 'a text of the log stays'); END""",
]
POSTGRES = [
    """CREATE FUNCTION audit_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF NEW.id <> OLD.id OR NEW.entry_id <> OLD.entry_id OR NEW.name <> OLD.name OR NEW.salt <> OLD.salt THEN
       RAISE EXCEPTION 'a text of the log stays'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER audit_entrytext_stays BEFORE UPDATE ON audit_entrytext
       FOR EACH ROW EXECUTE FUNCTION audit_text_stays()""",
    """CREATE TRIGGER audit_entrytext_whole BEFORE TRUNCATE ON audit_entrytext
       FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
]


def guard(apps: Any, schema_editor: Any) -> None:
    """The triggers of this engine."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """No replacing."""

    dependencies = [("audit", "0002_append_only")]  # noqa: RUF012
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]  # noqa: RUF012
