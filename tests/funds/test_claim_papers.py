"""The sealed papers of a claim: which are there, which are missing, who hands them in and who reads them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sibai.audit.models import Entry
from sibai.documents.models import StoredFile
from sibai.documents.queries.papers import missing
from sibai.funds.models import Claim
from sibai.funds.queries.claim_scans import wanted
from sibai.people.actor import Actor
from tests.casework.made import scan
from tests.funds.made import NOW
from tests.funds.test_claims import claimed, come, granted, paid, standard

__all__ = ["paid"]
ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paid")]


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def row(actor_of: ActorOf) -> Claim:
    standard(actor_of, "insurance", "700.00")
    return claimed(actor_of, "insurance")


def attach(row: Claim, kind: str) -> str:
    return reverse("funds:attach_claim", args=[row.pk, kind])


def lacking(row: Claim) -> list[str]:
    return [each.kind for each in missing(row, wanted(row))]


def test_each_paper_is_missing_until_it_is_handed_in_and_the_receipt_once_the_money_has_come(
    actor_of: ActorOf, client_of: ClientOf, row: Claim
) -> None:
    clerk, cashier = client_of("company_clerk"), client_of("company_cashier")
    shown = clerk.get(reverse("funds:claim", args=[row.pk])).content.decode()
    assert "盖章的申请表" in shown
    assert shown.count("还缺") == 2
    assert lacking(row) == ["claim_form", "claim_contributions"]
    for kind in ("claim_form", "claim_contributions"):
        assert clerk.post(attach(row, kind), {"file": scan(), "command": uuid4().hex}).status_code == 302
    assert lacking(row) == []
    row = come(actor_of, granted(actor_of, row, row.asked))
    assert lacking(row) == ["subsidy_receipt"]
    assert clerk.post(attach(row, "subsidy_receipt"), {"file": scan()}).status_code == 404
    assert cashier.post(attach(row, "subsidy_receipt"), {"file": scan()}).status_code == 302
    assert lacking(row) == []
    assert "还缺" not in cashier.get(reverse("funds:claim", args=[row.pk])).content.decode()
    assert Entry.objects.filter(action="funds.attach_claim", outcome="done").count() == 3


def test_a_post_subsidy_needs_no_receipt_of_contributions(actor_of: ActorOf) -> None:
    standard(actor_of, "post", "1200.00")
    assert lacking(claimed(actor_of, "post")) == ["claim_form"]


def test_no_other_role_hands_in_or_reads_a_claims_paper(client_of: ClientOf, row: Claim) -> None:
    client_of("company_clerk").post(attach(row, "claim_form"), {"file": scan()})
    file = reverse("documents:file", args=[StoredFile.objects.get(kind="claim_form").pk])
    for role in ("county_leader", "auditor", "company_approver"):
        assert client_of(role).get(file).status_code == 200, role
        assert client_of(role).post(attach(row, "claim_form"), {"file": scan()}).status_code == 403, role
    assert client_of("revitalisation").get(file).status_code == 404
    assert client_of("company_clerk").post(attach(row, "diploma"), {"file": scan()}).status_code == 404
