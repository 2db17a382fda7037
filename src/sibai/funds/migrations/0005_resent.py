"""Wages that were returned before the books began, and are paid."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("funds", "0004_opening"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "期初"),
                    ("wages", "工资应付"),
                    ("corrected", "更正差额"),
                    ("paid", "银行代发"),
                    ("returned", "银行退回"),
                    ("resent", "期初退回的重发"),
                    ("repaid", "多发退回"),
                    ("remitted", "缴纳社保和个税"),
                    ("prefunded", "预拨到账"),
                    ("claimed", "补贴申报"),
                    ("decided", "补贴审核"),
                    ("received", "补贴到账"),
                    ("rewarded", "奖励到账"),
                    ("reversal", "冲正"),
                ],
                max_length=12,
                verbose_name="类别",
            ),
        ),
    ]
