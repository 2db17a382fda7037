"""Payslips and differences get both sides of insurances beyond the measure's two; what there is has none of them.

SQLite makes a changed table anew and loses its triggers: those of payslips are set again. PostgreSQL keeps them.
"""

from importlib import import_module
from typing import Any, ClassVar

from django.db import migrations, models
from django.db.models import F, Q

import sibai.db.fields

FROZEN = import_module("sibai.payroll.migrations.0002_frozen")
NAMED = "CREATE TRIGGER payroll_payslip_"


def guard(_apps: Any, schema_editor: Any) -> None:
    """Set the triggers of payslips again."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for statement in FROZEN.SQLITE:
        if statement.startswith(NAMED):
            schema_editor.execute(statement.replace("[draft]", FROZEN.DRAFT))


def _amount(model: str, name: str, label: str) -> migrations.AddField:
    return migrations.AddField(model, name, sibai.db.fields.FenField(default=0, verbose_name=label))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payroll", "0005_openings")]
    operations: ClassVar = [
        _amount("payslip", "further_person", "其他社会保险个人"),
        _amount("payslip", "further_employer", "其他社会保险单位"),
        _amount("payslip", "earlier_further", "补扣以前月份其他社会保险"),
        _amount("difference", "further_person", "其他社会保险个人差额"),
        _amount("difference", "further_employer", "其他社会保险单位差额"),
        migrations.RemoveConstraint(model_name="difference", name="difference_adds_up"),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.CheckConstraint(
                condition=Q(net=F("gross") - F("pension") - F("further_person")), name="difference_adds_up"
            ),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
