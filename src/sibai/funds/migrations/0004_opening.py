"""With what the books begin, and its account.

On SQLite the change of the lines' table makes it anew without its triggers, and a trigger of another table that names
it stops that: all are taken away before and set again after.
"""

import uuid
from importlib import import_module
from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sibai.db.fields

TRIGGERS = ("entry_balanced", "entry_kept", "entry_stays", "line_first", "line_kept", "line_stays")
guard = import_module("sibai.funds.migrations.0002_balanced").guard


def unguard(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away, on SQLite."""
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER funds_{name}")


def guard_again(apps: Any, schema_editor: Any) -> None:
    """Set the triggers again, on SQLite; on PostgreSQL they are still there."""
    if schema_editor.connection.vendor == "sqlite":
        guard(apps, schema_editor)


USER = {
    "null": True,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("funds", "0003_rewards"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("month", sibai.db.fields.MonthField(verbose_name="从哪个月起用系统记账")),
                ("document", models.CharField(max_length=120, verbose_name="依据")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "待确认"),
                            ("returned", "已退回"),
                            ("confirmed", "已入账"),
                            ("dropped", "已放弃"),
                            ("reversed", "已冲正"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("total", sibai.db.fields.FenField(verbose_name="借方合计")),
                ("difference", sibai.db.fields.FenField(verbose_name="转入期初余额")),
                ("prepared_at", models.DateTimeField(verbose_name="编制时间")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                (
                    "reason",
                    sibai.db.fields.EncryptedText(
                        blank=True, default="", label="funds.opening.reason", verbose_name="退回原因"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("confirmed_by", models.ForeignKey(**USER)),
                (
                    "county",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                ("prepared_by", models.ForeignKey(**USER)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "confirmed")), fields=("county",), name="books_are_opened_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("prepared", "returned"))),
                        fields=("county",),
                        name="one_opening_waits",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="OpeningRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("row", models.PositiveIntegerField(verbose_name="行")),
                ("item", models.CharField(max_length=20, verbose_name="项目")),
                ("month", sibai.db.fields.MonthField(verbose_name="月份")),
                ("town_code", models.CharField(max_length=12, verbose_name="镇")),
                (
                    "source",
                    models.CharField(
                        choices=[("employment", "就业补助资金"), ("budget", "财政预算资金"), ("other", "其他资金")],
                        default="other",
                        max_length=12,
                        verbose_name="资金来源",
                    ),
                ),
                ("amount", sibai.db.fields.FenField(verbose_name="金额")),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="funds.opening"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("opening", "row"), name="a_row_is_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="an_opening_row_is_not_nothing"
                    ),
                ]
            },
        ),
        migrations.AddField(
            "claim",
            "opening",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funds.opening"
            ),
        ),
        migrations.AlterField(
            "claim",
            "state",
            models.CharField(
                choices=[
                    ("claimed", "待审核"),
                    ("granted", "待到账"),
                    ("received", "已到账"),
                    ("rejected", "未批准"),
                    ("void", "期初已冲正"),
                ],
                default="claimed",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            "entry",
            "kind",
            models.CharField(
                choices=[
                    ("opened", "期初"),
                    ("wages", "工资应付"),
                    ("corrected", "更正差额"),
                    ("paid", "银行代发"),
                    ("returned", "银行退回"),
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
        migrations.RunPython(unguard, migrations.RunPython.noop),
        migrations.AlterField(
            "line",
            "account",
            models.CharField(
                choices=[
                    ("1001", "银行存款"),
                    ("1201", "应收村公司奖励"),
                    ("1202", "应收个人多发"),
                    ("1203", "应收个人欠扣"),
                    ("1301", "垫缴单位保险"),
                    ("1302", "已申报补贴"),
                    ("1303", "已批待到账补贴"),
                    ("2001", "应付工资"),
                    ("2002", "银行退回待重发"),
                    ("2003", "应付以前月份补差"),
                    ("2101", "代扣养老个人"),
                    ("2102", "代扣个税"),
                    ("2103", "应缴养老单位"),
                    ("2104", "应缴工伤单位"),
                    ("2105", "代扣其他社会保险个人"),
                    ("2106", "应缴其他社会保险单位"),
                    ("4001", "预拨资金"),
                    ("4002", "岗位补贴收入"),
                    ("4003", "期初余额"),
                    ("5001", "基础工资支出"),
                    ("5002", "绩效工资支出"),
                ],
                max_length=8,
                verbose_name="科目",
            ),
        ),
        migrations.RemoveConstraint("line", "an_account_that_exists"),
        migrations.AddConstraint(
            "line",
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "account__in",
                        [
                            "1001",
                            "1201",
                            "1202",
                            "1203",
                            "1301",
                            "1302",
                            "1303",
                            "2001",
                            "2002",
                            "2003",
                            "2101",
                            "2102",
                            "2103",
                            "2104",
                            "2105",
                            "2106",
                            "4001",
                            "4002",
                            "4003",
                            "5001",
                            "5002",
                        ],
                    )
                ),
                name="an_account_that_exists",
            ),
        ),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
