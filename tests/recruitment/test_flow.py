"""A round from the notice to the agreement, step by step, and what goes with each."""

from __future__ import annotations

from datetime import date
from typing import Any

from sibai.audit.models import Entry
from sibai.recruitment.models import Result, StepRecord
from sibai.recruitment.queries.effects import effects_of
from sibai.rulebook.queries.asking import Kept
from tests.recruitment.rounds import POSTED, UNTIL


def test_a_round_goes_from_the_notice_to_the_agreement(round_of: Any) -> None:
    done = round_of("to_sign")
    assert done.selection.state == "to_sign"
    assert done.selection.notice_until == UNTIL
    steps = list(StepRecord.objects.filter(selection=done.selection).values_list("after", flat=True))
    assert steps == [
        "published", "review", "merit", "choosing", "chosen", "public_notice", "submitted", "approved", "training",
        "to_sign",
    ]  # fmt: skip
    assert [each.rank for each in done.ranked()] == [1, 2, 3]
    assert [each.merit for each in done.ranked()] == [9000, 8000, 7000]
    done.vacancy.refresh_from_db()
    assert done.vacancy.filed_on == done.selection.filed_on
    assert not Entry.objects.filter(outcome="refused").exists()


def test_what_the_rules_answered_is_kept_with_its_explanation(round_of: Any) -> None:
    done = round_of("public_notice")
    kept = {
        (each.kind, each.application.number if each.application else 0): Kept(each.document)
        for each in Result.objects.filter(superseded_at__isnull=True)
    }
    assert kept["eligibility", 1]["eligible"]
    assert kept["merit", 2]["merit_average"] == 8000
    assert kept["ranking", 2].of("rank_of_applicant", 1) == 2
    assert kept["public_notice", 0]["public_notice_until"] == UNTIL
    assert kept["ranking", 2].why("rank_of_applicant", 1)["children"]
    sizes = [len(each.answers) for each in Result.objects.all()]
    assert max(sizes) < 20_000, sizes
    assert done.selection.chosen.number == 1


def test_a_public_notice_into_a_year_without_its_days_off_is_said_to_be_provisional(round_of: Any) -> None:
    made = round_of("chosen")
    assert "放假安排" not in str(effects_of("announce", made.selection, POSTED))
    told = effects_of("announce", made.selection, date(2026, 12, 28))
    assert "2027年放假安排尚未公布" in str(told)
