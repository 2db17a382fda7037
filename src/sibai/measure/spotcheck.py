"""Article 18: the month's spot check. How many records of a village are called, and which, so that an
auditor with the frame and the seed can draw the same ones again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from sibai.measure.numbers import Count, Day, Days, Flag, Rate, Text, all_of, ceiling, no
from sibai.measure.refusals import Refusal
from sibai.measure.rule import CONTEXT, fact, place, rule
from sibai.measure.tracing import operation
from sibai.measure.values import shown

ALGORITHM = "sibai-spotcheck-v1"
"""The first line of every ticket's text; another way to draw would have another name."""

fact("records", "台账在册记录数", "count", CONTEXT)
fact("asked_rate", "本次抽查比例", "ratio", CONTEXT, blank="spot_check_rate")
fact("seed", "抽签种子", "text", CONTEXT)
fact("village", "村（社区）", "text", CONTEXT)
fact("record", "记录编号", "text", "person")
fact("answered", "接通", "flag", CONTEXT, blank=0)
fact("attempts", "拨打次数", "count", CONTEXT)
fact("attempt_days", "拨打的不同日数", "days", CONTEXT)


class RateTooLow(Refusal):
    """A spot check of less than the measure asks for."""


@operation("at_least_rate")
def at_least_rate(asked: Any, least_rate: Any) -> Any:
    """The rate asked for; RateTooLow below the least."""
    if asked.numerator * least_rate.denominator < least_rate.numerator * asked.denominator:
        low, least_shown = shown(asked, "ratio"), shown(least_rate, "ratio")
        raise RateTooLow(f"抽查比例{low}低于办法规定的{least_shown}，每月每村至少按此比例抽查（第十八条）")
    return asked


@rule("第十八条", "抽查条数", grain=CONTEXT)
def sample_size(records: Count, asked_rate: Rate, spot_check_rate: Rate) -> Count:
    """⌈rate × records⌉: at least 1 if there is a record. More than the measure's rate if asked, never less."""
    return ceiling(at_least_rate(asked_rate, spot_check_rate), records)


@rule("第十八条", "记为未接通", grain=CONTEXT)
def unreached(
    answered: Flag, attempts: Count, attempt_days: Days, spot_check_attempts: Count, spot_check_days: Days
) -> Flag:
    """Three attempts on two different days without an answer; then the next of the drawn order takes the place."""
    return all_of(no(answered == 1), attempts >= spot_check_attempts, attempt_days >= spot_check_days)


@operation("ticket")
def ticket_of(month: date, seed: str, village: str, record: str) -> str:
    """The lot of a record in the check of a month."""
    return ticket(f"{month:%Y-%m}", seed, village, record)


@rule("第十八条", "抽签号", grain="person")
def record_ticket(month: Day, seed: Text, village: Text, record: Text) -> Text:
    """SHA-256 over the algorithm's name, month, seed, village and record; nobody can choose it."""
    return ticket_of(month, seed, village, record)


place("drawn_order", "第十八条", "抽序", by=("record_ticket", "record"), grain="person")


@rule("第十八条", "入样", grain="person")
def sampled(drawn_order: Count, sample_size: Count) -> Flag:
    """The first of the drawn order are called; the next ones replace who cannot be reached."""
    return drawn_order <= sample_size


def ticket(month: str, seed: str, village: str, record: str) -> str:
    """The lot of a record: SHA-256 in lower-case hex over five lines; the month as `2026-05`."""
    text = "\n".join((ALGORITHM, month, seed, village, record))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def draw(month: str, seed: str, village: str, records: Sequence[str]) -> list[int]:
    """The place (1…) of each record of a village in the drawn order, in the order of the records given."""
    tickets = [ticket(month, seed, village, record) for record in records]
    order = sorted(range(len(records)), key=lambda row: (tickets[row], records[row]))
    places = [0] * len(records)
    for number, row in enumerate(order, start=1):
        places[row] = number
    return places
