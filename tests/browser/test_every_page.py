"""Every page that a role can come to from home: sound, readable, within a phone's width, linking to what exists."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from sibai.demo.logins import COORDINATOR, LOGINS
from tests.browser.conftest import Comes
from tests.browser.walk import Walk

ONE_OF_EACH_ROLE = {each.role: each.account for each in reversed(LOGINS)}
LONGEST_FIRST = ("county_clerk", "town", "village", "county_leader", "auditor", "revitalisation")
ROLES = sorted(ONE_OF_EACH_ROLE, key=lambda role: (*LONGEST_FIRST, role).index(role))
ACCOUNTS = [*(ONE_OF_EACH_ROLE[role] for role in ROLES), COORDINATOR]
EXAMINED: set[str] = set()
"""The address patterns that were looked at in this process."""


@pytest.mark.parametrize("account", ACCOUNTS)
def test_each_page_of_a_role_is_sound_at_both_sizes(looks: Comes, account: str) -> None:
    walk = Walk(looks(account), Axe(), EXAMINED).go()
    assert not walk.faults, "\n".join(walk.faults)
