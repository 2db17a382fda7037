"""What is recorded beside a stint: the exemption from severance (art. 7), who minds a vacant or absent post."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.models import Acting, Exemption, Stint
from sibai.employment.operations.taking_up import WrongDay
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.law import value_on


class CannotAct(Refusal):
    """Nobody can mind this post now."""


@act("employment.record_exemption")
def record_exemption(
    *, actor: Actor, stint: Stint, since: date, told: Mapping[str, Any], today: date, now: datetime
) -> Exemption:
    """Record from a day on what of 实施条例第十二条 holds: certified hard to employ, both subsidies. Always a new row.

    `told`: recognised, certificate, certified_on, category, post_subsidised, insurance_subsidised, subsidy_from,
    document. WrongDay where a recognition has no number or date.
    """
    if since > today:
        raise WrongDay(f"不能晚于今天（{today}）。", field="since")
    if told.get("recognised") and not (told.get("certificate") and told.get("certified_on")):
        raise WrongDay("经认定的，请填认定文书编号和认定日期。", field="certificate")
    made = Exemption.objects.create(
        person_id=stint.person_id, since=since, entered_by_id=actor.user_id, entered_at=now, **told
    )
    facts = {
        "since": since,
        "recognised": "已认定" if made.recognised else "未认定",
        "post": "有" if made.post_subsidised else "没有",
        "insurance": "有" if made.insurance_subsidised else "没有",
    }
    record(actor, stint, at=now, facts=facts, person=stint.person_id)
    return made


@act("employment.appoint_acting")
def appoint(
    *,
    actor: Actor,
    village: Place,
    who: str,
    post: str,
    cause: str,
    duties: str,
    start: date,
    end: date,
    today: date,
    now: datetime,
) -> Acting:
    """Somebody minds a vacant or absent post: what, from when, until when; without pay. CannotAct, WrongDay."""
    if end < max(start, today):
        raise WrongDay("代管止日不能早于起日，也不能早于今天。", field="end")
    effective = value_on("measure_effective", today)
    if start < effective:
        raise WrongDay(f"起日早于办法施行之日（{effective}，第二十三条），请核对。", field="start")
    on_post = Stint.objects.filter(village=village, kind=Stint.COORDINATOR, end__isnull=True).exists()
    if cause == "vacant" and on_post:
        raise CannotAct("这个村（社区）有协理员在岗，不是空缺；暂时离开的，请选“在岗人员暂时离开”。")
    if cause == "absent" and not on_post:
        raise CannotAct("这个村（社区）没有协理员在岗，请选“岗位空缺”。")
    for running in Acting.objects.filter(village=village, closed_on__isnull=True):
        if running.end >= start:
            raise CannotAct(f"已有人代管到{running.end}，请先结束原来的代管。")
        Acting.objects.filter(pk=running.pk).update(closed_on=running.end, version=running.version + 1)
    acting = Acting.objects.create(
        village=village,
        who=who,
        post=post,
        cause=cause,
        duties=duties,
        start=start,
        end=end,
        appointed_by_id=actor.user_id,
        appointed_at=now,
    )
    facts = {"start": start, "end": end, "cause": acting.get_cause_display()}
    record(actor, acting, at=now, facts=facts, texts={"who": who, "duties": duties})
    return acting


@act("employment.end_acting")
def end(*, actor: Actor, acting: Acting, version: int, on: date, today: date, now: datetime) -> Acting:
    """The stand-in ends on a day. WrongDay; Overtaken where it has ended already."""
    if on > today or on < acting.start:
        raise WrongDay("结束日应在起日和今天之间。", field="on")
    rows = Acting.objects.filter(pk=acting.pk, version=version, closed_on__isnull=True)
    if not rows.update(closed_on=on, version=version + 1):
        raise CannotAct("这次代管刚才已由别人结束，请刷新后再看。")
    acting.refresh_from_db()
    record(actor, acting, at=now, facts={"on": on})
    return acting
