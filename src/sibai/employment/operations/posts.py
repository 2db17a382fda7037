"""Beginning and ending a stint: plain functions, part of the acts of taking up, leaving and importing a roster.

Every act is serialised by the head of the log, so what is looked up here cannot change before it is written.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from sibai.audit.refusals import Overtaken, Refusal
from sibai.employment.models import Acting, Contract, Stint
from sibai.employment.queries.clock import Post, clock, clock_of, posts_of
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.people.operations.holdings import end_coordinator
from sibai.places.models import Place
from sibai.recruitment.operations.vacancies import open_vacancy
from sibai.rulebook.queries.law import value_on

CAUSES = {
    "resignation": "resigned",
    "expiry": "expired",
    "failed_grade": "removed",
    "removal_1": "cap",
    "death": "died",
    "retirement": "retired",
    "agreed": "other",
}
"""Why a post is vacant, by the kind of ending; every other kind is a removal."""


class PostTaken(Refusal):
    """The village has a coordinator, or the person a post, at that time."""

    field = "start"


class BeforeTheMeasure(Refusal):
    """Nothing dated before the measure happens under it (art. 23)."""

    field = "start"


class NoTimeLeft(Refusal):
    """Art. 9: nothing is left of the three years, or a day lies after the last lawful one."""

    field = "last_day"


def open_stint(
    *,
    actor: Actor,
    person: Person,
    village: Place,
    start: date,
    source: str,
    now: datetime,
    today: date,
    end: date | None = None,
    kind: str = Stint.COORDINATOR,
    document: str = "",
    selection: UUID | None = None,
) -> Stint:
    """Write one stint, running or (with `end`) past. Closes no vacancy: who fills the post does.

    PostTaken where it would overlap one of the village or the person; BeforeTheMeasure; NoTimeLeft (art. 9) for a
    running stint without a lawful day.
    """
    if start > today:
        raise PostTaken(f"上岗日不能晚于今天（{today}），到那一天再登记。")
    if kind == Stint.COORDINATOR and start < value_on("measure_effective", today):
        raise BeforeTheMeasure("上岗日早于办法施行之日（第二十三条），请核对。")
    _nobody_else(person, village, start, end, kind)
    posts = [*posts_of([person.pk])[person.pk], Post(start, None, kind)]
    if end is None and not clock(posts, today).has_time:
        raise NoTimeLeft("累计工作期限已满三年，不能再上岗（第九条）。", field="start")
    return Stint.objects.create(
        person=person,
        village=village,
        kind=kind,
        start=start,
        end=end,
        source=source,
        document=document,
        selection=selection,
        recorded_by_id=actor.user_id,
        recorded_at=now,
    )


def _nobody_else(person: Person, village: Place, start: date, end: date | None, kind: str) -> None:
    """PostTaken where the time overlaps another stint of the person, or of the village's post."""
    at_that_time = Q(end__isnull=True) | Q(end__gte=start)
    if end is not None:
        at_that_time &= Q(start__lte=end)
    if Stint.objects.filter(at_that_time, person=person).exists():
        raise PostTaken("这个人在这段时间里已有岗位，请先核对原岗位的止日。")
    in_the_village = Stint.objects.filter(at_that_time, village=village, kind=Stint.COORDINATOR)
    if kind == Stint.COORDINATOR and in_the_village.exists():
        raise PostTaken(f"{village.short_name}在这段时间里已有协理员，一个村（社区）只配备一名（第五条）。")


def close_stint(*, stint: Stint, last_day: date, ending: str, now: datetime, extended: bool = False) -> Stint:
    """End a running stint on its last day and open the vacancy from the day after. `ending` is a kind of Ending.

    NoTimeLeft where the day lies after the last lawful one, unless the law prolonged the contract (`extended`).
    Overtaken where the stint has ended already.
    """
    check_last_day(stint, last_day, extended=extended)
    closed = Stint.objects.filter(pk=stint.pk, end__isnull=True, version=stint.version).update(
        end=last_day, version=stint.version + 1
    )
    if not closed:
        raise Overtaken("这个岗位刚才已由别人办理，请刷新后再看。")
    stint.refresh_from_db()
    end_coordinator(person=stint.person, place_code=stint.village_id, last_day=last_day)
    Contract.objects.filter(stint=stint, state="to_sign").update(state="void", version=F("version") + 1)
    if stint.kind == Stint.COORDINATOR:
        cause = CAUSES.get(ending, "removed")
        open_vacancy(village=stint.village, opened_on=last_day + timedelta(days=1), cause=cause, now=now)
    return stint


def check_last_day(stint: Stint, last_day: date, *, extended: bool = False) -> None:
    """Refuse a last day before the first one, or after the last lawful day of art. 9."""
    if last_day < stint.start:
        raise PostTaken(f"最后在岗日早于上岗日{stint.start}，请核对。", field="last_day")
    lawful = clock_of(stint, last_day).last_lawful_day
    if lawful is not None and last_day > lawful and not extended:
        raise NoTimeLeft(f"最后在岗日晚于最晚在岗日{lawful}（第九条），请填{lawful}或更早。")


def end_acting(village: Place, on: date) -> None:
    """Whoever minded the vacant post of a village no longer does from `on`."""
    for acting in Acting.objects.filter(village=village, closed_on__isnull=True, cause="vacant"):
        acting.closed_on = max(acting.start, on)
        acting.version += 1
        acting.save(update_fields=["closed_on", "version"])
