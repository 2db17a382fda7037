"""Past pay sheets on their page: what differs and why, faults cell by cell, nothing kept but the log."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from sibai.audit.models import Entry
from sibai.documents.models import StoredFile

ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db
SHEET = "姓名,绩效,应发,养老,实发\n张甲乙,400,2000,372,1627\n"


def handed_in(client: Client, text: str, **typed: str) -> tuple[int, bytes]:
    file = SimpleUploadedFile("old.csv", text.encode(), "text/csv")
    data = {"file": file, "month": "2026-05", "answer": "page", **typed}
    answer = client.post(reverse("payroll:compare"), data)
    return answer.status_code, answer.content


@pytest.mark.parametrize("role", ["company_clerk", "county_clerk"])
def test_a_sheet_is_shown_with_its_causes_and_the_log_keeps_that_it_was_done(client_of: ClientOf, role: str) -> None:
    client = client_of(role)
    assert client.get(reverse("payroll:compare")).status_code == 200
    status, content = handed_in(client, SHEET)
    html = content.decode()
    assert status == 200
    for words in ("每月预发400元", "4650.00", "缺依据", "400.00", "张**"):
        assert words in html
    assert "张甲乙" not in html
    entry = Entry.objects.get(action="payroll.compare_sheets", outcome="done")
    assert entry.facts["different"] == 4
    assert not StoredFile.objects.exists()


def test_the_workbook_has_every_cell_and_what_it_stands_on(client_of: ClientOf) -> None:
    _, content = handed_in(client_of("company_clerk"), SHEET, answer="workbook")
    book = load_workbook(BytesIO(content))
    assert book.worksheets[0].max_row == 5


def test_faults_are_told_cell_by_cell_and_nothing_is_logged(client_of: ClientOf) -> None:
    status, content = handed_in(client_of("company_clerk"), "姓名,实发\n张甲乙,一千\n,5\n")
    html = content.decode()
    assert status == 422
    assert "要改的2处" in html
    assert "第2行" in html
    assert "张甲乙" not in html
    assert not Entry.objects.filter(action="payroll.compare_sheets").exists()


def test_a_month_before_the_measure_is_refused_in_the_form(client_of: ClientOf) -> None:
    status, content = handed_in(client_of("company_clerk"), SHEET, month="2022-05")
    assert status == 422
    assert "早于办法施行之日" in content.decode()


def test_a_sheet_by_the_rules_is_told_to_agree(client_of: ClientOf) -> None:
    _, content = handed_in(client_of("company_clerk"), "姓名,应发\n张甲,1600.00\n")
    assert "每一格都与规则相同" in content.decode()
