"""Who opens which kind of paper: every kind and every role, in lists and at its address."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from sibai.attendance.queries.proofs import SUBJECTS as PROOFS
from sibai.audit.acts import ROLES, may_open
from sibai.casework.models import Check, Dispute, Injury, TravelClaim
from sibai.casework.queries.wanted import wanted as casework_wanted
from sibai.documents.kinds import UnknownKind, kinds_of, must_be_known, readers
from sibai.documents.models import StoredFile
from sibai.documents.queries.papers import Wanted, papers_of
from sibai.employment.models import Contract, Ending, Renewal, Resignation, Training
from sibai.employment.queries.wanted import wanted
from sibai.funds.models import Claim
from sibai.funds.queries.claim_scans import wanted as claim_wanted
from sibai.places.models import Place
from sibai.recruitment.queries.papers import LABELS
from sibai.rulebook.operations.papers import DOCUMENT
from tests.people.invented import person_in
from tests.web_fixtures import COUNTY, MAOPING, NOW, villages_of

ALL = frozenset(readers())
OF_APPLICANTS = {"application_form", "identity_card", "diploma", "category_proof", "review_sheet", "conduct_statement"}
HEALTH = {"medical", "unfit", "death"}


def of_casework() -> set[str]:
    """The papers of everything that has any in casework."""
    return {each.kind for thing in (TravelClaim(), Dispute(), Injury(), Check()) for each in casework_wanted(thing)}


def of_attendance() -> set[str]:
    """The proofs of leave, trips and corrections."""
    return {kind for _, kind, _ in PROOFS.values()}


def of_funds() -> set[str]:
    """The papers of a claim."""
    return {each.kind for each in claim_wanted(Claim())}


def of_employment() -> set[str]:
    """The papers of everything that has any in employment."""
    things = [*(Contract(kind=kind) for kind, _ in Contract.KINDS), Renewal(), Resignation(), Training()]
    things += [Ending(kind=kind) for kind, _ in Ending.KINDS]
    return {kind for thing in things for kind, *_ in wanted(thing)}


def test_every_paper_of_a_room_has_its_readers_and_every_reader_a_paper() -> None:
    assert of_employment() | of_casework() | of_attendance() | of_funds() | set(LABELS) | {DOCUMENT} == ALL
    assert {role for roles in readers().values() for role in roles} <= set(ROLES)
    for roles in readers().values():
        assert all(may_open(role, "documents:file") for role in roles)
    with pytest.raises(UnknownKind):
        must_be_known("花名册")


def test_what_each_role_opens() -> None:
    assert kinds_of("auditor") == ALL
    assert kinds_of("finance") == kinds_of("administrator") == kinds_of("nobody") == frozenset()
    paying = {"agreement", "labour_contract", *of_funds()}
    assert kinds_of("company_cashier") == kinds_of("company_approver") == paying
    shown_to_all = {"notice", "public_notice", "training_signin"}
    handled = {kind for kind in ALL if kind.startswith(("dispute_", "injury_"))}
    assert kinds_of("company_clerk") == {*paying, "signed_sheet", *shown_to_all, *handled}
    assert not kinds_of("revitalisation") & (OF_APPLICANTS | HEALTH | {"evidence", "score_sheet"})
    assert not kinds_of("coordinator") & {"score_sheet", "review_sheet", "conduct_statement", "evidence"}
    for role in ("village", "town"):
        assert kinds_of(role) == ALL - {DOCUMENT, "check_evidence"} - of_funds()


@pytest.mark.parametrize("role", ROLES)
def test_a_file_of_another_kind_does_not_exist_for_a_role(
    role: str, county: Place, actor_of: Any, client_of: Any
) -> None:
    village = villages_of(MAOPING)[0]
    person = person_in(village, 1)
    files = {kind: _kept(kind, village, person.pk) for kind in (*sorted(ALL), "花名册")}
    place = {"village": village.pk, "town": MAOPING, "coordinator": village.pk}.get(role, COUNTY)
    given = (role, place, "", person if role == "coordinator" else None)
    actor = actor_of(*given)
    listed = set(StoredFile.objects.readable(actor.scope, role).values_list("kind", flat=True))
    assert listed == kinds_of(role)
    told = papers_of(village, [Wanted(kind, kind) for kind in files], role)
    assert {each["kind"] for each in told} == listed
    refused = 404 if may_open(role, "documents:file") else 403
    client = client_of(*given)
    for kind in sorted(set(files) - listed)[:6]:
        assert client.get(reverse("documents:file", args=[files[kind]])).status_code == refused, kind
    for kind in sorted(listed)[:1]:
        assert "打不开" in client.get(reverse("documents:file", args=[files[kind]])).text, "there, but nothing on disk"


def _kept(kind: str, village: Place, person: Any) -> Any:
    """A row of a file about a person; nothing lies on disk."""
    row = StoredFile.objects.create(
        id=uuid4(), place_code=village.pk, person=person, kind=kind, sha256="0" * 64, size=1, key_number=1, kept_at=NOW
    )
    return row.pk
