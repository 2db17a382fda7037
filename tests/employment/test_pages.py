"""Every page of the room opens for whom it is meant, within its budget of queries; forms carry acts out once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from sibai.audit.models import Entry
from sibai.employment.models import (
    Acting,
    Certificate,
    Contract,
    Ending,
    GradeFact,
    Notice,
    Receipt,
    Renewal,
    Resignation,
    Stint,
    Training,
)
from sibai.places.models import Place
from tests.employment.made import contract_of, on_post, ready_round
from tests.employment.test_renewing import grade
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, TODAY, villages_of

pytestmark = pytest.mark.usefixtures("at_ten")
BUDGET = 12
READERS = ("town", "county_clerk", "county_leader", "revitalisation", "company_clerk", "auditor")
PLACE = {"village": "", "town": MAOPING}


@pytest.fixture
def village(county: Place) -> Place:
    return villages_of(MAOPING)[0]


@pytest.fixture
def stint(village: Place) -> Stint:
    return on_post(village)


@pytest.fixture
def clerk(client_of: Callable[..., Client], village: Place) -> Client:
    return client_of("village", village.code)


def within_budget(client: Client, url: str, budget: int = BUDGET) -> Any:
    """Open a page twice (the session's note of use is not counted) and count its queries."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    assert len(caught) <= budget, (url, [each["sql"][:160] for each in caught.captured_queries])
    return answer


def sent(client: Client, url: str, **data: Any) -> Any:
    """Open the form, send it with what is filled in already and `data`; it must go on."""
    page = client.get(url)
    assert page.status_code == 200, url
    form = page.context["form"]
    filled = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    told = {name: value for name, value in {**filled, **data}.items() if value is not False}
    answer = client.post(url, told)
    assert answer.status_code == 302, (url, dict(answer.context["form"].errors) if answer.context else answer)
    return answer


def test_lists_and_the_page_of_a_post_open_within_their_budget(client_of: Any, stint: Stint) -> None:
    for place in villages_of(MAOPING)[1:9]:
        on_post(place, int(place.code[-3:]) + 50)
    for role in READERS:
        client = client_of(role, PLACE.get(role, COUNTY))
        listing = within_budget(client, reverse("employment:people"))
        assert stint.person.name in listing.content.decode()
        page = within_budget(client, reverse("employment:stint", args=[stint.pk]))
        assert "2028-06-30" in page.content.decode()
        within_budget(client, reverse("employment:record", args=[stint.pk]))
        for name in ("contracts", "grades", "trainings", "notices"):
            within_budget(client, reverse(f"employment:{name}"))
    for name in ("renewals", "resignations", "endings", "acting"):
        within_budget(client_of("county_clerk"), reverse(f"employment:{name}"))


def test_the_list_goes_out_as_a_workbook_and_the_log_knows(client_of: Any, stint: Stint) -> None:
    on_post(villages_of(LENGSHUI)[0], 7)
    answer = client_of("town", MAOPING).get(f"{reverse('employment:export')}?state=on")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert stint.person.name in cells
    assert not any(stint.person.id_number in cell or stint.person.phone in cell for cell in cells)
    assert Entry.objects.latest("seq").facts == {"what": "人员和岗位", "count": 1}


def test_what_lies_outside_the_place_does_not_exist(client_of: Any, stint: Stint) -> None:
    other = client_of("town", LENGSHUI)
    assert other.get(reverse("employment:stint", args=[stint.pk])).status_code == 404
    assert stint.person.name not in other.get(reverse("employment:people")).content.decode()
    contract = Contract.objects.get()
    clerk = client_of("village", villages_of(MAOPING)[1].code)
    assert clerk.get(reverse("employment:sign", args=[contract.pk])).status_code == 404
    assert clerk.post(reverse("employment:resign", args=[stint.pk])).status_code == 404
    assert clerk.get(reverse("employment:print", args=["contract", contract.pk, "labour_contract"])).status_code == 404


def test_a_person_is_hired_through_the_pages(clerk: Client, client_of: Any, village: Place) -> None:
    selection = ready_round(village)
    sent(clerk, reverse("employment:prepare_agreement", args=[selection.pk]), start="2026-05-21", number="协1")
    agreement = Contract.objects.get()
    sent(clerk, reverse("employment:sign", args=[agreement.pk]), signed_on="2026-05-21")
    within_budget(clerk, reverse("employment:contract", args=[agreement.pk]))
    answer = sent(clerk, reverse("employment:take_up", args=[agreement.pk]))
    stint = Stint.objects.get()
    assert answer["Location"] == reverse("employment:stint", args=[stint.pk])
    labour = Contract.objects.get(kind="labour_contract")
    sent(clerk, reverse("employment:sign", args=[labour.pk]), number="劳1")
    sent(client_of("county_clerk"), reverse("employment:file_contract", args=[labour.pk]), filing_number="备1")
    assert Contract.objects.get(pk=labour.pk).state == "filed"
    assert clerk.get(reverse("employment:sign", args=[labour.pk])).status_code == 200, "closed, kindly"


def test_a_resignation_goes_through_the_pages(clerk: Client, client_of: Any, stint: Stint) -> None:
    sent(clerk, reverse("employment:resign", args=[stint.pk]), notice_on="2026-05-01", reason="外出")
    row = Resignation.objects.get()
    sent(clerk, reverse("employment:list_handover", args=[row.pk]), items="台账\n印章")
    within_budget(clerk, reverse("employment:resignation", args=[row.pk]))
    for item in row.items.all():
        sent(clerk, reverse("employment:tick_handover", args=[item.pk]))
    sent(client_of("town", MAOPING), reverse("employment:consent", args=[row.pk]), agree="yes")
    sent(clerk, reverse("employment:leave", args=[row.pk]))
    assert Stint.objects.get().end == date(2026, 5, 21)
    ending = Ending.objects.get()
    sent(client_of("county_clerk"), reverse("employment:receive_ending", args=[ending.pk]), number="备2")
    sent(client_of("revitalisation"), reverse("employment:receive_ending", args=[ending.pk]))
    page = within_budget(client_of("auditor"), reverse("employment:ending", args=[ending.pk]))
    assert "已备案" in page.content.decode()


def test_an_expiry_is_stopped_overridden_and_decided_through_the_pages(
    clerk: Client, client_of: Any, stint: Stint
) -> None:
    assert clerk.get(reverse("employment:end", args=[stint.pk])).status_code == 200
    sent(clerk, reverse("employment:prepare_ending", args=[stint.pk, "expiry"]), reason="期满不续签")
    row = Ending.objects.get()
    sent(clerk, reverse("employment:check_ending", args=[row.pk]), pregnancy_protected="on", work_years=3, unit_years=1)
    page = within_budget(client_of("county_leader"), reverse("employment:ending", args=[row.pk]))
    assert "第四十五条" in page.content.decode()
    sent(
        client_of("county_leader"),
        reverse("employment:override_ending", args=[row.pk]),
        go_on="yes",
        document="白人社函1号",
        reason="本人书面同意",
    )
    sent(
        client_of("town", MAOPING), reverse("employment:decide_ending", args=[row.pk]), approve="yes", document="茅1号"
    )
    assert Stint.objects.get().end == date(2026, 6, 30)


@pytest.mark.parametrize("kind", ["removal_2", "removal_3", "removal_4", "removal_7", "failed_grade", "retirement"])
def test_an_ending_that_shows_nothing_is_refused_in_words(clerk: Client, stint: Stint, kind: str) -> None:
    url = reverse("employment:prepare_ending", args=[stint.pk, kind])
    answer = clerk.post(url, {"last_day": "2026-06-30", "reason": "x", "work_years": 3, "unit_years": 1})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Ending.objects.exists()


def test_what_the_medical_period_is_counted_from_has_to_be_told(clerk: Client, stint: Stint) -> None:
    url = reverse("employment:prepare_ending", args=[stint.pk, "removal_2"])
    answer = clerk.post(url, {"last_day": "2026-06-30", "reason": "x", "unit_years": 0})
    assert set(answer.context["form"].errors) == {"sick_from", "sick_months_used", "work_years"}


def test_a_renewal_goes_through_the_pages(clerk: Client, client_of: Any, stint: Stint) -> None:
    grade(stint, 2025, "合格")
    page = within_budget(clerk, reverse("employment:propose_renewal", args=[stint.pk]))
    assert "可以续签" in page.content.decode()
    sent(clerk, reverse("employment:propose_renewal", args=[stint.pk]))
    row = Renewal.objects.get()
    town = client_of("town", MAOPING)
    sent(town, reverse("employment:decide_renewal", args=[row.pk]), approve="no", reason="补材料")
    sent(clerk, reverse("employment:revise_renewal", args=[row.pk]))
    sent(town, reverse("employment:decide_renewal", args=[row.pk]), approve="yes")
    sent(clerk, reverse("employment:sign_renewal", args=[row.pk]), number="续1")
    within_budget(clerk, reverse("employment:renewal", args=[row.pk]))
    sent(client_of("county_clerk"), reverse("employment:file_renewal", args=[row.pk]), filing_number="备3")
    assert Renewal.objects.get().state == "filed"


def test_grades_are_entered_in_a_table_and_confirmed_by_another(client_of: Any, stint: Stint) -> None:
    clerk = client_of("county_clerk")
    url = f"{reverse('employment:enter_grades')}?year=2025"
    within_budget(clerk, url)
    sent(clerk, url, document="白人社发1号", **{f"grade_{stint.pk}": "不合格"})
    row = GradeFact.objects.get()
    confirm = f"{reverse('employment:confirm_grades')}?year=2025"
    assert "本人录入" in clerk.get(confirm).content.decode()
    refused = clerk.post(confirm, {"year": 2025, "chosen": str(row.pk), "agree": "yes"})
    assert refused.status_code == 422
    sent(client_of("county_leader"), confirm, year=2025, chosen=str(row.pk))
    assert GradeFact.objects.get().state == "confirmed"
    home = client_of("village", stint.village_id).get(reverse("employment:stint", args=[stint.pk]))
    assert "终止聘用协议" in home.content.decode()


def test_a_post_is_minded_a_training_held_and_a_notice_read(client_of: Any, stint: Stint) -> None:
    vacant = villages_of(MAOPING)[1]
    town = client_of("town", MAOPING)
    assert vacant.short_name in town.get(reverse("employment:appoint_acting", args=["choose"])).content.decode()
    url = reverse("employment:appoint_acting", args=[vacant.code])
    sent(town, url, who="测试代管", duties="台账更新", end="2026-06-30")
    sent(town, reverse("employment:end_acting", args=[Acting.objects.get().pk]))

    company = client_of("company_clerk")
    sent(company, reverse("employment:plan_training"), place=MAOPING, title="业务培训", where="镇上", content="台账")
    training = Training.objects.get()
    sent(company, reverse("employment:sign_in", args=[training.pk]), **{f"stint_{stint.pk}": "on"})
    sent(company, reverse("employment:training_result", args=[training.pk]), **{f"stint_{stint.pk}": "passed"})
    within_budget(company, reverse("employment:training", args=[training.pk]))

    sent(client_of("county_clerk"), reverse("employment:write_notice"), title="报表", body="请于月底前报。")
    notice = Notice.objects.get()
    page = within_budget(town, reverse("employment:notice", args=[notice.pk]))
    assert "未读" in page.content.decode()
    person = client_of("coordinator", stint.village_id, "", stint.person)
    within_budget(person, reverse("employment:mine"))
    sent(person, reverse("employment:read_notice", args=[Receipt.objects.get().pk]))
    assert Receipt.objects.get().read_at == NOW


def test_a_coordinator_sees_the_own_post_and_resigns_on_the_phone(client_of: Any, stint: Stint) -> None:
    other = on_post(villages_of(MAOPING)[1], 9)
    person = client_of("coordinator", stint.village_id, "", stint.person)
    page = within_budget(person, reverse("employment:mine"))
    assert "最晚在岗日" in page.content.decode()
    assert person.get(reverse("employment:resign", args=[other.pk])).status_code == 404
    sent(person, reverse("employment:resign", args=[stint.pk]))
    row = Resignation.objects.get()
    assert (row.by_person, row.notice_on) == (True, TODAY)
    assert person.get(reverse("employment:resignation", args=[row.pk])).status_code == 200
    sent(person, reverse("employment:withdraw_resignation", args=[row.pk]))
    assert Resignation.objects.get().state == "withdrawn"


def test_certificates_have_numbers_that_run_on(clerk: Client, stint: Stint) -> None:
    for kind in ("post", "income", "post"):
        sent(clerk, reverse("employment:issue_certificate", args=[stint.pk, kind]), purpose="办理公积金")
    assert [each.number for each in Certificate.objects.order_by("kind", "serial")] == [
        "收入证〔2026〕1号",
        "在岗证〔2026〕1号",
        "在岗证〔2026〕2号",
    ]
    refused = clerk.post(reverse("employment:issue_certificate", args=[stint.pk, "end"]), {"purpose": ""})
    assert refused.status_code == 422
    for row in Certificate.objects.all():
        answer = clerk.get(reverse("employment:certificate", args=[row.pk]))
        assert answer.status_code == 200
        assert answer.content[:2] == b"PK"


def test_an_exemption_is_recorded_and_the_warning_goes(client_of: Any, stint: Stint) -> None:
    clerk = client_of("county_clerk")
    record = reverse("employment:record", args=[stint.pk])
    assert "不具备劳动合同法实施条例第十二条" in clerk.get(record).content.decode()
    sent(
        clerk,
        reverse("employment:exemption", args=[stint.pk]),
        recognised="on",
        certificate="测2026-1",
        certified_on="2026-04-01",
        post_subsidised="on",
        insurance_subsidised="on",
    )
    assert "不具备劳动合同法实施条例第十二条" not in clerk.get(record).content.decode()


def test_a_missing_contract_is_written_down(clerk: Client, village: Place) -> None:
    stint = on_post(village, contract_end=None)
    sent(clerk, reverse("employment:draft_contract", args=[stint.pk]), start="2025-07-01")
    assert Contract.objects.get().end == date(2026, 6, 30)
    contract_of(stint, date(2027, 6, 30), start=date(2026, 7, 1))
    again = clerk.post(reverse("employment:draft_contract", args=[stint.pk]), {"start": "2026-05-01"})
    assert again.status_code == 422
