"""Declared wages, a year computed again when its base is published, statements, the tax declaration, deadlines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sibai.audit.refusals import Overtaken, Refusal, SamePerson
from sibai.employment.models import Stint
from sibai.months.models import Deed
from sibai.payroll.models import DeclaredWage, Difference, Payslip, Recount, Run
from sibai.payroll.operations.declaring import BadDeclaration, decide_declared, declare_wage
from sibai.payroll.operations.filing import BadFiling, file_tax
from sibai.payroll.operations.year_recounts import confirm_year, prepare_year
from sibai.payroll.queries.clerk_todos import of_clerk
from sibai.payroll.queries.deadlines import KINDS, deadlines_page, done_on, known, overdue, todos
from sibai.payroll.queries.list_pay import contributions, made_up
from sibai.people.actor import Actor
from tests.employment.made import on_post
from tests.payroll.made import MAY, county, month_of, settled_readings
from tests.payroll.test_correcting import IN_JUNE, JUNE, paid, reported, village
from tests.payroll.test_pages import sent
from tests.rulebook.deciding import confirmed
from tests.web_fixtures import NOW, TODAY

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db


def declared(actor_of: ActorOf, stint: object, wage: int) -> DeclaredWage:
    """A declared wage, confirmed."""
    row = declare_wage(actor=actor_of("company_clerk"), stint=stint, year=2026, wage=wage, document="申报表", now=NOW)
    return decide_declared(
        actor=actor_of("company_approver"), row=row, version=row.version, agree=True, reason="", now=NOW
    )


def test_a_declared_wage_counts_once_another_person_has_confirmed_it(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    first, _ = month_of(2)
    clerk = actor_of("company_clerk")
    row = declare_wage(actor=clerk, stint=first, year=2026, wage=600000, document="申报表", now=NOW)
    with pytest.raises(Overtaken):
        declare_wage(actor=clerk, stint=first, year=2026, wage=700000, document="申报表", now=NOW)
    approver = actor_of("company_approver")
    with pytest.raises(BadDeclaration, match="原因"):
        decide_declared(actor=approver, row=row, version=row.version, agree=False, reason=" ", now=NOW)
    row.entered_by_id = approver.user_id
    with pytest.raises(SamePerson):
        decide_declared(actor=approver, row=row, version=row.version, agree=True, reason="", now=NOW)
    row.refresh_from_db()
    decide_declared(actor=approver, row=row, version=row.version, agree=True, reason="", now=NOW)
    paid(actor_of)
    bases = dict(Payslip.objects.values_list("person_id", "contribution_base"))
    assert sorted(bases.values()) == [473700, 600000]
    slip = Payslip.objects.get(person=first.person_id)
    assert (slip.pension, slip.pension_employer) == (48000, 96000)
    assert slip.facts["declared_wage"] is not None


def test_a_rejected_declaration_counts_for_nothing(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    row = declare_wage(actor=actor_of("company_clerk"), stint=stint, year=2026, wage=600000, document="表", now=NOW)
    decide_declared(
        actor=actor_of("company_approver"), row=row, version=row.version, agree=False, reason="数不对", now=NOW
    )
    paid(actor_of)
    assert Payslip.objects.get().contribution_base == 473700


@pytest.mark.parametrize(("wage", "year"), [(0, 2026), (-1, 2026), (100, 2021), (100, 2024)])
def test_a_wage_or_a_year_that_cannot_be_is_refused(actor_of: ActorOf, wage: int, year: int) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    with pytest.raises(BadDeclaration):
        declare_wage(actor=actor_of("company_clerk"), stint=stint, year=year, wage=wage, document="表", now=NOW)


def two_months(actor_of: ActorOf) -> None:
    """May and June of one coordinator, paid on the base that stands in the rulebook."""
    settled_readings(actor_of)
    month_of(1)
    reported(village(0), JUNE)
    paid(actor_of)
    paid(actor_of, JUNE, **IN_JUNE)


def published(actor_of: ActorOf) -> None:
    """The county decides another lower limit for the whole year."""
    confirmed(actor_of, "contribution_base_lower", '"5000.00"', start=date(2026, 1, 1))


def test_a_year_is_computed_again_in_one_step_both_sides_month_by_month(actor_of: ActorOf) -> None:
    two_months(actor_of)
    clerk, county_clerk = actor_of("company_clerk"), actor_of("county_clerk")
    given = {"county": county(), "year": 2026, "cause": "基数公布", "document": "函1号", "now": NOW}
    with pytest.raises(Refusal, match="一分不差"):
        prepare_year(actor=clerk, **given)
    published(actor_of)
    made = prepare_year(actor=clerk, **given)
    assert [row.month for row in made] == [MAY, JUNE]
    for each in Difference.objects.all():
        assert (each.gross, each.pension, each.pension_employer) == (0, 40000 - 37896, 80000 - 75792)
        assert each.work_injury == 1000 - 947
    with pytest.raises(Overtaken):
        prepare_year(actor=clerk, **given)
    confirm_year(actor=county_clerk, county=county(), year=2026, now=NOW)
    assert set(Recount.objects.values_list("state", flat=True)) == {"confirmed"}
    assert set(Difference.objects.values_list("confirmed", flat=True)) == {True}
    with pytest.raises(Refusal, match="没有等着确认"):
        confirm_year(actor=county_clerk, county=county(), year=2026, now=NOW)
    with pytest.raises(Refusal, match="一分不差"):
        prepare_year(actor=clerk, **given)


def test_the_declaration_of_a_month_is_written_once_with_its_timing(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(1)
    clerk = actor_of("company_clerk")
    given = {"county": county(), "month": MAY, "document": "回执1"}
    late = {"filed_on": date(2026, 6, 16), "today": date(2026, 6, 20), "now": NOW}
    with pytest.raises(BadFiling, match="没有审批过"):
        file_tax(actor=clerk, **given, **late)
    paid(actor_of)
    for day in (date(2026, 4, 30), date(2026, 6, 21)):
        with pytest.raises(BadFiling, match="申报日"):
            file_tax(actor=clerk, **given, **{**late, "filed_on": day})
    deed = file_tax(actor=clerk, **given, **late)
    assert done_on(KINDS["tax_filing"], deed) == date(2026, 6, 16)
    assert (deed.timing, deed.due, deed.done_by) == ("逾期", date(2026, 6, 15), clerk.user_id)
    with pytest.raises(Overtaken):
        file_tax(actor=clerk, **given, **late)


def deed(month: date, kind: str, place_code: str) -> None:
    Deed.objects.create(
        month=month, place_code=place_code, kind=kind, done_at=NOW, due=month.replace(day=25), timing="按时"
    )


def test_what_is_overdue_climbs_to_the_leader_one_line_a_deed(
    actor_of: ActorOf, django_assert_num_queries: Callable[..., object]
) -> None:
    settled_readings(actor_of)
    leader, day = actor_of("county_leader"), date(2026, 6, 20)
    code = county().pk
    assert overdue(leader.scope, day) == []
    post = on_post(village(), 1, contract_end=None)
    unreported = overdue(leader.scope, day)
    assert {(each.month, each.kind) for each in unreported} == {(JUNE, "report")}, "recorded after May's day had passed"
    (prefund,) = [each for each in overdue(leader.scope, date(2026, 6, 21)) if each.kind == "prefund"]
    assert prefund.place_code == post.village.parent_id, "only the town that has somebody on post"
    Stint.objects.all().delete()
    deed(MAY, "report", "610929100000")
    deed(MAY, "pay", code)
    with django_assert_num_queries(1):  # the law is read once a request
        known(leader.scope, MAY)
    found = overdue(leader.scope, day)
    late = {(each.month, each.kind) for each in found}
    assert late == {(MAY, "report"), (MAY, "tax_filing"), (JUNE, "report")}
    assert "610929100000" not in {each.place_code for each in found if each.month == MAY}
    told = todos(leader, day)
    assert len(told) == 3
    assert {each.deadline for each in told} == {date(2026, 5, 15), date(2026, 6, 15)}
    waiting = [each.label for each in of_clerk(actor_of("company_clerk"), day)]
    assert waiting == ["编制2026年5月工资", "登记个税已申报"]
    assert todos(actor_of("county_clerk"), day) == []
    deed(MAY, "tax_filing", code)
    assert [each.label for each in of_clerk(actor_of("company_clerk"), day)] == ["编制2026年5月工资"]


def test_a_month_that_a_town_never_reported_stays_on_its_home_page(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    town, day = actor_of("town", "610929100000"), date(2026, 6, 20)
    deed(MAY, "report", "610929108000")  # the first in the county was another town's
    assert [each.label for each in todos(town, day)] == ["补报2026年5月花名册和考勤"]
    deed(MAY, "report", town.place_code)
    assert todos(town, day) == []


@time_machine.travel(NOW, tick=False)
def test_a_reported_month_waits_for_the_clerk_until_it_is_prepared(actor_of: ActorOf, client_of: ClientOf) -> None:
    settled_readings(actor_of)
    month_of(1)
    clerk = client_of("company_clerk")
    deed(MAY, "report", "610929100000")
    assert "1个镇已报送考勤" in clerk.get("/").content.decode()
    sent(clerk, "payroll:prepare", "2026-05")
    assert "1个镇已报送考勤" not in clerk.get("/").content.decode()


def test_the_page_of_deadlines_has_a_row_a_deed_and_place(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    deed(MAY, "report", "610929100000")
    shown = deadlines_page(actor_of("county_clerk"), MAY, TODAY)
    words = [row["cells"][3]["word"] for row in shown.listing["rows"]]
    assert words.count("按时") == 1
    assert words.count("已逾期6天") == len([row for row in shown.listing["rows"] if row["tone"] == "late"])
    assert "还有4天" in words
    assert shown.status["tone"] == "late"


@time_machine.travel(NOW, tick=False)
def test_a_year_goes_through_the_pages(actor_of: ActorOf, client_of: ClientOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    clerk, county_clerk = client_of("company_clerk"), client_of("county_clerk")
    approver = client_of("company_approver")
    sent(clerk, "payroll:declare", 2026, stint.pk, wage="6000.00", document="申报表")
    assert "确认申报工资" in approver.get("/").content.decode()
    row = DeclaredWage.objects.get()
    sent(approver, "payroll:decide_declared", row.pk, agree="yes", reason="")
    listed = clerk.get(reverse("payroll:declared", args=[2026])).content.decode()
    assert "6,000.00" in listed
    sent(clerk, "payroll:prepare_year", 2026, cause="申报工资更正", document="")
    assert "确认全年更正" in county_clerk.get(reverse("payroll:year", args=[2026])).content.decode()
    sent(county_clerk, "payroll:confirm_year", 2026)
    shown = clerk.get(reverse("payroll:year", args=[2026])).content.decode()
    assert "101.04" in shown
    slip = Payslip.objects.get()
    mine = client_of("coordinator", stint.village_id, person=stint.person)
    statement = mine.get(reverse("payroll:statement", args=[slip.pk])).content.decode()
    assert "第1次更正的差额" in statement
    assert "五项保险" in statement


@time_machine.travel(NOW, tick=False)
def test_lists_are_shown_masked_and_handed_out_whole(actor_of: ActorOf, client_of: ClientOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    clerk = client_of("company_clerk")
    month = clerk.get(reverse("payroll:insurance")).content.decode()
    assert "五项保险" in month
    for code in ("joining", "leaving", "contributions", "made-up", "tax", "settlement"):
        shown = clerk.get(reverse("payroll:list", args=["2026-05", code])).content.decode()
        assert stint.person.id_number not in shown
        content = clerk.get(reverse("payroll:export_list", args=["2026-05", code])).content
        sheet = openpyxl.load_workbook(BytesIO(content)).active
        assert sheet is not None
    assert any(stint.person.id_number in row for row in _values(clerk, "tax"))
    sent(clerk, "payroll:file_tax", "2026-05", filed_on="2026-05-21", document="回执")
    filed = clerk.get(reverse("payroll:insurance")).content.decode()
    assert "个税已申报，提前" in filed
    assert "更正申报" not in filed
    Run.objects.update(approved_at=NOW.replace(day=22))
    assert "更正申报" in clerk.get(reverse("payroll:insurance")).content.decode()
    assert "提前" in client_of("county_leader").get(reverse("payroll:deadlines")).content.decode()


def _values(client: Client, code: str) -> list[tuple[object, ...]]:
    content = client.get(reverse("payroll:export_list", args=["2026-05", code])).content
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


@time_machine.travel(NOW, tick=False)
def test_a_layout_is_changed_on_a_page_and_its_faults_are_told_there(client_of: ClientOf) -> None:
    clerk = client_of("company_clerk")
    text = 'name = "我们的增员表"\nof = "joining"\ntitle = "{month}"\nfile = "x"\n[[columns]]\ntake = "nam"\n'
    url = reverse("payroll:save_list", args=["joining"])
    form = clerk.get(url)
    wrong = clerk.post(url, {"command": form.context["form"]["command"].value(), "code": "joining", "text": text})
    assert wrong.status_code == 422
    assert "columns 第1个.take" in wrong.content.decode()
    sent(clerk, "payroll:save_list", "joining", code="joining", text=text.replace('"nam"', '"name"'))
    assert "我们的增员表" in clerk.get(reverse("payroll:list_layouts")).content.decode()


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("role", ["company_clerk", "county_clerk", "county_leader"])
def test_no_page_of_contributions_asks_more_often_than_its_budget(
    actor_of: ActorOf, client_of: ClientOf, role: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    settled_readings(actor_of)
    month_of(3)
    paid(actor_of)
    published(actor_of)
    prepare_year(actor=actor_of("company_clerk"), county=county(), year=2026, cause="公布", document="", now=NOW)
    client, actor = client_of(role), actor_of(role)
    slip = Payslip.objects.all()[0]
    pages = [
        ("payroll:insurance", []),
        ("payroll:deadlines", []),
        *(
            ("payroll:list", ["2026-05", code])
            for code in ("joining", "leaving", "contributions", "made-up", "tax", "settlement")
        ),
        *(("payroll:declared", [2026]), ("payroll:year", [2026]), ("payroll:statement", [slip.pk])),
        *(("payroll:slip", [slip.pk]), ("payroll:list_layouts", []), ("payroll:save_list", ["tax"])),
        ("payroll:confirm_year", [2026]),
    ]
    client.get("/")
    for route, about in pages:
        if actor.may_open(route):
            with django_assert_max_num_queries(12, info=route):
                assert client.get(reverse(route, args=about)).status_code == 200


def test_a_base_that_is_not_published_is_flagged_and_made_up_for_once_it_is(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    settled_readings(actor_of)
    january, february = date(2027, 1, 1), date(2027, 2, 1)
    month_of(1, january)
    reported(village(0), february)
    then = {"today": date(2027, 1, 20), "now": NOW.replace(year=2027, month=1, day=20)}
    paid(actor_of, january, **then)
    clerk = actor_of("company_clerk")
    assert [row["provisional"] for row in contributions(clerk.scope, january)] == ["暂定"]
    with time_machine.travel(then["now"], tick=False):
        slip = Payslip.objects.get()
        for route in ("payroll:slip", "payroll:statement"):
            assert "还没有公布" in client_of("company_clerk").get(reverse(route, args=[slip.pk])).content.decode()
        assert "尚未公布" in client_of("company_clerk").get(reverse("payroll:insurance")).content.decode()
    confirmed(actor_of, "contribution_base_lower", '"4900.00"', start=date(2027, 1, 1))
    with time_machine.travel(then["now"], tick=False):
        assert "已经公布" in client_of("company_clerk").get(reverse("payroll:insurance")).content.decode()
    prepare_year(actor=clerk, county=county(), year=2027, cause="公布", document="", now=then["now"])
    confirm_year(actor=actor_of("county_clerk"), county=county(), year=2027, now=then["now"])
    paid(actor_of, february, today=date(2027, 2, 20), now=NOW.replace(year=2027, month=2, day=20))
    following = Payslip.objects.get(month=february)
    assert (following.pension, following.earlier_pension) == (39200, 39200 - 37896)
    assert following.payable == 160000 - 39200 - (39200 - 37896)
    made = made_up(clerk.scope, february)
    assert [(row["month"], row["pension"], row["state"]) for row in made] == [("2027-01", 1304, "已确认")]
