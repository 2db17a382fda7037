"""Claims: what can be claimed by the county's standards, decided, received; advances open, partly back, back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from sibai.audit.refusals import Refusal, SamePerson
from sibai.funds.models import Claim, ClaimLine, Line
from sibai.funds.operations.claiming import BadGrant, NothingToClaim, claim, decide, receive
from sibai.funds.operations.remitting import remit
from sibai.funds.queries.claimable import OPEN, PARTLY, RECLAIMED, advances
from sibai.funds.queries.crosscheck import crosscheck
from sibai.people.actor import Actor
from tests.funds.made import MAY, NOW, TODAY, approved, balance, county, issued, posted, said
from tests.rulebook.deciding import confirmed

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db
EMPLOYER = 75_792 + 947
"""The employer's shares of a whole month."""
STANDARDS = {"post": "post_subsidy_standard", "insurance": "insurance_subsidy_standard"}


@pytest.fixture
def paid(actor_of: ActorOf) -> None:
    """Two people's May is paid, contributions too."""
    said(actor_of, issued(actor_of, approved(actor_of)), "SS")
    cashier = actor_of("company_cashier")
    given = {"paid_on": TODAY, "document": "缴款书1号", "today": TODAY, "now": NOW}
    due = 2 * (37_896 + EMPLOYER)
    remit(actor=cashier, county=county(), month=MAY, kind="insurance", amount=due, **given)


def standard(actor_of: ActorOf, kind: str, yuan: str) -> None:
    confirmed(actor_of, entry=STANDARDS[kind], value=f'"{yuan}"', start=date(2026, 1, 1))


def claimed(actor_of: ActorOf, kind: str) -> Claim:
    return claim(actor=actor_of("company_clerk"), county=county(), kind=kind, first=MAY, last=MAY, now=NOW)


def granted(actor_of: ActorOf, row: Claim, amount: int, reason: str = "") -> Claim:
    clerk = actor_of("county_clerk")
    return decide(actor=clerk, row=row, version=row.version, granted=amount, reason=reason, now=NOW)


def come(actor_of: ActorOf, row: Claim) -> Claim:
    given = {"received_on": TODAY, "document": "回单1号", "today": TODAY, "now": NOW}
    return receive(actor=actor_of("company_cashier"), row=row, version=row.version, **given)


def states(actor_of: ActorOf) -> tuple[int, int, int]:
    rows = advances(actor_of("county_clerk").scope)
    return rows.filter(OPEN).count(), rows.filter(PARTLY).count(), rows.filter(RECLAIMED).count()


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize("kind", ["post", "insurance"])
def test_nothing_is_claimed_before_the_county_has_set_the_standard(actor_of: ActorOf, kind: str) -> None:
    with pytest.raises(Refusal, match="未查到"):
        claimed(actor_of, kind)
    assert not Claim.objects.exists()


@pytest.mark.usefixtures("paid")
def test_an_advance_comes_back_partly_from_the_subsidy_and_the_rest_from_the_county(actor_of: ActorOf) -> None:
    standard(actor_of, "insurance", "700.00")
    row = claimed(actor_of, "insurance")
    assert (row.people, row.asked, balance("claimed")) == (2, 140_000, 140_000)
    assert balance("advance") == 2 * EMPLOYER - 140_000
    row = granted(actor_of, row, 140_000)
    assert (row.state, balance("claimed"), balance("granted"), states(actor_of)) == ("granted", 0, 140_000, (2, 0, 0))
    come(actor_of, row)
    assert (balance("granted"), states(actor_of)) == (0, (0, 2, 0))
    rest = claimed(actor_of, "rest")
    assert rest.asked == 2 * EMPLOYER - 140_000
    come(actor_of, granted(actor_of, rest, rest.asked))
    assert (balance("advance"), balance("claimed"), states(actor_of)) == (0, 0, (0, 0, 2))
    checks = crosscheck(MAY, actor_of("county_clerk").scope)
    assert all(check.holds for check in checks)
    assert {check.title for check in checks if not check.left} == {"银行退回和账上", "还没有结果的", "预拨和账上"}
    at_bank = Line.objects.filter(account="1001", posts="received")
    assert {(line.source, line.amount) for line in at_bank} == {("employment", 140_000), ("budget", rest.asked)}


