"""Articles 6, 8, 12 and 23: until when records about people are kept, and by when a request about them is answered.

What the law keeps is kept (个人信息保护法第四十七条); then it goes. A period ends on the same day so many months later.
"""

from __future__ import annotations

from datetime import date

from sibai.measure.dates import add_months, year_last, year_of
from sibai.measure.numbers import Calendar, Day, Days, Flag, Months, Text, Years, all_of, least, most, no, pick, say
from sibai.measure.rule import CONTEXT, fact, rule
from sibai.measure.workdays import add_working_days

fact("application_closed_on", "报名未聘用的办结日", "date", "person", blank="nothing_kept")
fact("contract_ended_on", "合同终止日", "date", "person", blank="nothing_kept")
fact("last_wage_on", "最后一次工资发放日", "date", "person", blank="nothing_kept")
fact("dealings_open", "还有没办结的事", "flag", "person")
fact("voucher_on", "会计凭证日期", "date", CONTEXT)
fact("logged_on", "日志记录日", "date", CONTEXT)
fact("data_request_closed_on", "个人信息申请办结日", "date", CONTEXT)
fact("data_request_received_on", "收到个人信息申请之日", "date", CONTEXT)


@rule("第二十三条", "没有要保存的", grain=CONTEXT)
def nothing_kept(measure_effective: Day) -> Day:
    """What a blank day stands for: no such record, earlier than any day."""
    return least(measure_effective, date.min)


@rule("第六条", "报名材料保存到", grain="person")
def application_kept_until(application_closed_on: Day, keep_application: Months) -> Day:
    """So many months after the selection was over for the person."""
    return add_months(application_closed_on, keep_application)


@rule("第八条", "合同文本保存到", grain="person")
def contract_kept_until(contract_ended_on: Day, keep_contract: Months) -> Day:
    """So many months after the contract ended (劳动合同法第五十条)."""
    return add_months(contract_ended_on, keep_contract)


@rule("第十二条", "工资记录保存到", grain="person")
def wage_record_kept_until(last_wage_on: Day, keep_wage_record: Months) -> Day:
    """So many months after the last wage."""
    return add_months(last_wage_on, keep_wage_record)


@rule("第六条 第八条 第十二条", "个人信息保存到", grain="person")
def person_kept_until(application_kept_until: Day, contract_kept_until: Day, wage_record_kept_until: Day) -> Day:
    """The longest of the periods that hold for the person."""
    return most(application_kept_until, contract_kept_until, wage_record_kept_until)


@rule("第二十三条", "可以删除个人信息", grain="person")
def erasure_allowed(person_kept_until: Day, dealings_open: Flag, as_of: Day) -> Flag:
    """Nothing is open and every period is over."""
    return all_of(no(dealings_open), as_of > person_kept_until)


@rule("第二十三条", "不能删除的原因", grain="person")
def erasure_refusal(erasure_allowed: Flag, dealings_open: Flag, person_kept_until: Day) -> Text:
    """Why data cannot be erased yet, with the article; nothing where they can."""
    return pick(
        (erasure_allowed, ""),
        (dealings_open == 1, "还有没办结的事，处理目的还没有实现（个人信息保护法第四十七条第一款）"),
        otherwise=say("法律规定的保存期限到{}，期满前只作保存（个人信息保护法第四十七条第二款）", person_kept_until),
    )


@rule("第十二条", "会计凭证保存到", grain=CONTEXT)
def voucher_kept_until(voucher_on: Day, keep_voucher: Years) -> Day:
    """So many years, counted from the end of the accounting year (会计档案管理办法第十四条)."""
    return year_last(year_of(voucher_on) + keep_voucher)


@rule("第二十三条", "日志保存到", grain=CONTEXT)
def log_kept_until(logged_on: Day, keep_log: Months) -> Day:
    """So many months after the entry, at the least; the chain itself is never shortened."""
    return add_months(logged_on, keep_log)


@rule("第二十三条", "个人信息申请记录保存到", grain=CONTEXT)
def data_request_kept_until(data_request_closed_on: Day, keep_data_request: Months) -> Day:
    """So many months after the request was answered; the person's other data need not wait for it."""
    return add_months(data_request_closed_on, keep_data_request)


@rule("第二十三条", "答复个人信息申请的期限", grain=CONTEXT)
def data_request_until(public_holidays: Calendar, data_request_received_on: Day, data_request_days: Days) -> Day:
    """So many working days, the day of receipt not counted."""
    return add_working_days(public_holidays, data_request_received_on, data_request_days)
