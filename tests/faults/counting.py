"""What stands in the database, counted in a process of its own: rows, their entries, and whether the log is whole."""

from __future__ import annotations

import json
import sys

import django

COUNTED = {
    "recruitment.enter": "recruitment.Application",
    "people.create_user": "people.User",
    "rulebook.prepare": "rulebook.Decision",
}
"""Acts that make exactly one row each, and the row that they make."""


def main() -> None:
    """Print the counts as JSON."""
    django.setup()
    from django.apps import apps  # noqa: PLC0415 - only once Django is awake

    from sibai.audit.commands import verify  # noqa: PLC0415
    from sibai.audit.models import Entry, Head  # noqa: PLC0415

    told: list[str] = []
    counts: dict[str, object] = {
        "rows": {act: apps.get_model(model).objects.count() for act, model in COUNTED.items()},
        "entries": {act: Entry.objects.filter(action=act, outcome="done").count() for act in COUNTED},
        "head": Head.objects.get().seq,
        "log": Entry.objects.count(),
        "whole": verify(say=told.append) == 0,
        "told": told,
        "strays": apps.get_model("recruitment.Application").objects.filter(person=None, source="paper").count(),
    }
    sys.stdout.write(json.dumps(counts))


if __name__ == "__main__":
    main()
