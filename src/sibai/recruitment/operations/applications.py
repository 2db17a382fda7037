"""Applications: entered from paper, received from the public pages, taken in, corrected, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.documents.operations.keeping import attach
from sibai.people.actor import Actor
from sibai.people.identity import check_id_number, check_name, check_phone
from sibai.people.operations.persons import register
from sibai.people.queries.persons import index_of
from sibai.recruitment.flow import APPLICATION, OPEN_APPLICATIONS
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.operations.steps import ReasonNeeded, WrongDay, still, touch

PERSONAL = ("name", "id_number", "phone", "address")
FACTS = (
    "education",
    "poverty_relief",
    "hard_to_employ",
    "graduate",
    "veteran",
    "poverty_household",
    "monitored_household",
    "knows_village",
    "hire_date",
)
"""What an application says beside who it is; the village confirms the conduct at the review."""
REVIEWED = (*FACTS, "conduct_confirmed")
OPEN_FOR_APPLICATIONS = ("published", "review")


class AppliedAlready(Refusal):
    """One application a person and round."""

    field = "id_number"


class NotTheSame(Refusal):
    """The identity card has another number than the one typed on the public pages."""

    field = "id_number"


class Decided(Refusal):
    """The application was decided or withdrawn, and does not change any more."""


@dataclass(frozen=True, slots=True)
class Scan:
    """An uploaded file with the kind of paper that it is (queries.papers)."""

    kind: str
    upload: Any


def current(application: Application, version: int) -> Application:
    """The application as it is now. Overtaken where it changed since the page was opened."""
    now: Application = Application.objects.select_related("selection__vacancy__village", "person").get(
        pk=application.pk
    )
    if now.version != version:
        raise Overtaken(f"这份报名刚才已由别人办到“{APPLICATION.label(now.state)}”，请刷新后再看。")
    return now


def rewrite(application: Application, **fields: Any) -> Application:
    """Plain: write fields of an application, conditionally on its version, and count the act in the round."""
    moved = Application.objects.filter(pk=application.pk, version=application.version).update(
        **fields, version=application.version + 1
    )
    if not moved:
        raise Overtaken("这份报名刚才已由别人办理，请刷新后再看。")
    touch(application.selection)
    written: Application = Application.objects.select_related("selection__vacancy__village", "person").get(
        pk=application.pk
    )
    return written


def _not_yet_applied(selection: Selection, id_number: str) -> str:
    """The blind index of an identity number. AppliedAlready where it stands in this round."""
    index = index_of("id_number", id_number)
    if Application.objects.filter(selection=selection, id_index=index).exists():
        raise AppliedAlready("这个身份证号在这一次选聘中已经报过名，请不要重复登记。")
    return index


def _new(selection: Selection, facts: Mapping[str, Any], **given: Any) -> Application:
    """A new application with the next number of the round."""
    last = selection.applications.aggregate(last=Max("number"))["last"] or 0
    touch(selection)
    return Application.objects.create(
        selection=selection, number=last + 1, **{name: facts[name] for name in FACTS if name in facts}, **given
    )


def _right_moment(selection: Selection, applied_at: datetime, now: datetime) -> None:
    """WrongDay where somebody would have applied before the notice or after now."""
    published: date | None = selection.published_on
    if applied_at > now:
        raise WrongDay("报名时间晚于现在，请核对。", field="applied_at")
    if published is not None and timezone.localdate(applied_at) < published:
        raise WrongDay(f"报名时间早于公告发布日（{published}），请核对。", field="applied_at")


@act("recruitment.enter")
def enter(
    *,
    actor: Actor,
    selection: Selection,
    facts: Mapping[str, Any],
    applied_at: datetime,
    now: datetime,
    scans: Sequence[Scan] = (),
) -> Application:
    """Enter a paper application: who (PERSONAL), what (FACTS), when it was handed in. A late one is entered too; the
    rule finds it not eligible. AppliedAlready, and what `people.operations.persons.register` refuses.
    """
    selection = still(selection, *OPEN_FOR_APPLICATIONS)
    _right_moment(selection, applied_at, now)
    person = register(actor, village=selection.vacancy.village, facts=_of_person(facts), now=now)
    application = _new(
        selection,
        facts,
        state="entered",
        source="paper",
        applied_at=applied_at,
        person=person,
        id_index=_not_yet_applied(selection, person.id_number),
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    for scan in scans:
        attach(actor, application, scan.kind, scan.upload, now=now, person_id=person.pk)
    record(actor, application, at=now, facts={"applied_at": applied_at}, person=person.pk)
    return application


def _of_person(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What of an application is kept with the person too."""
    return {name: facts[name] for name in (*PERSONAL, *FACTS) if name in facts and name != "hire_date"}


