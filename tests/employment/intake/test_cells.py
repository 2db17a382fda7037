"""Single cells: what is read, what goes back, and with which words."""

from __future__ import annotations

from datetime import date

import pytest

from sibai.batch.tables.grid import Cell, Tag
from sibai.employment.queries.intake.cells import BadCell, day_of, value_of
from sibai.employment.queries.intake.columns import BY_NAME, FIELDS, GRADE, named, passed_over, plain
from tests.people.invented import invented
from tests.web_fixtures import TODAY

FIELD = {field.name: field for field in FIELDS}


def read(name: str, text: str, tag: Tag = Tag.TEXT) -> object:
    return value_of(FIELD[name], Cell(text, tag), TODAY)


def refused(name: str, text: str, tag: Tag = Tag.TEXT) -> str:
    with pytest.raises(BadCell) as told:
        read(name, text, tag)
    return str(told.value)


@pytest.mark.parametrize("text", ["2025-07-01", "2025-7-1", "2025/7/1", "2025.07.01", "20250701", "2025年7月1日"])
def test_a_day_is_read_however_it_is_commonly_written(text: str) -> None:
    assert day_of(text) == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025.7", "只有年月"),
        ("2025年7月", "只有年月"),
        ("202507", "只有年月"),
        ("25.7.1", "年份只有两位"),
        ("45839", "序号"),
        ("2025-02-30", "没有这一天"),
        ("2025-13-01", "没有这一天"),
        ("0001-01-01", "年份不对"),
        ("2025-07/01", "2025-07-01"),
        ("７月１日", "2025-07-01"),
        ("２０２５-０７-０１", "2025-07-01"),
        ("²", "2025-07-01"),
        ("去年七月", "2025-07-01"),
    ],
)
def test_a_day_that_could_be_meant_otherwise_goes_back(text: str, words: str) -> None:
    assert words in refused("start", text)


def test_a_moment_is_no_day_and_a_day_of_excel_is_one() -> None:
    assert "几点几分" in refused("start", "2025-07-01 08:30:00", Tag.DATETIME)
    assert read("start", "2025-07-01", Tag.DATE) == date(2025, 7, 1)
    assert read("start", "20250701", Tag.NUMBER) == date(2025, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2025-07-01至2026-06-30",
        "2025.7.1-2026.6.30",
        "20250701—20260630",
        "2025年7月1日到2026年6月30日",
        "2025/7/1 ~ 2026/6/30",
        "2025-07-01--2026-06-30",
    ],
)
def test_a_term_has_both_days_in_one_cell(text: str) -> None:
    assert read("contract_term", text) == (date(2025, 7, 1), date(2026, 6, 30))


def test_a_term_in_words_goes_back() -> None:
    assert "起止两个日期" in refused("contract_term", "一年")


@pytest.mark.parametrize("name", ["id_number", "card"])
def test_long_digits_that_were_stored_as_numbers_are_refused_and_never_repaired(name: str) -> None:
    for text, tag in (("610999199003070000", Tag.NUMBER), ("6.10999E+17", Tag.TEXT)):
        assert "存成了数字" in refused(name, text, tag)


def test_an_identity_number_goes_through_the_check_of_all_numbers() -> None:
    right = invented(7).id_number
    assert read("id_number", f" {right.lower()} ") == right
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    assert "第18位应为" in refused("id_number", wrong)
    assert "15位的老号码" in refused("id_number", "610999900307001")


def test_a_social_security_card_number_is_no_bank_number() -> None:
    assert "社保卡卡号" in refused("card", "A1234567B")


def test_categories_are_told_apart_by_any_mark() -> None:
    assert read("category", "脱贫劳动力、退役军人，监测对象") == {"poverty_relief", "veteran", "monitored_household"}
    assert read("category", "大龄失业人员/零就业家庭人员") == {"hard_to_employ"}
    assert "不认识" in refused("category", "脱贫劳动力、贵宾")


def test_other_posts_are_told_apart_and_assistants_of_another_rule_are_refused() -> None:
    assert read("kind", "村级稳岗就业“四百工程”协理员") == "协理员"
    assert read("kind", "其他公益性岗位") == "公益性岗位"
    assert "不适用本办法" in refused("kind", "劳动保障协理员")


def test_schooling_is_read_by_its_other_names_too() -> None:
    assert (read("education", "专科"), read("education", "职高")) == ("大专", "中职")
    assert "应填下列之一" in refused("education", "研究生")


@pytest.mark.parametrize("text", ["王\u200b伟", "王\x07伟", "王\ud800"])
def test_signs_that_nobody_sees_are_refused(text: str) -> None:
    assert "看不见的字符" in refused("name", text)


def test_a_text_too_long_for_its_place_goes_back() -> None:
    assert "最多200个字" in refused("address", "村" * 201)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("公民身份号码", "id_number"),
        ("身份证\n号码 *", "id_number"),
        ("手机/联系电话", "phone"),
        ("所在村（社区）", "village"),
        ("岗位地点(村)", "village"),
        ("人员类别(就业困难类别)", "category"),
        ("聘用时间：", "start"),
        ("合同期限", "contract_term"),
        ("社保卡/银行账号", "card"),
        ("住址", "address"),
    ],
)
def test_a_column_is_known_by_the_names_that_people_give_it(header: str, name: str) -> None:
    known = named(header)
    assert known is not None
    assert known.field.name == name


def test_years_of_grades_and_earlier_stints_are_known_by_pattern() -> None:
    grades = [named(text) for text in ("2024年度考核档次", "2024年考核结果", "2024考核等次")]
    assert {(each.field.name, each.number) for each in grades if each} == {("grade", 2024)}
    assert [named(text).key for text in ("以前上岗时间", "以前上岗时间2", "以前离岗时间第2段")] == [  # type: ignore[union-attr]
        "earlier_start_1",
        "earlier_start_2",
        "earlier_end_2",
    ]
    assert GRADE.fullmatch("1999年度考核档次") is None


def test_what_the_form_has_beside_is_passed_over_and_the_rest_is_not_known() -> None:
    assert passed_over("备注")
    assert passed_over("月工资（元）")
    assert not passed_over("星座")
    assert named("星座") is None
    assert named("") is None


def test_no_name_stands_for_two_columns() -> None:
    names = [plain(name) for field in FIELDS for name in (field.label, *field.aliases)]
    assert len(names) == len(set(names)) == len(BY_NAME)
