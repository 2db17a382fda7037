"""Every page that a role can reach asks the database at most twelve times, whatever the county holds."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sibai.audit.models import Entry
from sibai.demo.logins import COORDINATOR, LOGINS
from sibai.people.models import Person, User, UserSession
from sibai.people.operations.revealing import reveal
from sibai.people.queries.actors import actor_in, hats_of
from sibai.rulebook.queries.law import county_rules
from tests.budgets.walking import Walk

BUDGET = 12
ACCOUNTS = [*(login.account for login in LOGINS if login.account not in {"xian2", "guanli2"}), COORDINATOR]
"""One user of each role, and both villages: the one that chooses and the one that has somebody on post."""
pytestmark = pytest.mark.usefixtures("demo_county")


def signed_in(account: str) -> Client:
    """The browser of a user of the demonstration; the county's law is read once a process."""
    county_rules()
    client = Client()
    user = User.objects.get(account=account)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    digest = sha256((client.session.session_key or "").encode()).hexdigest()
    now = timezone.now()
    UserSession.objects.create(user=user, key_digest=digest, address="127.0.0.1", started_at=now, seen_at=now)
    return client


def richest_entries() -> list[str]:
    """Entries of the log that name most: somebody looked at a person's number, for somebody else."""
    clerk, leader = (User.objects.get(account=account) for account in ("xian", "lingdao"))
    person = Person.objects.exclude(id_number="").order_by("code").first()
    assert person is not None
    actor = replace(actor_in(clerk, hats_of(clerk, timezone.localdate())[0], "127.0.0.1"), on_behalf_of=leader.pk)
    reveal(actor=actor, person=person, field="id_number", reason="核对材料", now=timezone.now())
    return [reverse("audit:entry", args=[Entry.objects.latest("seq").seq])]


@pytest.mark.django_db
@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_link_leads_somewhere_and_no_page_asks_the_database_more_often_than_its_budget(account: str) -> None:
    over = {}
    walk = Walk(signed_in(account), ["/", *richest_entries()])
    for seen in walk.pages():
        if seen.is_page and len(seen.queries) > BUDGET:
            over[seen.url] = len(seen.queries)
    assert over == {}
    assert walk.dead == []
