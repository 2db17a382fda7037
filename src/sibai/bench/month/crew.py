"""A county with any number of posts, and the people in offices who bring a month from hand to hand.

The places of 白河县 first; where more posts are asked for, further towns of TOWN_SIZE villages each, so that a province
is one large county. People are registered and decisions are made by their own operations; posts and contracts are
written in bulk, as an import does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.core.management import call_command
from django.db import transaction

from sibai.demo.people import invented
from sibai.employment.models import Contract, Stint
from sibai.people.actor import Actor, system
from sibai.people.models import Holding, User
from sibai.people.operations.persons import register
from sibai.people.queries.actors import actor_in, hats_of
from sibai.places.models import Place
from sibai.places.operations.load import load_county, set_up
from sibai.rulebook.operations import decisions

COUNTY = "610929000000"
MEASURE_FROM = date(2022, 6, 10)
YEAR = 2026
MADE = datetime(YEAR, 1, 1, tzinfo=UTC)
ON_POST_FROM, CONTRACT_TO = date(YEAR - 1, 7, 1), date(YEAR, 12, 31)
TOWN_SIZE = 900
FIRST_TOWN = 700
"""The codes of further towns begin here: 白河县 has none of them."""
AT_ONCE = 200
DOCUMENT = "用时测量"
DECIDED = {"employer": '"agent_company"', "short_net": '"carry"'}
"""What pay hangs on: one employer, and nobody's short month stops the others."""
ACCOUNTS = {
    "cun": "village",
    "zhen": "town",
    "xian": "county_clerk",
    "lingdao": "county_leader",
    "gongsi": "company_clerk",
    "shenpi": "company_approver",
    "chuna": "company_cashier",
}


def make(people: int) -> None:
    """Make the county in a new home."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_county(actor=system(COUNTY), county_code=COUNTY, start=MEASURE_FROM, document=DOCUMENT, now=MADE)
    begin()
    put_on_post(0, people)


def begin() -> None:
    """The offices, and what pay hangs on, in a county that has its places."""
    _accounts()
    _decide()


def actor(account: str, place_code: str = COUNTY) -> Actor:
    """Somebody of ACCOUNTS at a place."""
    user = User.objects.get(account=account)
    return replace(actor_in(user, hats_of(user, MADE.date())[0], "127.0.0.1"), place_code=place_code)


def _accounts() -> None:
    for account, role in ACCOUNTS.items():
        user = User(account=account, name=f"测量{account}", created_at=MADE)
        user.set_unusable_password()
        user.save()
        Holding.objects.create(user=user, role=role, place_id=COUNTY, start=MEASURE_FROM)


def _decide() -> None:
    for entry, value in DECIDED.items():
        told: dict[str, Any] = {"entry": entry, "value": value, "start": MEASURE_FROM, "end": None}
        made = decisions.prepare(actor=actor("xian"), **told, document=DOCUMENT, reason=DOCUMENT, now=MADE)
        decisions.confirm(actor=actor("lingdao"), decision=made, version=made.version, now=MADE)


def _villages(count: int) -> list[Place]:
    """So many villages, new ones made where the county has fewer."""
    there = list(Place.objects.filter(level="village").order_by("code")[:count])
    begun = Place.objects.filter(level="town", code__gte=f"{COUNTY[:6]}{FIRST_TOWN}").count()
    assert not begun or len(there) == count, "further towns are made once"
    made: list[Place] = []
    for number in range(count - len(there)):
        town, village = divmod(number, TOWN_SIZE)
        code = f"{COUNTY[:6]}{FIRST_TOWN + town}"
        if not village:
            made.append(_place(f"{code}000", f"测量{town + 1}镇", "town", COUNTY))
        made.append(_place(f"{code}{village + 100:03d}", f"测量{number + 1}村", "village", f"{code}000"))
    Place.objects.bulk_create(made, batch_size=AT_ONCE)
    set_up([each for each in made if each.level == "town"], start=MEASURE_FROM, document=DOCUMENT)
    return [*there, *(each for each in made if each.level == "village")]


def _place(code: str, name: str, level: str, parent: str) -> Place:
    return Place(code=code, name=name, level=level, parent_id=parent, start=MEASURE_FROM)


def put_on_post(first: int, last: int) -> None:
    """An invented person in each village from one number to before another, on post since the summer before."""
    villages, whole = _villages(last)[first:], system(COUNTY)
    for start in range(0, len(villages), AT_ONCE):
        with transaction.atomic():
            stints = [_stint(whole, first + start + number, village) for number, village in _part(villages, start)]
            Stint.objects.bulk_create(stints)
            Contract.objects.bulk_create(_contract(each) for each in stints)


def _part(villages: list[Place], start: int) -> Iterator[tuple[int, Place]]:
    return enumerate(villages[start : start + AT_ONCE])


def _stint(whole: Actor, number: int, village: Place) -> Stint:
    facts = invented(number, village=village.short_name).facts()
    person = register(whole, village=village, facts=facts, now=MADE)
    return Stint(person=person, village=village, start=ON_POST_FROM, source="roster", recorded_at=MADE)


def _contract(stint: Stint) -> Contract:
    return Contract(
        kind=Contract.LABOUR,
        person=stint.person,
        village=stint.village,
        stint=stint,
        start=ON_POST_FROM,
        end=CONTRACT_TO,
        signed_on=ON_POST_FROM,
        filed_on=ON_POST_FROM,
        state="filed",
        prepared_at=MADE,
    )
