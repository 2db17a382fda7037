"""A month through the pages: each role finds its step, does it, and the next one is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sibai.batch.tables.grid import read_grid
from sibai.payroll.models import BankFile, Payment, Payslip, Run
from sibai.people.actor import Actor
from sibai.people.models import CardChange, Person
from tests.payroll.made import month_of, settled_readings
from tests.payroll.test_bank_run import lines_of, said
from tests.web_fixtures import COUNTY, NOW

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def sent(client: Client, route: str, *about: object, **typed: object) -> HttpResponse:
    url = reverse(route, args=about)
    form = client.get(url)
    assert form.status_code == 200, route
    fields = form.context["form"].fields
    known = {name: form.context["form"][name].value() for name in ("command", "version") if name in fields}
    answer: HttpResponse = client.post(url, {**known, **typed}, follow=True)
    assert answer.status_code == 200, answer.content.decode()[-800:]
    return answer


def test_a_month_goes_from_hand_to_hand(actor_of: ActorOf, client_of: ClientOf) -> None:
    settled_readings(actor_of)
    month_of(2)
    clerk, county = client_of("company_clerk"), client_of("county_clerk")
    approver, cashier = client_of("company_approver"), client_of("company_cashier")
    ready = clerk.get(reverse("payroll:ready", args=["2026-05"])).content.decode()
    assert "可以编制" in ready
    sent(clerk, "payroll:prepare", "2026-05")
    run = Run.objects.get()
    assert "核对工资" in county.get("/").content.decode()
    sent(county, "payroll:check", run.pk)
    assert "审批工资" in approver.get("/").content.decode()
    sent(approver, "payroll:approve", run.pk)
    sent(cashier, "payroll:fund", run.pk, arrived_on="2026-05-20")
    sent(cashier, "payroll:issue", run.pk, layout="counter-txt")
    file = BankFile.objects.get()
    answer = cashier.get(reverse("payroll:download_file", args=[file.pk]))
    assert answer.content.startswith(b"2|2442.08|")
    upload = SimpleUploadedFile("r.txt", said(lines_of(file), "SF", NOW.date()))
    told = sent(cashier, "payroll:take_result", file.pk, file=upload).content.decode()
    assert "户名不符" in told
    assert "重发" in cashier.get("/").content.decode()
    sent(approver, "payroll:close", run.pk)
    run.refresh_from_db()
    assert run.state == "closed"
    again = sent(cashier, "payroll:issue_again", layout="counter-txt")
    assert "银行文件2号" in again.content.decode()


def test_a_coordinator_sees_the_own_payslip_once_it_is_final(actor_of: ActorOf, client_of: ClientOf) -> None:
    settled_readings(actor_of)
    first, second = month_of(2)
    mine = client_of("coordinator", first.village_id, person=first.person)
    sent(client_of("company_clerk"), "payroll:prepare", "2026-05")
    own = Payslip.objects.get(person=first.person_id)
    assert mine.get(reverse("payroll:slip", args=[own.pk])).status_code == 404
    run = Run.objects.get()
    sent(client_of("county_clerk"), "payroll:check", run.pk)
    sent(client_of("company_approver"), "payroll:approve", run.pk)
    page = mine.get(reverse("payroll:slip", args=[own.pk])).content.decode()
    assert "1,221.04" in page
    assert "为什么" in page
    other = Payslip.objects.get(person=second.person_id)
    assert mine.get(reverse("payroll:slip", args=[other.pk])).status_code == 404
    assert "2026年5月" in mine.get(reverse("payroll:mine")).content.decode()


def test_the_wage_sheet_adds_up(actor_of: ActorOf, client_of: ClientOf) -> None:
    month_of(2)
    clerk = client_of("company_clerk", COUNTY)
    sent(clerk, "payroll:prepare", "2026-05")
    answer = clerk.get(reverse("payroll:export_run", args=[Run.objects.get().pk]))
    grid = read_grid(answer.content, "xlsx", rows=50, columns=40)
    told = [cell.text for cell in grid.cells.values()]
    run = Run.objects.get()
    assert f"工资单校验值：{run.digest}" in told
    assert "人数2人，实付合计2,442.08元" in told
    assert any(each.startswith("审批：") and "（签字）" in each for each in told)


def test_who_was_left_out_is_found_again_on_the_page_of_months_and_follows(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    settled_readings(actor_of)
    _, second = month_of(2)
    Person.objects.filter(pk=second.person_id).update(card="", card_index="")
    clerk = client_of("company_clerk")
    sent(clerk, "payroll:prepare", "2026-05")
    run = Run.objects.get()
    sent(client_of("county_clerk"), "payroll:check", run.pk)
    sent(client_of("company_approver"), "payroll:approve", run.pk)
    again = reverse("payroll:ready", args=["2026-05"])
    months = clerk.get(reverse("payroll:months")).content.decode()
    assert "补编2026年5月工资：1人没有列入" in months
    assert f'href="{again}"' in clerk.get(reverse("payroll:run", args=[run.pk])).content.decode()
    Person.objects.filter(pk=second.person_id).update(card="9990000000000000123", card_index="x")
    sent(clerk, "payroll:prepare", "2026-05")
    assert Run.objects.get(kind="supplementary").people == 1
    assert "没有列入" not in clerk.get(reverse("payroll:months")).content.decode()


def test_the_readiness_page_names_open_readings_and_accounts_that_are_still_compared(client_of: ClientOf) -> None:
    (stint,) = month_of(1)
    CardChange.objects.create(person=stint.person, card="9990000000000000123", entered_at=NOW)
    page = client_of("company_clerk").get(reverse("payroll:ready", args=["2026-05"])).content.decode()
    assert "还没有由县里决定：可以编制，审批以前要定" in page
    assert "新的银行账号还没有由另一人核对" in page
    assert f"劳动法第四十八条）：{stint.village.short_name}{stint.person.name}" in page


@pytest.mark.parametrize("month", ["2026-13", "2026-5", "0000-01", "2026-06", "x", "2026-05-01"])
def test_what_is_no_month_yet_does_not_exist(client_of: ClientOf, month: str) -> None:
    assert client_of("company_clerk").get(reverse("payroll:ready", args=[month])).status_code == 404


def test_the_same_form_sent_twice_prepares_once(client_of: ClientOf) -> None:
    month_of(1)
    clerk = client_of("company_clerk")
    url = reverse("payroll:prepare", args=["2026-05"])
    form = clerk.get(url).context["form"]
    typed = {name: form[name].value() for name in ("command", "version")}
    assert clerk.post(url, typed).status_code == 302
    assert clerk.post(url, typed).status_code == 302
    assert Run.objects.count() == 1
    assert Payment.objects.count() == 0
