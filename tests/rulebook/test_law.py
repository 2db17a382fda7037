"""The law in force: shipped values, the county's confirmed decisions over them, by the code that reads files."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sibai.audit.refusals import Refusal
from sibai.measure import LAW
from sibai.rulebook.models import Decision
from sibai.rulebook.queries import law
from tests.rulebook.deciding import confirmed, prepared

BEFORE, AFTER = date(2026, 6, 30), date(2026, 7, 1)


def test_without_decisions_the_shipped_law_holds(county: Any) -> None:
    assert law.county_law().entries == LAW.entries


def test_a_confirmed_decision_holds_from_its_day_on(actor_of: Any) -> None:
    shipped = law.value_on("base_standard", BEFORE)
    confirmed(actor_of)
    assert law.value_on("base_standard", BEFORE) == shipped
    assert law.value_on("base_standard", AFTER) == 174_000
    assert law.law_on(AFTER)["base_standard"].dated.county


def test_a_decision_that_waits_changes_nothing(actor_of: Any) -> None:
    prepared(actor_of)
    assert law.county_law().entries == LAW.entries


def test_an_end_gives_way_to_the_shipped_value_again(actor_of: Any) -> None:
    confirmed(actor_of, end=date(2026, 12, 31))
    assert law.value_on("base_standard", date(2027, 1, 1)) == law.value_on("base_standard", BEFORE)


def test_the_next_decision_ends_the_open_one(actor_of: Any) -> None:
    confirmed(actor_of)
    confirmed(actor_of, value='"1800.00"', start=date(2027, 1, 1))
    values = [law.value_on("base_standard", day) for day in (AFTER, date(2026, 12, 31), date(2027, 1, 1))]
    assert values == [174_000, 174_000, 180_000]


def test_a_correction_takes_the_place_of_the_decision(actor_of: Any) -> None:
    wrong = confirmed(actor_of, value='"1470.00"')
    confirmed(actor_of, value='"1740.00"', replaces=wrong.pk)
    assert law.value_on("base_standard", AFTER) == 174_000
    assert tomllib.loads(law.county_rules().content.decode())["base_standard"][0]["value"] == "1740.00"


def test_confirming_the_default_decides_a_reading(actor_of: Any) -> None:
    assert law.law_on(AFTER)["below_bounds"].undecided
    confirmed(actor_of, entry="below_bounds", value='"strict"', start=date(2022, 6, 10))
    assert not law.law_on(AFTER)["below_bounds"].undecided


def test_a_page_costs_one_small_query_until_something_is_confirmed(actor_of: Any) -> None:
    confirmed(actor_of)
    law.county_law()
    with CaptureQueriesContext(connection) as queries:
        law.law_on(AFTER)
        law.law_on(BEFORE)
    assert len(queries) == 2
    assert all('"rulebook_decision"."id"' in each["sql"] and "value" not in each["sql"] for each in queries)


def test_another_process_sees_the_decision_at_once(actor_of: Any) -> None:
    law.county_law()
    confirmed(actor_of)
    here = law.county_rules()
    law._rules_of.cache_clear()  # what a process just started knows
    assert law.county_rules().digest == here.digest
    assert law.county_rules().law.entries == here.law.entries


def test_what_was_rolled_back_is_forgotten(actor_of: Any) -> None:
    before = transaction.savepoint()
    confirmed(actor_of)
    assert law.value_on("base_standard", AFTER) == 174_000
    transaction.savepoint_rollback(before)
    assert law.county_law().entries == LAW.entries


def test_a_day_before_the_measure_is_refused_in_chinese(county: Any) -> None:
    with pytest.raises(Refusal, match="第二十三条"):
        law.law_on(date(2022, 6, 9))


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_confirmed_decision(change: str, actor_of: Any) -> None:
    rows = Decision.objects.filter(pk=confirmed(actor_of).pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        _ = rows.update(value='"1.00"') if change == "update" else rows.delete()


def test_a_page_asks_for_the_rules_once_and_the_next_page_anew(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1), law.read_once():
        assert law.county_rules() is law.county_rules()
    with django_assert_num_queries(2):
        law.county_rules()
        law.county_rules()
