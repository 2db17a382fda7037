"""Article 22: the time limits of arbitration (劳动争议调解仲裁法). A limit of a year ends on the same day next year.

Asking the other side, asking an authority or a promise to pay begins the year anew; what keeps somebody from asking
stops it, and the days so lost are added (第二十七条). Of the commission's days five and ten are working days, fifteen
and forty-five days of the calendar (劳动人事争议仲裁办案规则).
"""

from __future__ import annotations

from sibai.measure.dates import add_days, add_months
from sibai.measure.numbers import Calendar, Day, Days, Fen, Flag, Months, all_of, any_of, most, no, pick
from sibai.measure.rule import CONTEXT, fact, rule
from sibai.measure.workdays import add_working_days

fact("knew_on", "知道权利受侵害之日", "date", CONTEXT)
fact("wage_arrears", "拖欠劳动报酬争议", "flag", CONTEXT, blank=0)
fact("employment_ended_on", "劳动关系终止日", "date", CONTEXT, blank="unended")
fact("arbitration_asked_on", "申请仲裁日", "date", CONTEXT)
fact("interrupted_on", "时效中断之日", "date", CONTEXT, blank="knew_on")
fact("paused_days", "时效中止天数", "days", CONTEXT, blank=0)
fact("accepted_on", "仲裁受理日", "date", CONTEXT)
fact("award_extended", "裁决期限延长", "flag", CONTEXT, blank=0)
fact("award_paused_days", "仲裁中止天数", "days", CONTEXT, blank=0)
fact("award_received_on", "收到裁决书之日", "date", CONTEXT)
fact("application_received_on", "单位收到申请书副本之日", "date", CONTEXT)
fact("disputed_amount", "争议金额", "fen", CONTEXT)


@rule("第二十二条", "劳动关系存续", grain=CONTEXT)
def still_employed(employment_ended_on: Day, unended: Day) -> Flag:
    """No end recorded."""
    return employment_ended_on == unended


@rule("第二十二条", "仲裁有时效限制", grain=CONTEXT)
def arbitration_limited(wage_arrears: Flag, still_employed: Flag) -> Flag:
    """Wage arrears are not limited during employment (第二十七条第四款)."""
    return no(all_of(wage_arrears == 1, still_employed))


@rule("第二十二条", "仲裁时效起算日", grain=CONTEXT)
def arbitration_counts_from(
    knew_on: Day, wage_arrears: Flag, still_employed: Flag, employment_ended_on: Day, interrupted_on: Day
) -> Day:
    """The day of knowing; for wage arrears the end of employment; the last interruption, where that is later."""
    begins = pick((all_of(wage_arrears == 1, no(still_employed)), employment_ended_on), otherwise=knew_on)
    return most(begins, interrupted_on)


@rule("第二十二条", "仲裁时效届满日", grain=CONTEXT)
def arbitration_limit_day(arbitration_counts_from: Day, arbitration_limit: Months, paused_days: Days) -> Day:
    """A year, and the days on which it did not run. No meaning where not limited."""
    return add_days(add_months(arbitration_counts_from, arbitration_limit), paused_days)


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
    """Five days from the application, as the law has them."""
    return add_days(arbitration_asked_on, arbitration_accept_days)


@rule("第二十二条", "决定是否受理的期限（工作日）", grain=CONTEXT)
def accept_until(public_holidays: Calendar, arbitration_asked_on: Day, arbitration_accept_days: Days) -> Day:
    """The same five days as the commission counts them: working days."""
    return add_working_days(public_holidays, arbitration_asked_on, arbitration_accept_days)


@rule("第二十二条", "送达申请书副本的期限", grain=CONTEXT)
def serve_until(public_holidays: Calendar, accepted_on: Day, arbitration_serve_days: Days) -> Day:
    """Five working days from acceptance."""
    return add_working_days(public_holidays, accepted_on, arbitration_serve_days)


@rule("第二十二条", "单位提交答辩书的期限", grain=CONTEXT)
def reply_until(public_holidays: Calendar, application_received_on: Day, arbitration_reply_days: Days) -> Day:
    """Ten working days from receiving the copy of the application."""
    return add_working_days(public_holidays, application_received_on, arbitration_reply_days)


@rule("第二十二条", "裁决期限", grain=CONTEXT)
def award_by(
    accepted_on: Day,
    arbitration_award_days: Days,
    award_extended: Flag,
    arbitration_extension_days: Days,
    award_paused_days: Days,
) -> Day:
    """45 days from acceptance, at most 15 more; days on which the case was stayed do not count."""
    extension = pick((award_extended == 1, arbitration_extension_days), otherwise=0)
    return add_days(accepted_on, arbitration_award_days + extension + award_paused_days)


@rule("第二十二条", "起诉期限", grain=CONTEXT)
def sue_by(award_received_on: Day, arbitration_sue_days: Days) -> Day:
    """15 days from receiving the award."""
    return add_days(award_received_on, arbitration_sue_days)


@rule("第二十二条", "裁决对单位是终局的", grain=CONTEXT)
def award_final(disputed_amount: Fen, minimum_wage: Fen, award_final_months: Months) -> Flag:
    """Wages, medical costs of an injury, severance or compensation of at most so many months of the minimum wage."""
    return disputed_amount <= minimum_wage * award_final_months


@rule("第二十二条", "单位申请撤销裁决的期限", grain=CONTEXT)
def revoke_by(award_received_on: Day, award_revoke_days: Days) -> Day:
    """Thirty days from receiving a final award."""
    return add_days(award_received_on, award_revoke_days)
