"""A recount may have found that nothing changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payroll", "0009_differences_of_before")]  # noqa: RUF012

    operations = [  # noqa: RUF012
        migrations.AlterField(
            model_name="recount",
            name="state",
            field=models.CharField(
                choices=[
                    ("prepared", "待确认"),
                    ("confirmed", "已确认"),
                    ("rejected", "未确认"),
                    ("unchanged", "没有变化"),
                ],
                default="prepared",
                max_length=12,
                verbose_name="状态",
            ),
        ),
    ]
