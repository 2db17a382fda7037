"""The search of the frame: people and places in the actor's scope, by name, pinyin, number or code.

Numbers are found by their blind index, whole and exact; part of one finds nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from sibai.people.actor import Actor
from sibai.people.identity import mask_card, mask_id, mask_phone
from sibai.people.models import Person
from sibai.people.queries.persons import index_of
from sibai.places.models import Place

MOST, LONGEST = 20, 60
ID_NUMBER, PHONE, CARD = re.compile(r"[0-9]{17}[0-9X]"), re.compile(r"1[0-9]{10}"), re.compile(r"[0-9]{12,32}")
CODE, LETTERS = re.compile(r"P[0-9]{6}"), re.compile(r"[A-Z]+")


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person that was found: what a line of the results shows. `by` says in words what matched, masked."""

    id: UUID
    name: str
    code: str
    village: str
    by: str
    url: str


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that was found; `url` is blank where the actor has no page for it."""

    code: str
    name: str
    town: str
    url: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found; `more`: there are others beyond the first MOST."""

    text: str
    persons: tuple[FoundPerson, ...]
    places: tuple[FoundPlace, ...]
    more: bool

    @property
    def by_number(self) -> bool:
        """Whether a number was found: its line says which, masked."""
        return any(person.by for person in self.persons)

    @property
    def nothing(self) -> bool:
        """Whether nothing was found."""
        return not self.persons and not self.places


def find(actor: Actor, text: str, today: date) -> Findings:
    """People and places for what was typed; at most two queries. Words apart by blanks must all fit."""
    typed = unicodedata.normalize("NFKC", text).strip()[:LONGEST]
    words = typed.upper().split()
    if not words:
        return Findings(typed, (), (), more=False)
    persons = _persons(actor, words) if actor.may_open("people:person") else []
    places = (
        _places(actor, words, today) if not any(CARD.fullmatch(word) or PHONE.fullmatch(word) for word in words) else []
    )
    return Findings(
        typed,
        tuple(_told(person, words) for person in persons[:MOST]),
        tuple(places[:MOST]),
        more=len(persons) > MOST or len(places) > MOST,
    )


def _persons(actor: Actor, words: list[str]) -> list[Person]:
    """One more than MOST where there are so many."""
    rows = Person.objects.within(actor.scope).filter(erased_on=None).select_related("village")
    for word in words:
        rows = rows.filter(_matches(word))
    return list(rows.order_by("village_id", "pinyin", "code")[: MOST + 1])


def _matches(word: str) -> Q:
    """What a word may be of a person. Numbers are not looked for in any other way than whole."""
    if ID_NUMBER.fullmatch(word):
        return Q(id_index=index_of("id_number", word)) | Q(card_index=index_of("card", word))
    if PHONE.fullmatch(word):
        return Q(phone_index=index_of("phone", word))
    if CARD.fullmatch(word):
        return Q(card_index=index_of("card", word)) | Q(village_id=word)
    if CODE.fullmatch(word):
        return Q(code=word)
    if LETTERS.fullmatch(word):
        small = word.lower()
        return Q(pinyin__startswith=small) | Q(initials__startswith=small)
    return Q(name__contains=word) | Q(village__name__contains=word) | Q(village__parent__name__contains=word)


def _told(person: Person, words: list[str]) -> FoundPerson:
    """A line of the results: what matched is told masked."""
    by = [
        label
        for word in words
        for pattern, label in (
            (ID_NUMBER, f"身份证号 {mask_id(word)}"),
            (PHONE, f"手机号 {mask_phone(word)}"),
            (CARD, f"银行账号 {mask_card(word)}"),
        )
        if pattern.fullmatch(word)
    ]
    return FoundPerson(
        person.pk,
        person.name,
        person.code,
        person.village.short_name,
        by[0] if by else "",
        reverse("people:person", args=[person.pk]),
    )


def _places(actor: Actor, words: list[str], today: date) -> list[FoundPlace]:
    """Places by name or code that exist today; a coordinator finds none, whose page is the own one."""
    if actor.scope.person_id is not None:
        return []
    rows = Place.objects.within(actor.scope).filter(Q(end__isnull=True) | Q(end__gte=today)).select_related("parent")
    for word in words:
        rows = rows.filter(Q(name__contains=word) | Q(parent__name__contains=word, level="village") | Q(code=word))
    rows = rows.order_by("code")[: MOST + 1]
    return [
        FoundPlace(place.code, place.short_name, place.parent.name if place.parent else "", _page_of(actor, place))
        for place in rows
    ]


def _page_of(actor: Actor, place: Place) -> str:
    """The page of a place, where there is one that the role may open."""
    try:
        return reverse("places:place", args=[place.code]) if actor.may_open("places:place") else ""
    except NoReverseMatch:
        return ""
