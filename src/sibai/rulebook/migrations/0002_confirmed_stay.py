"""A confirmed decision is never changed nor deleted: the database itself refuses, on both engines."""

from typing import Any

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER rulebook_confirmed_no_update BEFORE UPDATE ON rulebook_decision WHEN OLD.state = 'confirmed'
       BEGIN SELECT RAISE(ABORT, 'a confirmed decision stays'); END""",
    """CREATE TRIGGER rulebook_confirmed_no_delete BEFORE DELETE ON rulebook_decision WHEN OLD.state = 'confirmed'
       BEGIN SELECT RAISE(ABORT, 'a confirmed decision stays'); END""",
]
POSTGRES = [
    """CREATE FUNCTION rulebook_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'a confirmed decision stays'; END $$""",
    """CREATE TRIGGER rulebook_confirmed_stays BEFORE UPDATE OR DELETE ON rulebook_decision
       FOR EACH ROW WHEN (OLD.state = 'confirmed') EXECUTE FUNCTION rulebook_refuse()""",
]


def guard(_apps: Any, schema_editor: Any) -> None:
    """The triggers."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Confirmed decisions stay."""

    dependencies = [("rulebook", "0001_initial")]  # noqa: RUF012
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]  # noqa: RUF012
