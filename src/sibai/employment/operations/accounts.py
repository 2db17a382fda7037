"""Accounts for coordinators on post: each gets a name and a password for one login, on a letter to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from sibai.audit.acts import ROLES
from sibai.audit.operations import act, record
from sibai.audit.refusals import Forbidden, Overtaken, Refusal
from sibai.employment.models import Stint
from sibai.employment.queries.accounts import without_account
from sibai.people import names, one_time
from sibai.people.actor import Actor
from sibai.people.models import Person, User
from sibai.people.operations.accounts import make_user
from sibai.people.operations.holdings import start_holding
from sibai.people.operations.letters import Letter
from sibai.places.models import Place

ACT = "employment.open_accounts"


class NothingToMake(Refusal):
    """Every coordinator on post has an account."""


@dataclass(frozen=True, slots=True)
class _Planned:
    stint: Stint
    account: str
    password: str
    hashed: str


def open_accounts(*, actor: Actor, now: datetime) -> list[Letter]:
    """An account for every coordinator on post in the actor's area who has none: the letters, in order of the villages.

    Passwords are hashed before the transaction, since that takes its time on purpose. Forbidden, NothingToMake.
    """
    if not actor.may(ACT):
        raise Forbidden("您的角色不能办这件事。")
    stints = list(without_account(actor.scope, timezone.localdate(now)))
    if not stints:
        raise NothingToMake("在岗的协理员都已经有账号了，没有要新建的。")
    words = [one_time.password() for _ in stints]
    planned = [
        _Planned(stint, f"x{stint.person.code.lower()}", word, make_password(word))
        for stint, word in zip(stints, words, strict=True)
    ]
    made: list[Letter] = make_planned(actor=actor, planned=planned, now=now)
    return made


@act(ACT)
def make_planned(*, actor: Actor, planned: list[_Planned], now: datetime) -> list[Letter]:
    """Make the planned accounts, all or none. Overtaken where one of them was made meanwhile."""
    today = timezone.localdate(now)
    waiting = set(without_account(actor.scope, today).values_list("pk", flat=True))
    if {each.stint.pk for each in planned} - waiting:
        raise Overtaken("刚才有人建了其中的账号，请刷新后再看。")
    for each in planned:
        _give(each, today, now)
    place = Place.objects.get(pk=actor.place_code)
    record(actor, place, at=now, facts={"count": len(planned)})
    return [_letter(each) for each in planned]


def _give(each: _Planned, today: date, now: datetime) -> None:
    """A new account, or the old one of somebody who is back on post with a new password."""
    person, village = each.stint.person, each.stint.village
    old = User.objects.filter(person=person).first()
    if old is None:
        make_user(
            account=each.account,
            name=person.name,
            role="coordinator",
            place_code=village.code,
            person=person,
            hashed=each.hashed,
            now=now,
        )
        return
    User.objects.filter(pk=old.pk).update(password=each.hashed, must_change_password=True, is_active=True)
    start_holding(old, "coordinator", village, today)


def _letter(each: _Planned) -> Letter:
    person: Person = each.stint.person
    account = User.objects.filter(person=person).values_list("account", flat=True).get()
    where = f"{each.stint.village.short_name} · {ROLES['coordinator']}"
    return Letter(person.name, where, names.normalised(account), each.password)
