"""The law of a run is kept once, and its numbers are the same by it, whatever is decided afterwards."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sibai.measure import BOOK, LAW
from sibai.measure.pay import PAYSLIP
from sibai.measure.payable import PAYABLE
from sibai.rulebook.queries.asking import Asker
from sibai.rulebook.queries.keeping import frozen, provisional_in, thawed, undecided_in

NAMES = (*PAYSLIP, *PAYABLE, "stopped", "below_minimum")
MAY = date(2026, 5, 31)
FACTS = {"month": date(2026, 5, 1), "on_post_from": date(2026, 5, 11), "unpaid_days": 2, "months_before": 4}


def test_numbers_and_explanations_come_back_from_the_kept_law() -> None:
    asker = Asker(LAW.on(MAY), MAY, "digest")
    kept = json.loads(json.dumps(frozen(asker, NAMES)))
    before, after = asker.ask(NAMES, FACTS), thawed(kept).ask(NAMES, FACTS)
    assert before.values == after.values
    assert before.json() == after.json()


def test_only_what_the_numbers_hang_on_is_kept() -> None:
    kept = frozen(Asker(LAW.on(MAY), MAY, ""), NAMES)
    assert set(kept["entries"]) == {name for name in BOOK.behind(NAMES) if name in LAW.entries}


def test_a_kept_law_says_what_was_undecided_and_what_provisional() -> None:
    kept = frozen(Asker(LAW.on(MAY), MAY, ""), NAMES)
    assert undecided_in(kept) == [LAW.entries["short_net"].label]
    assert provisional_in(kept) == []
    later = date(2027, 1, 31)
    assert provisional_in(frozen(Asker(LAW.on(later), later, ""), NAMES)) == [
        LAW.entries["contribution_base_lower"].label,
        LAW.entries["contribution_base_upper"].label,
    ]


def test_what_is_no_kept_law_is_told() -> None:
    with pytest.raises(ValueError, match="no law"):
        thawed({"format": "something else"})
