"""Every number of every case explains itself: read back from JSON, without the book, it evaluates to its value."""

import json

import pytest

from sibai.measure import BOOK, LAW
from sibai.measure.cases import Case, evaluation, load_cases
from sibai.measure.explain import evaluate, from_document, to_document
from sibai.measure.telling import formula_text, tree

CASES = [case for case in load_cases() if not case.refused]


def asked(case: Case) -> list[tuple[str, int]]:
    """The numbers that a case expects, with their rows."""
    own = [(name, 0) for name in case.expect]
    return own + [(name, row) for row, person in enumerate(case.people) for name in person.get("expect", {})]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_explanation_of_a_case_evaluates_to_its_number(case: Case) -> None:
    single = evaluation(case, LAW)
    for name, row in asked(case):
        step = single.explain(name, row)
        document = json.loads(json.dumps(to_document(step), ensure_ascii=False))
        again = from_document(document)
        assert evaluate(again) == step.value == single.number(name, row), name
        assert to_document(again) == document
        assert tree(again) == tree(step)


def test_no_operation_of_a_case_is_told_without_words() -> None:
    told = {formula_text(("day_of", 1, 2)), formula_text(("ceiling", 1, 2))}
    assert "（1，2）" not in told


def test_every_rule_of_a_person_has_a_case() -> None:
    cased = {need for case in CASES for name, _ in asked(case) for need in BOOK.behind([name])}
    refused = {need for case in load_cases() for name in case.expect for need in BOOK.behind([name])}
    assert set(BOOK.rules) - cased - refused == {"matter_family"}, "joining events asks this one apart"
