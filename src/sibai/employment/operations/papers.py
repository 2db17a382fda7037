"""Scans taken in, papers printed, certificates issued, lists handed out: each is one entry of the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Max

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.documents.models import Paper
from sibai.documents.operations.keeping import attach as keep_paper
from sibai.employment.models import Certificate, Stint
from sibai.employment.queries.employers import employer_of
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.law import value_on


class CannotCertify(Refusal):
    """The paper would say what is not so."""


@act("employment.attach")
def attach(*, actor: Actor, subject: Any, kind: str, label: str, upload: Any, now: datetime) -> Paper:
    """Keep the sealed scan of one of the papers of a contract, renewal, resignation, ending, training or stint."""
    person = person_of(subject)
    paper = keep_paper(actor, subject, kind, upload, now=now, person_id=person)
    record(actor, subject, at=now, facts={"paper": label}, person=person)
    return paper


@act("employment.print_paper")
def print_paper(*, actor: Actor, subject: Any, label: str, now: datetime) -> None:
    """Note that a paper with full numbers was made for printing."""
    record(actor, subject, at=now, facts={"paper": label}, person=person_of(subject))


@act("employment.export")
def export(*, actor: Actor, what: str, count: int, now: datetime) -> None:
    """Note that a list was handed out."""
    place = Place.objects.filter(pk=actor.place_code).first()
    record(actor, place, at=now, facts={"what": what, "count": count})


@act("employment.issue_certificate")
def issue(*, actor: Actor, stint: Stint, kind: str, purpose: str, today: date, now: datetime) -> Certificate:
    """Issue a certificate of ending, post or income under the next number of the year.

    The certificate of income states the wage standard of article 11 that is in force, as agreed wage; pay is not
    known yet. CannotCertify.
    """
    on_post = stint.start <= today and (stint.end is None or stint.end >= today)
    if kind == "end" and stint.end is None:
        raise CannotCertify("还在岗，不能出具解除（终止）证明。")
    if kind in ("post", "income") and not on_post:
        raise CannotCertify("已不在岗，不能出具这种证明。")
    facts: dict[str, Any] = {"start": str(stint.start), "end": str(stint.end) if stint.end else None}
    if kind == "income":
        facts |= {name: value_on(name, today) for name in ("base_standard", "performance_standard", "wage_standard")}
    last = Certificate.objects.filter(kind=kind, year=today.year).aggregate(last=Max("serial"))["last"]
    made = Certificate.objects.create(
        kind=kind,
        year=today.year,
        serial=(last or 0) + 1,
        stint=stint,
        party=employer_of(stint.village, today).name,
        purpose=purpose,
        facts=facts,
        issued_on=today,
        issued_by_id=actor.user_id,
    )
    record(actor, made, at=now, facts={"kind": made.get_kind_display()}, person=stint.person_id)
    return made


def person_of(subject: Any) -> Any:
    """Whom a thing of this room is about; nobody for a training."""
    stint = getattr(subject, "stint", None)
    return getattr(subject, "person_id", None) or getattr(stint, "person_id", None)
