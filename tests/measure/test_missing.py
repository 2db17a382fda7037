"""A figure that nobody could find refuses, names itself, and counts as soon as the county sets it."""

from datetime import date
from typing import Any

import pytest

from sibai.measure import LAW, Single
from sibai.measure.refusals import MissingParameter

ON = date(2026, 5, 31)
TRIP = {"trip_from": date(2026, 5, 6), "trip_to": date(2026, 5, 8), "lodging_paid": 70_000}
missing_names = {name for name, entry in LAW.entries.items() if any(dated.missing for dated in entry.values)}


def county(name: str, value: Any) -> Any:
    """The law with one value set by the county."""
    row = {"from": date(2026, 1, 1), "value": value, "document": "白人社发〔2026〕9号"}
    return LAW.overlaid({name: [row]}, "county.toml").on(ON)


def test_six_figures_are_missing() -> None:
    assert missing_names == {
        "medical_employer_rate",
        *("childcare_days", "lodging_cap", "public_notice_days"),
        *("post_subsidy_standard", "insurance_subsidy_standard"),
    }


@pytest.mark.parametrize("name", sorted(missing_names))
def test_a_missing_figure_names_itself(name: str) -> None:
    with pytest.raises(MissingParameter, match=name):
        _ = LAW.on(ON)[name].published


@pytest.mark.parametrize(("nights", "lodging"), [(None, 60_000), (1, 30_000), (3, 70_000)])
def test_lodging_is_paid_up_to_the_cap_of_the_county(nights: int | None, lodging: int) -> None:
    single = Single(county("lodging_cap", "300.00"), {**TRIP, "lodging_nights": nights, "fares_paid": 12_000})
    assert single.number("travel_lodging") == lodging
    assert single.number("travel_claim") == 54_000 + lodging + 12_000


@pytest.mark.parametrize(("years", "days"), [(0, 10), (2, 10), (3, 0)])
def test_childcare_leave_ends_with_the_third_birthday(years: int, days: int) -> None:
    assert Single(county("childcare_days", 10), {"child_years": years}).number("childcare_leave") == days


def test_a_public_notice_lasts_working_days() -> None:
    single = Single(county("public_notice_days", 5), {"notice_published_on": date(2026, 9, 23)})
    assert single.number("public_notice_until") == date(2026, 10, 8), "25 to 27 September and 1 to 7 October are off"


@pytest.mark.parametrize(("paid", "subsidy"), [(160_000, 120_000), (120_000, 120_000), (90_000, 90_000)])
def test_a_post_is_subsidised_up_to_the_standard_of_the_county(paid: int, subsidy: int) -> None:
    assert Single(county("post_subsidy_standard", "1200.00"), {"wage_paid": paid}).number("post_subsidy") == subsidy


def test_an_advance_is_given_back_up_to_the_standard_of_the_county() -> None:
    single = Single(county("insurance_subsidy_standard", "700.00"), {"employer_advance": 76_739})
    assert (single.number("advance_from_subsidy"), single.number("advance_from_county")) == (70_000, 6_739)
