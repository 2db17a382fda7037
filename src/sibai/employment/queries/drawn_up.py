"""Labour contracts before anybody signs them, as they are printed and as they are then kept: the same words."""

from __future__ import annotations

from datetime import date
from typing import Any

from sibai.employment.models import Contract, Renewal, Stint
from sibai.employment.queries.employers import employer_of
from sibai.employment.queries.terms import next_contract
from sibai.places.queries.parties import Party


def named(party: Party) -> dict[str, str]:
    """The party's particulars as a contract keeps them."""
    return {
        "party": party.name,
        "party_code": party.credit_code,
        "party_representative": party.legal_representative,
        "party_address": party.address,
    }


def drawn_up(stint: Stint, start: date, end: date, answers: Any) -> Contract:
    """A labour contract of a post that is not kept yet. NotRecorded where no employer is set up on its first day."""
    return Contract(
        kind=Contract.LABOUR,
        person=stint.person,
        village=stint.village,
        stint=stint,
        start=start,
        end=end,
        sign_by=answers["sign_by"] if start == stint.start else None,
        answers=answers.json(),
        **named(employer_of(stint.village, start)),
    )


def renewed(renewal: Renewal, today: date) -> Contract:
    """The contract of an approved renewal: the signed one, or as it is to be signed. NotRecorded as `drawn_up`."""
    signed: Contract | None = renewal.new_contract
    if signed is not None:
        return signed
    answers = next_contract(renewal.stint, renewal.start, today)
    return drawn_up(renewal.stint, renewal.start, renewal.end, answers)
