"""A preview says who gets another result, old and new, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from sibai.audit.models import Head
from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.measure import LAW, Law
from sibai.places.models import Place
from sibai.rulebook.queries.asking import ask
from sibai.rulebook.queries.preview import Outcome, Reckoning, WritesNothing, effect_of, value_or_refusal
from sibai.web.preview import views
from sibai.web.preview.sources import SOURCES
from tests.employment.made import on_post
from tests.employment.test_resigning import given
from tests.rulebook.deciding import confirmed, prepared
from tests.web_fixtures import LENGSHUI, MAOPING, NOW, TODAY, villages_of

EMPLOYED = {"P1": date(2026, 6, 30), "P2": date(2026, 7, 31)}


def gathered(scope: Scope, _today: date) -> Reckoning:
    """What a room hands in: until when two people have to sign, from places that lie in the scope."""
    place = Place.objects.within(scope).first()

    def under(law: Law) -> Iterable[Outcome]:
        for code, day in EMPLOYED.items():
            words = value_or_refusal(
                lambda day=day: ask(["sign_by"], {"employed_on": day}, on=day, law=law).shown("sign_by")
            )
            yield Outcome(f"sign_by/{code}", "最迟签订日", words, code, village=place.name if place else "")

    return under


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_each_result_that_changes_is_listed_old_and_new(actor_of: Any) -> None:
    decision = prepared(actor_of, entry="sign_within", value="2", start=date(2026, 7, 1))
    scope = actor_of("county_leader").scope
    effect = effect_of(decision, [gathered], scope, TODAY)
    assert [(each.person_code, each.what, each.before, each.after) for each in effect.results] == [
        ("P2", "最迟签订日", "2026-08-31", "2026-09-30")
    ]
    assert effect.day == date(2026, 7, 1)
    assert "最迟签订日" in effect.numbers


def test_what_can_no_longer_be_had_is_a_change_too(actor_of: Any) -> None:
    def gone(law: Law) -> Iterable[Outcome]:
        if law.on(date(2026, 7, 1))["sign_within"].value == 1:
            yield Outcome("only/before", "结果", "有")

    decision = prepared(actor_of, entry="sign_within", value="2", start=date(2026, 7, 1))
    (result,) = effect_of(decision, [lambda *_: gone], actor_of("county_leader").scope, TODAY).results
    assert (result.before, result.after) == ("有", "无")


def test_a_confirmed_decision_is_compared_with_what_was_before(actor_of: Any) -> None:
    decision = confirmed(actor_of, entry="sign_within", value="2", start=date(2026, 7, 1))
    assert len(effect_of(decision, [gathered], actor_of("county_clerk").scope, TODAY).results) == 1


def test_the_page_writes_nothing(actor_of: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SOURCES", (gathered,))
    decision = prepared(actor_of, entry="sign_within", value="2", start=date(2026, 7, 1))
    client = client_of("county_leader")
    client.get("/rulebook/")
    rows, head = counts(), Head.objects.values().get()
    answer = client.get(f"/preview/decision/{decision.pk}/")
    assert answer.status_code == 200
    assert "2026-09-30" in answer.content.decode()
    assert (counts(), Head.objects.values().get()) == (rows, head)


def test_a_shorter_term_is_seen_for_everybody_on_post(actor_of: Any, client_of: Any) -> None:
    villages = villages_of(MAOPING)
    stints = [on_post(villages[number], number, start=date(2025, 7, 1)) for number in (1, 2)]
    decision = prepared(actor_of, entry="term_cap", value="30", start=date(2025, 1, 1))
    effect = effect_of(decision, SOURCES, actor_of("county_leader").scope, TODAY)
    last_days = {each.person_code: (each.before, each.after) for each in effect.results if each.what == "最晚在岗日"}
    assert last_days == {stint.person.code: ("2028-06-30", "2027-12-31") for stint in stints}
    page = client_of("county_leader").get(f"/preview/decision/{decision.pk}/").content.decode()
    assert "2027-12-31" in page
    assert stints[0].person.name in page
    outside = client_of("county_clerk", LENGSHUI)
    assert outside.get(f"/preview/decision/{decision.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("start", "day"), [(date(2026, 1, 1), TODAY), (date(2026, 8, 1), date(2026, 8, 1)), (TODAY, TODAY)]
)
def test_another_wage_base_is_seen_for_everybody_on_post_whether_its_day_has_come_or_not(
    start: date, day: date, actor_of: Any, client_of: Any
) -> None:
    stints = [on_post(villages_of(MAOPING)[number], number, start=date(2025, 7, 1)) for number in (1, 2)]
    decision = prepared(actor_of, entry="base_standard", value='"1700.00"', start=start)
    effect = effect_of(decision, SOURCES, actor_of("county_leader").scope, TODAY)
    assert effect.day == day
    assert {each.person_code for each in effect.results} == {stint.person.code for stint in stints}
    for each in effect.results:
        assert (each.what, each.before[:9], each.after[:9]) == ("满勤一个月（绩效除外）", "应发1600.00", "应发1700.00")
    page = client_of("county_leader").get(f"/preview/decision/{decision.pk}/").content.decode()
    assert "应发1700.00" in page
    assert f"以{max(timezone.localdate(), start)}的情形比较" in page


@pytest.mark.parametrize(
    ("entry", "value", "start", "told"),
    [
        ("term_cap_scope", '"with_public_posts"', date(2022, 6, 10), {"最晚在岗日", "下一份合同最晚止日"}),
        ("term_cap_scope", '"with_public_posts"', date(2026, 8, 1), set()),
        ("resignation_notice", '"law_37"', date(2026, 1, 1), {"辞职最早离岗日"}),
        ("resignation_notice", '"law_37"', date(2026, 8, 1), set()),
        ("term_cap", "30", date(2022, 6, 10), {"最晚在岗日"}),
        ("contribution_base_lower", '"5000.00"', date(2026, 8, 1), {"满勤一个月（绩效除外）"}),
        ("contribution_base_lower", '"5000.00"', date(2026, 5, 1), {"满勤一个月（绩效除外）"}),
    ],
)
def test_what_began_or_was_said_before_the_first_day_goes_by_the_old_law(
    entry: str, value: str, start: date, told: set[str], actor_of: Any
) -> None:
    stint = on_post(villages_of(MAOPING)[1], 1, start=date(2025, 7, 1))
    Stint.objects.create(
        person=stint.person,
        village=stint.village,
        kind=Stint.PUBLIC_POST,
        start=date(2022, 7, 1),
        end=date(2024, 12, 31),
        source="roster",
        recorded_at=NOW,
    )
    given(actor_of, stint)
    decision = prepared(actor_of, entry=entry, value=value, start=start)
    effect = effect_of(decision, SOURCES, actor_of("county_leader").scope, TODAY)
    assert {each.what for each in effect.results} == told
    assert {each.person_code for each in effect.results} <= {stint.person.code}
    assert all(each.before != each.after for each in effect.results)


def test_a_room_that_would_write_is_stopped(actor_of: Any) -> None:
    def writing(_scope: Scope, _today: date) -> Reckoning:
        Place.objects.filter(level="village").update(name="改了")
        return lambda _law: []

    decision = prepared(actor_of)
    with pytest.raises(WritesNothing):
        effect_of(decision, [writing], actor_of("county_leader").scope, TODAY)


def test_every_room_hands_in_its_results(county: Place) -> None:
    for source in views.SOURCES:
        assert list(source(Scope(), TODAY)(LAW)) == [], "results from outside the scope"
