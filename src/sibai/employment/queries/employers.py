"""Who the employer is: the reading `employer` on a day, and the organisation of `places` that stands for it then."""

from __future__ import annotations

from datetime import date

from sibai.employment.queries.terms import under_the_measure
from sibai.places.models import Place
from sibai.places.queries.parties import NotRecorded, Party, party, party_of
from sibai.rulebook.queries.law import value_on

UNRECORDED = "（没有登记）"


def employer_of(village: Place, day: date) -> Party:
    """The employer of a village's coordinator on a day. NotRecorded where none was set up."""
    return party(str(value_on("employer", under_the_measure(day))), str(village.pk), day)


def employer_name(village: Place, day: date) -> str:
    """What the employer is called, for a page; words where none was set up."""
    try:
        return employer_of(village, day).name
    except NotRecorded:
        return UNRECORDED


def name_of(kind: str, place_code: str, day: date, otherwise: str) -> str:
    """What an organisation of a kind at a place was called on a day, for a paper."""
    try:
        return party_of(kind, place_code, day).name
    except NotRecorded:
        return otherwise
