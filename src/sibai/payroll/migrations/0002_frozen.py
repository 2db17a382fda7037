"""Payslips of an approved run never change, bank lines keep whom and how much: the database itself refuses."""

from typing import Any, ClassVar

from django.db import migrations

DRAFT = "('prepared', 'returned', 'checked', 'void')"
SQLITE = [
    """CREATE TRIGGER payroll_payslip_frozen BEFORE UPDATE ON payroll_payslip
       WHEN (SELECT state FROM payroll_run WHERE id = OLD.run_id) NOT IN [draft]
       BEGIN SELECT RAISE(ABORT, 'an approved payslip stays'); END""",
    """CREATE TRIGGER payroll_payslip_stays BEFORE DELETE ON payroll_payslip
       WHEN (SELECT state FROM payroll_run WHERE id = OLD.run_id) NOT IN [draft]
       BEGIN SELECT RAISE(ABORT, 'an approved payslip stays'); END""",
    """CREATE TRIGGER payroll_run_goes_on BEFORE UPDATE ON payroll_run
       WHEN OLD.state NOT IN [draft] AND (NEW.state IN [draft] OR NEW.digest <> OLD.digest OR NEW.law <> OLD.law
            OR NEW.payable <> OLD.payable OR NEW.people <> OLD.people)
       BEGIN SELECT RAISE(ABORT, 'an approved run stays'); END""",
    """CREATE TRIGGER payroll_bankline_kept BEFORE UPDATE ON payroll_bankline
       WHEN NEW.payment_id <> OLD.payment_id OR NEW.amount <> OLD.amount OR NEW.file_id <> OLD.file_id
            OR NEW.serial <> OLD.serial OR (OLD.state = 'success' AND NEW.state <> OLD.state)
       BEGIN SELECT RAISE(ABORT, 'a bank line stays'); END""",
    """CREATE TRIGGER payroll_bankline_stays BEFORE DELETE ON payroll_bankline
       BEGIN SELECT RAISE(ABORT, 'a bank line stays'); END""",
]
POSTGRES = [
    """CREATE FUNCTION payroll_keep_slip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF (SELECT state FROM payroll_run WHERE id = OLD.run_id) NOT IN [draft] THEN
       RAISE EXCEPTION 'an approved payslip stays'; END IF;
       IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
    """CREATE FUNCTION payroll_keep_run() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF OLD.state NOT IN [draft] AND (NEW.state IN [draft] OR NEW.digest <> OLD.digest
       OR NEW.law::text <> OLD.law::text OR NEW.payable <> OLD.payable OR NEW.people <> OLD.people) THEN
       RAISE EXCEPTION 'an approved run stays'; END IF; RETURN NEW; END $$""",
    """CREATE FUNCTION payroll_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a bank line stays'; END IF;
       IF NEW.payment_id <> OLD.payment_id OR NEW.amount <> OLD.amount OR NEW.file_id <> OLD.file_id
       OR NEW.serial <> OLD.serial OR (OLD.state = 'success' AND NEW.state <> OLD.state) THEN
       RAISE EXCEPTION 'a bank line stays'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER payroll_payslip_frozen BEFORE UPDATE OR DELETE ON payroll_payslip
       FOR EACH ROW EXECUTE FUNCTION payroll_keep_slip()""",
    """CREATE TRIGGER payroll_run_goes_on BEFORE UPDATE ON payroll_run
       FOR EACH ROW EXECUTE FUNCTION payroll_keep_run()""",
    """CREATE TRIGGER payroll_bankline_kept BEFORE UPDATE OR DELETE ON payroll_bankline
       FOR EACH ROW EXECUTE FUNCTION payroll_keep_line()""",
]


def guard(_apps: Any, schema_editor: Any) -> None:
    """Set the triggers."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement.replace("[draft]", DRAFT))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payroll", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(guard, migrations.RunPython.noop)]
