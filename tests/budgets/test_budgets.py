"""Every page that a role can reach asks the database at most twelve times, whatever the county holds."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone

from sibai.demo.logins import COORDINATOR, LOGINS
from sibai.people.models import User, UserSession
from tests.budgets.walking import Walk

BUDGET = 12
MORE = {"preview:decision": 30}
"""A page that gathers from every room what an act would do: a fixed number too, whatever the county holds."""
ACCOUNTS = [*(login.account for login in LOGINS if login.account not in {"xian2", "guanli2"}), COORDINATOR]
"""One user of each role, and both villages: the one that chooses and the one that has somebody on post."""
pytestmark = pytest.mark.usefixtures("demo_county")


def signed_in(account: str) -> Client:
    """The browser of a user of the demonstration."""
    client = Client()
    user = User.objects.get(account=account)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    digest = sha256((client.session.session_key or "").encode()).hexdigest()
    now = timezone.now()
    UserSession.objects.create(user=user, key_digest=digest, address="127.0.0.1", started_at=now, seen_at=now)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_page_asks_the_database_more_often_than_its_budget(account: str) -> None:
    over = {}
    for seen in Walk(signed_in(account)).pages():
        assert seen.answer.status_code < 500, seen.url
        if seen.is_page and len(seen.queries) > MORE.get(seen.route, BUDGET):
            over[seen.url] = len(seen.queries)
    assert over == {}
