"""What stands in the database and the folder of files, told by a process of its own that stays awake between kills.

It reads a word a line from its standard input and answers with a line of JSON. No server needs to run meanwhile.
"""
# ruff: noqa: E402

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.apps import apps
from django.db import close_old_connections, transaction
from django.db.models import Count, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from sibai.audit.commands import verify
from sibai.audit.models import Entry, Head
from sibai.db.sealed import Unreadable, key_number, unseal
from sibai.demo.logins import COUNTY
from sibai.documents import vault
from sibai.documents.models import StoredFile
from sibai.documents.operations.sweeping import orphans, sweep
from sibai.people.actor import system
from sibai.people.operations.keys import sealed_columns
from tests.faults.counter import COUNTED

OLD = timedelta(days=2)


def count() -> dict[str, Any]:
    """Everything that the tests of faults compare, in one transaction behind whoever is still writing."""
    told: list[str] = []
    with transaction.atomic():
        head = Head.objects.select_for_update().get().seq
        done = Entry.objects.filter(outcome="done").order_by("seq")
        found = {
            "head": head,
            "log": Entry.objects.count(),
            "commands": list(done.exclude(command=None).values_list("command", flat=True)),
            "entries": {act: sorted(done.filter(action=act).values_list("object_id", flat=True)) for act in COUNTED},
            "rows": {act: sorted(map(str, _keys(model))) for act, model in COUNTED.items()},
            "acts": dict(done.values_list("action").annotate(times=Count("seq")).order_by("action")),
            "counts": {model._meta.label: model._default_manager.count() for model in _models()},
            **_files(),
        }
    found["whole"] = verify(say=told.append) == 0
    return {**found, "told": told}


def _models() -> list[Any]:
    return [model for model in apps.get_models() if model.__module__.startswith("sibai.")]


def _keys(model: str) -> list[Any]:
    return list(apps.get_model(model)._default_manager.values_list("pk", flat=True))


def _files() -> dict[str, list[str]]:
    """Rows whose file does not open, and files that no row names."""
    numbers = list(StoredFile.objects.filter(erased_at=None).values_list("pk", flat=True))
    lost = []
    for number in numbers:
        try:
            vault.get(number)
        except vault.Lost:
            lost.append(str(number))
    named = {number.hex for number in numbers}
    return {"lost": lost, "strays": sorted({path.name for path in vault.everything()} - named)}


def sweep_old() -> dict[str, Any]:
    """Make every file without a row two days old and sweep; how many went, and what stands there then."""
    now = timezone.now()
    old = (now - OLD).timestamp()
    for path in list(orphans(now + OLD)):
        os.utime(path, (old, old))
    return {"swept": sweep(system(COUNTY), now), **_files()}


def sealed() -> dict[str, Any]:
    """How many values and files are sealed with each key, and how many do not open."""
    by_key: dict[str, int] = {}
    lost = _files()["lost"]
    for model, column in sealed_columns():
        rows = model._default_manager.annotate(raw=Cast(column.attname, TextField())).exclude(raw="")
        for pk, raw in rows.values_list("pk", "raw"):
            by_key[f"{key_number(raw)}"] = by_key.get(f"{key_number(raw)}", 0) + 1
            try:
                unseal(column.label, raw)
            except Unreadable:
                lost.append(f"{column.label} {pk}")
    for number in StoredFile.objects.filter(erased_at=None).values_list("pk", flat=True):
        key = f"{vault.sealed_with(number)}"
        by_key[key] = by_key.get(key, 0) + 1
    return {"by_key": by_key, "lost": lost}


ASKED = {"count": count, "sweep": sweep_old, "sealed": sealed}


def main() -> None:
    """Answer whatever is asked; no connection stays open between two questions."""
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(ASKED[line.strip()]())}\n")
        sys.stdout.flush()
        close_old_connections()


if __name__ == "__main__":
    main()
