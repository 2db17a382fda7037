"""A county as full as the bar asks: 122 posts (of them some vacant), 5,000 people, 20,000 entries of the log.

The demonstration comes first, by its real operations; then invented people as any room registers them, and acts that
write nothing but their entry, through the real frame of acts, so that the log's chain holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from io import StringIO
from itertools import cycle, islice

from django.core.management import call_command
from django.db import transaction

from sibai.audit.models import Entry
from sibai.demo import county, logins
from sibai.demo.people import invented
from sibai.people.actor import Actor, system
from sibai.people.models import Person
from sibai.people.operations.persons import register
from sibai.people.operations.revealing import reveal
from sibai.places.models import Place
from sibai.recruitment.models import Application
from sibai.recruitment.operations.papers import exported, printed

PEOPLE, ENTRIES = 5_000, 20_000
FIRST = 4_000
"""The invented people from this number on are in nobody's round: birth dates of DAYS, then the next sequence."""
AT_ONCE = 500
LOADED_BEFORE = timedelta(days=2)
BETWEEN = timedelta(seconds=5)


def make(now: datetime) -> None:
    """Make the whole county in an empty database."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with redirect_stdout(StringIO()):
        county.load(now - LOADED_BEFORE)
    add_people(now - LOADED_BEFORE)
    add_entries(now - LOADED_BEFORE)


def add_people(now: datetime) -> None:
    """People whom the county knows, spread over the villages, until there are enough."""
    villages = cycle(Place.objects.filter(level="village").order_by("code"))
    whole = system(logins.COUNTY)
    missing = PEOPLE - Person.objects.count()
    with transaction.atomic():
        for number, village in islice(enumerate(villages), missing):
            person = invented(FIRST + number)
            register(whole, village=village, facts=person.facts(poverty_relief=number % 2 == 0), now=now)


def add_entries(now: datetime) -> None:
    """Acts one after the other, until the log is long enough."""
    missing = ENTRIES - Entry.objects.count()
    acts = everyday_acts()
    for first in range(0, missing, AT_ONCE):
        with transaction.atomic():
            for number in range(first, min(first + AT_ONCE, missing)):
                next(acts)(now + BETWEEN * number)


def everyday_acts() -> Iterator[Callable[[datetime], None]]:
    """What offices do all day: a number revealed with a reason, a paper printed, a list exported."""
    clerk, village = county.actor("county_clerk", ""), county.actor("village", logins.CHOOSING)
    people = cycle(Person.objects.exclude(card="").order_by("code")[:AT_ONCE])
    applications = cycle(list(applications_of(village)))
    while True:
        person, application = next(people), next(applications)
        yield lambda now, person=person: _reveal(clerk, person, now)  # type: ignore[misc]
        yield lambda now, of=application: printed(  # type: ignore[misc]
            actor=village, subject=of, kind="application_form", now=now
        )
        yield lambda now: exported(actor=clerk, count=122, now=now)


def applications_of(village: Actor) -> list[Application]:
    """The applications in the round of a village."""
    rows = Application.objects.within(village.scope).select_related("selection__vacancy__village", "person")
    return list(rows.order_by("number"))


def _reveal(clerk: Actor, person: Person, now: datetime) -> None:
    reveal(actor=clerk, person=person, field="id_number", reason="核对社保参保信息", now=now)
