"""A site in a process of its own, where people do right and wrong things with somebody's numbers: what does it print?

Run by test_privacy.py, which looks through standard output and standard error; tests inside pytest would not see what
handlers write that were set up before.
"""

from __future__ import annotations

import sys
from datetime import date
from hashlib import sha256
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from sibai.demo.people import invented  # noqa: E402
from sibai.people.actor import system  # noqa: E402
from sibai.people.models import Person, UserSession  # noqa: E402
from sibai.people.operations import revealing  # noqa: E402
from sibai.places.operations.load import load_county  # noqa: E402
from tests.people.invented import person_in  # noqa: E402
from tests.web_fixtures import COUNTY, MAOPING, NOW, PASSWORD, user_of, villages_of  # noqa: E402

SOMEONE, OTHER = invented(1), invented(2)
REASON = "核对张三的备案表"
SECRETS = [
    REASON,
    PASSWORD,
    *(getattr(who, what) for who in (SOMEONE, OTHER) for what in ("id_number", "phone", "card", "address", "name")),
]


def browser() -> Client:
    """A signed-in browser of a town; a broken page is answered, not raised."""
    client = Client(raise_request_exception=False)
    user = user_of("town", MAOPING)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    digest = sha256((client.session.session_key or "").encode()).hexdigest()
    now = timezone.now()
    UserSession.objects.create(user=user, key_digest=digest, address="127.0.0.1", started_at=now, seen_at=now)
    return client


def busy(client: Any, person: Person) -> list[int]:
    """Right and wrong things; the statuses that came back."""
    reveal = reverse("people:reveal", args=[person.pk, "id_number"])
    change = reverse("people:change", args=[person.pk])
    answers = [
        client.post(reveal, {"reason": REASON, "command": "1" * 32}),
        client.post(reveal, {"reason": REASON, "command": "1" * 32}),
        client.post(reveal, {"reason": "", "command": "2" * 32}),
        client.post(change, {"id_number": OTHER.id_number[:-1], "reason": REASON, "command": "3" * 32}),
        client.post(change, {"phone": OTHER.phone, "name": OTHER.name, "reason": REASON, "command": "4" * 32}),
        client.get(reverse("people:person", args=[person.pk])),
        client.get(f"/persons/{OTHER.id_number}/"),
        client.get("/persons/", {"q": OTHER.phone}),
        client.post(reveal, {"reason": f"{REASON}\0{OTHER.card}"}),
        Client().post(reverse("people:login"), {"account": OTHER.id_number, "password": PASSWORD + "1"}),
        client.get(reverse("people:reveal", args=[person.pk, "id-number"])),
    ]
    return [answer.status_code for answer in answers]


def break_down(client: Any, person: Person) -> int:
    """An error of the program's own whose words are personal."""

    def broken(**given: Any) -> str:
        raise ValueError(f"{given['person'].id_number} {SOMEONE.phone} {REASON}")

    revealing.reveal = broken  # type: ignore[assignment]
    url = reverse("people:reveal", args=[person.pk, "phone"])
    status: int = client.post(url, {"reason": REASON, "command": "9" * 32}).status_code
    return status


def main() -> None:
    """Set a site up, be busy, break down."""
    call_command("migrate", verbosity=0)
    load_county(actor=system(COUNTY), county_code=COUNTY, start=date(2022, 6, 10), document="测试", now=NOW)
    person = person_in(villages_of(MAOPING)[0])
    client = browser()
    sys.stdout.write(f"statuses {busy(client, person)} {break_down(client, person)}\n")


if __name__ == "__main__":
    main()
