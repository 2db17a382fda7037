"""Nobody stands before an empty page: every home says what the role does and leads where it may go, nowhere else."""

from collections.abc import Callable

import pytest
from django.test import Client

from sibai.audit.acts import ROLES, may_open
from sibai.web.menu import MENU, link
from sibai.web.standing import ARTICLES, DOES, told

HOME = "home"


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_of_a_roles_menu_is_explained_and_no_other(role: str) -> None:
    words = told()[role]
    entries = {
        entry.route for entry in MENU if entry.route != HOME and link(entry.route) and may_open(role, entry.route)
    }
    assert words.keys() - {DOES, ARTICLES} == entries
    assert words[DOES]


def test_the_home_of_the_finance_office_says_what_it_will_find(client_of: Callable[..., Client]) -> None:
    page = client_of("finance").get("/").content.decode()
    assert "等县财政局确认的工资预拨" in page
    assert 'href="/rulebook/"' in page
