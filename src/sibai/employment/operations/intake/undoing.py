"""Taking an import back: what it wrote goes, what it closed opens again, as long as nothing stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import ProtectedError

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.documents.models import StoredFile
from sibai.documents.operations.keeping import erase
from sibai.employment.models import Contract, Exemption, GradeFact, RosterImport, Stint
from sibai.employment.queries.intake.built_on import built_on
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.people.operations.persons import change
from sibai.places.models import Place
from sibai.recruitment.models import Vacancy
from sibai.recruitment.operations.vacancies import open_vacancy

NAMED_AT_MOST = 5
WRITTEN: tuple[tuple[str, type[models.Model]], ...] = (
    ("grades", GradeFact),
    ("exemptions", Exemption),
    ("contracts", Contract),
    ("stints", Stint),
    ("opened", Vacancy),
)
"""What an import writes beside people, in the order in which it goes."""


class BuiltOn(Refusal):
    """Somebody has worked on with what was imported."""


@act("employment.undo_import")
def undo(*, actor: Actor, roster: RosterImport, version: int, reason: str, now: datetime) -> RosterImport:
    """Take an import back. BuiltOn names what stands on it; Overtaken where it is taken back already."""
    taken = RosterImport.objects.filter(pk=roster.pk, version=version, state="imported").update(
        state="undone", version=version + 1, undone_by=actor.user_id, undone_at=now, reason=reason
    )
    if not taken:
        raise Overtaken("这次导入刚才已经撤销，请刷新后再看。")
    _refuse(built_on(roster))
    try:
        for kind, model in WRITTEN:
            model._default_manager.filter(pk__in=roster.made.get(kind, ())).delete()
        Person.objects.filter(pk__in=roster.made.get("people", ())).delete()
    except ProtectedError as error:
        _refuse(sorted({_named(row) for row in error.protected_objects}))
    _put_back(actor, roster, now)
    _reopen(roster.made.get("closed", ()), now)
    erase(StoredFile.objects.filter(pk=roster.file_id), now=now)
    record(actor, roster, at=now, facts=roster.counts, texts={"reason": reason})
    roster.refresh_from_db()
    return roster


def _refuse(told: Iterable[str]) -> None:
    """BuiltOn with the first things that were built on the import."""
    built = list(told)
    if built:
        more = f"等{len(built)}件" if len(built) > NAMED_AT_MOST else ""
        raise BuiltOn(
            f"不能撤销，导入以后已有人接着办理：{'；'.join(built[:NAMED_AT_MOST])}{more}。请在各人的页面逐项更正。"
        )


def _named(row: Any) -> str:
    """A row that points to one of the import, as the log would name it."""
    return f"{getattr(row, 'label', '') or row._meta.verbose_name}（后来登记的）"


def _put_back(actor: Actor, roster: RosterImport, now: datetime) -> None:
    """People known before the import: what was filled in is blank again, their village as it was."""
    for person in Person.objects.filter(pk__in=list(roster.touched)):
        touched = roster.touched[str(person.pk)]
        blank = {fact: False if isinstance(getattr(person, fact), bool) else "" for fact in touched.get("facts", ())}
        change(actor, person, blank, now)
        if "village" in touched:
            person.village_id = touched["village"]
            person.save(update_fields=["village"])


def _reopen(closed: Iterable[dict[str, str]], now: datetime) -> None:
    """The vacancies that the import closed; one that is gone is made again from its former day."""
    for each in closed:
        village = Place.objects.get(pk=each["village"])
        if Vacancy.objects.filter(village=village, closed_on__isnull=True).exists():
            continue
        if not Vacancy.objects.filter(pk=each["id"], filed_on__isnull=True).update(closed_on=None):
            opened_on = date.fromisoformat(each["opened_on"])
            open_vacancy(village=village, opened_on=opened_on, cause=each["cause"], now=now)
