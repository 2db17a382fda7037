"""Every case of the measure comes out as its file says, and its explanation evaluates to the same."""

import pytest

from sibai.measure import ARTICLES, LAW
from sibai.measure.cases import Case, answers, load_cases

CASES = load_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_case_comes_out_as_written(case: Case) -> None:
    for what, expected, computed in answers(case, LAW):
        assert computed == expected, what


def test_no_two_cases_have_the_same_name() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))


def test_every_case_cites_articles_that_the_measure_has() -> None:
    assert {article for case in CASES for article in case.articles} <= ARTICLES.keys()
