"""Deciding in the browser: bad values and dates told beside the field, typed words kept, sent twice done once."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sibai.rulebook.models import CONFIRMED, PREPARED, RETURNED, WITHDRAWN, Decision
from tests.rulebook.deciding import DOCUMENT, REASON, confirmed, prepared

TYPED = {"value": "1740.00", "start": "2026-07-01", "end": "", "document": DOCUMENT, "reason": REASON}
DECIDE = "/rulebook/decide/base_standard/"


def photo() -> SimpleUploadedFile:
    """A scan as a phone makes it."""
    content = BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "PNG")
    return SimpleUploadedFile("文件.png", content.getvalue())


def sent(client: Any, path: str, **changed: Any) -> Any:
    return client.post(path, {**TYPED, "command": uuid4().hex, **changed})


def test_a_clerk_prepares_and_a_leader_confirms(client_of: Any) -> None:
    clerk, leader = client_of("county_clerk"), client_of("county_leader")
    answer = sent(clerk, DECIDE)
    decision = Decision.objects.get()
    assert answer["Location"] == f"/rulebook/decision/{decision.pk}/"
    assert "等县人社局领导确认" in clerk.get(answer["Location"]).content.decode()
    page = leader.get(answer["Location"]).content.decode()
    assert f"/rulebook/decision/{decision.pk}/confirm/" in page
    assert f"/preview/decision/{decision.pk}/" in page
    asked = leader.get(f"/rulebook/decision/{decision.pk}/confirm/").content.decode()
    assert "1740.00元" in asked
    answer = sent(leader, f"/rulebook/decision/{decision.pk}/confirm/", version=1)
    assert answer.status_code == 302
    decision.refresh_from_db()
    assert decision.state == CONFIRMED


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": ""}, "请填写这一项"),
        ({"value": "1,740"}, "不写逗号"),
        ({"value": "一千七"}, "最多两位小数"),
        ({"start": "昨天"}, "2026-05-21"),
        ({"start": "2026-02-30"}, "2026-05-21"),
        ({"start": "1026-07-01"}, "2000年至2100年"),
        ({"end": "2026-06-30"}, "止日不能早于起日"),
        ({"document": "  "}, "请填写这一项"),
        ({"document": "文" * 201}, "最多200个字"),
        ({"reason": ""}, "请填写这一项"),
        ({"replaces": "no-number"}, "编号不对"),
        ({"replaces": str(uuid4())}, "要更正的那一项不在了"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(changed: Any, words: str, client_of: Any) -> None:
    answer = sent(client_of("county_clerk"), DECIDE, **changed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert REASON in text or "reason" in changed
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [
        ("pension_rate", "8%%", "写成 8%"),
        ("pension_rate", "180%", "超过上限"),
        ("sign_within", "1.5", "请填写整数"),
        ("sign_within", "-1", "不能小于0"),
        ("sign_within", "9" * 40, "这个数太大"),
        ("appraisal_due_day", "13-01", "12-10"),
        ("appraisal_due_day", "02-30", "不是每年都有的日子"),
        ("age_on", "whenever", "请从列出的选项里选一个"),
        ("commendation_points", "{ 中 = 4", "写法读不懂"),
        ("commendation_points", '{ "中" = "4" }\n[[x]]', "写法读不懂"),
        ("measure_effective", "昨天", "2026-05-21"),
    ],
)
def test_each_kind_of_value_says_how_it_is_written(entry: str, value: str, words: str, client_of: Any) -> None:
    answer = sent(client_of("county_clerk"), f"/rulebook/decide/{entry}/", value=value)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("entry", "value", "kept"),
    [
        ("base_standard", "1740", '"1740"'),
        ("pension_rate", "8.5%", '"8.5%"'),
        ("sign_within", "2", "2"),
        ("appraisal_due_day", "12-05", "1205"),
        ("measure_effective", "2022-06-10", "2022-06-10"),
        ("age_on", "hire", '"hire"'),
        ("commendation_points", '{"中" = "5",\t"省" = "3"}', '{ "中" = "5", "省" = "3" }'),
    ],
)
def test_each_kind_of_value_is_kept_as_the_file_writes_it(entry: str, value: str, kept: str, client_of: Any) -> None:
    assert sent(client_of("county_clerk"), f"/rulebook/decide/{entry}/", value=value).status_code == 302
    assert Decision.objects.get().value == kept


def test_a_form_sent_twice_is_done_once(client_of: Any) -> None:
    clerk = client_of("county_clerk")
    form = {**TYPED, "command": "d" * 32}
    assert [clerk.post(DECIDE, form).status_code for _ in range(2)] == [302, 302]
    assert Decision.objects.count() == 1


def test_who_comes_second_is_told_kindly(client_of: Any, actor_of: Any) -> None:
    decision = prepared(actor_of)
    leader = client_of("county_leader")
    path = f"/rulebook/decision/{decision.pk}/"
    assert sent(leader, f"{path}return/", version=1, reason="请核对").status_code == 302
    answer = sent(client_of("county_leader", account="leader-2"), f"{path}confirm/", version=1)
    assert answer.status_code == 409
    assert "请刷新" in answer.content.decode()
    decision.refresh_from_db()
    assert decision.state == RETURNED


def test_a_returned_decision_is_amended_with_what_was_typed_before(client_of: Any, actor_of: Any) -> None:
    decision = prepared(actor_of)
    path = f"/rulebook/decision/{decision.pk}/"
    sent(client_of("county_leader"), f"{path}return/", version=1, reason="文号不全")
    clerk = client_of("county_clerk")
    assert "文号不全" in clerk.get(path).content.decode()
    form = clerk.get(f"{path}amend/").content.decode()
    assert "1740.00" in form
    assert DOCUMENT in form
    assert sent(clerk, f"{path}amend/", version=2, value="1750").status_code == 302
    decision.refresh_from_db()
    assert (decision.state, decision.value) == (PREPARED, '"1750"')
    assert clerk.get(f"{path}amend/").status_code == 409


def test_the_preparer_withdraws(client_of: Any, actor_of: Any) -> None:
    decision = prepared(actor_of)
    path = f"/rulebook/decision/{decision.pk}/withdraw/"
    assert "不再报请确认" in client_of("county_clerk").get(path).content.decode()
    assert sent(client_of("county_clerk"), path, version=1).status_code == 302
    decision.refresh_from_db()
    assert decision.state == WITHDRAWN


def test_a_confirmed_decision_is_corrected_by_a_new_one(client_of: Any, actor_of: Any) -> None:
    wrong = confirmed(actor_of)
    clerk = client_of("county_clerk")
    assert "更正" in clerk.get(f"/rulebook/decision/{wrong.pk}/").content.decode()
    form = clerk.get(f"{DECIDE}?replaces={wrong.pk}").content.decode()
    assert str(wrong.pk) in form
    assert sent(clerk, DECIDE, value="1741", replaces=str(wrong.pk)).status_code == 302
    assert Decision.objects.get(value='"1741"').replaces == wrong
    for asked in ("nonsense", str(uuid4())):
        assert clerk.get(f"{DECIDE}?replaces={asked}").status_code == 404


@pytest.mark.parametrize("version", ["", "x", "0", "99", "-1", "9" * 30])
def test_a_version_that_was_made_up_confirms_nothing(version: str, client_of: Any, actor_of: Any) -> None:
    decision = prepared(actor_of)
    answer = sent(client_of("county_leader"), f"/rulebook/decision/{decision.pk}/confirm/", version=version)
    assert answer.status_code in (409, 422)
    decision.refresh_from_db()
    assert decision.state == PREPARED


def test_the_scan_of_the_document_is_kept(client_of: Any, actor_of: Any) -> None:
    decision = prepared(actor_of)
    clerk, path = client_of("county_clerk"), f"/rulebook/decision/{decision.pk}/"
    assert "还缺" in clerk.get(path).content.decode()
    bad = clerk.post(f"{path}attach/", {"file": SimpleUploadedFile("a.exe", b"MZ"), "command": uuid4().hex})
    assert bad.status_code == 422
    assert 'class="refused"' in bad.content.decode()
    assert clerk.post(f"{path}attach/", {"command": uuid4().hex}).status_code == 422
    good = clerk.post(f"{path}attach/", {"file": photo(), "command": uuid4().hex})
    assert good.status_code == 302
    assert "文件.png" in clerk.get(path).content.decode()


def test_a_decision_of_another_county_does_not_exist(client_of: Any, actor_of: Any) -> None:
    decision = prepared(actor_of)
    town = client_of("county_clerk", "610929104000")
    assert town.get(f"/rulebook/decision/{decision.pk}/").status_code == 404
    assert town.get("/preview/decision/00000000-0000-0000-0000-000000000000/").status_code == 404
