"""Every page of the room opens for whom it is meant, within its budget of queries; forms carry acts out once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sibai.attendance.models import Benefit, LeaveRequest, Sheet, SheetCorrection, SheetLine, Trip
from sibai.attendance.queries.month import code_of
from sibai.employment.models import Stint
from tests.attendance.made import MAY, filled, reported, stint_in, village
from tests.employment.test_pages import sent, within_budget
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, villages_of

pytestmark = pytest.mark.usefixtures("at_ten")
READERS = ("county_clerk", "county_leader", "revitalisation", "company_clerk", "auditor")


@pytest.fixture
def stint(county: Any) -> Stint:
    return stint_in()


@pytest.fixture
def clerk(client_of: Any, stint: Stint) -> Client:
    return client_of("village", stint.village_id)


@pytest.fixture
def phone(client_of: Any, stint: Stint) -> Client:
    return client_of("coordinator", stint.village_id, "", stint.person)


def sent_badly(client: Client, url: str, **told: str) -> str:
    """What the page says of a form that was refused."""
    answer = client.post(url, {**told, "command": uuid4().hex, "version": "0"})
    assert answer.status_code == 422
    return str(answer.content.decode())


def at(name: str, code: str, *more: Any, month: date = MAY) -> str:
    return reverse(f"attendance:{name}", args=[code_of(month), code, *more])


def test_a_month_opens_at_every_level_within_its_budget(client_of: Any, stint: Stint) -> None:
    for number in range(1, 6):
        stint_in(number)
        filled(village(number))
    reported(village())
    for role in READERS:
        client = client_of(role)
        answer = within_budget(client, at("place", COUNTY))
        assert "茅坪镇" in answer.content.decode()
        within_budget(client, at("place", MAOPING))
        answer = within_budget(client, at("place", village().code))
        assert stint.person.name in answer.content.decode()
    town = client_of("town", MAOPING)
    answer = within_budget(town, at("place", MAOPING))
    assert "核对无误" in answer.content.decode()
    assert town.get(reverse("attendance:now")).status_code == 302
    assert client_of("town", LENGSHUI).get(at("place", village().code)).status_code == 404


@pytest.mark.parametrize("month", ["nothing", "2022-05", "2026-06", "2026-13", "9999-12"])
def test_a_month_that_is_none_is_not_there(clerk: Client, month: str) -> None:
    url = reverse("attendance:place", args=[month, village().code])
    assert clerk.get(url).status_code == 404


def test_the_calendar_says_what_a_month_is(clerk: Client, phone: Client) -> None:
    url = reverse("attendance:calendar", args=["2026-05"])
    text = within_budget(clerk, url).content.decode()
    assert "法定节假日" in text
    assert "调休上班" in text
    assert "放假安排尚未公布" in phone.get(reverse("attendance:calendar", args=["2027-05"])).content.decode()
    assert clerk.get(reverse("attendance:calendar", args=["2028-05"])).status_code == 404


def test_the_sheet_goes_from_the_village_to_the_county(client_of: Any, clerk: Client, stint: Stint) -> None:
    for place in villages_of(MAOPING)[1:]:
        filled(place, state="checked")
    here = village().code
    within_budget(clerk, at("fill", here))
    sent(clerk, at("fill", here), m0_12="X", note_0="十二日没有到岗")
    line = SheetLine.objects.get(person=stint.person)
    assert (line.unpaid_days, line.note) == (1, "十二日没有到岗")
    assert "12日旷工" in clerk.get(at("place", here)).content.decode()
    town = client_of("town", MAOPING)
    within_budget(town, at("check", here))
    sent(town, at("check", here), agree="no", reason="十二日在镇上开会")
    assert "十二日在镇上开会" in clerk.get(at("place", here)).content.decode()
    sent(clerk, at("fill", here), m0_12="P", note_0="")
    answer = town.post(at("check_many", MAOPING), {"chosen": [str(line.sheet_id)], "command": "a" * 32})
    assert answer.status_code == 302
    within_budget(town, at("submit", MAOPING))
    sent(town, at("submit", MAOPING))
    assert set(Sheet.objects.values_list("state", flat=True)) == {"submitted"}
    assert "已报送（逾期）" in client_of("county_clerk").get(at("place", COUNTY)).content.decode()
    assert clerk.get(at("fill", here)).status_code == 200
    assert "不能再改" in clerk.get(at("fill", here)).content.decode()


def test_checking_nothing_says_so(client_of: Any, stint: Stint) -> None:
    town = client_of("town", MAOPING)
    for chosen in ([], ["nothing"], ["00000000-0000-0000-0000-000000000000"]):
        answer = town.post(at("check_many", MAOPING), {"chosen": chosen}, follow=True)
        assert answer.status_code == 200
        assert any(word in answer.content.decode() for word in ("请先勾选", "已由别人办理"))


def test_leave_is_asked_for_on_the_phone_and_decided(phone: Client, clerk: Client, stint: Stint) -> None:
    within_budget(phone, reverse("attendance:mine"))
    assert "旷工" not in within_budget(phone, reverse("attendance:ask")).content.decode()
    url = reverse("attendance:ask_leave", args=[stint.pk, "personal"])
    sent(phone, url, start="2026-05-25", end="2026-05-26", reason="家里有事")
    row = LeaveRequest.objects.get()
    assert "待村审批" in within_budget(phone, reverse("attendance:leave", args=[row.pk])).content.decode()
    within_budget(clerk, reverse("attendance:leaves"))
    assert "家里有事" in within_budget(clerk, reverse("attendance:decide_leave", args=[row.pk])).content.decode()
    sent(clerk, reverse("attendance:decide_leave", args=[row.pk]), agree="yes")
    assert "△" in phone.get(reverse("attendance:mine")).content.decode()
    sent(clerk, reverse("attendance:cancel_leave", args=[row.pk]), reason="没有休")
    assert "△" not in phone.get(reverse("attendance:mine")).content.decode()


def test_a_request_is_taken_back_on_the_phone(phone: Client, stint: Stint) -> None:
    sent(phone, reverse("attendance:ask_leave", args=[stint.pk, "sick"]), start="2026-05-25", end="2026-05-26")
    row = LeaveRequest.objects.get()
    sent(phone, reverse("attendance:withdraw_leave", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_annual_leave_shows_what_is_left_and_why(clerk: Client, phone: Client, stint: Stint) -> None:
    url = reverse("attendance:ask_leave", args=[stint.pk, "annual"])
    assert "还没有登记参加工作的日期" in phone.get(url).content.decode()
    answer = phone.post(url, {"start": "2026-05-25", "end": "2026-05-26"})
    assert answer.status_code == 422
    standing = reverse("attendance:standing", args=[stint.pk])
    sent(clerk, standing, first_work_on="2015-05-01", continuous_since="2024-05-01", document="社保缴费记录")
    text = within_budget(phone, url).content.decode()
    assert "今年还剩10天" in text
    assert "累计工作年限" in text
    sent(phone, url, start="2026-05-25", end="2026-05-26")
    text = within_budget(clerk, reverse("attendance:leave", args=[LeaveRequest.objects.get().pk])).content.decode()
    assert "2026年剩余" in text


@pytest.mark.parametrize("kind", [kind for kind, _ in LeaveRequest.KINDS if kind != "childcare"])
def test_every_kind_of_leave_has_its_boxes(clerk: Client, stint: Stint, kind: str) -> None:
    Stint.objects.filter(pk=stint.pk).update(start=date(2025, 7, 1))
    stint.person.sex = "男" if kind == "paternity" else "女"
    stint.person.save(update_fields=["sex"])
    if kind == "annual":
        standing = reverse("attendance:standing", args=[stint.pk])
        sent(clerk, standing, first_work_on="2015-05-01", continuous_since="2024-05-01", document="档案")
    url = reverse("attendance:enter_leave", args=[stint.pk, kind])
    told = {"event_on": "2026-05-18", "babies": "1", "pregnancy_months": "3", "injured_on": "2026-05-18"}
    sent(clerk, url, start="2026-05-20", end="2026-05-20", **told)
    row = LeaveRequest.objects.get()
    assert row.state == "approved"
    assert clerk.get(reverse("attendance:leave", args=[row.pk])).status_code == 200


def test_a_kind_that_is_none_is_not_there(phone: Client, clerk: Client, stint: Stint) -> None:
    assert phone.get(reverse("attendance:ask_leave", args=[stint.pk, "nothing"])).status_code == 404
    assert clerk.get(reverse("attendance:enter_leave", args=[stint.pk, "nothing"])).status_code == 404


def test_childcare_leave_says_that_the_county_has_to_decide(phone: Client, stint: Stint) -> None:
    url = reverse("attendance:ask_leave", args=[stint.pk, "childcare"])
    answer = phone.post(url, {"start": "2026-05-25", "end": "2026-05-26", "child_born_on": "2025-01-01"})
    assert answer.status_code == 422
    assert "育儿假" in answer.content.decode()


def test_a_trip_is_asked_for_and_decided(phone: Client, clerk: Client, stint: Stint) -> None:
    url = reverse("attendance:ask_trip", args=[stint.pk])
    sent(phone, url, start="2026-05-25", end="2026-05-26", to_where="安康市", purpose="培训")
    row = Trip.objects.get()
    within_budget(phone, reverse("attendance:trip", args=[row.pk]))
    sent(clerk, reverse("attendance:decide_trip", args=[row.pk]), agree="yes")
    assert "安康市" in within_budget(clerk, reverse("attendance:trips")).content.decode()
    sent(clerk, reverse("attendance:cancel_trip", args=[row.pk]), reason="改期")
    sent(
        clerk,
        reverse("attendance:enter_trip", args=[stint.pk]),
        start="2026-05-25",
        end="2026-05-25",
        to_where="县城",
        purpose="报表",
    )
    assert within_budget(clerk, reverse("attendance:trip_for")).status_code == 200


def test_what_the_village_gives_is_recorded_and_the_person_sees_it(
    client_of: Any, phone: Client, clerk: Client, stint: Stint
) -> None:
    url = reverse("attendance:give_to", args=[stint.pk])
    given = {"kind": "festival", "what": "端午节粽子", "worth": "120", "document": "村务会5月18日"}
    assert "不能晚于今天" in sent_badly(clerk, url, **given, given_on="2026-05-22")
    assert "不在岗" in sent_badly(clerk, url, **given, given_on="2025-06-30")
    sent(clerk, url, **given, given_on="2026-05-20")
    row = Benefit.objects.get()
    assert row.worth == 12000
    page = reverse("attendance:benefit", args=[row.pk])
    for client in (phone, client_of("county_clerk"), client_of("town", MAOPING)):
        assert "端午节粽子" in within_budget(client, page).content.decode()
    assert "120.00" in within_budget(clerk, reverse("attendance:benefits")).content.decode()
    assert "福利：节日慰问品" in within_budget(phone, reverse("attendance:mine")).content.decode()
    assert client_of("town", LENGSHUI).get(page).status_code == 404
    assert within_budget(clerk, reverse("attendance:give")).status_code == 200
    sent(clerk, reverse("attendance:cancel_benefit", args=[row.pk]), reason="记错了人")
    assert "记错了人" in clerk.get(page).content.decode()
    assert "福利：" not in phone.get(reverse("attendance:mine")).content.decode()


def test_a_change_after_the_report_is_corrected(client_of: Any, clerk: Client, stint: Stint) -> None:
    reported(village())
    enter = reverse("attendance:enter_leave", args=[stint.pk, "personal"])
    sent(clerk, enter, start="2026-05-25", end="2026-05-26")
    here = village().code
    assert "请登记考勤更正" in within_budget(clerk, at("place", here)).content.decode()
    within_budget(clerk, at("correct", here, stint.pk))
    sent(clerk, at("correct", here, stint.pk), reason="二十五、二十六日请事假")
    row = SheetCorrection.objects.get()
    assert (row.unpaid_days, row.on_from, row.on_to) == (2, MAY, date(2026, 5, 31))
    town = client_of("town", MAOPING)
    within_budget(town, reverse("attendance:correction", args=[row.pk]))
    within_budget(town, reverse("attendance:confirm_correction", args=[row.pk]))
    sent(town, reverse("attendance:confirm_correction", args=[row.pk]), agree="yes")
    assert "已确认" in within_budget(clerk, at("place", here)).content.decode()


def test_a_correction_without_days_says_what_to_do(clerk: Client, stint: Stint) -> None:
    reported(village())
    url = at("correct", village().code, stint.pk)
    answer = clerk.post(url, {"unpaid_days": "1", "reason": "x"})
    assert answer.status_code == 422
    assert "当月不在岗" in answer.content.decode()
    sent(clerk, url, not_on_post="on", reason="四月已离岗")
    assert SheetCorrection.objects.get().on_from is None


BAD_DAYS = ["", "2026-02-30", "昨天", "9999-12-31", "0001-01-01", "１", "-1"]


@pytest.mark.parametrize("day", BAD_DAYS)
def test_a_day_that_is_none_stands_in_the_form(clerk: Client, phone: Client, stint: Stint, day: str) -> None:
    reported(village())
    forms = [
        (phone, reverse("attendance:ask_leave", args=[stint.pk, "personal"]), {"start": day, "end": day}),
        (clerk, reverse("attendance:enter_leave", args=[stint.pk, "injury"]), {"start": day, "injured_on": day}),
        (clerk, reverse("attendance:enter_trip", args=[stint.pk]), {"start": day, "end": day, "to_where": "县"}),
        (clerk, reverse("attendance:standing", args=[stint.pk]), {"first_work_on": day, "continuous_since": day}),
        (clerk, at("correct", village().code, stint.pk), {"on_from": day, "on_to": day, "reason": "x"}),
    ]
    for client, url, data in forms:
        answer = client.post(url, data)
        assert answer.status_code == 422, url
    assert not LeaveRequest.objects.exists()


def test_marks_that_nobody_offered_are_refused(clerk: Client, stint: Stint) -> None:
    url = at("fill", village().code)
    form = clerk.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    for bad in ("Y", "", "旷工", "PP"):
        assert clerk.post(url, {**data, "m0_12": bad}).status_code == 422
    assert clerk.post(url, {**data, "digest": "0" * 16}).status_code == 409
    assert clerk.post(url, {**data, "version": "7"}).status_code == 409
    assert clerk.post(url, {}).status_code == 422
    assert not Sheet.objects.exists()


def test_the_town_fills_for_its_villages(client_of: Any, stint: Stint) -> None:
    town = client_of("town", MAOPING)
    assert "代填没有填报的" in town.get(at("place", MAOPING)).content.decode()
    within_budget(town, at("fill_rest", MAOPING))
    sent(town, at("fill_rest", MAOPING))
    assert Sheet.objects.count() == len(villages_of(MAOPING))
    assert "没有要代填的" in town.get(at("fill_rest", MAOPING)).content.decode()
    assert town.post(at("fill_rest", MAOPING), {}).status_code == 409
