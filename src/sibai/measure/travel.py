"""Article 15: travel on duty, at the rates of regular staff."""

from __future__ import annotations

from sibai.measure.dates import days_through
from sibai.measure.numbers import Count, Day, Days, Fen, least
from sibai.measure.rule import CONTEXT, fact, rule

fact("trip_from", "出差起", "date", CONTEXT)
fact("trip_to", "出差止", "date", CONTEXT)
fact("lodging_nights", "住宿夜数", "count", CONTEXT, blank="nights_away")
fact("lodging_paid", "住宿费票据金额", "fen", CONTEXT)
fact("fares_paid", "城市间交通费票据金额", "fen", CONTEXT, blank=0)


@rule("第十五条", "出差天数", grain=CONTEXT)
def trip_days(trip_from: Day, trip_to: Day) -> Days:
    """Calendar days, the first and the last included."""
    return days_through(trip_from, trip_to)


@rule("第十五条", "离开几夜", grain=CONTEXT)
def nights_away(trip_days: Days) -> Count:
    """One less than the days."""
    return trip_days - 1


@rule("第十五条", "伙食补助", grain=CONTEXT)
def travel_meals(trip_days: Days, travel_meal_rate: Fen) -> Fen:
    """A fixed sum a day."""
    return travel_meal_rate * trip_days


@rule("第十五条", "市内交通补助", grain=CONTEXT)
def travel_local(trip_days: Days, travel_local_rate: Fen) -> Fen:
    """A fixed sum a day."""
    return travel_local_rate * trip_days


@rule("第十五条", "出差补助", grain=CONTEXT)
def travel_allowance(travel_meals: Fen, travel_local: Fen) -> Fen:
    """Meals and local transport together."""
    return travel_meals + travel_local


@rule("第十五条", "可报住宿费", grain=CONTEXT)
def travel_lodging(lodging_paid: Fen, lodging_nights: Count, lodging_cap: Fen) -> Fen:
    """What was paid, up to the cap a night."""
    return least(lodging_paid, lodging_cap * lodging_nights)


@rule("第十五条", "差旅费合计", grain=CONTEXT)
def travel_claim(travel_allowance: Fen, travel_lodging: Fen, fares_paid: Fen) -> Fen:
    """Paid from the employer's work budget after the village confirmed the trip."""
    return travel_allowance + travel_lodging + fares_paid


@rule("第十五条", "不含住宿费的差旅费", grain=CONTEXT)
def travel_without_lodging(travel_allowance: Fen, fares_paid: Fen) -> Fen:
    """What a trip without lodging comes to; it needs no cap of lodging, which may be unknown."""
    return travel_allowance + fares_paid
