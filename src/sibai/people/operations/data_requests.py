"""Requests about one's own data: taken in, decided, carried out, told. 个人信息保护法第四十四条至第五十条."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.documents.sheets import workbook
from sibai.people.actor import Actor
from sibai.people.models import DataRequest, Person
from sibai.people.operations import erasing
from sibai.people.operations.persons import change
from sibai.people.queries.data_copy import copy_of
from sibai.people.queries.persons import CHANGED_LABELS
from sibai.people.queries.retention import answer_by, keeping_of
from sibai.people.request_flow import KINDS

COPIED, HANDED_OUT = ("see", "copy"), ("granted", "answered")
"""The kinds that end in a copy, and the states in which it is handed out."""


class AlreadyAsked(Refusal):
    """An open request of the same kind."""


class NotNow(Refusal):
    """The request is in another state."""


class ReasonNeeded(Refusal):
    """A refusal has to give its reason (第五十条第二款)."""

    field = "reason"


class NothingChanges(Refusal):
    """A correction that corrects nothing."""


class StillKept(Refusal):
    """Data that the law still keeps."""


@act("people.request_data")
def receive(*, actor: Actor, person: Person, kind: str, words: str, now: datetime) -> DataRequest:
    """Take a request in. AlreadyAsked where one of the kind is open; NotNow where the person was erased."""
    if person.erased_on:
        raise NotNow("此人的信息已经删除，没有可以申请的内容。")
    request = DataRequest(
        person=person,
        kind=kind,
        words=words,
        in_person=actor.role == "coordinator",
        received_by_id=actor.user_id,
        received_at=now,
        deadline=answer_by(timezone.localdate(now)),
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyAsked(f"已经有一件没办结的{KINDS[kind]}申请，请等它办结。") from error
    record(
        actor,
        request,
        at=now,
        facts={"kind": KINDS[kind], "deadline": request.deadline},
        texts={"words": words},
        person=person.pk,
    )
    return request


@act("people.decide_request")
def decide(*, actor: Actor, request: DataRequest, version: int, granted: bool, reason: str, now: datetime) -> None:
    """Grant or refuse, the latter with a reason. StillKept where deletion is granted against the law."""
    if not granted and not reason:
        raise ReasonNeeded("不同意的，要写明理由（个人信息保护法第五十条）。")
    if granted and request.kind == "delete":
        _may_go(request, now)
    _move(
        request,
        version,
        "received",
        "granted" if granted else "answered",
        granted=granted,
        reason=reason,
        decided_by_id=actor.user_id,
        decided_at=now,
    )
    facts = {"decision": "同意" if granted else "不同意"}
    record(actor, request, at=now, facts=facts, texts={"reason": reason}, person=request.person_id)


@act("people.carry_out_request")
def carry_out(
    *, actor: Actor, request: DataRequest, version: int, result: str, facts: Mapping[str, Any], now: datetime
) -> None:
    """Do what was granted: `facts` are the corrected ones (only for a correction).

    A deletion erases the person and closes the case: nobody could be told afterwards, so `result` says how it was done.
    """
    done = {"carried_out_by_id": actor.user_id, "carried_out_at": now, "result": result}
    last = {"closed_at": now} if request.kind == "delete" else {}
    _move(request, version, "granted", "closed" if last else "answered", **done, **last)
    changed: tuple[str, ...] = ()
    if request.kind == "correct":
        changed = change(actor, request.person, facts, now)
        if not changed:
            raise NothingChanges("没有一项与登记的不同，请填写要更正的内容。")
    if request.kind == "delete":
        _may_go(request, now)
        erasing.erase_person(actor, request.person, erasing.ASKED_FOR, now)
    labels = "、".join(CHANGED_LABELS[fact] for fact in changed)
    record(actor, request, at=now, facts={"fields": labels}, texts={"result": result}, person=request.person_id)


@act("people.tell_request")
def tell(*, actor: Actor, request: DataRequest, version: int, how: str, now: datetime) -> None:
    """The person was told; the case is closed."""
    _move(request, version, "answered", "closed", told_by_id=actor.user_id, told_how=how, closed_at=now)
    record(actor, request, at=now, facts={"how": how}, person=request.person_id)


@act("people.withdraw_request")
def withdraw(*, actor: Actor, request: DataRequest, version: int, now: datetime) -> None:
    """Taken back by who made it, before it is decided."""
    _move(request, version, "received", "withdrawn", closed_at=now)
    record(actor, request, at=now, person=request.person_id)


@act("people.hand_out_copy")
def hand_out(*, actor: Actor, request: DataRequest, now: datetime) -> bytes:
    """The workbook of everything that is held about the person; every copy that leaves is an entry of the log."""
    if request.kind not in COPIED or not request.granted or request.state not in HANDED_OUT:
        raise NotNow("这件申请没有可以交给本人的副本。")
    content = workbook(
        f"{request.person.name}的个人信息",
        [("部分", "", 14), ("项目", "", 20), ("内容", "", 60)],
        copy_of(request.person),
        by=actor.user_name,
        at=now,
        notes=[f"依据{request.article}提供，只交本人。"],
    )
    record(actor, request, at=now, person=request.person_id)
    return content


def _may_go(request: DataRequest, now: datetime) -> None:
    """StillKept with the article where the data cannot be erased yet."""
    keeping = keeping_of([request.person_id], timezone.localdate(now), but=request.pk)[request.person_id]
    if keeping.refusal:
        raise StillKept(f"现在不能删除：{keeping.refusal}。请选“不同意”，并把理由告诉本人。")


def _move(request: DataRequest, version: int, before: str, after: str, **columns: Any) -> None:
    """From one state to the next. NotNow where it is in another; Overtaken where somebody was quicker."""
    rows = DataRequest.objects.filter(pk=request.pk, version=version, state=before)
    if rows.update(state=after, version=version + 1, **columns):
        request.refresh_from_db()
        return
    now = DataRequest.objects.get(pk=request.pk)
    if now.version == version:
        raise NotNow(f"这件申请现在是“{now.get_state_display()}”，不能这样办。")
    raise Overtaken(f"这件申请已由别人办理，现在是“{now.get_state_display()}”，请刷新后再看。")
