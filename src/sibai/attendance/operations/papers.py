"""Rosters and sheets handed out, proofs taken in: each is one entry of the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sibai.attendance.models import Sheet
from sibai.attendance.queries.month import MonthRules
from sibai.attendance.queries.papers import PAPERS, TITLES, columns_of, notes_of, paper_rows, rows_of, words_for
from sibai.audit.operations import act, record
from sibai.db.querysets import area
from sibai.documents.models import Paper
from sibai.documents.operations.keeping import attach as keep_paper
from sibai.documents.sheets import workbook
from sibai.documents.word import render
from sibai.people.actor import Actor
from sibai.places.models import Place


@act("attendance.print")
def print_paper(*, actor: Actor, place: Place, rules: MonthRules, name: str, today: date, now: datetime) -> bytes:
    """A roster or sheet in Word, with full numbers. `name`: of the template."""
    words = words_for(name, place, rules, today)
    facts = {"month": rules.label, "paper": PAPERS[name], "people": len(words["rows"])}
    record(actor, place, at=now, facts=facts)
    return render(name, words)


@act("attendance.export")
def export(*, actor: Actor, place: Place, rules: MonthRules, what: str, now: datetime) -> bytes:
    """A roster or sheet as a workbook, with full numbers on the roster. `what`: roster or sheet."""
    rows = paper_rows(area(place.pk), rules)
    facts = {"month": rules.label, "paper": TITLES[what], "people": len(rows)}
    record(actor, place, at=now, facts=facts)
    title = f"{place.short_name}{rules.label}{TITLES[what]}"
    made = rows_of(what, rows)
    return workbook(title, columns_of(what, rules), made, by=actor.user_name, at=now, notes=notes_of(what))


@act("attendance.attach")
def attach(*, actor: Actor, subject: Any, kind: str, label: str, upload: Any, now: datetime) -> Paper:
    """Keep the scan of a proof of a leave, a trip or a correction, or of a village's signed sheet. BadUpload."""
    person = None if isinstance(subject, Sheet) else subject.person_id
    paper = keep_paper(actor, subject, kind, upload, now=now, person_id=person)
    record(actor, subject, at=now, facts={"paper": label}, person=person)
    return paper
