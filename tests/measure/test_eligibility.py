"""Who may be chosen and in which order, whatever the order of the rows."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sibai.measure import LAW, Single
from sibai.measure.choices import Education
from sibai.measure.explain import evaluate, from_document, to_document

DEADLINE = date(2026, 6, 30)
FLAGS = (
    "poverty_relief",
    "hard_to_employ",
    "conduct_confirmed",
    "graduate",
    "veteran",
    "poverty_household",
    "monitored_household",
    "knows_village",
)


@st.composite
def applicants(draw: st.DrawFn) -> dict[str, Any]:
    """An applicant, near every boundary and with many ties."""
    person: dict[str, Any] = {flag: draw(st.booleans()) for flag in FLAGS}
    turns = DEADLINE.replace(year=DEADLINE.year - draw(st.sampled_from([18, 30, 41])))
    person["birth_date"] = turns + timedelta(days=draw(st.integers(-2, 2)))
    person["education"] = draw(st.sampled_from([Education.JUNIOR, Education.SENIOR, Education.BACHELOR]))
    person["merit"] = draw(st.sampled_from([8000, 8001, 9000]))
    person["applied_at"] = datetime.fromisoformat("2026-06-30T23:59:58") + timedelta(seconds=draw(st.integers(0, 3)))
    return person


POOLS = st.lists(applicants(), min_size=1, max_size=8)


def single_of(people: list[dict[str, Any]]) -> Single:
    """All applicants in one evaluation."""
    facts: dict[str, Any] = {name: [person[name] for person in people] for name in people[0]}
    return Single(LAW.on(DEADLINE), {"deadline": DEADLINE, **facts}, {"person": [0] * len(people)})


def coded(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Codes in an order that is not the order of rows."""
    return [{**person, "code": f"{(row * 5) % 8:02d}"} for row, person in enumerate(people)]


@given(POOLS, st.randoms(use_true_random=False))
def test_the_ranking_does_not_hang_on_the_order_of_rows(people: list[dict[str, Any]], chance: Any) -> None:
    people = coded(people)
    mixed = chance.sample(people, len(people))
    first, second = single_of(people), single_of(mixed)
    ranks = {person["code"]: first.number("rank_of_applicant", row) for row, person in enumerate(people)}
    assert ranks == {person["code"]: second.number("rank_of_applicant", row) for row, person in enumerate(mixed)}


@given(POOLS)
def test_the_eligible_are_ranked_one_after_another_by_the_keys_in_turn(people: list[dict[str, Any]]) -> None:
    people = coded(people)
    single = single_of(people)
    rows = [row for row in range(len(people)) if single.number("eligible", row)]
    by_hand = sorted(
        rows,
        key=lambda row: (
            -people[row]["merit"],
            -sum(people[row][name] for name in FLAGS[3:7]),
            not people[row]["knows_village"],
            people[row]["applied_at"],
            people[row]["code"],
        ),
    )
    assert [single.number("rank_of_applicant", row) for row in by_hand] == list(range(1, len(rows) + 1))
    others = set(range(len(people))) - set(rows)
    assert all(single.number("rank_of_applicant", row) == 0 for row in others)


@given(applicants())
def test_eligible_is_the_same_as_having_no_reason_against(person: dict[str, Any]) -> None:
    single = single_of(coded([person]))
    age = DEADLINE.year - person["birth_date"].year
    age -= (DEADLINE.month, DEADLINE.day) < (person["birth_date"].month, person["birth_date"].day)
    unmet = [
        not 18 <= age <= 40,
        person["education"] is Education.JUNIOR,
        not (person["poverty_relief"] or person["hard_to_employ"]),
        not person["conduct_confirmed"],
        person["applied_at"] >= datetime.fromisoformat("2026-07-01T00:00:00"),
    ]
    reasons = single.number("reasons")
    assert single.number("age") == age
    assert single.number("eligible") == (reasons == "") == (not any(unmet))
    assert len(reasons.split("；")) == max(1, sum(unmet))


@given(POOLS)
def test_ranks_and_reasons_explain_themselves(people: list[dict[str, Any]]) -> None:
    single = single_of(coded(people))
    for row in range(len(people)):
        for name in ("age", "eligible", "reasons", "priority", "rank_of_applicant"):
            step = from_document(json.loads(json.dumps(to_document(single.explain(name, row)), ensure_ascii=False)))
            assert evaluate(step) == single.number(name, row)
