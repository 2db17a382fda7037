"""Rooms above answer for the persons they know: until when the law keeps them, what they are, how they are erased."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps

from sibai.audit.models import Entry
from sibai.db.fields import EncryptedText
from sibai.employment.models import GradeFact, Stint
from sibai.people.holders import holders
from sibai.people.models import Person
from sibai.people.operations.erasing import NotDue, erasure_run
from sibai.people.queries.data_copy import copy_of
from sibai.people.queries.retention import due, keeping_of
from sibai.recruitment.models import Application, Kinship, Result, Selection, StepRecord
from sibai.recruitment.operations import applications
from sibai.recruitment.operations import rounds as acts
from tests.employment.made import on_post
from tests.people.invented import person_in
from tests.recruitment.conftest import round_of
from tests.recruitment.rounds import PUBLISHED, Round, at
from tests.web_fixtures import MAOPING, NOW, TODAY, villages_of

__all__ = ["round_of"]
MUCH_LATER = date(2031, 1, 2)


def cancelled(made: Round) -> date:
    """A round that came to nothing; the day."""
    day = date(2026, 8, 1)
    made.step(acts.close, made.clerk, day, outcome="cancelled", reason="计划取消")
    made.selection.refresh_from_db()
    assert made.selection.closed_on is not None
    return made.selection.closed_on


def test_every_room_that_knows_persons_answers_for_them() -> None:
    knowing = {
        model._meta.app_label
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.related_model is Person and model._meta.app_label != "people"
    }
    assert knowing - {holder.room for holder in holders()} == set()


def test_a_going_round_keeps_its_applicants_and_an_ended_one_for_a_year(round_of: Any) -> None:
    made = round_of("choosing")
    people = list(Application.objects.order_by("number").values_list("person", flat=True))
    assert "没办结" in keeping_of(people, MUCH_LATER)[people[0]].refusal
    assert list(due(MUCH_LATER)) == []
    closed = cancelled(made)
    until = keeping_of(people, closed)[people[0]].until
    assert until == closed.replace(year=closed.year + 1)
    assert list(due(until)) == []
    assert [person.pk for person in due(until + timedelta(days=1))] == people


def test_a_person_of_whom_no_room_holds_anything_is_not_erased_unasked(county: Any) -> None:
    person_in(villages_of(MAOPING)[0])
    assert list(due(MUCH_LATER)) == []


def test_an_erased_applicant_leaves_no_words_in_the_round(round_of: Any, actor_of: Any) -> None:
    made = round_of("public_notice")
    Selection.objects.filter(pk=made.selection.pk).update(state="finished", closed_on=TODAY)
    clerk = actor_of("county_clerk")
    erasure_run(actor=clerk, due_persons=list(due(MUCH_LATER)), now=at(MUCH_LATER))
    for model in (Application, Kinship, StepRecord):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedText) and field.attname != "undo":
                assert set(model.objects.values_list(field.attname, flat=True)) <= {""}, field.label
    assert not Result.objects.filter(application__isnull=False).exists()
    assert set(Application.objects.values_list("id_index", flat=True)) == {""}
    assert {person.name for person in Person.objects.all()} == {"已删除"}


def test_an_application_that_nobody_took_in_is_swept(round_of: Any, actor_of: Any) -> None:
    made = round_of("published")
    online = made.apply(1)
    Application.objects.filter(pk=online.pk).update(
        person=None, state="received", source="online", submitted=json.dumps({"name": "张三"}), receipt_digest="d"
    )
    closed = cancelled(made)
    clerk = actor_of("county_clerk")
    erasure_run(actor=clerk, due_persons=[], now=at(closed))
    assert Application.objects.get().typed == {"name": "张三"}
    erasure_run(actor=clerk, due_persons=[], now=at(MUCH_LATER))
    kept = Application.objects.get()
    assert (kept.submitted, kept.receipt_digest, kept.erased_on) == ("", None, MUCH_LATER)
    assert Entry.objects.latest("seq").facts["others"] == 1


def test_an_application_taken_back_is_kept_and_erased_like_any_without_success(round_of: Any, actor_of: Any) -> None:
    made = round_of("published")
    given = {"actor": made.clerk, "reason": "材料填错", "now": at(PUBLISHED, 4)}
    applications.withdraw(application=made.apply(1), version=1, **given)
    again, online = made.apply(1), made.apply(2)
    Application.objects.filter(pk=online.pk).update(
        person=None, state="received", source="online", submitted=json.dumps({"name": "张三"}), receipt_digest="d"
    )
    applications.withdraw(application=online, version=1, **given)
    closed = cancelled(made)
    until = keeping_of([again.person_id], closed)[again.person_id].until
    assert until == closed.replace(year=closed.year + 1)
    run = {"actor": actor_of("county_clerk"), "due_persons": list(due(until))}
    erasure_run(**run, now=at(until))
    assert Application.objects.filter(erased_on=None).count() == 3
    assert Application.objects.exclude(out_why="").count() == 2
    over = until + timedelta(days=1)
    erasure_run(actor=run["actor"], due_persons=list(due(over)), now=at(over))
    for row in Application.objects.all():
        assert (row.id_index, row.out_why, row.submitted, row.receipt_digest, row.erased_on) == ("", "", "", None, over)


def test_who_is_on_a_post_is_kept_and_who_left_until_the_wage_records_go(county: Any, actor_of: Any) -> None:
    stint = on_post(villages_of(MAOPING)[0])
    ids = [stint.person_id]
    assert "没办结" in keeping_of(ids, MUCH_LATER)[stint.person_id].refusal
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 5, 1))
    keeping = keeping_of(ids, TODAY)[stint.person_id]
    assert keeping.until == date(2029, 5, 1)
    with pytest.raises(NotDue, match="2029-05-01"):
        erasure_run(actor=actor_of("county_clerk"), due_persons=[stint.person], now=NOW)


def test_an_erased_coordinator_leaves_the_days_of_the_post_and_no_words(county: Any, actor_of: Any) -> None:
    stint = on_post(villages_of(MAOPING)[0], end=date(2026, 5, 1))
    GradeFact.objects.create(
        person=stint.person,
        village=stint.village,
        year=2025,
        grade="合格",
        document="测试1号",
        reason="本人住院",
        state="confirmed",
        entered_at=NOW,
    )
    erasure_run(actor=actor_of("county_clerk"), due_persons=list(due(MUCH_LATER)), now=at(MUCH_LATER))
    assert GradeFact.objects.get().reason == ""
    assert (Stint.objects.get().start, Stint.objects.get().person.name) == (date(2025, 7, 1), "已删除")


def test_a_copy_of_ones_data_has_what_every_room_holds(round_of: Any) -> None:
    made = round_of("chosen")
    person = made.selection.chosen.person
    parts = {part for part, _, _ in copy_of(person)}
    assert made.selection.chosen.label in parts
    stint = on_post(villages_of(MAOPING)[5], 77)
    assert ("在岗经历", f"{stint.label}", "2025-07-01至今") in copy_of(stint.person)
