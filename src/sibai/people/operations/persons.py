"""Persons are registered once an identity number, and changed. Plain functions, called inside the acts of any room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sibai.audit.refusals import Overtaken, Refusal
from sibai.people import pinyin
from sibai.people.actor import Actor
from sibai.people.identity import Identity, check_card, check_id_number, check_name, check_phone
from sibai.people.models import Person, PersonCounter
from sibai.people.operations.card_changes import propose
from sibai.people.queries.persons import CARD_WAITS, find_by_id_number, index_of
from sibai.places.models import Place

PLAIN = (
    "education",
    "poverty_relief",
    "hard_to_employ",
    "graduate",
    "veteran",
    "poverty_household",
    "monitored_household",
    "knows_village",
)
"""Facts kept as they come."""
FACTS = frozenset({"name", "id_number", "phone", "card", "address", "notice_version", *PLAIN})
"""What may be told of a person; sex and birth date come from the number."""


class KnownElsewhere(Refusal):
    """The number belongs to somebody whom the actor's place does not deal with."""

    field = "id_number"


class NameDiffers(Refusal):
    """The number belongs to somebody of another name."""

    field = "name"


class Erased(Refusal):
    """A person whose data were erased."""


def register(actor: Actor, *, village: Place, facts: Mapping[str, Any], now: datetime) -> Person:
    """The person of an identity number: found, or made with a new code.

    `facts` are of FACTS; `name` and `id_number` are needed. Who is known already gets the facts that are given and
    not blank. BadIdNumber, BadPhone, BadCard, BadName; KnownElsewhere, without a word about the person, where another
    place deals with them; NameDiffers.
    """
    _known_facts(facts)
    identity = check_id_number(str(facts.get("id_number", "")), today=timezone.localdate(now))
    name = check_name(str(facts.get("name", "")))
    person = find_by_id_number(identity.number)
    if person is not None:
        return _found_again(actor, person, name, facts, now)
    person = Person(village=village)
    _identify(person, identity)
    _take(person, {**facts, "name": name}, now)
    try:
        with transaction.atomic():
            person.code = _next_code()
            person.save(force_insert=True)
    except IntegrityError as error:
        raise Overtaken("刚才有人登记了同一个身份证号，请刷新后再查。") from error
    return person


def _found_again(actor: Actor, person: Person, name: str, facts: Mapping[str, Any], now: datetime) -> Person:
    """Somebody known, with what is new of them."""
    if not _deals_with(actor, person):
        higher = "镇上" if actor.role == "village" else "县上"
        raise KnownElsewhere(f"此身份证号已登记在其他村，请联系{higher}。")
    if person.name != name:
        raise NameDiffers("此身份证号登记的是另一个姓名，请核对姓名和号码；确实改了名的，先在人员页更正姓名。")
    given = {fact: value for fact, value in facts.items() if value not in ("", None) and fact != "id_number"}
    change(actor, person, given, now)
    return person


def _deals_with(actor: Actor, person: Person) -> bool:
    """Whether the person exists for the actor; the system itself sees its whole place."""
    return Person.objects.within(actor.scope).filter(pk=person.pk).exists()


def change(actor: Actor, person: Person, facts: Mapping[str, Any], now: datetime) -> tuple[str, ...]:
    """Write other facts of a person; returns the names of those that changed, for the entry of the log (never values).

    Another account than the one that is registered is not written: it waits for a second person (`CARD_WAITS`).
    A changed identity number is checked like a new one; KnownElsewhere or NameDiffers where it is somebody else's.
    """
    _known_facts(facts)
    if person.erased_on:
        raise Erased("此人的信息已按规定删除，不能再改。")
    changed = [fact for fact, value in facts.items() if getattr(person, fact) != value]
    waits = _another_card(actor, person, facts, now) if "card" in changed and person.card and facts["card"] else None
    if waits is not None:
        changed.remove("card")
    if not changed:
        return (CARD_WAITS,) if waits else ()
    if "id_number" in changed:
        identity = check_id_number(str(facts["id_number"]), today=timezone.localdate(now))
        other = find_by_id_number(identity.number)
        if other is not None and other.pk != person.pk:
            mine = _deals_with(actor, other)
            raise KnownElsewhere("此身份证号已登记为另一人，请核对。" if mine else "此身份证号已登记在其他村，请核对。")
        _identify(person, identity)
    before = {fact: getattr(person, fact) for fact in changed if fact != "id_number"}
    _take(person, {fact: facts[fact] for fact in changed}, now)
    person.save()
    written = tuple(fact for fact in changed if fact == "id_number" or before[fact] != getattr(person, fact))
    return (*written, CARD_WAITS) if waits else written


def _another_card(actor: Actor, person: Person, facts: Mapping[str, Any], now: datetime) -> bool:
    """Whether another account waits now; the same one, written with blanks, changes nothing."""
    number = check_card(str(facts["card"])).number
    if number == person.card:
        return False
    propose(actor, person, number, now)
    return True


def _known_facts(facts: Mapping[str, Any]) -> None:
    unknown = facts.keys() - FACTS
    if unknown:
        raise KeyError(f"not facts of a person: {sorted(unknown)}")


def _identify(person: Person, identity: Identity) -> None:
    """Set the number and what follows from it."""
    person.id_number, person.id_index = identity.number, index_of("id_number", identity.number)
    person.birth_date, person.sex = identity.birth_date, identity.sex


def _take(person: Person, facts: Mapping[str, Any], now: datetime) -> None:
    """Set facts with the indexes by which they are found."""
    setters: dict[str, Callable[[Any], None]] = {
        "name": lambda value: _set_name(person, value),
        "phone": lambda value: _set_sealed(person, "phone", check_phone(value) if value else ""),
        "card": lambda value: _set_sealed(person, "card", check_card(value).number if value else ""),
        "address": lambda value: setattr(person, "address", str(value or "").strip()),
        "notice_version": lambda value: _set_notice(person, value, now),
    }
    for fact, value in facts.items():
        if fact in setters:
            setters[fact](value)
        elif fact in PLAIN:
            setattr(person, fact, value)


def _set_name(person: Person, text: str) -> None:
    person.name = check_name(text)
    person.pinyin, person.initials = pinyin.whole(person.name), pinyin.initials(person.name)


def _set_sealed(person: Person, field: str, value: str) -> None:
    setattr(person, field, value)
    setattr(person, f"{field}_index", index_of(field, value))


def _set_notice(person: Person, version: str, now: datetime) -> None:
    if version and version != person.notice_version:
        person.notice_version, person.noticed_at = version, now


def _next_code() -> str:
    """The next personal code. The counter only rises: a code is never given to another person."""
    counter, _ = PersonCounter.objects.select_for_update().get_or_create(pk=1)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"P{counter.last:06d}"
