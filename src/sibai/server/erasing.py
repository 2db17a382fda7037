"""Whose data are due for erasing, by the periods of every room, and the run that erases them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sibai.people.actor import system
from sibai.people.operations.erasing import erasure_run
from sibai.people.queries.retention import due
from sibai.places.models import Place


def erase(now: datetime, *, run: bool) -> int:
    """Tell who is due (codes and villages, no names), or erase them; one transaction and one entry a run."""
    found = list(due(timezone.localdate(now)))
    for person in found:
        print(f"{person.code}  {person.village_id}")
    if not run:
        print(f"保存期已满的共{len(found)}人。执行 sibai erase run 删除他们的个人信息，删除后不能恢复。")
        return 0
    county = Place.objects.get(level="county")
    count = erasure_run(actor=system(county.code), due_persons=found, now=now)
    print(f"已删除{count}人的个人信息。日志仍可核对：sibai audit verify")
    return 0
