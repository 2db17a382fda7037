"""What the site itself can find: posts whose facts do not go together. Looked for anew each time, nothing is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Q

from sibai.attendance.models import SheetCorrection, SheetLine
from sibai.casework.models import Check
from sibai.db.querysets import Scope
from sibai.employment.models import Ending, Stint
from sibai.employment.queries.grounds import path_of
from sibai.employment.queries.stints import on_post
from sibai.measure.dates import add_months, month_first
from sibai.payroll.models import Payslip
from sibai.people.models import Person
from sibai.rulebook.queries.asking import asker_on

KINDS = dict(Check.FOUND)
UNPAID = frozenset("LX")
"""Marks of a sheet: 事假, 旷工. Who is lawfully away with pay all month is no finding."""
MONTHS_BACK = -6


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found about one post, with the evidence in words."""

    kind: str
    stint: Stint
    evidence: str

    @property
    def key(self) -> str:
        """What tells this finding from every other, whenever it is looked for."""
        return sha256(f"{self.kind}|{self.stint.pk}|{self.evidence}".encode()).hexdigest()


def findings(scope: Scope, today: date, stint: Stint | None = None) -> list[Finding]:
    """Findings that nobody opened yet, by village; of one post or of all in the scope. Nine queries."""
    posts = list(on_post(scope, today).filter(Q(pk=stint.pk) if stint else Q()))
    if not posts:
        return []
    looks = (_erased(posts), _dead(posts, today), _retired(posts, today), _shared(posts), _two_posts(posts, today))
    found = [each for look in looks for each in look]
    found += _paid_absent(posts, today)
    keys = [each.key for each in found]
    opened = set(Check.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    fresh = (each for each in found if each.key not in opened)
    return sorted(fresh, key=lambda each: (each.stint.village_id, each.kind, each.evidence))


def _erased(posts: Sequence[Stint]) -> Iterator[Finding]:
    for post in posts:
        if post.person.erased_on:
            yield Finding("erased", post, f"个人信息已于{post.person.erased_on}删除，岗位还没有结束。")


def _dead(posts: Sequence[Stint], today: date) -> Iterator[Finding]:
    rows = Ending.objects.filter(kind="death", stint__in=posts, last_day__lt=today).exclude(state="withdrawn")
    days = dict(rows.values_list("stint_id", "last_day"))
    for post in posts:
        if post.pk in days:
            yield Finding("dead", post, f"已登记{days[post.pk]}死亡，岗位还没有结束。")


def _retired(posts: Sequence[Stint], today: date) -> Iterator[Finding]:
    """The retirement date by the rules, asked only for who is as old as the youngest age of the table."""
    law = asker_on(today)
    youngest = min(law.in_force["retirement_years"].value.rows.values())
    for post in posts:
        birth = post.person.birth_date
        if birth is None or birth.year + youngest > today.year:
            continue
        facts = {"birth_date": birth, "retirement_path": path_of(post)}
        day: date = law.ask(("retirement_date",), facts)["retirement_date"]
        if day <= today:
            yield Finding("retired", post, f"{birth}出生，法定退休日{day}，现在还在岗。")


def _shared(posts: Sequence[Stint]) -> Iterator[Finding]:
    """Cards and phones that another person has too; one query."""
    cards = {post.person.card_index for post in posts} - {""}
    phones = {post.person.phone_index for post in posts} - {""}
    having: dict[tuple[str, str], list[Person]] = defaultdict(list)
    rows = Person.objects.filter(Q(card_index__in=cards) | Q(phone_index__in=phones), erased_on=None)
    for person in rows.select_related("village").order_by("code"):
        having["shared_card", person.card_index].append(person)
        having["shared_phone", person.phone_index].append(person)
    for post in posts:
        for kind, index in (("shared_card", post.person.card_index), ("shared_phone", post.person.phone_index)):
            others = [each for each in having.get((kind, index), ()) if each.pk != post.person_id]
            if index and others:
                names = "、".join(f"{each.village.short_name}{each.name}（{each.code}）" for each in others)
                yield Finding(kind, post, f"{KINDS[kind]}：{names}。")


def _two_posts(posts: Sequence[Stint], today: date) -> Iterator[Finding]:
    people = [post.person_id for post in posts]
    rows = Stint.objects.filter(Q(end__isnull=True) | Q(end__gte=today), person__in=people, start__lte=today)
    held: dict[object, list[Stint]] = defaultdict(list)
    for row in rows.select_related("village").order_by("start", "pk"):
        held[row.person_id].append(row)
    for post in posts:
        others = [row for row in held[post.person_id] if row.pk != post.pk]
        if others:
            told = "、".join(f"{row.village.short_name}{row.kind}（{row.start}起）" for row in others)
            yield Finding("two_posts", post, f"同时还有：{told}。")


def _paid_absent(posts: Sequence[Stint], today: date) -> list[Finding]:
    """Months that were paid although nobody was there: by the reported sheet, or by a confirmed correction."""
    since = add_months(month_first(today), MONTHS_BACK)
    by_id = {post.pk: post for post in posts}
    told: dict[tuple[object, date], str] = {}
    lines = SheetLine.objects.filter(stint__in=posts, attended_days=0, sheet__month__gte=since)
    for pk, month, marks in lines.filter(sheet__state="submitted").values_list("stint_id", "sheet__month", "marks"):
        if UNPAID & set(marks):
            told[pk, month] = "考勤表上没有一天出勤"
    gone = SheetCorrection.objects.filter(stint__in=posts, on_from=None, sheet__month__gte=since, state="confirmed")
    for pk, month in gone.values_list("stint_id", "sheet__month"):
        told[pk, month] = "考勤更正为不在岗"
    if not told:
        return []
    paid = Payslip.objects.wages().filter(stint__in=[pk for pk, _ in told], gross__gt=0)
    return [
        Finding("paid_absent", by_id[pk], f"{month.year}年{month.month}月{told[pk, month]}，工资单应发大于零。")
        for pk, month in paid.order_by("month").values_list("stint_id", "month")
        if (pk, month) in told
    ]
