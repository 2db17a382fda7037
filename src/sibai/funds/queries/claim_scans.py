"""The sealed papers of a claim (arts. 12, 14): the stamped form, what proves the advances, the bank's receipt."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from sibai.documents.queries.papers import Wanted
from sibai.funds.models import Claim
from sibai.people.actor import Actor

ARTICLE = "第十二条"
OF_BEFORE = "起用系统以前已经交到县里，在原来的档案里；有扫描件的可以补传"
HANDS_IN = {
    "claim_form": frozenset({"company_clerk", "county_clerk"}),
    "claim_contributions": frozenset({"company_clerk", "company_cashier"}),
    "subsidy_receipt": frozenset({"company_cashier"}),
}
"""Which roles hand in which paper; who reads them is told by the kind (documents/papers.toml)."""


def wanted(row: Claim) -> list[Wanted]:
    """The papers of a claim by what it is for and where it is, without addresses."""
    going, come = row.state in ("claimed", "granted", "received"), row.state == "received"
    ours = going and row.opening_id is None
    before = OF_BEFORE if row.opening_id else ""
    return [
        Wanted("claim_form", "盖章的申请表", ARTICLE, ours, note=before or "打印、盖章以后扫描"),
        Wanted(
            "claim_contributions",
            "社会保险费缴费凭证",
            "第十四条",
            ours and row.kind != "post",
            note=before if row.kind != "post" else "岗位补贴的不用交",
        ),
        Wanted("subsidy_receipt", "补贴到账的银行回单", ARTICLE, come, later=going and not come),
    ]


def wanted_of(row: Claim, actor: Actor) -> list[Wanted]:
    """The same with addresses, as far as the actor may print and hand in."""
    made = []
    for each in wanted(row):
        printed = each.kind == "claim_form" and actor.may_open("funds:print_claim")
        url = reverse("funds:attach_claim", args=[row.pk, each.kind]) if hands_in(actor, each.kind) else ""
        made.append(
            replace(each, print_url=reverse("funds:print_claim", args=[row.pk]) if printed else "", upload_url=url)
        )
    return made


def hands_in(actor: Actor, kind: str) -> bool:
    """Whether the actor hands in papers of a kind."""
    return actor.may("funds.attach_claim") and actor.role in HANDS_IN.get(kind, ())


def label_of(row: Claim, kind: str) -> str | None:
    """What a paper of a claim is called; None where it has no such paper."""
    return next((each.label for each in wanted(row) if each.kind == kind), None)
