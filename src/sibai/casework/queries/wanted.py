"""Which papers each thing of the room should have: printed here, signed on paper, or scanned as they came."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import models
from django.urls import reverse

from sibai.casework.models import Check, Dispute, Injury, TravelClaim
from sibai.db.querysets import Scope
from sibai.documents.queries.papers import Wanted
from sibai.people.actor import Actor

SUBJECTS: dict[str, type[models.Model]] = {"claim": TravelClaim, "dispute": Dispute, "injury": Injury, "check": Check}
"""What can have papers, by the word in the address; each has a page of that name."""
HANDS_IN = {
    "claim": frozenset({"village", "coordinator"}),
    "dispute": frozenset({"company_clerk"}),
    "injury": frozenset({"village", "town", "company_clerk"}),
    "check": frozenset({"county_clerk", "revitalisation"}),
}
"""Which roles hand papers of a thing in; who reads them is told by the kind (documents/papers.toml)."""
PRINTED = frozenset({"travel_claim"})
"""Kinds that are printed from a Word template here."""


def subject_named(what: str, scope: Scope) -> models.QuerySet[Any]:
    """The things of one kind in the scope, with person and village at hand. KeyError for an unknown word."""
    rows = SUBJECTS[what].objects.within(scope)  # type: ignore[attr-defined]
    return rows.select_related("person", "village__parent__parent")  # type: ignore[no-any-return]


def word_of(subject: models.Model) -> str:
    """The word in the address for a thing."""
    return next(word for word, model in SUBJECTS.items() if type(subject) is model)


def wanted(subject: Any) -> list[Wanted]:
    """The papers of a thing, without addresses."""
    if isinstance(subject, TravelClaim):
        return _of_claim(subject)
    if isinstance(subject, Check):
        return [Wanted("check_evidence", "核查材料", required=False, note="走访照片、笔录、比对结果")]
    return _of_dispute(subject) if isinstance(subject, Dispute) else _of_injury(subject)


def _of_claim(claim: TravelClaim) -> list[Wanted]:
    """Receipts where something was paid; the sheet that both sign."""
    spent = bool(claim.lodging_paid or claim.fares_paid)
    note = "住宿费发票、车票；几张可以拍在一起" if spent else "没有住宿费、车票的不用交"
    return [
        Wanted("travel_receipts", "票据", "第十五条", spent, note=note),
        Wanted("travel_claim", "差旅费报销单", "第十五条", False, note="打印、签字后存档"),
    ]


def _of_dispute(row: Dispute) -> list[Wanted]:
    """What was handed to whom, what came back."""
    decided = bool(row.awarded_on or row.outcome in ("mediated", "award", "judgment"))
    return [
        Wanted("dispute_evidence", "证据材料", "第二十二条", False, note="合同、工资单、考勤、通知等"),
        Wanted("dispute_application", "调解、仲裁申请书", "第二十二条", bool(row.mediating_on or row.asked_on)),
        Wanted("dispute_award", "调解书、裁决书、判决书", "第二十二条", decided, later=not decided),
    ]


def _of_injury(row: Injury) -> list[Wanted]:
    """What 工伤保险条例 article 18 asks for, and the decision."""
    dropped = row.state == "dropped"
    decided = row.decided_on is not None
    return [
        Wanted("injury_report", "事故经过和证明", "第三条", not dropped, note="证人、出警、考勤等"),
        Wanted("injury_diagnosis", "诊断证明", "第三条", not dropped),
        Wanted("injury_application", "工伤认定申请表", "第三条", row.applied_on is not None),
        Wanted("injury_decision", "认定工伤决定书", "第三条", decided, later=not decided),
    ]


def wanted_of(subject: Any, actor: Actor) -> list[Wanted]:
    """The papers of a thing with their addresses, as far as the actor may print and hand in."""
    word = word_of(subject)
    hands_in = actor.may("casework.attach") and actor.role in HANDS_IN[word]
    made = []
    for each in wanted(subject):
        printed = each.kind in PRINTED and actor.may("casework.print_paper")
        print_url = reverse("casework:print", args=[word, subject.pk, each.kind]) if printed else ""
        upload_url = reverse("casework:attach", args=[word, subject.pk, each.kind]) if hands_in else ""
        made.append(replace(each, print_url=print_url, upload_url=upload_url))
    return made


def label_of(subject: Any, kind: str) -> str | None:
    """What a paper of a thing is called; None where it has no such paper."""
    return next((each.label for each in wanted(subject) if each.kind == kind), None)


def page_of(subject: Any) -> str:
    """The page of a thing with papers."""
    return reverse(f"casework:{word_of(subject)}", args=[subject.pk])
