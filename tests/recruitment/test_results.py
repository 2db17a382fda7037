"""What a change of the rulebook would do to applications: told for what is open, never for what is frozen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sibai.db.querysets import area
from sibai.measure import LAW, Law
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.operations.returning import take_back
from sibai.recruitment.queries.results import gathered
from sibai.rulebook.queries.preview import compare
from tests.recruitment.rounds import DEADLINE
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, TODAY


def law_with(entry: str, value: Any, start: date = date(2022, 6, 10)) -> Law:
    """The shipped law with one value of the county's."""
    row = {"from": start, "value": value, "document": "测试"}
    return LAW.overlaid({entry: [row]}, "测试")


def changes(new: Law, place: str = COUNTY) -> list[tuple[str, str, str]]:
    """What would change, as (what, before, after)."""
    found = compare(LAW, new, [gathered], area(place), TODAY)
    return [(each.what, each.before, each.after) for each in found]


def test_a_lower_age_tells_who_would_not_be_eligible_any_more(round_of: Any) -> None:
    made = round_of("review")
    for application in Application.objects.all():
        Application.objects.filter(pk=application.pk).update(conduct_confirmed=True)
    before, after = "符合条件", "不全符合：年龄31周岁，不在18至30周岁之内"
    assert changes(law_with("age_to", 30)) == [("资格", before, after)] * 3
    assert changes(law_with("age_to", 30), LENGSHUI) == []
    assert len(changes(law_with("age_to", 30), MAOPING)) == 3
    made.decide(Application.objects.get(number=1))
    assert len(changes(law_with("age_to", 30))) == 2


def test_an_age_goes_by_the_last_day_for_applications_whatever_today_is(round_of: Any) -> None:
    round_of("review")
    Application.objects.update(conduct_confirmed=True)
    later = DEADLINE + timedelta(days=1)
    assert len(changes(law_with("age_to", 30, DEADLINE))) == 3
    assert changes(law_with("age_to", 30, later)) == []
    Selection.objects.update(deadline=later)
    assert len(changes(law_with("age_to", 30, later))) == 3


def test_what_is_decided_or_ranked_does_not_change(round_of: Any) -> None:
    made = round_of("choosing")
    assert changes(law_with("age_to", 30)) == []
    assert made.selection.deadline == DEADLINE


def test_ranks_of_a_round_that_is_scored_are_told(round_of: Any) -> None:
    made = round_of("merit")
    made.choosing()
    made.step(take_back, made.clerk, DEADLINE, reason="")
    assert changes(law_with("age_to", 30)) == [("名次", f"第{rank}名", "第0名") for rank in (1, 2, 3)]
