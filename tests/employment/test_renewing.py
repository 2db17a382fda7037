"""A renewal is allowed or refused by the rules, with the last lawful day (arts. 9 and 17)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from sibai.audit.refusals import SamePerson
from sibai.employment.models import Contract, GradeFact, Renewal, Stint
from sibai.employment.operations import renewing
from sibai.employment.operations.taking_up import WrongDay
from sibai.employment.queries.paper_words import words_for
from sibai.places.models import Place
from tests.employment.made import again, on_post
from tests.web_fixtures import MAOPING, NOW, TODAY, villages_of


@pytest.fixture
def village(county: Place) -> Place:
    return villages_of(MAOPING)[0]


def grade(stint: Stint, year: int, word: str, **others: Any) -> GradeFact:
    """A confirmed grade."""
    given = {"state": "confirmed", "confirmed_at": NOW, "document": "白人社发〔2026〕1号", "entered_at": NOW, **others}
    return GradeFact.objects.create(
        person_id=stint.person_id, village_id=stint.village_id, year=year, grade=word, **given
    )


def propose(actor_of: Any, stint: Stint, to: date) -> Renewal:
    clerk = actor_of("village", stint.village_id)
    return renewing.propose(actor=clerk, stint=stint, to=to, today=TODAY, now=NOW)


def test_a_renewal_goes_from_the_village_to_the_town_is_signed_and_filed(village: Place, actor_of: Any) -> None:
    stint = on_post(village)
    grade(stint, 2025, "合格")
    row = propose(actor_of, stint, date(2027, 6, 30))
    assert (row.allowed, row.state, row.last_lawful_day) == (True, "to_approve", date(2028, 6, 30))
    town = actor_of("town", MAOPING)
    renewing.decide(actor=town, renewal=row, version=1, approve=False, reason="先补材料", today=TODAY, now=NOW)
    clerk = actor_of("village", village.code)
    renewing.revise(actor=clerk, renewal=row, version=2, to=date(2027, 5, 31), today=TODAY, now=NOW)
    renewing.decide(actor=town, renewal=row, version=3, approve=True, reason="", today=TODAY, now=NOW)
    contract = renewing.sign(actor=clerk, renewal=row, version=4, signed_on=TODAY, number="续1", today=TODAY, now=NOW)
    assert (contract.start, contract.end, contract.state) == (date(2026, 7, 1), date(2027, 5, 31), "signed")
    renewing.file(
        actor=actor_of("county_clerk"),
        renewal=row,
        version=5,
        filed_on=TODAY,
        filing_number="备2",
        today=TODAY,
        now=NOW,
    )
    assert (again(row).state, again(contract).state) == ("filed", "filed")


def test_the_contract_of_a_renewal_is_printed_before_signing_with_the_words_of_after(
    village: Place, actor_of: Any, client_of: Any
) -> None:
    stint = on_post(village)
    grade(stint, 2025, "合格")
    row = propose(actor_of, stint, date(2027, 6, 30))
    paper = reverse("employment:print", args=["renewal", row.pk, "labour_contract"])
    client, shown = client_of("village", village.code), reverse("employment:renewal", args=[row.pk])
    assert client.get(paper).status_code == 404
    assert paper not in client.get(shown).content.decode()
    town, clerk = actor_of("town", MAOPING), actor_of("village", village.code)
    renewing.decide(actor=town, renewal=row, version=1, approve=True, reason="", today=TODAY, now=NOW)
    assert paper in client.get(shown).content.decode()
    assert client.get(paper)["Content-Disposition"].startswith("attachment")
    before = words_for("labour_contract", again(row), TODAY)
    contract = renewing.sign(actor=clerk, renewal=row, version=2, signed_on=TODAY, number="", today=TODAY, now=NOW)
    assert before == words_for("labour_contract", contract, TODAY) == words_for("labour_contract", again(row), TODAY)
    assert reverse("employment:attach", args=["contract", contract.pk, "labour_contract"]) in client.get(shown).text
    assert client.post(reverse("employment:attach", args=["renewal", row.pk, "labour_contract"])).status_code == 404


def test_the_cap_refuses_and_names_the_last_lawful_day(village: Place, actor_of: Any) -> None:
    """Three years end on 2026-12-31: a renewal to 2027-06-30 is refused, one to that day is allowed."""
    stint = on_post(village, start=date(2024, 1, 1))
    grade(stint, 2025, "优秀")
    row = propose(actor_of, stint, date(2027, 6, 30))
    assert (row.allowed, row.state, row.last_lawful_day) == (False, "refused", date(2026, 12, 31))
    assert "2026-12-31" in row.refusal
    assert propose(actor_of, stint, date(2026, 12, 31)).state == "to_approve"


def test_a_failed_grade_refuses(village: Place, actor_of: Any) -> None:
    stint = on_post(village)
    grade(stint, 2025, "不合格")
    row = propose(actor_of, stint, date(2027, 6, 30))
    assert row.state == "refused"
    assert "第十七条" in row.refusal


def test_the_grade_of_the_last_year_is_needed_from_who_was_on_post(village: Place, actor_of: Any) -> None:
    stint = on_post(village)
    grade(stint, 2025, "合格", state="entered")
    with pytest.raises(renewing.GradeMissing, match="2025"):
        propose(actor_of, stint, date(2027, 6, 30))


def test_who_came_after_the_cut_off_needs_no_grade(village: Place, actor_of: Any) -> None:
    stint = on_post(village, start=date(2026, 1, 5))
    assert propose(actor_of, stint, date(2027, 6, 30)).state == "to_approve"


def test_a_corrected_grade_counts_as_corrected(village: Place, actor_of: Any) -> None:
    stint = on_post(village)
    first = grade(stint, 2025, "不合格")
    grade(stint, 2025, "合格", corrects=first, confirmed_at=NOW.replace(hour=5))
    assert propose(actor_of, stint, date(2027, 6, 30)).allowed


def test_a_renewal_lasts_a_year_at_most_and_runs_once(village: Place, actor_of: Any) -> None:
    stint = on_post(village)
    grade(stint, 2025, "合格")
    with pytest.raises(WrongDay):
        propose(actor_of, stint, date(2027, 7, 1))
    with pytest.raises(WrongDay):
        propose(actor_of, stint, date(2026, 6, 30))
    row = propose(actor_of, stint, date(2027, 6, 30))
    with pytest.raises(renewing.CannotRenew):
        propose(actor_of, stint, date(2027, 6, 30))
    clerk = actor_of("village", village.code)
    renewing.withdraw(actor=clerk, renewal=row, version=1, reason="本人不愿续签", now=NOW)
    assert propose(actor_of, stint, date(2027, 6, 30)).state == "to_approve"


def test_who_proposes_does_not_approve(village: Place, actor_of: Any) -> None:
    stint = on_post(village)
    grade(stint, 2025, "合格")
    row = propose(actor_of, stint, date(2027, 6, 30))
    town = actor_of("town", MAOPING)
    Renewal.objects.filter(pk=row.pk).update(proposed_by=town.user_id)
    with pytest.raises(SamePerson):
        renewing.decide(actor=town, renewal=again(row), version=1, approve=True, reason="", today=TODAY, now=NOW)


def test_without_a_signed_contract_there_is_nothing_to_renew(village: Place, actor_of: Any) -> None:
    stint = on_post(village, contract_end=None)
    with pytest.raises(renewing.CannotRenew):
        propose(actor_of, stint, date(2027, 6, 30))
    assert not Contract.objects.exists()
