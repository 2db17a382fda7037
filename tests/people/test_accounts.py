"""Accounts: made, closed, given other roles, by administrators, who see no business and cannot serve themselves."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from sibai.audit.models import Entry
from sibai.people.actor import system
from sibai.people.models import Holding, User
from sibai.people.operations.accounts import BadAccount, BadPassword, create_user, make_user
from sibai.people.operations.holdings import BadPlace, BadRole
from sibai.people.queries.accounts import account_todos
from tests.people.entering import COMMAND, last, log_in
from tests.people.invented import person_in
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, PASSWORD, TODAY, user_of, villages_of

WHY = {"reason": "岗位调整"}


@pytest.fixture
def admin(client_of: Any) -> Client:
    user_of("administrator", COUNTY, "guanli2")
    made: Client = client_of("administrator", COUNTY, "guanli")
    return made


@pytest.fixture
def clerk(county: Any) -> User:
    return user_of("town", MAOPING, "maoping")


def page_of(user: User) -> str:
    return reverse("people:account", args=[user.pk])


def send(client: Client, route: str, user: User, **sent: Any) -> Any:
    return client.post(reverse(f"people:{route}", args=[user.pk]), sent)


def fields(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_command_line_makes_the_first_account(county: Any) -> None:
    made = create_user(
        actor=system(COUNTY), account="GuanLi", name="柯小燕", role="administrator", place_code=COUNTY, now=NOW
    )
    assert made.user.account == "guanli"
    assert made.user.check_password(made.one_time_password)
    assert made.user.must_change_password
    entry = last("people.create_user")
    assert (entry.account, entry.object_label) == ("system", "guanli")
    assert made.one_time_password not in str(entry.fields())
    assert "柯小燕" not in str(entry.fields())


def test_an_account_with_a_given_password_need_not_change_it(county: Any) -> None:
    made = make_user(account="yanshi", name="演示", role="town", place_code=MAOPING, now=NOW, password=PASSWORD)
    assert (made.one_time_password, made.user.must_change_password) == ("", False)
    assert made.user.check_password(PASSWORD)


@pytest.mark.parametrize("account", ["", "ab", "1abc", "张三", "a b c", "a" * 41, "abc@x", "-abc", "abc\x00", "ａ"])
def test_a_name_that_cannot_be_signed_in_with_is_refused(account: str, county: Any) -> None:
    with pytest.raises(BadAccount):
        make_user(account=account, name="某", role="town", place_code=MAOPING, now=NOW)


@pytest.mark.parametrize(
    ("role", "place", "why"),
    [
        ("town", COUNTY, BadPlace),
        ("village", MAOPING, BadPlace),
        ("finance", MAOPING, BadPlace),
        ("town", "610929999000", BadPlace),
        ("town", "", BadPlace),
        ("king", COUNTY, BadRole),
        ("coordinator", "610929104201", BadRole),
    ],
)
def test_a_role_holds_where_it_belongs(role: str, place: str, why: type[Exception], county: Any) -> None:
    place = villages_of(MAOPING)[0].code if role == "coordinator" else place
    with pytest.raises(why):
        make_user(account="someone", name="某", role=role, place_code=place, now=NOW)
    assert not User.objects.exists()


def test_a_coordinator_gets_an_account_at_the_own_village(county: Any) -> None:
    village, other = villages_of(MAOPING)[:2]
    person = person_in(village, 3)
    with pytest.raises(BadRole):
        make_user(account="xieli", name="某", role="coordinator", place_code=other.code, person=person, now=NOW)
    made = make_user(account="xieli", name="某", role="coordinator", place_code=village.code, person=person, now=NOW)
    assert made.user.person == person


def test_a_weak_password_from_the_command_line_is_refused(county: Any) -> None:
    with pytest.raises(BadPassword, match="至少要10位"):
        create_user(
            actor=system(COUNTY),
            account="guanli",
            name="某",
            role="town",
            place_code=MAOPING,
            now=NOW,
            password="short",
        )


def new(admin: Client, **sent: str) -> Any:
    url = reverse("people:account_new")
    command = COMMAND.search(fields(admin.get(url)))[1]  # type: ignore[index]
    whole = {"command": command, "name": "钱芳", "account": "qianfang", "role": "town", "place_code": MAOPING, **sent}
    return admin.post(url, whole)


def test_a_new_account_comes_with_a_letter_that_is_shown_once(admin: Client) -> None:
    answer = new(admin)
    letter = fields(answer)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    made = User.objects.get(account="qianfang")
    word = answer.context["letters"][0].password
    assert word in letter
    assert made.check_password(word)
    assert "茅坪镇 · 镇经办" in letter
    assert word not in fields(admin.get(page_of(made)))
    assert word not in str(list(Entry.objects.values()))
    assert log_in(Client(), "qianfang", word).status_code == 302


def test_a_form_sent_twice_makes_one_account(admin: Client) -> None:
    url = reverse("people:account_new")
    command = COMMAND.search(fields(admin.get(url)))[1]  # type: ignore[index]
    sent = {"command": command, "name": "钱芳", "account": "qianfang", "role": "town", "place_code": MAOPING}
    assert admin.post(url, sent).status_code == 200
    again = admin.post(url, {**sent, "account": "qianfang2"}, follow=True)
    assert "刚才已经办过了" in fields(again)
    assert User.objects.filter(name="钱芳").count() == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": ""}, "请填写这一项"),
        ({"name": "字" * 41}, "最多40个字"),
        ({"account": "guanli"}, "已经有人用了"),
        ({"account": "GUANLI"}, "已经有人用了"),
        ({"account": "9"}, "小写字母开头"),
        ({"role": "king"}, "请从列出的选项里选一个"),
        ({"role": "coordinator"}, "请从列出的选项里选一个"),
        ({"place_code": COUNTY}, "范围要选镇"),
        ({"place_code": "1"}, "请从列出的选项里选一个"),
        ({"role": "finance"}, "范围要选县"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_told_and_kept(sent: dict[str, str], told: str, admin: Client) -> None:
    answer = new(admin, **sent)
    assert answer.status_code == 422
    assert told in fields(answer)
    assert 'value="钱芳"' in fields(answer) or "name" in sent
    assert not User.objects.filter(account="qianfang").exists()


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(admin: Client, clerk: User) -> None:
    client = Client()
    log_in(client, "maoping")
    assert send(admin, "account_disable", clerk).status_code == 422
    assert send(admin, "account_disable", clerk, **WHY)["Location"] == page_of(clerk)
    assert client.get("/account/me/").status_code == 302
    assert log_in(Client(), "maoping").status_code == 422
    entry = last("people.account_disable")
    assert (entry.object_label, entry.facts) == ("maoping", {"ended": 1})
    assert send(admin, "account_disable", clerk, **WHY).status_code == 409
    assert send(admin, "account_enable", clerk, **WHY).status_code == 302
    assert send(admin, "account_enable", clerk, **WHY).status_code == 409
    assert log_in(Client(), "maoping").status_code == 302


def test_the_last_administrator_stays(client_of: Any) -> None:
    admin = client_of("administrator", COUNTY, "guanli")
    one, two = User.objects.get(account="guanli"), user_of("administrator", COUNTY, "guanli2")
    assert send(admin, "account_disable", one, **WHY).status_code == 422
    User.objects.filter(pk=two.pk).update(is_active=False)
    holding = Holding.objects.get(user=one)
    end = reverse("people:holding_end", args=[holding.pk])
    answer = admin.post(end, {"day": timezone.localdate(), **WHY})
    assert answer.status_code == 422
    assert "最后一个" in fields(answer)
    User.objects.filter(pk=two.pk).update(is_active=True)
    assert admin.post(end, {"day": timezone.localdate(), **WHY}).status_code == 302


def test_an_administrator_whose_role_ends_does_not_count(client_of: Any) -> None:
    admin = client_of("administrator", COUNTY, "guanli")
    two = user_of("administrator", COUNTY, "guanli2")
    three = user_of("administrator", COUNTY, "guanli3")
    Holding.objects.filter(user__account="guanli").update(end=timezone.localdate())
    User.objects.filter(pk=three.pk).update(is_active=False)
    answer = send(admin, "account_disable", two, **WHY)
    assert "最后一个" in fields(answer)


@pytest.mark.parametrize("name", ["account_disable", "account_password", "account_second_factor"])
def test_an_administrator_does_not_serve_himself(name: str, admin: Client) -> None:
    me = User.objects.get(account="guanli")
    assert send(admin, name, me, **WHY).status_code == 422
    me.refresh_from_db()
    assert me.is_active
    assert me.check_password(PASSWORD)


def add(admin: Client, user: User, role: str, place: str, day: date | None = None) -> Any:
    sent = {"role": role, "place_code": place, "day": day or timezone.localdate(), **WHY}
    return send(admin, "holding_add", user, **sent)


def test_an_administrator_gives_himself_no_role(admin: Client) -> None:
    answer = add(admin, User.objects.get(account="guanli"), "finance", COUNTY)
    assert "不能给自己的账号加角色" in fields(answer)


@pytest.mark.parametrize(
    ("has", "gets"),
    [
        ("administrator", "finance"),
        ("finance", "administrator"),
        ("auditor", "county_clerk"),
        ("administrator", "auditor"),
    ],
)
def test_managing_accounts_auditing_and_business_stay_apart(has: str, gets: str, admin: Client) -> None:
    user = user_of(has, COUNTY, "someone")
    answer = add(admin, user, gets, COUNTY)
    assert answer.status_code == 422
    assert "不能与其他角色同在一个账号上" in fields(answer)


def test_a_role_is_added_and_ended_from_a_day_on(admin: Client, clerk: User) -> None:
    village, today = villages_of(MAOPING)[0], timezone.localdate()
    assert add(admin, clerk, "village", village.code, today + timedelta(days=3))["Location"] == page_of(clerk)
    held = Holding.objects.get(user=clerk, role="village")
    assert (held.start, held.end) == (today + timedelta(days=3), None)
    assert "已经有这个角色" in fields(add(admin, clerk, "village", village.code, today + timedelta(days=3)))
    assert "不能早于今天" in fields(add(admin, clerk, "village", village.code, today - timedelta(days=1)))
    end = reverse("people:holding_end", args=[Holding.objects.get(user=clerk, role="town").pk])
    assert admin.post(end, {"day": today - timedelta(days=2), **WHY}).status_code == 422
    assert admin.post(end, {"day": "昨天", **WHY}).status_code == 422
    client = Client()
    log_in(client, "maoping")
    assert admin.post(end, {"day": today - timedelta(days=1), **WHY}).status_code == 302
    assert client.get(reverse("people:delegations")).status_code == 403
    entry = last("people.holding_end")
    assert (entry.facts["role"], entry.facts["to"]) == ("town", str(today - timedelta(days=1)))
    assert admin.post(end, {"day": today - timedelta(days=1), **WHY}).status_code == 409


def test_a_new_password_comes_with_a_letter_and_ends_sessions_and_locks(admin: Client, clerk: User) -> None:
    client = Client()
    log_in(client, "maoping")
    for _ in range(5):
        log_in(Client(), "maoping", "Wrong-2026-wrong")
    answer = send(admin, "account_password", clerk, **WHY)
    word = answer.context["letters"][0].password
    assert word in fields(answer)
    assert client.get("/account/me/").status_code == 302
    assert log_in(Client(), "maoping", PASSWORD).status_code == 422
    fresh = Client()
    assert log_in(fresh, "maoping", word).status_code == 302
    assert fresh.get("/")["Location"] == "/account/password/"
    assert word not in str(last("people.account_password").fields())


def test_a_locked_name_is_told_and_unlocked(admin: Client, clerk: User, actor_of: Any) -> None:
    other = user_of("town", MAOPING, "neighbour")
    for _ in range(5):
        log_in(Client(), "maoping", "Wrong-2026-wrong")
    log_in(Client(), "neighbour", "Wrong-2026-wrong")
    User.objects.update(last_login=NOW)
    todos = account_todos(actor_of("administrator", COUNTY, "guanli"), timezone.localdate())
    assert [(todo.label, todo.count) for todo in todos] == [("今天被锁定的账号", 1)]
    listed = fields(admin.get(reverse("people:accounts"), {"state": "locked"}))
    assert page_of(clerk) in listed
    assert page_of(other) not in listed
    assert "解锁" in fields(admin.get(page_of(clerk)))
    assert send(admin, "account_unlock", clerk, **WHY).status_code == 302
    assert AccessAttempt.objects.count() == 1
    assert log_in(Client(), "maoping").status_code == 302


def test_letters_that_nobody_used_are_told_after_two_weeks(admin: Client, clerk: User, actor_of: Any) -> None:
    actor = actor_of("administrator", COUNTY, "guanli")
    User.objects.exclude(pk=clerk.pk).update(last_login=NOW)
    today = TODAY + timedelta(days=15)
    assert [(todo.label, todo.count) for todo in account_todos(actor, today)] == [("没有启用的账号", 1)]
    assert account_todos(actor, TODAY + timedelta(days=14)) == []
    assert account_todos(actor_of("auditor"), today) == []


def test_a_name_is_corrected_and_the_log_does_not_hold_it(admin: Client, clerk: User) -> None:
    assert send(admin, "account_rename", clerk, name="陈建国", **WHY).status_code == 302
    clerk.refresh_from_db()
    assert clerk.name == "陈建国"
    assert "陈建国" not in str(last("people.account_rename").fields())


def test_the_list_is_searched_filtered_sorted_and_exported(admin: Client, clerk: User) -> None:
    user_of("town", LENGSHUI, "lengshui")
    user_of("finance", COUNTY, "caiwu")
    url = reverse("people:accounts")

    def accounts(**given: str) -> list[str]:
        return [str(row.cells[0]) for row in admin.get(url, given).context["listing"]["rows"]]

    assert accounts(q="茅坪") == ["maoping"]
    assert accounts(q="caiw") == ["caiwu"]
    assert accounts(role="town") == ["lengshui", "maoping"]
    assert accounts(role="town", sort="-account") == ["maoping", "lengshui"]
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert accounts(state="disabled") == ["maoping"]
    assert accounts(state="x", role="king", sort="password", page="nan") == sorted(accounts())
    answer = admin.get(reverse("people:accounts_export"), {"role": "town"})
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "maoping" in cells
    assert "caiwu" not in cells
    assert any("测试guanli" in cell for cell in cells)
    assert last("people.accounts_export").facts == {"count": 2}


def test_an_account_page_tells_its_story(admin: Client, clerk: User) -> None:
    log_in(Client(), "maoping", "Wrong-2026-wrong")
    send(admin, "account_rename", clerk, name="陈建国", **WHY)
    page = fields(admin.get(page_of(clerk)))
    for words in ("陈建国", "茅坪镇 · 镇经办", "登录（未准）", "改了账号maoping的姓名，事由：岗位调整", "重发密码"):
        assert words in page


@pytest.mark.parametrize(
    "name",
    ["account", "account_disable", "account_password", "account_rename", "holding_add", "holding_end"],
)
def test_an_account_that_does_not_exist_is_not_found(name: str, admin: Client) -> None:
    url = reverse(f"people:{name}", args=["00000000-0000-4000-8000-000000000000"])
    assert admin.get(url).status_code == 404
    assert admin.post(url, WHY).status_code in {404, 405}


@pytest.mark.parametrize("reason", ["", " ", "字" * 201])
def test_without_a_proper_reason_nothing_happens(reason: str, admin: Client, clerk: User) -> None:
    assert send(admin, "account_disable", clerk, reason=reason).status_code == 422
    clerk.refresh_from_db()
    assert clerk.is_active


def test_the_pages_need_few_queries(admin: Client, clerk: User, django_assert_max_num_queries: Any) -> None:
    for number in range(40):
        user_of("town", MAOPING, f"many{number}")
    for name in ("accounts", "account_new", "accounts_for_places"):
        with django_assert_max_num_queries(12):
            assert admin.get(reverse(f"people:{name}")).status_code == 200, name
    for name in ("account", "account_disable", "account_password", "account_rename", "holding_add"):
        with django_assert_max_num_queries(12):
            assert admin.get(reverse(f"people:{name}", args=[clerk.pk])).status_code == 200, name
