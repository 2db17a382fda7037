"""Which papers each thing of the room should have: printed here, signed and sealed on paper, scanned back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.documents.queries.papers import Wanted
from sibai.employment.models import Contract, Ending, Renewal, Resignation, Stint, Training
from sibai.employment.queries.grounds import GROUNDS
from sibai.people.actor import Actor

SUBJECTS: dict[str, type[models.Model]] = {
    "contract": Contract,
    "renewal": Renewal,
    "resignation": Resignation,
    "ending": Ending,
    "stint": Stint,
    "training": Training,
}
"""What can have papers, by the word in the address."""

RENEWED = "续签的劳动合同"


def subject_named(what: str, scope: Scope) -> models.QuerySet[Any]:
    """The things of one kind in the scope, with person and village at hand. KeyError for an unknown word."""
    rows = SUBJECTS[what].objects.within(scope)  # type: ignore[attr-defined]
    if what == "training":
        return rows  # type: ignore[no-any-return]
    if what in ("contract", "stint"):
        return rows.select_related("person", "village__parent")  # type: ignore[no-any-return]
    return rows.select_related("stint__person", "stint__village__parent")  # type: ignore[no-any-return]


def word_of(subject: models.Model) -> str:
    """The word in the address for a thing."""
    return next(word for word, model in SUBJECTS.items() if type(subject) is model)


def wanted(subject: Any) -> list[tuple[str, str, str, bool, bool]]:
    """Kind, label, article, needed, printed here: the papers of a thing."""
    if isinstance(subject, Contract):
        return [(subject.kind, subject.get_kind_display(), "第八条", True, True)]
    if isinstance(subject, Renewal):
        return [("renewal", "续签意见书", "第十七条", True, True)]
    if isinstance(subject, Resignation):
        return [
            ("resignation", "辞职申请表", "第十条", True, True),
            ("handover", "工作交接清单", "第十条", True, True),
        ]
    if isinstance(subject, Ending):
        return _of_ending(subject)
    return [("training_signin", "培训签到表", "第三条", True, True)] if isinstance(subject, Training) else []


def _of_ending(ending: Ending) -> list[tuple[str, str, str, bool, bool]]:
    """An ending's own papers, then what its ground must show."""
    filing = [("removal_filing", "解除（终止）备案表", "第二十条", True, True)]
    if ending.kind not in GROUNDS:
        return filing
    ground = GROUNDS[ending.kind]
    letter = [] if ending.kind == "death" else [("removal_notice", "解除（终止）通知书", ground.article, True, True)]
    shown = [(kind, label, ground.article, True, False) for kind, label in ground.papers]
    return [*letter, *shown, *filing]


def wanted_of(subject: Any, actor: Actor) -> list[Wanted]:
    """The papers of a thing with their addresses, as far as the actor may print and hand in."""
    word = word_of(subject)
    prints, hands_in = actor.may("employment.print_paper"), actor.may("employment.attach")

    def print_url(kind: str) -> str:
        return reverse("employment:print", args=[word, subject.pk, kind]) if prints else ""

    made = [
        Wanted(
            kind=kind,
            label=label,
            article=article,
            required=needed,
            print_url=print_url(kind) if printed else "",
            upload_url=reverse("employment:attach", args=[word, subject.pk, kind]) if hands_in else "",
        )
        for kind, label, article, needed, printed in wanted(subject)
    ]
    if isinstance(subject, Renewal) and subject.state == "to_sign":
        kind, note = Contract.LABOUR, "打印、双方签好后登记签订，再交扫描件"
        made.append(Wanted(kind, RENEWED, "第八条", False, print_url(kind), note=note, later=True))
    return made


def printed_as(subject: Any, kind: str) -> str | None:
    """What a paper that is printed of a thing is called; None where it has no such paper.

    The contract of a renewal is printed of the renewal, to be signed; its scan belongs to the contract.
    """
    if isinstance(subject, Renewal) and kind == Contract.LABOUR:
        return RENEWED if subject.state in ("to_sign", "to_file", "filed") else None
    return label_of(subject, kind)


def label_of(subject: Any, kind: str) -> str | None:
    """What a paper of a thing is called; None where it has no such paper."""
    return next((label for known, label, *_ in wanted(subject) if known == kind), None)


def page_of(subject: Any) -> str:
    """The page of a thing with papers."""
    return reverse(f"employment:{word_of(subject)}", args=[subject.pk])
