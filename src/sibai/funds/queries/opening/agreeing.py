"""What people still owe of earlier months stands in the books' opening and in payroll's: whether both say the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Sum

from sibai.db.querysets import Scope
from sibai.documents.words import in_yuan
from sibai.funds.models import OpeningRow
from sibai.payroll.models import TOO_MUCH, Difference, YearOpening
from sibai.people.models import Person
from sibai.people.pages.shown import note

OWED, OVERPAID = "owed", "overpaid"
NAMED_AT_MOST = 5


def owed_apart(rows: Iterable[OpeningRow], scope: Scope) -> list[dict[str, Any]]:
    """A note where the books' 个人欠扣 is not payroll's 欠扣余额, with whom and how much; one query or two.

    Later pay takes back what payroll's opening says, so that a difference would stand in the account for ever.
    """
    here = {row.person_id: row.amount for row in rows if row.item == OWED and row.person_id}
    told = YearOpening.objects.within(scope).filter(owed__gt=0).order_by().values_list("person_id")
    there: dict[UUID, int] = dict(told.annotate(sum=Sum("owed")))
    apart = [person for person in {**here, **there} if here.get(person, 0) != there.get(person, 0)]
    if not apart:
        return []
    names = Person.objects.filter(pk__in=apart).order_by("pinyin", "pk").values_list("pk", "name")
    parts = [
        f"{name}这里{in_yuan(here.get(pk, 0))}元、那里{in_yuan(there.get(pk, 0))}元"
        for pk, name in names[:NAMED_AT_MOST]
    ]
    more = f"等{len(apart)}人" if len(apart) > NAMED_AT_MOST else ""
    sums = f"这里合计{in_yuan(sum(here.values()))}元，那里合计{in_yuan(sum(there.values()))}元"
    text = f"“个人欠扣”和工资“起用前的发放”里的“欠扣余额”对不上：{sums}。{'；'.join(parts)}{more}。"
    return [note(f"{text}请核对，改填错的那一边。", "due")]


def overpaid_twice(rows: Iterable[OpeningRow], scope: Scope) -> list[dict[str, Any]]:
    """A note where what somebody was paid too much is entered with payroll's differences too; one query.

    Those are posted by themselves once the county has confirmed them, and taken from later pay.
    """
    here = {row.person_id for row in rows if row.item == OVERPAID}
    if not here:
        return []
    entered = Difference.objects.within(scope).filter(TOO_MUCH, of__isnull=True, person__in=here)
    entered = entered.exclude(recount__state="rejected").order_by("person__pinyin")
    names = list(dict.fromkeys(entered.values_list("person__name", flat=True)))
    if not names:
        return []
    told = "、".join(names[:NAMED_AT_MOST]) + (f"等{len(names)}人" if len(names) > NAMED_AT_MOST else "")
    text = f"{told}的多发在工资“登记差额”里也登记了，确认以后随更正入账、从工资里扣；请删掉这里的，不要记两次。"
    return [note(text, "late")]
