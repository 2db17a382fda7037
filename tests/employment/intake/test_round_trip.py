"""What holds survives import, export and import again; what does not is told in its cell, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibai.audit.models import Entry, Head
from sibai.employment.models import Contract, Exemption, RosterImport, Stint
from sibai.employment.operations.intake import exporting, importing, undoing
from sibai.employment.operations.intake.bringing_in import BadRoster, write
from sibai.employment.queries.intake.columns import named
from sibai.employment.queries.intake.kept import look_at
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.people.queries.persons import CATEGORIES
from sibai.places.models import Place
from sibai.recruitment.models import Vacancy
from sibai.recruitment.operations.vacancies import open_vacancy
from tests.employment.intake.random_rosters import BAD, Drawn, rosters
from tests.employment.intake.rosters import csv_of, look, rows_of, upload, xlsx
from tests.web_fixtures import NOW, TODAY

pytestmark = pytest.mark.django_db
STAY = {"audit.Entry", "audit.EntryText", "documents.StoredFile", "employment.RosterImport", "people.PersonCounter"}
"""Tables that tell of an import even when it is undone; the counter of codes only rises."""
KNOWN = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def some(part: int) -> settings:
    """A part of the profile's examples: each starts a process or two."""
    return settings(max_examples=settings.default.max_examples // part, suppress_health_check=KNOWN)


@pytest.fixture
def clerk(actor_of: Any) -> Actor:
    made: Actor = actor_of("county_clerk")
    return made


def villages() -> list[Place]:
    return list(Place.objects.filter(level="village").select_related("parent").order_by("code"))


def brought_in(clerk: Actor, content: bytes, name: str = "花名册.csv") -> RosterImport:
    roster = importing.upload(actor=clerk, file=upload(content, name, "text/csv"), document="测试", now=NOW)
    seen = look_at(roster, clerk, TODAY)
    assert seen.faults == [], [f"{each.cell}{each.message}" for each in seen.faults]
    digest = seen.digest(roster.file.sha256)
    return importing.confirm(actor=clerk, roster=roster, version=1, digest=digest, accepted=True, now=NOW)


def held() -> dict[str, list[Any]]:
    """People, posts, contracts, cards and exemptions as they are on file, by the identity number."""
    facts = ("name", "phone", "card", "address", "education", *CATEGORIES, "village_id")
    return {
        "people": sorted((each.id_number, *(getattr(each, fact) for fact in facts)) for each in Person.objects.all()),
        "stints": sorted(
            (each.person.id_number, each.village_id, each.start, str(each.end), each.kind)
            for each in Stint.objects.select_related("person")
        ),
        "contracts": sorted(
            (
                *(each.person.id_number, each.start, each.end, each.stint.start if each.stint else None, each.number),
                *(each.filing_number, str(each.signed_on), str(each.filed_on), each.state, str(each.sign_by)),
            )
            for each in Contract.objects.select_related("person", "stint")
        ),
        "vacancies": sorted(
            (each.village_id, each.opened_on, str(each.closed_on), each.cause) for each in Vacancy.objects.all()
        ),
        "exemptions": sorted(
            (each.person.id_number, each.recognised, each.certificate, str(each.certified_on), str(each.subsidy_from))
            for each in Exemption.objects.select_related("person")
        ),
    }


def everything() -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def written(clerk: Actor, content: bytes, kind: str) -> dict[str, list[Any]]:
    """A file brought in without its act; what is on file then."""
    seen = look(content, kind)
    assert seen.faults == [], [f"{each.cell}{each.message}" for each in seen.faults]
    assert seen.plan is not None
    write(clerk, seen.plan, NOW, document="测试")
    return held()


@some(4)
@given(data=st.data())
def test_a_random_roster_survives_import_export_and_import(clerk: Actor, data: st.DataObject) -> None:
    drawn = data.draw(rosters(villages()))
    with undone():
        before = written(clerk, csv_of(drawn.written()), "csv")
        content = exporting.export(actor=clerk, whole=True, reason="往返", now=NOW)
    assert len(before["people"]) == len({row["身份证号"] for row in drawn.rows})
    with undone():
        assert written(clerk, content, "xlsx") == before


@some(20)
@given(data=st.data())
def test_an_undone_import_leaves_everything_as_it_was(clerk: Actor, data: st.DataObject) -> None:
    drawn = data.draw(rosters(villages()))
    with undone():
        vacancies_everywhere()
        before, rows = held(), everything()
        roster = brought_in(clerk, csv_of(drawn.written()))
        assert roster.counts.get("closed", 0) == sum(each.end is None for each in Stint.objects.all())
        undoing.undo(actor=clerk, roster=roster, version=roster.version, reason="传错了", now=NOW)
        assert held() == before
        kept = {
            "audit.Entry",
            "audit.EntryText",
            "documents.StoredFile",
            "employment.RosterImport",
            "people.PersonCounter",
        }
        assert {name for name, count in everything().items() if count != rows[name]} <= kept


def vacancies_everywhere() -> None:
    """As a county begins: every village has nobody."""
    for village in villages():
        open_vacancy(village=village, opened_on=date(2022, 6, 10), cause="never", now=NOW)


@some(5)
@given(data=st.data())
def test_a_cell_made_wrong_is_told_and_nothing_is_written(clerk: Actor, data: st.DataObject) -> None:
    drawn = data.draw(rosters(villages(), most=4))
    column = data.draw(st.sampled_from(sorted(BAD)))
    spoiled = data.draw(st.integers(0, len(drawn.rows) - 1))
    drawn.rows[spoiled] = {**drawn.rows[spoiled], column: BAD[column]}
    rows = drawn.written()
    with undone():
        roster = importing.upload(actor=clerk, file=upload(csv_of(rows), "a.csv", "text/csv"), document="x", now=NOW)
        seen = look_at(roster, clerk, TODAY)
        told = {(each.row, known.field.label) for each in seen.faults if (known := named(each.header))}
        assert (spoiled + 2, column) in told, [f"{each.cell}{each.message}" for each in seen.faults]
        refused_and_unchanged(clerk, roster, seen.digest(roster.file.sha256))


def refused_and_unchanged(clerk: Actor, roster: RosterImport, digest: str) -> None:
    """An import is refused; the log has that it was, and nothing else changed."""
    before, head = everything(), Head.objects.get().seq
    with pytest.raises(BadRoster):
        importing.confirm(actor=clerk, roster=roster, version=1, digest=digest, accepted=True, now=NOW)
    after = everything()
    assert {name: count for name, count in after.items() if count != before[name]} == {
        "audit.Entry": before["audit.Entry"] + 1
    }
    last = Entry.objects.get(seq=head + 1)
    assert (last.outcome, last.action, Head.objects.get().seq) == ("refused", "employment.import_roster", head + 1)


ANYTHING = st.one_of(
    st.text(max_size=30).map(lambda text: text.replace("\r", "").replace("\x00", "")),
    st.sampled_from(["²", "١٢٣", "=1+1", "1e5", "-1", "0", "1" * 400, "￥", "2025-07-01", "9999-12-31", "0001-01-01"]),
)


@some(1)
@given(data=st.data())
def test_whatever_stands_in_a_cell_is_taken_or_told(clerk: Actor, data: st.DataObject) -> None:
    drawn: Drawn = data.draw(rosters(villages(), most=2))
    labels = sorted({name for row in drawn.rows for name in row} | set(BAD))
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(drawn.rows) - 1))
        drawn.rows[row] = {**drawn.rows[row], data.draw(st.sampled_from(labels)): data.draw(ANYTHING)}
    seen = look(csv_of(drawn.written(labels), "utf-8"), "csv")
    assert all(each.message and each.header for each in [*seen.faults, *seen.warnings])
    assert seen.good or seen.faults


@some(6)
@given(seed=st.integers(0, 2**32), cuts=st.integers(1, 20))
def test_a_damaged_workbook_is_read_or_told_and_never_an_error(county: Place, seed: int, cuts: int) -> None:
    chance = Random(seed)
    content = bytearray(xlsx(rows_of(count=2)))
    for _ in range(cuts):
        content[chance.randrange(len(content))] = chance.randrange(256)
    seen = look(bytes(content))
    assert seen.good or seen.faults
