"""The journal: entries whose lines sum to zero. Nothing of it is ever changed: a correction is a reversing entry."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import FenField, MonthField
from sibai.db.querysets import CODE_DIGITS, ScopedQuerySet
from sibai.funds.accounts import BY_CODE
from sibai.funds.bookkeeping import OTHER, SOURCES
from sibai.people.models import Person, User
from sibai.places.models import Place

LONGEST_TEXT = 200


class Entry(models.Model):
    """One act in the books. `subject` is what it stands on, as plain codes; the same is posted once.

    `part` counts where one subject is answered little by little: a bank file, a recovery. The database refuses an
    entry whose lines are fewer than two or do not sum to zero, and any change of what is posted.
    """

    SCOPE = "county_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [
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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("凭证号")
    date = models.DateField("日期")
    month = MonthField("月份")
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    text = models.CharField("摘要", max_length=LONGEST_TEXT)
    subject_type = models.CharField("依据的种类", max_length=60)
    subject_id = models.UUIDField("依据")
    part = models.PositiveSmallIntegerField("第几部分", default=1)
    total = FenField("金额")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("记账时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered; each subject once a kind; a reversal names what it reverses."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["month"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county", "number"], name="entries_are_numbered"),
            models.UniqueConstraint(fields=["kind", "subject_id", "part"], name="an_act_is_posted_once"),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="a_reversal_names_the_entry",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log and the pages name it."""
        return f"凭证{self.number}号"


class Line(models.Model):
    """One line of an entry: a debit is positive, a credit negative.

    `posts` is the kind of its entry and `about` the row that it stands on (a payslip, a payment): the same row is
    posted once to an account, whatever is clicked, retried or killed.
    """

    SCOPE = "entry__county_id"
    ACCOUNTS: ClassVar[list[tuple[str, str]]] = [(row.code, row.name) for row in BY_CODE.values()]

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    posts = models.CharField("类别", max_length=12)
    account = models.CharField("科目", max_length=8, choices=ACCOUNTS)
    amount = FenField("金额")
    source = models.CharField("资金来源", max_length=12, choices=list(SOURCES.items()), default=OTHER)
    month = MonthField("月份")
    town_code = models.CharField("镇", max_length=CODE_DIGITS, blank=True)
    village_code = models.CharField("村（社区）", max_length=CODE_DIGITS, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about = models.UUIDField("依据", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Something, on an account that exists; what it is about only once."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "month", "source"]),
            models.Index(fields=["town_code", "account"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(amount=0), name="a_line_is_not_nothing"),
            models.CheckConstraint(condition=Q(account__in=sorted(BY_CODE)), name="an_account_that_exists"),
            models.CheckConstraint(condition=Q(source__in=sorted(SOURCES)), name="a_source_that_exists"),
            models.UniqueConstraint(
                fields=["posts", "about", "account"],
                condition=Q(about__isnull=False),
                name="a_row_is_posted_once",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village, or the town."""
        return self.village_code or self.town_code
