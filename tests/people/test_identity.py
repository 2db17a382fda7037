"""Identity numbers after GB 11643-1999, phones, bank numbers, names: right ones, wrong ones with what to do, masks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibai.people import identity
from sibai.people.identity import BadCard, BadIdNumber, BadName, BadPhone, check_digit, check_id_number, check_name
from tests.people.invented import invented

FIRST, LAST = date(1900, 1, 1), date(2026, 5, 21)
"""Examples of the standard itself stand in the first test."""


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [("11010519491231002X", date(1949, 12, 31), "女"), ("440524188001010014", None, "男")],
)
def test_the_examples_of_the_standard_have_right_check_digits(number: str, born: date | None, sex: str) -> None:
    assert check_digit(number[:-1]) == number[-1]
    if born is None:
        with pytest.raises(BadIdNumber, match="早于1900年"):
            check_id_number(number)
    else:
        told = check_id_number(number)
        assert (told.birth_date, told.sex, told.notes) == (born, sex, ())


def numbers() -> st.SearchStrategy[str]:
    """Right numbers of any province and day."""
    regions = st.sampled_from(["610929", "110105", "440524", "612430", "810000", "820000", "830000", "911568"])
    days = st.dates(FIRST, LAST)
    first = st.tuples(regions, days, st.integers(0, 999)).map(lambda of: f"{of[0]}{of[1]:%Y%m%d}{of[2]:03d}")
    return first.map(lambda seventeen: seventeen + check_digit(seventeen))


@given(numbers())
def test_a_right_number_is_taken_and_tells_birth_and_sex(number: str) -> None:
    told = check_id_number(f" {number.lower()} ", today=LAST)
    assert told.number == number
    assert f"{told.birth_date:%Y%m%d}" == number[6:14]
    assert told.sex == ("男" if int(number[16]) % 2 else "女")


@given(numbers(), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, place: int, off: int) -> None:
    """MOD 11-2 finds every single wrong digit."""
    old = "0123456789X".index(number[place])
    new = "0123456789X"[(old + off) % (11 if place == 17 else 10)]
    with pytest.raises(BadIdNumber):
        check_id_number(number[:place] + new + number[place + 1 :])


@given(numbers(), st.integers(0, 16))
def test_two_neighbours_changed_over_are_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(BadIdNumber):
            check_id_number(swapped)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_refusal_in_words(text: str) -> None:
    told = ""
    try:
        check_id_number(text)
    except BadIdNumber as refusal:
        told = str(refusal)
    assert told == "" or told.endswith("。")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "请填写身份证号"),
        ("110105491231002", "15位的老号码"),
        ("11010519491231002", "应为18位，现在是17位"),
        ("110105194912310021", "第18位应为 X，请核对"),
        ("11010519491231002Z", "第18位应为数字或 X"),
        ("1101051949123100X2", "第17位应为数字"),
        ("110105194902310021", "不是真实的日期"),
        ("100105194912310021", "前两位不是省份代码"),
        ("１1010519491231002X", "全角字符"),
        ("110105 19491231002X", "中间有空格"),
        ("11010519491231002ｘ", "全角字符"),
        ("１１０１０５１９４９１２３１００２Ｘ", "全角字符"),
        ("٠1010519491231002X", "第1位应为数字"),
    ],
)
def test_a_wrong_number_is_told_what_to_do(typed: str, told: str) -> None:
    with pytest.raises(BadIdNumber, match=told) as refusal:
        check_id_number(typed)
    assert refusal.value.field == "id_number"
    assert "请" in str(refusal.value)


def test_nobody_is_born_after_today() -> None:
    first = f"610929{LAST + timedelta(days=1):%Y%m%d}001"
    number = first + check_digit(first)
    check_id_number(number)
    with pytest.raises(BadIdNumber, match="晚于今天"):
        check_id_number(number, today=LAST)


def test_an_unknown_county_is_only_a_note() -> None:
    first = "61099819900101001"
    (note,) = check_id_number(first + check_digit(first)).notes
    assert "前六位" in note


def test_the_old_code_of_the_county_gives_no_note() -> None:
    first = "61243019900101001"
    assert check_id_number(first + check_digit(first)).notes == ()


def test_invented_people_are_real_to_the_checks_only_in_a_demonstration(settings: Any) -> None:
    someone = invented(1)
    check_id_number(someone.id_number)
    identity.check_phone(someone.phone)
    assert identity.check_card(someone.card).notes == ()
    settings.OWN = settings.OWN.model_copy(update={"demo": False})
    for check, value in (
        (check_id_number, someone.id_number),
        (identity.check_phone, someone.phone),
        (identity.check_card, someone.card),
    ):
        with pytest.raises((BadIdNumber, BadPhone, BadCard), match="编造"):
            check(value)


def test_no_two_invented_people_share_anything() -> None:
    people = [invented(number) for number in range(7600)]
    for what in ("id_number", "phone", "card"):
        assert len({getattr(each, what) for each in people}) == len(people)
    assert invented(5) == invented(5)


@pytest.mark.parametrize("typed", ["13812345678", " 19912345678 "])
def test_a_right_phone_is_taken(typed: str) -> None:
    assert identity.check_phone(typed) == typed.strip()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "请填写手机号"),
        ("1381234567", "应为11位"),
        ("12812345678", "第2位应为3至9"),
        ("+8613812345678", "全是数字"),
        ("138-1234-5678", "全是数字"),
        ("138 1234 5678", "中间有空格"),
        ("１３８12345678", "全角"),
    ],
)
def test_a_wrong_phone_is_told_what_to_do(typed: str, told: str) -> None:
    with pytest.raises(BadPhone, match=told):
        identity.check_phone(typed)


def test_a_card_that_fails_luhn_is_taken_with_a_note() -> None:
    assert identity.check_card("6222020200112233445").notes
    assert identity.check_card("4111111111111111").notes == ()


@pytest.mark.parametrize(("typed", "told"), [("1" * 11, "12至32位"), ("1" * 33, "12至32位"), ("62220-", "全是数字")])
def test_a_wrong_card_is_told_what_to_do(typed: str, told: str) -> None:
    with pytest.raises(BadCard, match=told):
        identity.check_card(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" 张明 ", "张明"), ("买买提•吐尔逊", "买买提·吐尔逊"), ("Anna Li", "Anna Li"), ("㐂𠮷", "㐂𠮷")],
)
def test_a_name_is_kept_as_the_identity_card_has_it(typed: str, kept: str) -> None:
    assert identity.check_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "张 明", "张明1", "张明<b>", "名" * 41])
def test_a_wrong_name_is_refused(typed: str) -> None:
    with pytest.raises(BadName):
        identity.check_name(typed)


def test_masks_hide_what_the_reference_says() -> None:
    assert identity.mask_id("61092919900101002X") == "610929********002X"
    assert identity.mask_phone("13812345678") == "138****5678"
    assert identity.mask_card("6222020200112233445").endswith("3445")
    assert "6222" not in identity.mask_card("6222020200112233445")
    assert [identity.mask_name(name) for name in ("张明", "张小明", "欧阳小明", "李")] == [
        "张*",
        "张*明",
        "欧**明",
        "李",
    ]
    assert identity.mask_address("陕西省白河县茅坪镇枫树村3组5号") == "陕西省白河县茅坪镇枫树村****"
    assert [
        mask("") for mask in (identity.mask_id, identity.mask_phone, identity.mask_card, identity.mask_address)
    ] == [""] * 4


def test_a_name_may_have_rare_characters_that_python_does_not_know_yet() -> None:
    assert check_name("李\U00031350") == "李\U00031350"
    with pytest.raises(BadName):
        check_name("李\U0001f600")
