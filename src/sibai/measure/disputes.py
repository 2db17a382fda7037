"""Article 22: the time limits of arbitration (劳动争议调解仲裁法). A limit of a year ends on the same day next year."""

from __future__ import annotations

from sibai.measure.dates import add_days, add_months
from sibai.measure.numbers import Day, Days, Flag, Months, all_of, any_of, no, pick
from sibai.measure.rule import CONTEXT, fact, rule

fact("knew_on", "知道权利受侵害之日", "date", CONTEXT)
fact("wage_arrears", "拖欠劳动报酬争议", "flag", CONTEXT, blank=0)
fact("employment_ended_on", "劳动关系终止日", "date", CONTEXT, blank="unended")
fact("arbitration_asked_on", "申请仲裁日", "date", CONTEXT)
fact("accepted_on", "仲裁受理日", "date", CONTEXT)
fact("award_extended", "裁决期限延长", "flag", CONTEXT, blank=0)
fact("award_received_on", "收到裁决书之日", "date", CONTEXT)


@rule("第二十二条", "劳动关系存续", grain=CONTEXT)
def still_employed(employment_ended_on: Day, unended: Day) -> Flag:
    """No end recorded."""
    return employment_ended_on == unended


@rule("第二十二条", "仲裁有时效限制", grain=CONTEXT)
def arbitration_limited(wage_arrears: Flag, still_employed: Flag) -> Flag:
    """Wage arrears are not limited during employment (第二十七条第四款)."""
    return no(all_of(wage_arrears == 1, still_employed))


@rule("第二十二条", "仲裁时效届满日", grain=CONTEXT)
def arbitration_limit_day(
    knew_on: Day, wage_arrears: Flag, still_employed: Flag, employment_ended_on: Day, arbitration_limit: Months
) -> Day:
    """A year from knowing; for wage arrears a year from the end of employment. No meaning where not limited."""
    ended = pick((all_of(wage_arrears == 1, no(still_employed)), employment_ended_on), otherwise=knew_on)
    return add_months(ended, arbitration_limit)


@rule("第二十二条", "最迟申请仲裁日", grain=CONTEXT)
def arbitration_by(arbitration_limited: Flag, arbitration_limit_day: Day) -> Day:
    """The last day to ask for arbitration; none where nothing limits it."""
    return pick((arbitration_limited, arbitration_limit_day), otherwise=None)


@rule("第二十二条", "在时效内申请", grain=CONTEXT)
def arbitration_in_time(arbitration_asked_on: Day, arbitration_limited: Flag, arbitration_limit_day: Day) -> Flag:
    """Asked on the last day or before, or not limited."""
    return any_of(no(arbitration_limited), arbitration_asked_on <= arbitration_limit_day)


@rule("第二十二条", "决定是否受理的期限", grain=CONTEXT)
def accept_by(arbitration_asked_on: Day, arbitration_accept_days: Days) -> Day:
    """Five days from the application."""
    return add_days(arbitration_asked_on, arbitration_accept_days)


@rule("第二十二条", "裁决期限", grain=CONTEXT)
def award_by(
    accepted_on: Day, arbitration_award_days: Days, award_extended: Flag, arbitration_extension_days: Days
) -> Day:
    """45 days from acceptance, at most 15 more."""
    extension = pick((award_extended == 1, arbitration_extension_days), otherwise=0)
    return add_days(accepted_on, arbitration_award_days + extension)


@rule("第二十二条", "起诉期限", grain=CONTEXT)
def sue_by(award_received_on: Day, arbitration_sue_days: Days) -> Day:
    """15 days from receiving the award."""
    return add_days(award_received_on, arbitration_sue_days)