def receive(
    *,
    actor: Actor,
    selection: Selection,
    facts: Mapping[str, Any],
    receipt_digest: str,
    applied_at: datetime,
    now: datetime,
    notice_version: str = "",
    scans: Sequence[Scan] = (),
) -> Application:
    """Plain, for the public pages and their sealed file: keep what somebody submitted, sealed, without touching any
    person; it waits for the village to take it in. Refusals as for a paper application.
    """
    selection = still(selection, *OPEN_FOR_APPLICATIONS)
    identity = check_id_number(str(facts.get("id_number", "")), today=timezone.localdate(now))
    typed = {
        "name": check_name(str(facts.get("name", ""))),
        "id_number": identity.number,
        "phone": check_phone(str(facts.get("phone", ""))),
        "address": str(facts.get("address", "")),
    }
    application = _new(
        selection,
        facts,
        state="received",
        source="online",
        applied_at=applied_at,
        id_index=_not_yet_applied(selection, identity.number),
        submitted=json.dumps(typed, ensure_ascii=False),
        receipt_digest=receipt_digest,
        notice_version=notice_version,
        entered_at=now,
    )
    for scan in scans:
        attach(actor, application, scan.kind, scan.upload, now=now, person_id=application.pk)
    return application


@act("recruitment.take_in")
def take_in(
    *, actor: Actor, application: Application, version: int, facts: Mapping[str, Any], now: datetime
) -> Application:
    """Take in what came from the public pages, compared with the papers: only now the person is registered."""
    application = current(application, version)
    selection = still(application.selection, *OPEN_FOR_APPLICATIONS)
    if application.state != "received":
        raise Decided("这份报名已经收下，请刷新后再看。")
    number = check_id_number(str(facts.get("id_number", "")), today=timezone.localdate(now)).number
    if index_of("id_number", number) != application.id_index:
        raise NotTheSame("与网上报名填的身份证号不一致，请再照证件核对；确实填错的，请本人撤回后重新报名。")
    kept = {**_of_person(facts), "notice_version": application.notice_version}
    person = register(actor, village=selection.vacancy.village, facts=kept, now=now)
    taken = rewrite(
        application,
        state="entered",
        person=person,
        submitted="",
        entered_by_id=actor.user_id,
        **{name: facts[name] for name in FACTS if name in facts},
    )
    record(actor, taken, at=now, person=person.pk)
    return taken


@act("recruitment.correct")
def correct(
    *, actor: Actor, application: Application, version: int, facts: Mapping[str, Any], now: datetime
) -> Application:
    """Set the facts as the papers show them, and whether the village confirms the conduct (REVIEWED). Until decided."""
    application = current(application, version)
    still(application.selection, *OPEN_FOR_APPLICATIONS)
    if application.state != "entered":
        raise Decided(f"这份报名{APPLICATION.label(application.state)}，不能再改。要改请先撤回审查结果。")
    told = {name: facts[name] for name in REVIEWED if name in facts}
    names = [name for name, value in told.items() if getattr(application, name) != value]
    fixed = rewrite(application, **told)
    labels = "、".join(str(Application._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]
    record(actor, fixed, at=now, facts={"changed": labels or "无改动"}, person=fixed.person_id)
    return fixed


@act("recruitment.withdraw_application")
def withdraw(*, actor: Actor, application: Application, version: int, reason: str, now: datetime) -> Application:
    """The applicant takes the application back, before anybody is chosen; entered by the village with the reason.

    Before it is decided the same person may apply anew, as on the public pages: only what holds a second application
    off goes at once. What was handed in is kept as long as any application without success, and erased with them.
    """
    application = current(application, version)
    still(application.selection, "published", "review", "merit", "choosing")
    if application.state not in (*OPEN_APPLICATIONS, "admitted", "exception") or application.out_on is not None:
        raise Decided("这份报名已经办结，不用撤回。")
    if not reason.strip():
        raise ReasonNeeded("请写明撤回的原因。")
    again = {"id_index": ""} if application.state in OPEN_APPLICATIONS else {}
    gone = rewrite(application, state="withdrawn", out_on=timezone.localdate(now), out_why=reason, **again)
    record(actor, gone, at=now, texts={"reason": reason}, person=gone.person_id)
    return gone
