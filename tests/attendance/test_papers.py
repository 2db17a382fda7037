"""Rosters and sheets on paper and as workbooks; a filled workbook handed back, looked through, filled."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import Workbook, load_workbook

from sibai.attendance.models import LeaveRequest, Sheet, SheetLine, SheetUpload
from sibai.attendance.operations.holding import HOLDER
from sibai.attendance.operations.leave import enter_leave
from sibai.audit.models import Entry
from sibai.employment.models import Stint
from tests.attendance.made import MAY, filled, on_post, reported, stint_in, village
from tests.attendance.test_pages import at
from tests.employment.test_pages import sent, within_budget
from tests.web_fixtures import COUNTY, MAOPING, NOW, TODAY, villages_of

pytestmark = pytest.mark.usefixtures("at_ten")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def stint(county: Any) -> Stint:
    return stint_in()


@pytest.fixture
def clerk(client_of: Any, stint: Stint) -> Client:
    return client_of("village", stint.village_id)


def exported(client: Client, code: str, what: str = "sheet") -> Any:
    answer = client.get(at("excel", code, what))
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content)).active


def column_of(sheet: Any, name: str) -> int:
    return next(cell.column for cell in sheet[3] if str(cell.value) == name)


def handed_in(client: Client, sheet: Any) -> Any:
    book = sheet.parent if not isinstance(sheet, bytes) else None
    content = sheet if book is None else saved(book)
    file = SimpleUploadedFile("考勤表.xlsx", content, XLSX)
    answer = client.post(at("upload", village().code), {"file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    return within_budget(client, answer["Location"])


def saved(book: Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def taken(client: Client, page: Any, **changed: Any) -> Any:
    form = page.context["form"]
    data = {name: form[name].value() for name in ("version", "digest", "command")}
    row = SheetUpload.objects.latest("uploaded_at")
    return client.post(reverse("attendance:take_upload", args=[row.pk]), {**data, **changed})


def test_papers_carry_who_was_on_post_and_every_day(client_of: Any, stint: Stint) -> None:
    on_post(village(1), 2, start=date(2026, 5, 11))
    filled(village())
    for role, place in (("village", village().code), ("town", MAOPING), ("company_clerk", COUNTY)):
        client = client_of(role, place)
        for name in ("roster", "attendance_sheet"):
            answer = client.get(at("print", place, name))
            document = Document(BytesIO(answer.content))
            cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
            assert stint.person.name in cells
            assert ("√" in cells) == (name == "attendance_sheet")
    entry = Entry.objects.latest("seq")
    assert entry.facts == {"month": "2026年5月", "paper": "考勤情况登记表", "people": 2}
    assert client_of("auditor").get(at("print", COUNTY, "roster")).status_code == 403
    assert client.get(at("print", COUNTY, "nothing")).status_code == 404
    assert client.get(at("excel", COUNTY, "nothing")).status_code == 404


def test_the_roster_as_a_workbook_has_full_numbers(client_of: Any, stint: Stint) -> None:
    sheet = exported(client_of("town", MAOPING), MAOPING, "roster")
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert stint.person.id_number in cells


def test_a_filled_workbook_is_looked_through_and_filled(clerk: Client, stint: Stint) -> None:
    sheet = exported(clerk, village().code)
    sheet.cell(4, column_of(sheet, "12")).value = "Ｘ"
    name = sheet.cell(4, column_of(sheet, "姓名"))
    name.value = f"{name.value[0]}　{name.value[1:]}"
    sheet.cell(4, column_of(sheet, "备注")).value = "十二日没有到岗"
    page = handed_in(clerk, sheet)
    text = page.content.decode()
    assert "12日旷工" in text
    assert not Sheet.objects.exists()
    assert taken(clerk, page).status_code == 302
    line = SheetLine.objects.get()
    assert (line.unpaid_days, line.note, line.marks[11]) == (1, "十二日没有到岗", "X")
    assert SheetUpload.objects.get().state == "taken"
    assert taken(clerk, page, command="b" * 32).status_code == 409


def test_every_fault_stands_in_its_cell_and_nothing_is_filled(clerk: Client, actor_of: Any, stint: Stint) -> None:
    actor = actor_of("village", stint.village_id)
    day = date(2026, 5, 20)
    enter_leave(actor=actor, stint=stint, kind="sick", start=day, end=day, told={}, reason="", today=TODAY, now=NOW)
    sheet = exported(clerk, village().code)
    wrong = {"3": "×", "6": "△", "7": "？", "8": None, "20": "√"}
    for name, sign in wrong.items():
        sheet.cell(4, column_of(sheet, name)).value = sign
    sheet.cell(5, column_of(sheet, "编号")).value = "没有这个人"
    text = handed_in(clerk, sheet).content.decode()
    assert "只能填休、√" in text or "只能填节、√" in text
    for told in ("没有批准的事假", "不认识这个符号", "这一天没有填", "应填○", "没有这个编号"):
        assert told in text
    assert "确认填报" not in text
    row = SheetUpload.objects.get()
    answer = clerk.post(reverse("attendance:take_upload", args=[row.pk]), {"version": 1, "digest": "0" * 16})
    assert answer.status_code == 422
    assert not Sheet.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 broken", "编号,姓名\n1,2\n".encode(), "姓名,编号,1,2\n甲,x,√,√\n".encode()],
)
def test_a_file_that_is_no_sheet_says_what_to_do(clerk: Client, content: bytes) -> None:
    name, kind = ("表.csv", "text/csv") if not content.startswith(b"PK") else ("表.xlsx", XLSX)
    answer = clerk.post(at("upload", village().code), {"file": SimpleUploadedFile(name, content, kind)}, follow=True)
    assert answer.status_code in (200, 422)
    assert any(word in answer.content.decode() for word in ("没有找到写列名", "缺少这些天", "另存为", "空的"))
    assert not Sheet.objects.exists()


def test_a_row_that_is_missing_or_twice_is_told(clerk: Client, stint: Stint) -> None:
    sheet = exported(clerk, village().code)
    for cell in list(sheet[4]):
        sheet.cell(5, cell.column).value = cell.value
    assert "请只留一行" in handed_in(clerk, sheet).content.decode()
    title = sheet.cell(1, 1).value
    sheet.cell(1, 1).value = title.replace("2026年5月", "2026年3月")
    assert "这是2026年3月的表" in handed_in(clerk, sheet).content.decode()
    sheet.cell(1, 1).value = title
    sheet.delete_rows(4, 2)
    assert "请补上这一行" in handed_in(clerk, sheet).content.decode()
    assert SheetUpload.objects.filter(state="dropped").count() == 2, "those before were left unconfirmed"


def test_a_change_between_preview_and_confirmation_is_noticed(clerk: Client, actor_of: Any, stint: Stint) -> None:
    page = handed_in(clerk, exported(clerk, village().code))
    day = date(2026, 5, 20)
    actor = actor_of("village", stint.village_id)
    enter_leave(actor=actor, stint=stint, kind="sick", start=day, end=day, told={}, reason="", today=TODAY, now=NOW)
    assert taken(clerk, page).status_code in (409, 422)
    assert not Sheet.objects.exists()


def test_a_sheet_that_was_filled_meanwhile_is_noticed(clerk: Client, stint: Stint) -> None:
    page = handed_in(clerk, exported(clerk, village().code))
    filled(village())
    assert taken(clerk, page).status_code == 409
    again = clerk.get(reverse("attendance:uploaded", args=[SheetUpload.objects.get().pk]))
    assert taken(clerk, again).status_code == 302
    assert Sheet.objects.get().version == 2


def test_a_locked_sheet_takes_no_workbook(clerk: Client, stint: Stint) -> None:
    page = handed_in(clerk, exported(clerk, village().code))
    reported(village())
    assert taken(clerk, page).status_code == 409
    assert SheetUpload.objects.get().state == "uploaded"


def test_what_is_in_a_file_is_shown_to_nobody_else(client_of: Any, clerk: Client, stint: Stint) -> None:
    handed_in(clerk, exported(clerk, village().code))
    row = SheetUpload.objects.get()
    other = client_of("village", village().code, "another")
    assert "将填报" not in other.get(reverse("attendance:uploaded", args=[row.pk])).content.decode()
    drop = reverse("attendance:drop_upload", args=[row.pk])
    assert other.post(drop, {"version": 1}).status_code == 422
    assert client_of("village", village(1).code).get(reverse("attendance:uploaded", args=[row.pk])).status_code == 404
    assert clerk.post(drop, {"version": 1}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.file.name) == ("dropped", "")


def test_what_the_room_holds_about_somebody_is_told_and_erased(actor_of: Any, stint: Stint) -> None:
    actor = actor_of("village", stint.village_id)
    day = date(2026, 5, 20)
    enter_leave(actor=actor, stint=stint, kind="sick", start=day, end=day, told={}, reason="发热", today=TODAY, now=NOW)
    sheet = reported(village())
    assert HOLDER.kept([stint.person_id])[stint.person_id]["last_wage_on"] == date(2026, 5, 31)
    told = dict(HOLDER.told(stint.person_id))
    assert "发热" in told["休假"][0][1]
    assert told["考勤"][0][0] == "2026-05"
    assert HOLDER.erase(stint.person_id, NOW) > 0
    assert "发热" not in str(HOLDER.told(stint.person_id))
    assert sheet.lines.count() == 1


def test_what_nobody_confirmed_is_given_up(clerk: Client, stint: Stint) -> None:
    handed_in(clerk, exported(clerk, village().code))
    assert HOLDER.sweep(TODAY, NOW) == 0
    assert HOLDER.sweep(date(2026, 7, 1), NOW) == 1
    assert SheetUpload.objects.get().state == "dropped"


def test_a_month_of_a_village_without_anybody_goes_by_workbook_too(client_of: Any, county: Any) -> None:
    clerk = client_of("village", village().code)
    page = handed_in(clerk, exported(clerk, village().code))
    assert taken(clerk, page).status_code == 302
    assert Sheet.objects.get().lines.count() == 0
    assert Sheet.objects.get().month == MAY


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def test_a_proof_is_photographed_on_the_phone(client_of: Any, clerk: Client, stint: Stint) -> None:
    phone = client_of("coordinator", stint.village_id, "", stint.person)
    ask = reverse("attendance:ask_leave", args=[stint.pk, "sick"])
    sent(phone, ask, start="2026-05-25", end="2026-05-26")
    row = LeaveRequest.objects.get()
    url = reverse("attendance:attach", args=["leave", row.pk])
    assert phone.post(url, {"file": SimpleUploadedFile("证明.png", PNG, "image/png")}).status_code == 302
    assert "证明.png" in within_budget(clerk, reverse("attendance:leave", args=[row.pk])).content.decode()
    assert "证明.png" not in client_of("auditor").get(reverse("attendance:leave", args=[row.pk])).content.decode()
    bad = phone.post(url, {"file": SimpleUploadedFile("证明.exe", b"MZ", "application/x")}, follow=True)
    assert "证明材料：" in bad.content.decode()
    assert phone.post(reverse("attendance:attach", args=["nothing", row.pk])).status_code == 404
    other = client_of("village", village(1).code)
    assert other.post(url, {"file": SimpleUploadedFile("证明.png", PNG, "image/png")}).status_code == 404
    assert Entry.objects.filter(action="attendance.attach", outcome="done").count() == 1


def test_a_town_fills_by_one_workbook_what_its_villages_have_not(client_of: Any, stint: Stint) -> None:
    second = on_post(village(1), 2)
    filled(village(2))
    town = client_of("town", MAOPING)
    sheet = exported(town, MAOPING)
    rows = {str(row[3].value): row[0].row for row in sheet.iter_rows(min_row=4) if row[3].value}
    sheet.cell(rows[second.person.code], column_of(sheet, "12")).value = "×"
    file = SimpleUploadedFile("考勤表.xlsx", saved(sheet.parent), XLSX)
    answer = town.post(at("upload", MAOPING), {"file": file})
    page = within_budget(town, answer["Location"])
    assert "已经填报、没有读的村" in page.content.decode()
    assert taken(town, page).status_code == 302
    assert Sheet.objects.filter(state="filled").count() == len(villages_of(MAOPING))
    assert SheetLine.objects.get(stint=second).unpaid_days == 1
    assert SheetLine.objects.get(stint=stint).unpaid_days == 0
    file = SimpleUploadedFile("考勤表.xlsx", saved(sheet.parent), XLSX)
    page = town.get(town.post(at("upload", MAOPING), {"file": file})["Location"])
    assert "没有要填的" in page.content.decode()
