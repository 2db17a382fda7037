"""`--explain`: the tree of a row holds every number of that row, whatever the file and the readings."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands import test_eligible, test_payroll, test_settle, test_term
from tests.commands.harness import Ran, eligible, full, options, payroll, sample, settle, sheet, term

SOME = settings(max_examples=25)
UNTOLD = {"code", "village", "record", "reasons", "eligible", "sampled"}


def told(ran: Ran, plain: Ran, code: str, key: str = "code") -> None:
    """Every number of the row stands in its tree, and the table itself is as without the tree."""
    assert plain.status == ran.status == 0, ran.err
    assert ran.out.startswith(plain.out)
    tree = ran.out.removeprefix(plain.out)
    (row,) = [row for row in plain.rows if row[key] == code]
    for name, text in row.items():
        if name not in UNTOLD and text:
            assert text in tree, (name, text, tree)
    assert ran.err == plain.err


@SOME
@given(st.data())
def test_payslips_are_explained(data: st.DataObject) -> None:
    month, readings = data.draw(test_payroll.MONTHS), {**data.draw(test_payroll.READINGS), "short_net": "carry"}
    if readings.get("performance_timing") == "monthly_advance":
        readings["pool_per_head"] = "article_11"
    rows = data.draw(test_payroll.rosters(date.fromisoformat(f"{month}-01")))
    if rows:
        text, code = sheet("ROSTER", *full("ROSTER", rows)), data.draw(st.sampled_from(rows))["code"]
        plain = payroll(text, *options(readings), month=month)
        told(payroll(text, *options(readings), f"--explain={code}", month=month), plain, code)


@SOME
@given(st.data())
def test_settlements_are_explained(data: st.DataObject) -> None:
    staff = data.draw(test_settle.staffs())
    events = data.draw(test_settle.event_lists([person["code"] for person in staff]))
    readings = data.draw(test_settle.READINGS)
    if staff:
        texts, code = (sheet("STAFF", *staff), sheet("EVENTS", *events)), data.draw(st.sampled_from(staff))["code"]
        told(settle(*texts, *options(readings), f"--explain={code}"), settle(*texts, *options(readings)), code)


@SOME
@given(st.data())
def test_terms_are_explained(data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.text("01甲a", min_size=1, max_size=3), min_size=1, max_size=3, unique=True))
    text = sheet("STINTS", *(row for code in codes for row in data.draw(test_term.stints_of(code))))
    readings = options({"term_cap_scope": data.draw(st.sampled_from(["all_stints", "with_public_posts"]))})
    code = data.draw(st.sampled_from(codes))
    told(term(text, *readings, f"--explain={code}"), term(text, *readings), code)


@SOME
@given(st.data())
def test_ranks_are_explained(data: st.DataObject) -> None:
    hire = data.draw(st.booleans())
    rows = data.draw(test_eligible.applicants(hire))
    readings = options({"age_on": "hire" if hire else "deadline"})
    if rows:
        text, code = sheet("APPLICANTS", *rows), data.draw(st.sampled_from(rows))["code"]
        told(eligible(text, *readings, f"--explain={code}"), eligible(text, *readings), code)


@pytest.mark.parametrize("record", ["1", "7", "30"])
def test_draws_are_explained(record: str) -> None:
    text = sheet("FRAME", *({"record": str(n)} for n in range(1, 31)))
    told(sample(text, "--explain", record), sample(text), record, "record")
