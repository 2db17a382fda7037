"""Earlier pay through its pages: handed in, looked through, imported, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from sibai.payroll.models import OpeningImport, Recount, Recovery, YearOpening
from sibai.payroll.operations.correcting import agree_recovery
from sibai.payroll.queries.open_amounts import outstanding
from sibai.people.actor import Actor
from tests.payroll.made import month_of, settled_readings
from tests.payroll.test_correcting import paid
from tests.payroll.test_opening import LABELS, file_of, row_of
from tests.web_fixtures import NOW, TODAY

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(actor_of: ActorOf, client_of: ClientOf) -> Client:
    settled_readings(actor_of)
    return client_of("company_clerk")


def page_of(client: Client) -> str:
    batch = OpeningImport.objects.get()
    return client.get(reverse("payroll:opening", args=[batch.pk])).content.decode()


def handed_in(client: Client, *rows: dict[str, str]) -> OpeningImport:
    data = {"month": "2026-05", "document": "旧账", "file": file_of(*rows)}
    answer = client.post(reverse("payroll:upload_opening"), data)
    assert answer.status_code == 302, answer.content.decode()
    return OpeningImport.objects.get()


def test_the_clerk_looks_through_confirms_and_takes_back(clerk: Client) -> None:
    (stint,) = month_of(1)
    batch = handed_in(clerk, row_of(stint))
    assert "核对起用前的发放" in clerk.get("/").content.decode()
    with CaptureQueriesContext(connection) as asked:
        html = page_of(clerk)
    assert len(asked) <= 12 + 2  # the batch by the test itself, the county's rules once a process
    assert stint.person.name in html
    assert stint.person.id_number not in html
    digest = html.split('name="digest" value="')[1].split('"')[0]
    data = {"version": batch.version, "digest": digest}
    assert clerk.post(reverse("payroll:import_opening", args=[batch.pk]), data).status_code == 302
    assert YearOpening.objects.get().months == 4
    assert "6,400.00" in page_of(clerk)
    undo = reverse("payroll:undo_opening", args=[batch.pk])
    assert clerk.get(undo).status_code == 200
    assert clerk.post(undo, {"version": 2, "reason": "填错了"}).status_code == 302
    assert not YearOpening.objects.exists()
    assert "已撤销" in clerk.get(reverse("payroll:openings")).content.decode()


def test_faults_stand_on_the_page_and_the_file_can_be_given_up(clerk: Client) -> None:
    (stint,) = month_of(1)
    batch = handed_in(clerk, row_of(stint, months="9"))
    html = page_of(clerk)
    assert "第2行" in html
    assert "今年以前最多4个月" in html
    assert "确认导入" not in html
    assert clerk.post(reverse("payroll:drop_opening", args=[batch.pk]), {"version": 1}).status_code == 302
    assert "已放弃" in page_of(clerk)


def test_others_see_that_there_is_an_import_but_nothing_of_its_content(clerk: Client, client_of: ClientOf) -> None:
    (stint,) = month_of(1)
    handed_in(clerk, row_of(stint))
    html = page_of(client_of("county_clerk"))
    assert stint.person.name not in html
    assert client_of("village", stint.village_id).get(reverse("payroll:openings")).status_code == 403


def test_the_blank_form_has_the_columns_that_are_read(clerk: Client) -> None:
    book = load_workbook(BytesIO(clerk.get(reverse("payroll:opening_form")).content))
    assert [cell.value for cell in book.worksheets[0][1]] == list(LABELS.values())


def test_the_readiness_of_a_month_of_before_leads_to_whom_it_was_not_paid(clerk: Client) -> None:
    (stint,) = month_of(1, date(2026, 4, 1))
    batch = handed_in(clerk, row_of(stint))
    digest = page_of(clerk).split('name="digest" value="')[1].split('"')[0]
    clerk.post(reverse("payroll:import_opening", args=[batch.pk]), {"version": batch.version, "digest": digest})
    ready, url = (reverse(name, args=["2026-04"]) for name in ("payroll:ready", "payroll:unpaid"))
    html = clerk.get(ready).content.decode()
    assert "按旧账已经发过" in html
    assert url in html
    assert stint.person.name in clerk.get(url).content.decode()
    answer = clerk.post(url, {"people": [str(stint.person_id)], "document": "银行流水"})
    assert answer.status_code == 302, answer.content.decode()
    assert "checked" in clerk.get(url).content.decode()
    assert "可以编制" in clerk.get(ready).content.decode()


def test_money_still_owed_either_way_is_brought_along_confirmed_paid_and_taken_back(
    clerk: Client, client_of: ClientOf, actor_of: ActorOf
) -> None:
    more, less = month_of(2)
    batch = handed_in(clerk, row_of(more), row_of(less))
    digest = page_of(clerk).split('name="digest" value="')[1].split('"')[0]
    clerk.post(reverse("payroll:import_opening", args=[batch.pk]), {"version": batch.version, "digest": digest})
    url = reverse("payroll:enter_difference")
    assert "2026年4月" in clerk.get(url).content.decode()
    told = {"month": "2026-03", "cause": "起用前没有办完", "document": "旧账", "gross_before": "1600"}
    told |= {"pension_before": "378.96", "pension_now": "378.96"}
    same = clerk.post(url, {**told, "person": str(more.person_id), "gross_now": "1600.00"})
    assert "没有差额" in same.content.decode()
    for person, gross in ((more.person_id, "1700.00"), (less.person_id, "1500.00")):
        answer = clerk.post(url, {**told, "person": str(person), "gross_now": gross})
        assert answer.status_code == 302, answer.content.decode()
    again = clerk.post(url, {**told, "person": str(less.person_id), "gross_now": "1400.00"})
    assert "已经登记" in again.content.decode()
    row = Recount.objects.get()
    assert "1,500.00" in clerk.get(reverse("payroll:recount", args=[row.pk])).content.decode()
    confirm = reverse("payroll:confirm_recount", args=[row.pk])
    data = {"version": row.version, "agree": "yes", "reason": ""}
    assert client_of("county_clerk").post(confirm, data).status_code == 302
    recovery = Recovery.objects.get()
    given = {"actor": actor_of("company_clerk"), "row": recovery, "version": recovery.version, "monthly": 6_000}
    agree_recovery(**given, agreed_on=date(2026, 5, 1), document="同意书", today=TODAY, now=NOW)
    slips = {slip.person_id: slip for slip in paid(actor_of).slips.all()}
    assert (slips[more.person_id].earlier_gross, slips[less.person_id].recovery) == (10_000, 6_000)
    assert slips[less.person_id].facts["earned_before"] == 640_000 - 10_000
    assert outstanding([less.person_id]) == {less.person_id: 4_000}
    assert client_of("company_clerk").get(reverse("payroll:recoveries")).status_code == 200
    of_year = clerk.get(reverse("payroll:list", args=["2026-05", "settlement"])).content.decode()
    assert more.person.name not in of_year
