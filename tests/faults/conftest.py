"""A site with the demonstration, and the process that counts on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browser.site import Site
from tests.faults.counter import Counter
from tests.faults.killing import Killing, seeded


@pytest.fixture
def killing(demo_site: Callable[..., Site]) -> Iterator[Killing]:
    """A served site that is to be killed."""
    site = demo_site(target="sibai.wsgi:application")
    counter = Counter.of(site)
    site.start()
    try:
        yield Killing(site, counter, seeded())
    finally:
        counter.close()
