"""Which papers an object has, and which it still lacks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from sibai.documents.kinds import kinds_of
from sibai.documents.models import Paper

KIBIBYTE, MEBIBYTE = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that an object should have; where it is printed and where its scan is handed in. `later`: its time has
    not come yet."""

    kind: str
    label: str
    article: str = ""
    required: bool = True
    print_url: str = ""
    upload_url: str = ""
    note: str = ""
    later: bool = False


def papers_of(
    subject: models.Model, wanted: Sequence[Wanted], role: str, refused: tuple[str, str] = ("", "")
) -> list[dict[str, Any]]:
    """The wanted papers of an object that a role opens, with their files, for `web/parts/papers.html`; one query.

    `refused` is (kind, why) of an upload that was just refused.
    """
    kinds = kinds_of(role)
    files: dict[str, list[dict[str, Any]]] = {}
    for paper in _papers([subject]).filter(kind__in=kinds):
        files.setdefault(paper.kind, []).append(_file(paper))
    return [
        {
            "kind": each.kind,
            "label": each.label,
            "article": each.article,
            "required": each.required,
            "note": each.note,
            "later": each.later,
            "files": files.get(each.kind, []),
            "print_url": each.print_url,
            "upload_url": each.upload_url,
            "command": uuid.uuid4().hex if each.upload_url else "",
            "refused": refused[1] if refused[0] == each.kind else "",
        }
        for each in wanted
        if each.kind in kinds
    ]


def missing(subject: models.Model, wanted: Sequence[Wanted]) -> list[Wanted]:
    """The required papers that an object does not have yet."""
    present = kinds_present([subject])[str(subject.pk)]
    return [each for each in wanted if each.required and each.kind not in present]


def kinds_present(subjects: Iterable[models.Model]) -> dict[str, set[str]]:
    """The kinds of papers that objects of one model have, by their key as text; one query for any number."""
    subjects = list(subjects)
    present: dict[str, set[str]] = {str(each.pk): set() for each in subjects}
    for paper in _papers(subjects):
        present[paper.subject_id].add(paper.kind)
    return present


def present(model: type[models.Model], keys: Iterable[uuid.UUID], kind: str) -> set[str]:
    """Which objects of a model have a paper of a kind, by their key as text; one query."""
    rows = Paper.objects.filter(subject_type=model._meta.label_lower, kind=kind, voided_at__isnull=True)
    return set(rows.filter(subject_id__in=[str(key) for key in keys]).values_list("subject_id", flat=True))


def _papers(subjects: Sequence[models.Model]) -> models.QuerySet[Paper]:
    """Papers that are not void, oldest first."""
    if not subjects:
        return Paper.objects.none()
    return (
        Paper.objects.filter(
            subject_type=subjects[0]._meta.label_lower,
            subject_id__in=[str(each.pk) for each in subjects],
            voided_at__isnull=True,
        )
        .select_related("file")
        .order_by("at", "id")
    )


def _file(paper: Paper) -> dict[str, Any]:
    """A paper's file as the part shows it; an erased one is named, not linked."""
    file = paper.file
    return {
        "name": file.name or "（已按规定删除）",
        "url": "" if file.erased_at else reverse("documents:file", args=[file.pk]),
        "at": paper.at,
        "by": file.kept_by_name,
        "size": size_words(file.size),
        "paper": paper.pk,
    }


def size_words(size: int) -> str:
    """A number of bytes as people read it: `320 KB`, `1.5 MB`."""
    if size < MEBIBYTE:
        return f"{-(-size // KIBIBYTE)} KB"
    tenths = size * 10 // MEBIBYTE
    return f"{tenths // 10}.{tenths % 10} MB"
