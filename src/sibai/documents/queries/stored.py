"""Whether everything that the rows name lies in the folder whole: after a restore, and now and then."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from sibai.documents import vault
from sibai.documents.models import StoredFile


def damaged() -> Iterator[UUID]:
    """The numbers of files that are gone, do not open, or are not what was kept."""
    for number, digest in StoredFile.objects.filter(erased_at=None).order_by("pk").values_list("pk", "sha256"):
        try:
            whole = sha256(vault.get(number)).hexdigest() == digest
        except vault.Lost:
            whole = False
        if not whole:
            yield number
