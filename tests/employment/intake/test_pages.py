"""The pages of the roster in the hands of the county's clerk, and of those who may only look."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sibai.audit.models import Entry
from sibai.documents import vault
from sibai.documents.models import StoredFile
from sibai.employment.models import RosterImport, Stint
from sibai.people.models import Person
from tests.employment.intake.rosters import row_of, rows_of, upload, workbook, xlsx
from tests.web_fixtures import COUNTY, MAOPING, NOW, villages_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(client_of: Any) -> Client:
    made: Client = client_of("county_clerk")
    return made


def send(client: Client, content: bytes, name: str = "花名册.xlsx") -> Any:
    data = {"file": upload(content, name), "document": "测试第1号"}
    return client.post(reverse("employment:upload_roster"), data)


def handed_in(client: Client, content: bytes) -> RosterImport:
    answer = send(client, content)
    assert answer.status_code == 302, answer.content.decode()
    return RosterImport.objects.order_by("-uploaded_at", "-id").filter(state="uploaded").get()


def url(name: str, roster: RosterImport) -> str:
    return reverse(f"employment:{name}", args=[roster.pk])


def hidden(page: Any) -> dict[str, str]:
    """The hidden boxes of the form that confirms."""
    form = re.search(r'<form class="confirm.*?</form>', page.content.decode(), re.DOTALL)
    assert form is not None
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


def test_a_roster_is_uploaded_looked_through_and_imported_by_a_second_click(clerk: Client) -> None:
    roster = handed_in(clerk, xlsx(rows_of(count=5)))
    page = clerk.get(url("roster", roster))
    assert page.status_code == 200
    assert "确认导入" in page.content.decode()
    assert Person.objects.count() == 0
    answer = clerk.post(url("import_roster", roster), hidden(page), follow=True)
    assert "花名册已导入" in answer.content.decode()
    assert Stint.objects.filter(end=None).count() == 5
    assert "确认导入" not in answer.content.decode()


def test_a_click_sent_twice_imports_once_and_says_so(clerk: Client) -> None:
    roster = handed_in(clerk, xlsx(rows_of()))
    sent = hidden(clerk.get(url("roster", roster)))
    clerk.post(url("import_roster", roster), sent)
    again = clerk.post(url("import_roster", roster), sent, follow=True)
    assert "没有重复办理" in again.content.decode()
    assert Entry.objects.filter(action="employment.import_roster", outcome="done").count() == 1
    assert Stint.objects.count() == 3


def test_warnings_have_to_be_ticked(clerk: Client) -> None:
    roster = handed_in(clerk, xlsx([row_of(1, villages_of(MAOPING)[0], 合同签订日期="2025-09-01")]))
    page = clerk.get(url("roster", roster))
    assert "逾期签订" in page.content.decode()
    refused = clerk.post(url("import_roster", roster), hidden(page))
    assert refused.status_code == 422
    assert "已核对" in refused.content.decode()
    assert Stint.objects.count() == 0
    clerk.post(url("import_roster", roster), {**hidden(refused), "accepted": "on"})
    assert Stint.objects.count() == 1


def test_faults_stand_in_a_table_with_their_cells_and_nothing_can_be_confirmed(clerk: Client) -> None:
    rows = [*rows_of(), row_of(9, villages_of(MAOPING)[5], 上岗时间="2025年7月")]
    page = clerk.get(url("roster", handed_in(clerk, xlsx(rows))))
    text = page.content.decode()
    assert "有1处要改" in text
    assert "第5行" in text
    assert "F列" in text
    assert "只有年月" in text
    assert "确认导入" not in text


def test_the_marked_copy_is_handed_out_to_whoever_uploaded_it_and_stands_in_the_log(clerk: Client) -> None:
    roster = handed_in(clerk, xlsx([row_of(1, villages_of(MAOPING)[0], 性别="女女")]))
    answer = clerk.post(url("mark_roster", roster), {"version": 1, "command": "c" * 32})
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert Entry.objects.filter(action="employment.mark_roster", outcome="done").count() == 1


def test_what_changed_since_the_preview_is_told_and_shown_afresh(clerk: Client) -> None:
    villages = villages_of(MAOPING)
    roster = handed_in(clerk, xlsx([row_of(1, villages[0])]))
    sent = hidden(clerk.get(url("roster", roster)))
    Person.objects.create(code="P9", name="某人", village=villages[3])
    other = Person.objects.get(code="P9")
    Stint.objects.create(person=other, village=villages[0], start="2025-01-01", source="entered", recorded_at=NOW)
    refused = clerk.post(url("import_roster", roster), sent)
    assert refused.status_code == 422
    assert "已有协理员" in refused.content.decode()
    assert Stint.objects.count() == 1


def test_another_clerk_sees_the_counts_and_not_what_is_in_the_file(clerk: Client, client_of: Any) -> None:
    roster = handed_in(clerk, xlsx(rows_of()))
    other = client_of("county_clerk", account="second-clerk")
    page = other.get(url("roster", roster)).content.decode()
    assert "确认导入" not in page
    assert "认出的列" not in page
    for act in ("import_roster", "mark_roster", "drop_roster"):
        answer = other.post(url(act, roster), {"version": 1, "digest": "a" * 64, "command": act.ljust(32, "0")[:32]})
        assert answer.status_code in (302, 422), act
    assert Stint.objects.count() == 0
    assert RosterImport.objects.get(pk=roster.pk).state == "uploaded"


def test_the_kept_file_is_opened_by_nobody_as_a_file(clerk: Client, client_of: Any) -> None:
    handed_in(clerk, xlsx(rows_of()))
    kept = StoredFile.objects.get()
    for role in ("county_clerk", "county_leader", "auditor", "company_clerk", "revitalisation"):
        assert client_of(role).get(reverse("documents:file", args=[kept.pk])).status_code == 404, role
    assert b"610999" not in vault.path_of(kept.pk).read_bytes()


def test_giving_up_erases_the_file(clerk: Client, django_capture_on_commit_callbacks: Any) -> None:
    roster = handed_in(clerk, xlsx(rows_of()))
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(url("drop_roster", roster), {"version": 1, "command": "d" * 32})
    assert not vault.path_of(roster.file_id).exists()
    assert RosterImport.objects.get(pk=roster.pk).state == "dropped"
    assert clerk.get(url("roster", roster)).status_code == 200


def test_a_new_upload_takes_the_place_of_the_one_that_waits(clerk: Client) -> None:
    first = handed_in(clerk, xlsx(rows_of()))
    handed_in(clerk, xlsx(rows_of(count=2)))
    assert RosterImport.objects.get(pk=first.pk).state == "dropped"


def test_an_import_is_undone_from_its_page(clerk: Client) -> None:
    roster = handed_in(clerk, xlsx(rows_of()))
    clerk.post(url("import_roster", roster), hidden(clerk.get(url("roster", roster))))
    page = clerk.get(url("undo_import", roster))
    assert "删除3" in page.content.decode()
    unreasoned = clerk.post(url("undo_import", roster), {"version": 2, "command": "e" * 32})
    assert unreasoned.status_code == 422
    answer = clerk.post(
        url("undo_import", roster), {"version": 2, "reason": "传错了表", "command": "e" * 32}, follow=True
    )
    assert "已撤销" in answer.content.decode()
    assert "传错了表" in answer.content.decode()
    assert Person.objects.count() == Stint.objects.count() == 0


def test_the_export_wants_a_reason_and_gives_a_workbook(clerk: Client) -> None:
    roster = handed_in(clerk, xlsx(rows_of()))
    clerk.post(url("import_roster", roster), hidden(clerk.get(url("roster", roster))))
    page = reverse("employment:export_roster")
    assert clerk.post(page, {"what": "now", "command": "f" * 32}).status_code == 422
    answer = clerk.post(page, {"what": "now", "reason": "报市局", "command": "f" * 32})
    assert answer.content.startswith(b"PK")
    assert Entry.objects.filter(action="employment.export_roster", outcome="done").count() == 1


@pytest.mark.parametrize("name", ["rosters", "upload_roster", "export_roster", "roster_help"])
def test_every_page_of_the_roster_opens(clerk: Client, name: str) -> None:
    assert clerk.get(reverse(f"employment:{name}")).status_code == 200


def test_the_blank_form_is_a_workbook(clerk: Client) -> None:
    assert clerk.get(reverse("employment:roster_form")).content.startswith(b"PK")


@pytest.mark.parametrize("role", ["county_leader", "auditor"])
def test_who_only_looks_sees_the_list_and_no_button_to_import(clerk: Client, client_of: Any, role: str) -> None:
    roster = handed_in(clerk, xlsx(rows_of()))
    looker = client_of(role)
    assert "导入花名册" not in looker.get(reverse("employment:rosters")).content.decode()
    assert looker.get(url("roster", roster)).status_code == 200
    assert looker.get(reverse("employment:upload_roster")).status_code == 403


def test_an_upload_that_is_no_table_says_what_to_do_beside_the_field(clerk: Client) -> None:
    for content, name in ((b"", "a.xlsx"), (b"%PDF-1.4 x", "a.pdf"), (b"x" * 11_000_000, "a.csv")):
        answer = send(clerk, content, name)
        assert answer.status_code in (413, 422), name
    assert RosterImport.objects.count() == 0


def test_a_workbook_without_anybody_is_shown_with_words(clerk: Client) -> None:
    page = clerk.get(url("roster", handed_in(clerk, workbook([["姓名", "身份证号", "岗位地点", "上岗时间"]]))))
    assert "列名下面没有人员" in page.content.decode()
    assert COUNTY


def test_a_page_of_many_faults_stays_small_and_says_where_the_rest_is(clerk: Client) -> None:
    villages = villages_of(MAOPING)
    rows = [row_of(number, villages[0], 上岗时间="七月") for number in range(1, 301)]
    page = clerk.get(url("roster", handed_in(clerk, xlsx(rows))))
    assert "有300处要改" in page.content.decode()
    assert "只列前100处" in page.content.decode()
    assert len(page.content) < 50_000
