"""Lists for the offices: laid out as data, every fault told; joiners and leavers from stints, the tax of a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sibai.employment.models import Stint
from sibai.measure.numbers import Bands, Ratio
from sibai.payroll.lists.loading import BadLayout, load, shipped, shipped_text
from sibai.payroll.models import Payslip
from sibai.payroll.operations.handing_lists import ListRefused, save_list
from sibai.payroll.queries import list_pay, list_people, lists_page
from sibai.payroll.queries.list_settlement import settlement
from sibai.people.actor import Actor
from tests.payroll.made import MAY, month_of, settled_readings
from tests.payroll.test_correcting import IN_JUNE, JUNE, corrected, paid, recounted, reported, village
from tests.web_fixtures import NOW

ActorOf = Callable[..., Actor]
GOOD = 'name = "表"\nof = "joining"\ntitle = "{month}表"\nfile = "表{month}"\n\n[[columns]]\ntake = "name"\n'


def test_every_shipped_list_loads_and_names_its_people() -> None:
    assert set(shipped()) == {"joining", "leaving", "contributions", "made-up", "tax", "settlement"}
    for code, layout in shipped().items():
        assert layout.columns, code
        assert "示例" in layout.note


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace('"name"', '"nonsense"'), "take：应写"),
        (GOOD.replace("joining", "nothing"), "of：应写"),
        (GOOD.replace("{month}表", "{day}表"), "title：花括号"),
        (GOOD.replace("表{month}", "表/{month}"), "file：文件名"),
        (GOOD + '\n[[columns]]\ntake = "phone"\nlabel = "姓名"\n', "同名"),
        (GOOD + "width = 1000\n", "width：应是0至80"),
        (GOOD + "colour = 1\n", "colour：不认识的键"),
        (GOOD.replace('take = "name"', 'take = "town"'), "至少要有姓名"),
        (GOOD + '\n[[columns]]\ntake = "text"\ntext = "x"\n', "要有列名"),
        (GOOD.split("[[", maxsplit=1)[0], "至少要有一个 [[columns]]"),
        ("columns = 3", "name：缺少这一项"),
        ("name = ", "不是正确的 TOML"),
    ],
)
def test_a_fault_of_a_layout_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(BadLayout) as wrong:
        load(text)
    assert told in str(wrong.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadLayout) as wrong:
        load(GOOD.replace('"name"', '"nonsense"').replace("joining", "nothing") + "x = 1\n")
    assert len(wrong.value.faults) == 4


@pytest.mark.django_db
def test_the_companys_own_layout_counts_before_the_shipped_one_and_a_new_one_is_added(actor_of: ActorOf) -> None:
    clerk = actor_of("company_clerk")
    save_list(actor=clerk, code="joining", text=GOOD, now=NOW)
    save_list(actor=clerk, code="our-own", text=GOOD.replace("joining", "tax"), now=NOW)
    known = lists_page.lists()
    assert (known["joining"].own, known["leaving"].own) == (True, False)
    assert [each.label for each in known["our-own"].layout.columns] == ["姓名"]
    save_list(actor=clerk, code="joining", text=shipped_text("joining"), now=NOW)
    assert len(lists_page.lists()["joining"].layout.columns) > 10
    with pytest.raises(ListRefused, match="不认识的键"):
        save_list(actor=clerk, code="joining", text=GOOD + "x = 1\n", now=NOW)


@pytest.mark.django_db
def test_who_begins_in_a_month_joins_and_who_ends_in_it_leaves(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    stays, goes, comes = month_of(3)
    Stint.objects.filter(pk=goes.pk).update(end=date(2026, 5, 20))
    Stint.objects.filter(pk=comes.pk).update(start=date(2026, 5, 6))
    scope = actor_of("company_clerk").scope
    joined, left = list_people.joining(scope, MAY), list_people.leaving(scope, MAY)
    assert [(row["name"], row["started"], row["reason"]) for row in joined] == [
        (comes.person.name, date(2026, 5, 6), "新上岗")
    ]
    assert [(row["name"], row["ended"], row["last_month"]) for row in left] == [
        (goes.person.name, date(2026, 5, 20), "2026-05")
    ]
    assert joined[0]["contribution_base"] == 473700
    assert stays.person.name not in {row["name"] for row in joined + left}


@pytest.mark.django_db
def test_who_goes_on_in_another_village_under_the_same_employer_neither_leaves_nor_joins(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 4, 30))
    moved = Stint.objects.get(pk=stint.pk)
    moved.pk, moved.start, moved.end, moved.village = None, date(2026, 5, 1), None, village(1)
    moved.save(force_insert=True)
    scope = actor_of("company_clerk").scope
    assert list_people.joining(scope, MAY) == []
    assert list_people.leaving(scope, date(2026, 4, 1)) == []


@pytest.mark.django_db
def test_the_lists_of_pay_say_what_the_payslips_say(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(2)
    clerk = actor_of("company_clerk")
    assert list_pay.contributions(clerk.scope, MAY) == []
    paid(actor_of)
    rows = list_pay.contributions(clerk.scope, MAY)
    assert [(row["pension"], row["pension_employer"], row["work_injury"], row["total"]) for row in rows] == [
        (37896, 75792, 947, 37896 + 75792 + 947)
    ] * 2
    assert {row["provisional"] for row in rows} == {"已公布"}
    taxed = list_pay.tax(clerk.scope, MAY)
    assert [(row["income"], row["cumulative_income"], row["taxable"], row["tax"]) for row in taxed] == [
        (160000, 160000, 0, 0)
    ] * 2
    assert {(row["rate"], row["quick_deduction"], row["cumulative_allowance"]) for row in taxed} == {("3%", 0, 500000)}


@pytest.mark.django_db
def test_the_tax_declaration_is_cumulative(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    reported(village(0), JUNE)
    paid(actor_of)
    paid(actor_of, JUNE, **IN_JUNE)
    scope = actor_of("company_clerk").scope
    assert Payslip.objects.filter(person=stint.person_id).count() == 2
    (row,) = list_pay.tax(scope, JUNE)
    assert (row["income"], row["cumulative_income"], row["months"]) == (160000, 320000, 2)
    assert (row["cumulative_pension"], row["cumulative_allowance"]) == (2 * 37896, 2 * 500000)


def test_the_quick_deduction_is_that_of_the_official_table() -> None:
    rates = tuple(Ratio.parse(text) for text in ("3%", "10%", "20%", "25%"))
    bands = Bands((3600000, 14400000, 30000000), rates)
    assert list_pay.bracket(bands, 0) == ("3%", 0)
    assert list_pay.bracket(bands, 3600000) == ("3%", 0)
    assert list_pay.bracket(bands, 3600001) == ("10%", 252000)
    assert list_pay.bracket(bands, 14400001) == ("20%", 1692000)
    assert list_pay.bracket(bands, 30000001) == ("25%", 3192000)


@pytest.mark.django_db
def test_differences_across_a_years_end_are_listed_for_the_annual_settlement(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    december, january = date(2026, 12, 1), date(2027, 1, 1)
    then, later = NOW.replace(month=12, day=20), NOW.replace(year=2027, month=1, day=5)
    less, more, _ = month_of(3, december, unpaid={0: 2})
    paid(actor_of, december, today=then.date(), now=then)
    corrected(less, month=december, unpaid_days=0)
    corrected(more, month=december, unpaid_days=5)
    recounted(actor_of, december, later)
    scope = actor_of("company_clerk").scope
    assert [row["kind"] for row in settlement(scope, december)] == ["多发"]
    for number in range(3):
        reported(village(number), january)
    paid(actor_of, january, today=later.date(), now=later)
    told = [(row["name"], row["kind"], row["gross"], row["tax_year"]) for row in settlement(scope, december)]
    assert told == [(less.person.name, "补发", 14_713, "2027年"), (more.person.name, "多发", -36_782, "2026年")]
    assert [(row["name"], row["paid_in"]) for row in settlement(scope, january)] == [(less.person.name, "2026-12")]
    slip = Payslip.objects.get(person=less.person_id, month=january)
    assert (slip.earlier_gross, slip.facts["earned_before"]) == (14_713, 14_713)


@pytest.mark.django_db
def test_what_a_later_payslip_of_the_year_has_taken_out_again_is_not_left_for_the_settlement(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    paid(actor_of)
    corrected(stint, unpaid_days=5)
    recounted(actor_of)
    scope = actor_of("company_clerk").scope
    assert [row["how"][:12] for row in settlement(scope, MAY)] == ["2026年已计入收入，汇"]
    reported(village(0), JUNE)
    june = paid(actor_of, JUNE, **IN_JUNE).slips.get()
    assert june.facts["earned_before"] == 160_000 - 36_782
    assert settlement(scope, MAY) == []
