"""The month's sheet: filled by the village, checked and reported by the town, locked, corrected afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from sibai.attendance.models import Sheet, SheetCorrection, SheetLine, TownReport
from sibai.attendance.operations import correcting, filling, reporting
from sibai.attendance.operations.leave import ask_leave, decide_leave, enter_leave
from sibai.attendance.operations.trips import ask_trip, cancel_trip, decide_trip, enter_trip
from sibai.attendance.queries.differences import changed, differences
from sibai.attendance.queries.month import month_rules
from sibai.attendance.queries.sheets import digest_of, prefilled_village
from sibai.attendance.queries.standing import month_facts
from sibai.attendance.queries.trips import approved
from sibai.audit.refusals import Overtaken, Refusal, SamePerson
from sibai.db.querysets import area
from sibai.employment.models import Stint
from sibai.employment.operations.steps import WrongState
from sibai.months.models import Deed
from sibai.places.models import Place
from tests.attendance.made import MAY, filled, on_post, reported, stint_in, village
from tests.web_fixtures import COUNTY, MAOPING, NOW, TODAY, villages_of

CLOCK: dict[str, Any] = {"today": TODAY, "now": NOW}
UNPAID = ("事假", "旷工")
FIFTEENTH = datetime(2026, 5, 15, 2, tzinfo=UTC)


@pytest.fixture
def stint(county: Any) -> Stint:
    return stint_in()


def digest(place: Place, month: date = MAY) -> str:
    return digest_of(prefilled_village(place.code, month_rules(month)))


def fill(actor_of: Any, place: Place, version: int = 0, month: date = MAY, **given: Any) -> Sheet:
    told = {"digest": digest(place, month), "chosen": {}, "notes": {}, **given}
    return filling.fill(
        actor=actor_of("village", place.code), village=place, month=month, version=version, **CLOCK, **told
    )


def check(actor_of: Any, sheet: Sheet, *, agree: bool = True, reason: str = "") -> Sheet:
    sheet.refresh_from_db()
    town = actor_of("town", MAOPING)
    return reporting.check(actor=town, sheet=sheet, version=sheet.version, agree=agree, reason=reason, now=NOW)


def submit(actor_of: Any, day: date = TODAY) -> TownReport:
    town = Place.objects.get(pk=MAOPING)
    return reporting.submit(actor=actor_of("town", MAOPING), town=town, month=MAY, today=day, now=NOW)


def test_the_village_fills_what_is_known_and_its_own_word(stint: Stint, actor_of: Any) -> None:
    chosen = {stint.pk: {date(2026, 5, 12): "X", date(2026, 5, 10): "P", date(2026, 5, 3): "X", date(2026, 5, 4): "Y"}}
    sheet = fill(actor_of, village(), chosen=chosen, notes={stint.pk: "十日值班"})
    line = SheetLine.objects.get(sheet=sheet)
    assert line.marks[9] == "P"
    assert line.marks[11] == "X"
    assert (line.marks[2], line.marks[3]) == ("R", "R"), "what cannot stand on a day of rest stays away"
    assert (line.unpaid_days, line.known_unpaid, line.note) == (1, 0, "十日值班")
    assert line.attended_days == month_rules(MAY).working_days


def test_a_sheet_is_filled_again_until_the_town_has_checked_it(stint: Stint, actor_of: Any) -> None:
    sheet = fill(actor_of, village())
    with pytest.raises(Overtaken):
        fill(actor_of, village())
    sheet = fill(actor_of, village(), version=sheet.version)
    assert SheetLine.objects.count() == 1
    check(actor_of, sheet)
    with pytest.raises(filling.SheetLocked):
        fill(actor_of, village(), version=sheet.version)


def test_a_change_of_leave_meanwhile_is_noticed(stint: Stint, actor_of: Any) -> None:
    seen = digest(village())
    clerk = actor_of("village", village().code)
    day = date(2026, 5, 20)
    enter_leave(actor=clerk, stint=stint, kind="sick", start=day, end=day, told={}, reason="", **CLOCK)
    with pytest.raises(Overtaken, match="刷新"):
        fill(actor_of, village(), digest=seen)


def test_a_village_without_coordinator_fills_an_empty_sheet(county: Any, actor_of: Any) -> None:
    sheet = fill(actor_of, village())
    assert (sheet.state, sheet.lines.count()) == ("filled", 0)


def test_a_month_that_has_not_begun_waits(stint: Stint, actor_of: Any) -> None:
    with pytest.raises(filling.NotYet):
        fill(actor_of, village(), month=date(2026, 6, 1))


def test_the_town_sends_a_sheet_back_with_a_reason(stint: Stint, actor_of: Any) -> None:
    sheet = fill(actor_of, village())
    with pytest.raises(reporting.NoReason):
        check(actor_of, sheet, agree=False)
    check(actor_of, sheet, agree=False, reason="十二日没有在岗")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.why) == ("returned", "十二日没有在岗")
    again = fill(actor_of, village(), version=sheet.version)
    assert (again.state, again.why) == ("filled", "")
    check(actor_of, again)
    check(actor_of, again, agree=False, reason="再看一下")
    again.refresh_from_db()
    assert again.state == "returned"


def test_who_filled_a_sheet_does_not_check_it(stint: Stint, actor_of: Any) -> None:
    sheet = fill(actor_of, village())
    town = actor_of("town", MAOPING)
    Sheet.objects.update(filled_by=town.user_id)
    with pytest.raises(SamePerson):
        check(actor_of, sheet)
    with pytest.raises(SamePerson):
        reporting.check_many(actor=town, town=Place.objects.get(pk=MAOPING), month=MAY, sheet_ids=[sheet.pk], now=NOW)


def test_the_town_reports_what_is_checked_and_the_rest_later(stint: Stint, actor_of: Any) -> None:
    places = villages_of(MAOPING)
    with pytest.raises(reporting.NothingToReport):
        submit(actor_of)
    for place in places[:-1]:
        filled(place)
    town = actor_of("town", MAOPING)
    ids = list(Sheet.objects.values_list("pk", flat=True))
    reporting.check_many(actor=town, town=Place.objects.get(pk=MAOPING), month=MAY, sheet_ids=ids, now=NOW)
    first = submit(actor_of, date(2026, 5, 14))
    assert (first.number, first.villages, first.people, first.timing) == (1, len(places) - 1, 1, "提前")
    assert not Deed.objects.exists(), "a village is still missing"
    check(actor_of, fill(actor_of, places[-1]))
    second = submit(actor_of, date(2026, 5, 16))
    assert (second.number, second.villages, second.timing) == (2, 1, "逾期")
    deed = Deed.objects.get()
    assert (deed.place_code, deed.kind, deed.timing, deed.due) == (MAOPING, "report", "逾期", date(2026, 5, 15))
    assert {row.submitted_at for row in month_facts(MAY, area(MAOPING))} == {NOW}


def test_a_sheet_that_changed_after_it_was_filled_is_not_checked(stint: Stint, actor_of: Any, client_of: Any) -> None:
    sheet, clerk, town = fill(actor_of, village()), actor_of("village", village().code), Place.objects.get(pk=MAOPING)
    days = {"start": date(2026, 5, 25), "end": date(2026, 5, 26)}
    coordinator = actor_of("coordinator", stint.village_id, "", stint.person)
    leave = ask_leave(actor=coordinator, stint=stint, kind="personal", told={}, reason="", **days, **CLOCK)
    url = reverse("attendance:fill", args=["2026-05", village().code])
    with time_machine.travel(NOW, tick=False):
        assert "还有1件休假、出差没有审批" in client_of("village", village().code).get(url).content.decode()
    decide_leave(actor=clerk, leave=leave, version=1, agree=True, reason="", today=TODAY, now=NOW + timedelta(hours=1))
    with pytest.raises(reporting.OutOfDate, match="退回村里"):
        check(actor_of, sheet)
    chosen = {"town": town, "month": MAY, "sheet_ids": [sheet.pk], "now": NOW}
    with pytest.raises(reporting.OutOfDate, match=village().short_name):
        reporting.check_many(actor=actor_of("town", MAOPING), **chosen)
    Sheet.objects.update(state="checked")  # as if the leave had come between the check and the report
    submit(actor_of)
    assert [each.known[2] for each in differences(area(MAOPING), UNPAID)] == [2]


def test_checking_many_takes_only_what_waits_here(stint: Stint, actor_of: Any) -> None:
    sheet = filled(village())
    place = Place.objects.get(pk=MAOPING)
    town = actor_of("town", MAOPING)
    with pytest.raises(reporting.NothingToReport):
        reporting.check_many(actor=town, town=place, month=MAY, sheet_ids=[], now=NOW)
    check(actor_of, sheet)
    with pytest.raises(Overtaken):
        reporting.check_many(actor=town, town=place, month=MAY, sheet_ids=[sheet.pk], now=NOW)


def correct(actor_of: Any, sheet: Sheet, stint: Stint, **given: Any) -> SheetCorrection:
    days = {"on_from": MAY, "on_to": date(2026, 5, 31), "unpaid_days": 2, **given}
    return correcting.enter_correction(
        actor=actor_of("village", sheet.village_id),
        sheet=sheet,
        stint=stint,
        reason="二十五、二十六日请事假",
        document="",
        now=NOW,
        **days,
    )


def test_a_leave_after_the_report_is_a_difference_until_it_is_corrected(stint: Stint, actor_of: Any) -> None:
    sheet = reported(village(), at=FIFTEENTH)
    assert not changed(area(COUNTY), UNPAID).exists()
    clerk = actor_of("village", sheet.village_id)
    days = {"start": date(2026, 5, 25), "end": date(2026, 5, 26)}
    enter_leave(actor=clerk, stint=stint, kind="personal", told={}, reason="", **days, **CLOCK)
    (found,) = differences(area(COUNTY), UNPAID)
    assert (found.reported[2], found.known[2]) == (0, 2)
    row = correct(actor_of, sheet, stint)
    assert differences(area(COUNTY), UNPAID) == []
    town = actor_of("town", MAOPING)
    correcting.confirm_correction(actor=town, correction=row, version=1, agree=True, reason="", now=NOW)
    assert SheetLine.objects.get().unpaid_days == 0, "the sheet stays as it was"
    assert month_facts(MAY, area(COUNTY))[0].unpaid_days == 2
    with pytest.raises(correcting.BadCorrection, match="一样"):
        correct(actor_of, sheet, stint)


def test_a_correction_that_is_not_confirmed_changes_nothing(stint: Stint, actor_of: Any) -> None:
    sheet = reported(village())
    row = correct(actor_of, sheet, stint)
    with pytest.raises(correcting.BadCorrection, match="等镇上确认"):
        correct(actor_of, sheet, stint, unpaid_days=1)
    town = actor_of("town", MAOPING)
    with pytest.raises(correcting.BadCorrection):
        correcting.confirm_correction(actor=town, correction=row, version=1, agree=False, reason="", now=NOW)
    correcting.confirm_correction(actor=town, correction=row, version=1, agree=False, reason="没有依据", now=NOW)
    assert month_facts(MAY, area(COUNTY))[0].source == "sheet"
    assert correct(actor_of, sheet, stint).number == 2


def test_a_post_that_ended_earlier_or_began_later_is_a_difference(stint: Stint, actor_of: Any) -> None:
    sheet = reported(village())
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 4, 30))
    late = on_post(village(), 7, start=date(2026, 5, 18))
    known = {row.stint.pk: row.known for row in differences(area(MAOPING), UNPAID)}
    assert known == {
        stint.pk: (None, None, 0),
        late.pk: (date(2026, 5, 18), date(2026, 5, 31), 0),
    }
    correct(actor_of, sheet, stint, on_from=None, on_to=None, unpaid_days=0)
    correct(actor_of, sheet, late, on_from=date(2026, 5, 18), unpaid_days=0)
    assert differences(area(MAOPING), UNPAID) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"on_from": date(2026, 4, 30)}, "在岗起止应在"),
        ({"on_to": date(2026, 6, 1)}, "在岗起止应在"),
        ({"on_from": date(2026, 5, 20), "on_to": date(2026, 5, 19)}, "在岗起止应在"),
        ({"on_from": None}, "都不填"),
        ({"on_from": None, "on_to": None, "unpaid_days": 1}, "填0"),
        ({"unpaid_days": 23}, "个工作日"),
    ],
)
def test_a_correction_lies_within_its_month(stint: Stint, actor_of: Any, given: dict[str, Any], told: str) -> None:
    sheet = reported(village())
    with pytest.raises(correcting.BadCorrection, match=told):
        correct(actor_of, sheet, stint, **given)


def test_what_is_not_reported_is_not_corrected(stint: Stint, actor_of: Any) -> None:
    with pytest.raises(WrongState):
        correct(actor_of, filled(village()), stint)


def test_a_trip_is_a_fact_of_attendance(stint: Stint, actor_of: Any) -> None:
    person = actor_of("coordinator", stint.village_id, "", stint.person)
    clerk = actor_of("village", stint.village_id)
    days = {"start": date(2026, 5, 19), "end": date(2026, 5, 20), "to_where": "安康市", "purpose": "培训"}
    trip = ask_trip(actor=person, stint=stint, **days, **CLOCK)
    assert list(approved(stint.person_id, MAY)) == []
    decide_trip(actor=clerk, trip=trip, version=1, agree=True, reason="", **CLOCK)
    assert list(approved(stint.person_id, MAY)) == [trip]
    sheet = fill(actor_of, village())
    assert SheetLine.objects.get(sheet=sheet).marks[18:20] == "GG"
    with pytest.raises(Refusal, match="已有批准的出差"):
        enter_trip(actor=clerk, stint=stint, **days, **CLOCK)
    trip.refresh_from_db()
    cancel_trip(actor=clerk, trip=trip, version=trip.version, reason="改期", now=NOW)
    assert list(approved(stint.person_id, MAY)) == []


def test_the_town_fills_for_villages_that_have_not_and_somebody_else_checks(
    stint: Stint, actor_of: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 5):
        stint_in(number)
    own = fill(actor_of, village(1))
    town, place = actor_of("town", MAOPING), Place.objects.get(pk=MAOPING)
    with django_assert_max_num_queries(16):
        count = filling.fill_rest(actor=town, town=place, month=MAY, **CLOCK)
    assert count == len(villages_of(MAOPING)) - 1
    assert SheetLine.objects.get(stint=stint).marks == month_marks(stint)
    assert Sheet.objects.get(pk=own.pk).filled_by_id != town.user_id
    with pytest.raises(filling.NothingLeft):
        filling.fill_rest(actor=town, town=place, month=MAY, **CLOCK)
    ids = list(Sheet.objects.values_list("pk", flat=True))
    with pytest.raises(SamePerson):
        reporting.check_many(actor=town, town=place, month=MAY, sheet_ids=ids, now=NOW)
    second = actor_of("town", MAOPING, "zhen2")
    with django_assert_max_num_queries(12):
        reporting.check_many(actor=second, town=place, month=MAY, sheet_ids=ids, now=NOW)
    with django_assert_max_num_queries(22):
        submit(actor_of)
    assert set(Sheet.objects.values_list("state", flat=True)) == {"submitted"}


def month_marks(stint: Stint) -> str:
    return next(row.known.marks for row in prefilled_village(stint.village_id, month_rules(MAY)))
