"""What people still owe of earlier months stands in the books' opening and in payroll's: whether both say the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Sum

from sibai.db.querysets import Scope
from sibai.documents.words import in_yuan
from sibai.funds.models import OpeningRow
from sibai.payroll.models import YearOpening
from sibai.people.models import Person
from sibai.people.pages.shown import note

OWED = "owed"
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
