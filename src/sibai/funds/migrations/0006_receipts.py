"""Money of a claim comes in parts, and more than was granted is owed until it is given back.

On SQLite the change of the lines' table makes it anew: see 0004.
"""

import uuid
from importlib import import_module
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sibai.db.fields

before = import_module("sibai.funds.migrations.0004_opening")
ACCOUNTS = [
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
    ("2004", "多到补贴待退"),
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
]
KINDS = [
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
    ("given_back", "多到补贴退回"),
    ("regained", "期初多发退回"),
    ("rewarded", "奖励到账"),
    ("reversal", "冲正"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("funds", "0005_resent"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AddField("claim", "excess", sibai.db.fields.FenField(default=0, verbose_name="多到待退")),
        migrations.AddField("claim", "received", sibai.db.fields.FenField(default=0, verbose_name="已到账")),
        migrations.AddField("claimline", "received", sibai.db.fields.FenField(default=0, verbose_name="到账")),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(
                condition=models.Q(("excess__gte", 0), ("received__gte", 0), ("received__lte", models.F("granted"))),
                name="received_within_granted",
            ),
        ),
        migrations.AddConstraint(
            "claimline",
            models.CheckConstraint(
                condition=models.Q(("received__gte", 0), ("received__lte", models.F("granted"))),
                name="a_claim_line_received",
            ),
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几笔")),
                ("amount", sibai.db.fields.FenField(verbose_name="金额")),
                ("on", models.DateField(verbose_name="日期")),
                ("document", models.CharField(max_length=120, verbose_name="凭证")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("by", models.ForeignKey(**before.USER)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="funds.claim"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "number"), name="receipts_of_a_claim_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="a_receipt_of_a_claim_is_not_nothing"
                    ),
                ]
            },
        ),
        migrations.AlterField("entry", "kind", models.CharField(choices=KINDS, max_length=12, verbose_name="类别")),
        migrations.RunPython(before.unguard, migrations.RunPython.noop),
        migrations.AlterField("line", "account", models.CharField(choices=ACCOUNTS, max_length=8, verbose_name="科目")),
        migrations.RemoveConstraint("line", "an_account_that_exists"),
        migrations.AddConstraint(
            "line",
            models.CheckConstraint(
                condition=models.Q(("account__in", [code for code, _ in ACCOUNTS])), name="an_account_that_exists"
            ),
        ),
        migrations.RunPython(before.guard_again, migrations.RunPython.noop),
    ]
