"""Accounts for all places at once: each gets a name and a password for one login, told once, on a letter to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sibai.audit.acts import ROLES
from sibai.audit.operations import act, record
from sibai.audit.refusals import Forbidden, Overtaken, Refusal
from sibai.people import names, one_time
from sibai.people.actor import Actor
from sibai.people.models import User
from sibai.people.operations.accounts import make_user
from sibai.people.queries.accounts import places_without
from sibai.places.models import Place

ACT = "people.accounts_for_places"


class NothingToMake(Refusal):
    """Every place has its account."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says: to whom, as what at which place, the name to sign in with, the first password."""

    to: str
    role: str
    account: str
    password: str


@dataclass(frozen=True, slots=True)
class _Planned:
    place: Place
    town: str
    account: str
    password: str
    hashed: str


def make_for_places(*, actor: Actor, now: datetime) -> list[Letter]:
    """An account for every town and village that has none: their letters, in the order of the codes.

    The passwords are hashed before the transaction, since that takes a while on purpose. Forbidden, NothingToMake.
    """
    if not actor.may(ACT):
        raise Forbidden("您的角色不能办这件事。")
    planned = _planned()
    if not planned:
        raise NothingToMake("每个镇、村（社区）都已经有账号了，没有要新建的。")
    made: list[Letter] = for_places(actor=actor, planned=planned, now=now)
    return made


def _planned() -> list[_Planned]:
    taken = set(User.objects.values_list("account", flat=True))
    planned = []
    places = places_without()
    words = [one_time.password() for _ in places]
    for place, word, kept in zip(places, words, one_time.hashed(words), strict=True):
        account = names.for_place(place.short_name, place.code, taken)
        taken.add(account)
        town = place.parent.name if place.level == "village" and place.parent else ""
        planned.append(_Planned(place, town, account, word, kept))
    return planned


@act(ACT)
def for_places(*, actor: Actor, planned: list[_Planned], now: datetime) -> list[Letter]:
    """Make the planned accounts, all or none. Overtaken where one of the places has got its account meanwhile."""
    if {each.place.code for each in planned} - {place.code for place in places_without()}:
        raise Overtaken("另一名管理员刚才已经建了账号，请刷新后再看。")
    for each in planned:
        make_user(
            account=each.account,
            name=f"{each.place.short_name}{names.UNNAMED}"[:40],
            role=each.place.level,
            place_code=each.place.code,
            hashed=each.hashed,
            now=now,
        )
    count = {level: sum(each.place.level == level for each in planned) for level in ("town", "village")}
    record(actor, None, at=now, facts={"towns": count["town"], "villages": count["village"]})
    return [_letter(each) for each in planned]


def _letter(each: _Planned) -> Letter:
    where = f"{each.town}{each.place.short_name}"
    return Letter(f"{where}{names.UNNAMED}人", f"{where} · {ROLES[each.place.level]}", each.account, each.password)
