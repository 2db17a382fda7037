"""The file of an opening: every fault by its cell, the form that is handed out, the pages from list to entry."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from sibai.employment.models import Stint
from sibai.funds.bookkeeping import town_of
from sibai.funds.models import Claim, Entry, Opening, OpeningRow
from sibai.funds.operations.opening import BadSheet, BuiltOn
from sibai.funds.operations.remitting import reverse as reverse_entry
from sibai.funds.queries.opening.looking import look_at
from sibai.funds.queries.opening.pages import opening_page, sides
from sibai.funds.queries.opening.reading import blank_form
from sibai.payroll.operations.entering import enter_difference
from sibai.people.actor import Actor
from tests.funds.made import MAY, NOW, balance, county
from tests.funds.opened import BANK, LABELS, begun, by, file_of, listed, looked, of
from tests.payroll.test_opening import handed_in, imported, row_of
from tests.web_fixtures import MAOPING

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


def test_every_fault_is_told_by_its_cell_and_nothing_is_kept(actor_of: ActorOf, stints: list[Stint]) -> None:
    clerk, (first, second) = actor_of("company_clerk"), stints
    rows = {
        "月份": [
            by(first, "advance", "1.00", "2026-05"),
            by(first, "advance", "1.00", "四月"),
            {**BANK, "month": "2026-04"},
        ],
        "镇": [{**BANK, "town": "没有镇"}, {**by(first, "tax", "1.00"), "name": "", "id_number": ""}],
        "姓名": [{**by(first, "advance", "1.00"), "name": "别人"}],
        "身份证号": [
            {**by(first, "advance", "1.00"), "id_number": ""},
            {**by(first, "advance", "1.00"), "id_number": "610999199001011015"},
            {**BANK, "name": "某人"},
        ],
        "资金来源": [{**BANK, "source": ""}, {**by(first, "advance", "1.00"), "source": "其他资金"}],
        "金额": [{**BANK, "amount": "0"}, {**BANK, "amount": "-1.00"}],
    }
    for column, wrong in rows.items():
        for each in wrong:
            assert [(fault.where, fault.column) for fault in looked(clerk, each).faults] == [("第2行", column)], each
    together = (
        [BANK, BANK],
        [by(first, "insurance_claimed", "1.00"), by(first, "insurance_granted", "1.00")],
        [by(second, "advance_rest", "1.00"), by(second, "advance", "1.00")],
    )
    for pair in together:
        assert [(fault.where, fault.column) for fault in looked(clerk, *pair).faults] == [("第3行", "项目")]
    assert [fault.column for fault in looked(clerk, of("bank", "x", town="茅坪镇")).faults] == ["金额"]
    assert not looked(clerk).good
    with pytest.raises(BadSheet):
        listed(clerk, {**BANK, "town": "没有镇"})
    assert not Opening.objects.exists()


def test_the_form_that_is_handed_out_is_one_that_is_taken(actor_of: ActorOf, stints: list[Stint]) -> None:
    book = load_workbook(io.BytesIO(blank_form()))
    sheet = book["期初"]
    sheet.append([BANK.get(name, "") for name in LABELS])
    sheet.cell(2, len(LABELS)).value = 5000
    told = by(stints[0], "returned", "1.00")
    sheet.append([told.get(name, "") for name in LABELS])
    made = io.BytesIO()
    book.save(made)
    look = look_at(made.getvalue(), "xlsx", MAY, actor_of("company_clerk").scope)
    assert look.good, look.faults
    assert [(row.item, row.amount, row.town_code) for row in look.rows] == [
        ("bank", 500_000, MAOPING),
        ("returned", 100, town_of(str(stints[0].village_id))),
    ]
    assert [side["cells"][-2:] for side in sides(look.rows, APRIL)["rows"]][-1] == [None, 499_900]


def test_the_books_are_opened_on_pages(actor_of: ActorOf, client_of: ClientOf, stints: list[Stint]) -> None:
    clerk, approver = client_of("company_clerk"), client_of("company_approver")
    url = reverse("funds:open_books")
    assert "每个项目填什么" in clerk.get(url).content.decode()
    assert clerk.get(reverse("funds:opening_form")).status_code == 200

    def sent(*rows: dict[str, str]) -> dict[str, Any]:
        file = SimpleUploadedFile("期初.csv", file_of(rows))
        return {"command": uuid4().hex, "month": "2026-05", "document": "旧账", "file": file}

    refused = clerk.post(url, sent({**BANK, "town": "没有镇"}))
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "要改的1处" in shown
    assert "第2行" in shown
    answer = clerk.post(url, sent(BANK, by(stints[0], "insurance_claimed", "700.00")))
    assert answer.status_code == 302
    row = Opening.objects.get()
    assert "确认期初" in approver.get("/").content.decode()
    page = reverse("funds:opening", args=[row.pk])
    shown = approver.get(page).content.decode()
    assert "两边的差额" in shown
    assert shown.count("5,700.00") == 4
    at = reverse("funds:return_books", args=[row.pk])
    assert approver.post(at, {"command": uuid4().hex, "version": row.version, "reason": "请再核"}).status_code == 302
    assert "重新编制期初" in clerk.get("/").content.decode()
    assert "请再核" in clerk.get(page).content.decode()
    assert clerk.post(url, sent(BANK, by(stints[0], "insurance_claimed", "700.00"))).status_code == 302
    row = Opening.objects.get(state="prepared")
    page = reverse("funds:opening", args=[row.pk])
    at = reverse("funds:confirm_books", args=[row.pk])
    assert "5,700.00" in approver.get(at).content.decode()
    assert approver.post(at, {"command": uuid4().hex, "version": row.version}).status_code == 302
    for role in ("company_clerk", "company_cashier", "company_approver", "county_clerk", "county_leader", "auditor"):
        client = client_of(role)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        assert len(queries) <= 12, role
        assert "2026年5月期初" in client.get(reverse("funds:openings")).content.decode()
    made = Claim.objects.get()
    assert "随期初带入" in client_of("county_clerk").get(reverse("funds:claim", args=[made.pk])).content.decode()
    entry = Entry.objects.get()
    assert "冲正" in approver.get(reverse("funds:entry", args=[entry.pk])).content.decode()
    assert "700.00" in clerk.get(reverse("funds:advances")).content.decode()


def test_a_wage_that_was_returned_before_is_registered_as_paid_once(
    actor_of: ActorOf, client_of: ClientOf, stints: list[Stint]
) -> None:
    entry = begun(actor_of, BANK, by(stints[0], "returned", "1221.04"))
    cashier = client_of("company_cashier")
    opening, row = Opening.objects.get(), OpeningRow.objects.get(item="returned")
    assert "登记重发" in cashier.get(reverse("funds:opening", args=[opening.pk])).content.decode()
    url = reverse("funds:resend_opened", args=[opening.pk])
    assert "1,221.04" in cashier.get(url).content.decode()
    sent = {"row": str(row.pk), "paid_on": "2026-05-20", "document": "回单1号"}
    for wrong in ({"paid_on": "2026-04-30"}, {"paid_on": "2149-06-30"}, {"row": str(entry.pk)}):
        assert cashier.post(url, {**sent, **wrong, "command": uuid4().hex}).status_code == 422
    assert cashier.post(url, {**sent, "command": uuid4().hex}).status_code == 302
    assert (balance("returned"), balance("bank")) == (0, 500_000 - 122_104)
    assert cashier.post(url, {**sent, "command": uuid4().hex}).status_code == 422
    approver = actor_of("company_approver")
    with pytest.raises(BuiltOn, match="重发"):
        reverse_entry(actor=approver, entry=entry, reason="错了", now=NOW)
    reverse_entry(actor=approver, entry=Entry.objects.get(kind="resent"), reason="登错", now=NOW)
    assert balance("returned") == -122_104
    assert cashier.post(url, {**sent, "command": uuid4().hex}).status_code == 302
    assert balance("returned") == 0


def test_what_people_owe_is_held_against_payrolls_own_opening(actor_of: ActorOf, stints: list[Stint]) -> None:
    clerk, (first, second) = actor_of("company_clerk"), stints
    imported(clerk, handed_in(clerk, row_of(first, owed="60.00"), row_of(second, owed="1.00")))
    row = listed(clerk, BANK, by(first, "owed", "60.00", ""), by(second, "owed", "3.50", ""))
    (told,) = opening_page(row, clerk, {}).notes
    assert "这里合计63.50元，那里合计61.00元" in told["text"]
    assert f"{second.person.name}这里3.50元、那里1.00元" in told["text"]
    assert f"{first.person.name}这里" not in told["text"]
    rows = [BANK, by(first, "owed", "60.00", ""), by(second, "owed", "1.00", ""), by(second, "overpaid", "9.00", "")]
    row = listed(clerk, *rows)
    assert opening_page(row, clerk, {}).notes == []
    sides = {"before": {"gross": 160_000}, "now_due": {"gross": 159_100}, "cause": "多发", "document": "旧账"}
    enter_difference(actor=clerk, county=county(), person_id=second.person_id, month=APRIL, **sides, now=NOW)
    (told,) = opening_page(row, clerk, {}).notes
    assert told["text"].startswith(f"{second.person.name}的多发在工资“登记差额”里也登记了")
