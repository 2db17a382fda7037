"""A roster against itself, the measure and the system: every fault in its cell, with what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sibai.db.querysets import area
from sibai.employment.models import Acting, GradeFact, Stint
from sibai.employment.queries.intake.filed import filed
from sibai.employment.queries.intake.looking import Look
from sibai.people.identity import check_digit
from sibai.people.models import Person
from sibai.places.models import Place, PlaceName
from sibai.recruitment.models import Selection
from sibai.recruitment.operations.vacancies import open_vacancy
from tests.employment.intake.rosters import Row, csv_of, row_of, xlsx
from tests.employment.intake.rosters import look as look_at
from tests.employment.made import on_post
from tests.people.invented import invented, person_in
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, TODAY, villages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def villages(county: Any) -> list[Place]:
    return list(Place.objects.filter(parent_id=MAOPING).select_related("parent").order_by("code"))


def look(rows: list[Row]) -> Look:
    """Rows as text, which needs no process of its own; as a workbook where a cell is typed."""
    typed = any(not isinstance(cell, str) for row in rows for cell in row.values())
    return look_at(xlsx(rows)) if typed else look_at(csv_of(rows), "csv")


def one_fault(*rows: Row, row: int = 2, header: str = "", says: str = "") -> None:
    """The rows have this one fault, in this cell."""
    found = look(list(rows)).faults
    assert [(each.row, each.header) for each in found] == [(row, header)], [each.message for each in found]
    assert says in found[0].message
    assert found[0].letter


def warned(*rows: Row) -> list[str]:
    """The rows are good; these things are to be looked at twice."""
    looked = look(list(rows))
    assert looked.faults == []
    return [each.message for each in looked.warnings]


def test_a_good_roster_has_nothing_to_say(villages: list[Place]) -> None:
    assert warned(row_of(1, villages[0]), row_of(2, villages[1])) == []


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("姓名", "王2", "数字或符号"),
        ("姓名", "", "请填写姓名"),
        ("身份证号", "123", "应为18位"),
        ("身份证号", 610999199003070000, "存成了数字"),
        ("身份证号", "", "请填写身份证号"),
        ("联系电话", "0915-7820", "手机号"),
        ("镇", "巴黎", "没有这个镇"),
        ("岗位地点（村）", "巴黎", "请核对村名"),
        ("岗位地点（村）", "", "请填写村"),
        ("上岗时间", "2025.7", "只有年月"),
        ("上岗时间", "", "请填写上岗时间"),
        ("上岗时间", "2026-06-01", "晚于今天"),
        ("上岗时间", "2022-06-09", "早于办法施行之日2022-06-10"),
        ("合同起止", "2025-07-01至2026-07-01", "一年一签"),
        ("合同起止", "一年", "起止两个日期"),
        ("合同签订日期", "2026-05-22", "晚于今天"),
        ("社保卡银行账号", "12345", "12至32位"),
        ("性别", "女", "身份证号上是男"),
        ("出生年月", "1991-03", "身份证号上是"),
        ("文化程度", "研究生", "应填下列之一"),
        ("离岗时间", "2025-06-30", "早于上岗时间"),
        ("离岗时间", "2026-05-22", "晚于今天"),
        ("人员类别", "贵宾", "不认识"),
        ("岗位名称", "劳动保障协理员", "不适用本办法"),
        ("村编码", "610929100001", "不在茅坪镇"),
        ("2021年度考核档次", "合格", "2022至2026"),
        ("2024年度考核档次", "合格", "不在岗"),
        ("2025年度考核档次", "良好", "应填下列之一"),
        ("经认定的就业困难人员", "也许", "是、否"),
        ("认定日期", "2027-01-01", "晚于今天"),
    ],
)
def test_a_fault_is_told_in_its_own_cell(villages: list[Place], column: str, value: Any, says: str) -> None:
    man = next(number for number in range(1, 50) if invented(number).sex == "男")
    row = row_of(man, villages[0])
    extra = {"合同起止": None, "合同签订日期": None, "备案号": None} if column == "上岗时间" and value else {}
    kept = {name: cell for name, cell in {**row, column: value, **extra}.items() if cell is not None}
    one_fault(row_of(1, villages[3]) if man != 1 else row_of(2, villages[3]), kept, row=3, header=column, says=says)


def test_two_people_in_one_village_at_one_time_are_both_told(villages: list[Place]) -> None:
    faults = look([row_of(1, villages[0]), row_of(2, villages[0], 上岗时间="2025-08-01")]).faults
    assert len(faults) == 2
    assert "与第3行的人同一时间都在" in faults[0].message
    assert "与第2行的人" in faults[1].message


def test_a_successor_in_the_same_village_is_no_fault(villages: list[Place]) -> None:
    first = row_of(1, villages[0], 上岗时间="2024-07-01", 离岗时间="2025-06-30", 合同起止="2024-07-01至2025-06-30")
    first["合同签订日期"] = "2024-07-02"
    assert warned(first, row_of(2, villages[0])) == []


def test_one_person_twice_is_told(villages: list[Place]) -> None:
    row = row_of(1, villages[0])
    one_fault(row, dict(row), row=3, header="身份证号", says="与第2行重复")


def test_one_person_in_two_villages_at_one_time_is_told(villages: list[Place]) -> None:
    other = row_of(1, villages[1], 上岗时间="2025-09-01", 合同起止=None, 合同签订日期=None, 备案号=None)
    one_fault(row_of(1, villages[0]), other, row=3, header="上岗时间", says="任职时间重叠")


def test_rows_of_one_person_that_differ_are_told(villages: list[Place]) -> None:
    second = row_of(1, villages[0], 合同起止="2024-07-01至2025-06-30", 上岗时间="2024-07-01")
    first = row_of(1, villages[0], 上岗时间="2024-07-01")
    for column, value in (("姓名", "另一人"), ("联系电话", "10099999999"), ("社保卡银行账号", "9990000000000001")):
        changed = {**second, "合同签订日期": "2024-07-02", column: value}
        one_fault(first, changed, row=3, header=column)


def test_several_contracts_of_one_stint_stand_in_rows_of_their_own(villages: list[Place]) -> None:
    first = row_of(1, villages[0], 上岗时间="2024-07-01", 合同起止="2024-07-01至2025-06-30", 合同签订日期="2024-07-02")
    second = row_of(1, villages[0], 上岗时间="2024-07-01")
    looked = look([first, second])
    assert looked.faults == []
    assert looked.plan is not None
    assert (len(looked.plan.stints), len(looked.plan.contracts)) == (1, 2)
    overlapping = {**second, "合同起止": "2025-06-01至2026-05-31"}
    one_fault(first, overlapping, row=3, header="合同起止", says="与第2行的合同时间重叠")


def test_an_earlier_stint_may_stand_beside_in_columns_of_its_own(villages: list[Place]) -> None:
    row = row_of(
        1, villages[0], 以前上岗时间="2023-01-01", 以前离岗时间="2023-12-31", 以前岗位地点=villages[1].short_name
    )
    looked = look([row])
    assert looked.faults == []
    assert looked.plan is not None
    assert [stint.village for stint in looked.plan.stints] == [villages[1], villages[0]]
    one_fault({**row, "以前离岗时间": ""}, header="以前离岗时间", says="两个日期")


def test_a_running_stint_past_the_three_years_is_a_fault_with_the_last_lawful_day(villages: list[Place]) -> None:
    free = {"合同起止": None, "合同签订日期": None, "备案号": None}
    row = row_of(1, villages[0], 上岗时间="2022-07-01", **free)
    one_fault(row, header="上岗时间", says="最晚在岗日是2025-06-30")
    ended = look([{**row, "离岗时间": "2025-09-30"}])
    assert ended.faults == []
    assert "最晚在岗日是2025-06-30" in ended.warnings[0].message
    assert look([{**row, "离岗时间": "2025-06-30"}]).warnings == []


def test_earlier_posts_count_towards_the_three_years(villages: list[Place]) -> None:
    free = {"合同起止": None, "合同签订日期": None, "备案号": None}
    other = row_of(1, villages[0], 上岗时间="2022-06-10", 离岗时间="2025-06-09", **free)
    one_fault(other, row_of(1, villages[1], **free), row=3, header="上岗时间", says="已满三年")


def test_a_post_before_the_measure_is_taken_as_another_public_post(villages: list[Place]) -> None:
    free = {"合同起止": None, "合同签订日期": None, "备案号": None}
    other = row_of(1, villages[0], 上岗时间="2021-01-01", 离岗时间="2022-12-31", 岗位名称="其他公益性岗位", **free)
    looked = look([other, row_of(1, villages[1], 岗位名称="协理员")])
    assert looked.faults == []
    assert looked.plan is not None
    assert [stint.coordinator for stint in looked.plan.stints] == [False, True]


def test_a_contract_past_the_last_lawful_day_is_a_fault(villages: list[Place]) -> None:
    row = row_of(1, villages[0], 上岗时间="2023-07-01", 合同起止="2025-07-01至2026-06-30", 合同签订日期="2023-07-10")
    assert look([row]).faults == []
    late = {**row, "合同起止": "2025-07-02至2026-07-01"}
    one_fault(late, header="合同起止", says="最晚在岗日2026-06-30")


def test_a_contract_belongs_to_its_stint_and_is_signed_before_it_is_filed(villages: list[Place]) -> None:
    row = row_of(1, villages[0])
    one_fault({**row, "合同起止": "2024-07-01至2025-06-30"}, header="合同起止", says="不在这一段任职里")
    one_fault({**row, "合同签订日期": ""}, header="合同签订日期", says="有备案的合同要有签订日期")
    one_fault({**row, "备案日期": "2025-07-09"}, header="备案日期", says="早于签订日期")
    one_fault({**row, "合同起止": "", "合同签订日期": ""}, header="备案号", says="用不上")
    split = {name: cell for name, cell in row.items() if name != "合同起止"}
    one_fault({**split, "合同起": "2025-07-01", "合同止": ""}, header="合同止", says="起止两个日期")
    both = {**row, "合同起": "2025-07-02", "合同止": "2026-06-30"}
    one_fault(both, header="合同起", says="合同起止一栏是2025-07-01")


def test_what_is_allowed_but_odd_is_told_and_has_to_be_seen(villages: list[Place]) -> None:
    row = row_of(1, villages[0])
    assert "超过聘用之日起一个月" in warned({**row, "合同签订日期": "2025-08-02"})[0]
    assert "合同已于2026-04-30到期" in warned({**row, "合同起止": "2025-07-01至2026-04-30"})[0]
    assert "合同起日早于上岗时间" in warned({**row, "上岗时间": "2025-07-05"})[0]
    shared = row_of(2, villages[1], 社保卡银行账号=row["社保卡银行账号"])
    assert "同一个账号" in warned(row, shared)[0]
    none = {"合同起止": "", "合同签订日期": "", "备案号": ""}
    assert "没有合同起止" in warned({**row, **none})[0]
    assert "在岗却没有合同" in warned(row, row_of(2, villages[1], **none))[0]


def test_a_recognition_needs_its_number_and_its_day(villages: list[Place]) -> None:
    row = row_of(1, villages[0], 经认定的就业困难人员="是", 就业创业证号="", 认定日期="2025-06-01")
    one_fault(row, header="就业创业证号", says="请补就业创业证号")
    one_fault({**row, "就业创业证号": "610929", "认定日期": ""}, header="认定日期", says="请补认定日期")


def test_a_code_and_a_name_that_do_not_agree_are_told(villages: list[Place]) -> None:
    row = row_of(1, villages[0], 村编码=villages[1].code)
    one_fault(row, header="岗位地点（村）", says="不一致")
    assert "按村编码算作" in warned({**row, "岗位地点（村）": "村部"})[0]


def test_somebody_known_under_another_name_or_phone_is_told(villages: list[Place]) -> None:
    person_in(villages[0], 1)
    one_fault(row_of(1, villages[0], 姓名="另一人"), header="姓名", says="登记的是另一个姓名")
    one_fault(row_of(1, villages[0], 联系电话="10099999999"), header="联系电话", says="与这里不同")
    looked = look([row_of(1, villages[0])])
    assert looked.faults == []
    assert looked.plan is not None
    assert (looked.plan.counts()["known"], looked.plan.counts()["people"]) == (1, 0)


def test_a_post_that_the_system_has_already_is_told(villages: list[Place]) -> None:
    on_post(villages[0], 1)
    one_fault(row_of(1, villages[0]), header="上岗时间", says="已有这个人的这一段任职")
    moved = {"上岗时间": "2025-08-01", "合同起止": None, "合同签订日期": None, "备案号": None}
    one_fault(row_of(1, villages[1], **moved), header="上岗时间", says="时间重叠")
    one_fault(row_of(2, villages[0]), header="上岗时间", says="已有协理员")


def test_a_village_that_is_choosing_or_minded_waits(villages: list[Place]) -> None:
    vacancy = open_vacancy(village=villages[0], opened_on=date(2026, 4, 1), cause="never", now=NOW)
    Selection.objects.create(vacancy=vacancy, number=1, state="review", started_at=NOW)
    one_fault(row_of(1, villages[0]), header="岗位地点（村）", says="正在系统里选聘")
    given = {"who": "某人", "cause": "vacant", "duties": "全部", "start": date(2026, 5, 1), "end": date(2026, 6, 1)}
    Acting.objects.create(village=villages[1], appointed_at=NOW, **given)
    one_fault(row_of(1, villages[1]), header="岗位地点（村）", says="正由别人代管")


def test_a_grade_on_file_that_differs_is_told_and_the_same_is_left_out(villages: list[Place]) -> None:
    person = person_in(villages[0], 1)
    given = {"person": person, "village": villages[0], "year": 2025, "document": "x", "entered_at": NOW}
    GradeFact.objects.create(grade="合格", state="confirmed", **given)
    row = row_of(1, villages[0])
    one_fault({**row, "2025年度考核档次": "优秀"}, header="2025年度考核档次", says="档次不同")
    looked = look([{**row, "2025年度考核档次": "合格"}])
    assert looked.faults == []
    assert looked.plan is not None
    assert looked.plan.counts()["grades"] == 0
    GradeFact.objects.create(grade="基本合格", state="entered", **given)
    assert look([{**row, "2025年度考核档次": "合格"}]).faults == [], "a correction that waits does not hold yet"


def test_the_form_that_the_county_files_counts_the_months_of_all_stints_to_this_day(villages: list[Place]) -> None:
    """2022-07-01 … 2023-03-31 are nine months, 2025-07-01 … 2026-05-21 ten more and some days."""
    on_post(villages[1], 1, start=date(2022, 7, 1), end=date(2023, 3, 31), contract_end=None)
    person = Person.objects.get()
    Stint.objects.create(person=person, village=villages[0], start=date(2025, 7, 1), source="roster", recorded_at=NOW)
    found = filed(area(COUNTY), TODAY, whole=False)
    place = [column.label for column in found.columns].index("累计享受月数")
    assert [row[place] for row in found.rows] == [19]


def test_a_dissolved_village_takes_only_stints_of_its_time(villages: list[Place]) -> None:
    Place.objects.filter(pk=villages[0].pk).update(end=date(2025, 12, 31))
    one_fault(row_of(1, villages[0]), header="岗位地点（村）", says="撤销")
    row = row_of(1, villages[0], 离岗时间="2025-12-31")
    assert look([row]).faults == []


def test_an_unassigned_region_in_the_number_is_told_once_and_no_fault(villages: list[Place]) -> None:
    first = "61990019900307001"
    row = row_of(1, villages[0], 身份证号=first + check_digit(first))
    assert "前六位" in warned(row)[0]
    assert Person.objects.count() == 0


def test_a_roster_of_another_town_is_not_held_against_this_one(villages: list[Place]) -> None:
    on_post(villages_of(LENGSHUI)[0], 9)
    assert warned(row_of(1, villages[0])) == []


def test_a_village_is_found_by_the_name_it_had_before_and_that_is_told(villages: list[Place]) -> None:
    village = villages[0]
    PlaceName.objects.create(
        place=village, name="旧湾村委会", start=date(2022, 6, 10), end=date(2024, 1, 1), document="x"
    )
    found = look_at(xlsx([row_of(1, village, **{"岗位地点（村）": "旧湾村"})]))
    assert found.good
    assert [finding.message for finding in found.warnings] == [
        f"这是原来的名称，按现在的名称算作{village.short_name}，请核对。"
    ]