@pytest.mark.usefixtures("paid")
def test_a_smaller_grant_says_why_and_what_is_not_granted_goes_back(actor_of: ActorOf) -> None:
    standard(actor_of, "insurance", "700.00")
    row = claimed(actor_of, "insurance")
    for amount, reason in ((140_001, "多"), (100_000, "")):
        with pytest.raises(BadGrant):
            granted(actor_of, row, amount, reason)
    row = granted(actor_of, row, 100_001, "一人不符合条件")
    assert list(row.lines.order_by("village_id").values_list("granted", flat=True)) == [50_001, 50_000]
    assert (balance("advance"), balance("granted")) == (2 * EMPLOYER - 100_001, 100_001)
    assert claimed(actor_of, "rest").asked == 2 * EMPLOYER - 100_001


@pytest.mark.usefixtures("paid")
def test_what_was_rejected_can_be_claimed_again_and_what_is_claimed_cannot(actor_of: ActorOf) -> None:
    standard(actor_of, "post", "1200.00")
    row = claimed(actor_of, "post")
    assert (row.asked, balance("post_subsidy")) == (240_000, -240_000)
    with pytest.raises(NothingToClaim):
        claimed(actor_of, "post")
    line = ClaimLine.objects.first()
    assert line is not None
    line.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
    row = granted(actor_of, row, 0, "材料不全")
    assert (row.state, balance("post_subsidy"), balance("claimed")) == ("rejected", 0, 0)
    assert claimed(actor_of, "post").asked == 240_000


@pytest.mark.usefixtures("paid")
def test_each_step_of_a_claim_is_by_another_person(actor_of: ActorOf) -> None:
    standard(actor_of, "post", "1200.00")
    row = claimed(actor_of, "post")
    Claim.objects.filter(pk=row.pk).update(claimed_by=actor_of("county_clerk").user_id)
    row.refresh_from_db()
    with pytest.raises(SamePerson):
        granted(actor_of, row, row.asked)


def test_what_is_not_paid_is_not_claimed(actor_of: ActorOf) -> None:
    approved(actor_of)
    posted(actor_of)
    for kind in ("post", "insurance", "rest"):
        with pytest.raises(NothingToClaim):
            claimed(actor_of, kind)


@pytest.mark.usefixtures("paid")
def test_a_claim_goes_from_the_clerk_to_the_cashier_on_pages(actor_of: ActorOf, client_of: ClientOf) -> None:
    clerk = client_of("company_clerk")
    url = reverse("funds:make_claim")
    assert "还不能申报岗位补贴" in clerk.get(url).content.decode()
    standard(actor_of, "post", "1200.00")
    sent = {"command": uuid4().hex, "kind": "post", "first": "2026-05", "last": "2026-05"}
    assert clerk.post(url, sent).status_code == 302
    row = Claim.objects.get()
    shown = clerk.get(reverse("funds:claim", args=[row.pk])).content.decode()
    assert "银行代发回单" in shown
    assert "缴款书1号" in shown
    county_clerk, cashier = client_of("county_clerk"), client_of("company_cashier")
    assert "审核补贴申报" in county_clerk.get("/").content.decode()
    steps = (
        (county_clerk, "decide_claim", {"granted": "2400.00"}),
        (cashier, "receive_claim", {"amount": "2400.00", "received_on": "2026-05-21", "document": "回单1号"}),
    )
    for client, name, typed in steps:
        row.refresh_from_db()
        at = reverse(f"funds:{name}", args=[row.pk])
        assert client.get(at).status_code == 200
        known = {"command": uuid4().hex, "version": row.version}
        assert client.post(at, {**known, **typed}).status_code == 302
    for route in ("claims", "advances"):
        assert cashier.get(reverse(f"funds:{route}")).status_code == 200
    book = load_workbook(BytesIO(clerk.get(reverse("funds:export_claim", args=[row.pk])).content))
    assert book.sheetnames == ["申报明细", "花名册", "考勤情况登记表", "银行代发回单", "缴费明细"]
    assert [book[name].max_row for name in book.sheetnames] == [3 + 2 + 1, 3 + 2, 3 + 2, 3 + 2, 3 + 2 + 1]
    assert [cell.value for cell in book["缴费明细"][4]][4:] == [4737, 757.92, 9.47, 0, 378.96, 0]
    assert book["银行代发回单"]["G4"].value.startswith("*")
    printed = clerk.get(reverse("funds:print_claim", args=[row.pk]))
    words = "".join(each.text for each in Document(BytesIO(printed.content)).paragraphs)
    assert "岗位补贴申请表" in words
    assert "2,400.00" in words
