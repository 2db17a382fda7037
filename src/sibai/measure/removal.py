"""Article 20: the seven grounds of removal, each with what must be shown. Each permits, none obliges.

Labour Contract Law arts. 40, 42, 43 and 45 stand beside them as warnings; they forbid nothing here.
"""

from __future__ import annotations

from sibai.measure.dates import add_days, add_months, days_through
from sibai.measure.numbers import (
    Day,
    Days,
    Flag,
    Months,
    Text,
    Years,
    all_of,
    any_of,
    no,
    pick,
    say,
    sentences,
)
from sibai.measure.rule import fact, rule

fact("removal_day", "解除（终止）日", "date", "person")
fact("died", "死亡", "flag", "person", blank=0)
fact("sick_from", "本次病休起", "date", "person", blank="removal_day")
fact("sick_months_used", "计算周期内累计病休整月数", "months", "person", blank=0)
fact("work_injury_case", "因工负伤", "flag", "person", blank=0)
fact("unfit_for_work", "不能坚持正常工作", "flag", "person", blank=0)
fact("unfinished_months", "连续未完成任务月数", "months", "person", blank=0)
fact("ranked_low", "全县排名靠后", "flag", "person", blank=0)
fact("large_backlog", "任务欠账大", "flag", "person", blank=0)
fact("serious_breach", "严重违反制度的证据", "flag", "person", blank=0)
fact("data_incident", "泄露数据或数据安全事件的证据", "flag", "person", blank=0)
fact("improper_gain", "谋取不正当利益的证据", "flag", "person", blank=0)
fact("other_legal_ground", "其他法定情形的书面说明", "flag", "person", blank=0)
fact("notified_on", "书面通知本人日", "date", "person", blank="removal_day")
fact("month_paid_instead", "已付一个月工资代通知", "flag", "person", blank=0)
fact("pregnancy_protected", "孕期、产期、哺乳期", "flag", "person", blank=0)
fact("injury_disabled", "工伤致残", "flag", "person", blank=0)
fact("union_told", "已通知工会", "flag", "person", blank=0)


@rule("第二十条", "补贴期满", grain="person")
def subsidy_reached(removal_day: Day, subsidy_end: Day) -> Flag:
    """The subsidy's last day is reached."""
    return removal_day >= subsidy_end


@rule("第九条 第二十条", "三年期满", grain="person")
def cap_reached(removal_day: Day, cap_applies: Flag, cap_day: Day) -> Flag:
    """The last lawful day of article 9 is reached."""
    return all_of(cap_applies, removal_day >= cap_day)


@rule("第二十条", "达到法定退休年龄", grain="person")
def retirement_reached(removal_day: Day, retirement_date: Day) -> Flag:
    """The statutory retirement age is reached."""
    return removal_day >= retirement_date


@rule("第二十条", "情形一：期满、退休或死亡", grain="person")
def ground_term(subsidy_reached: Flag, cap_reached: Flag, retirement_reached: Flag, died: Flag) -> Flag:
    """(1) The subsidy's term or the three years, retirement age, or death."""
    return any_of(subsidy_reached, cap_reached, retirement_reached, died == 1)


@rule("第二十条", "医疗期满", grain="person")
def medical_period_over(sick_months_used: Months, medical_period: Months) -> Flag:
    """The months of sickness in the window have used the medical period up (劳部发〔1994〕479号)."""
    return sick_months_used >= medical_period


@rule("第二十条", "病休计算周期止", grain="person")
def medical_window_to(sick_from: Day, medical_window: Months) -> Day:
    """The last day of the window in which months of sickness are counted together."""
    return add_days(add_months(sick_from, medical_window), -1)


@rule("第二十条", "情形二：医疗期满不能工作", grain="person")
def ground_medical(medical_period_over: Flag, unfit_for_work: Flag, work_injury_case: Flag) -> Flag:
    """(2) Ill or hurt outside work, the medical period used up, and unable to keep working."""
    return all_of(medical_period_over, unfit_for_work == 1, no(work_injury_case == 1))


@rule("第二十条", "情形三：任务", grain="person")
def ground_tasks(
    unfinished_months: Months, removal_unfinished_months: Months, ranked_low: Flag, large_backlog: Flag
) -> Flag:
    """(3) Three consecutive months of unfinished tasks, or low in the county with a large backlog."""
    return any_of(unfinished_months >= removal_unfinished_months, all_of(ranked_low == 1, large_backlog == 1))


@rule("第二十条", "情形四：严重违反制度", grain="person")
def ground_breach(serious_breach: Flag) -> Flag:
    """(4) Serious breach of the employer's rules, with evidence."""
    return serious_breach == 1


@rule("第二十条", "情形五：数据泄露或安全事件", grain="person")
def ground_data(data_incident: Flag) -> Flag:
    """(5) A leak or a data security incident, with evidence."""
    return data_incident == 1


@rule("第二十条", "情形六：谋取不正当利益", grain="person")
def ground_gain(improper_gain: Flag) -> Flag:
    """(6) Improper gain from the post, with evidence."""
    return improper_gain == 1


@rule("第二十条", "情形七：其他法定情形", grain="person")
def ground_other(other_legal_ground: Flag) -> Flag:
    """(7) Another legal ground, stated in words."""
    return other_legal_ground == 1


@rule("第二十条", "是解除，不只是到期终止", grain="person")
def dismissal(
    ground_medical: Flag,
    ground_tasks: Flag,
    ground_breach: Flag,
    ground_data: Flag,
    ground_gain: Flag,
    ground_other: Flag,
) -> Flag:
    """A ground among (2) to (7): the employer ends a running contract."""
    return any_of(ground_medical, ground_tasks, ground_breach, ground_data, ground_gain, ground_other)


@rule("第二十条", "可以解除或终止", grain="person")
def removal_permitted(ground_term: Flag, dismissal: Flag) -> Flag:
    """可: one of the seven grounds permits, none obliges."""
    return any_of(ground_term, dismissal)


@rule("第二十条", "期满、退休或死亡的哪一种", grain="person")
def term_ground_words(
    subsidy_reached: Flag,
    subsidy_end: Day,
    cap_reached: Flag,
    cap_day: Day,
    retirement_reached: Flag,
    retirement_date: Day,
    died: Flag,
) -> Text:
    """Which part of ground (1) holds, with its day."""
    return sentences(
        pick((subsidy_reached, say("（一）岗位补贴期限至{}已满", subsidy_end)), otherwise=""),
        pick((cap_reached, say("（一）累计工作期限至{}已满", cap_day)), otherwise=""),
        pick((retirement_reached, say("（一）{}达到法定退休年龄", retirement_date)), otherwise=""),
        pick((died == 1, "（一）死亡"), otherwise=""),
    )


@rule("第二十条", "解除或终止的情形", grain="person")
def removal_grounds(
    term_ground_words: Text,
    ground_medical: Flag,
    medical_period: Months,
    ground_tasks: Flag,
    ground_breach: Flag,
    ground_data: Flag,
    ground_gain: Flag,
    ground_other: Flag,
) -> Text:
    """Every ground that holds, in words."""
    return sentences(
        term_ground_words,
        pick((ground_medical, say("（二）{}个月医疗期已满，不能坚持正常工作", medical_period)), otherwise=""),
        pick((ground_tasks, "（三）连续未完成任务，或排名靠后且任务欠账大"), otherwise=""),
        pick((ground_breach, "（四）严重违反用人单位管理制度"), otherwise=""),
        pick((ground_data, "（五）泄露信息数据或发生数据安全事件"), otherwise=""),
        pick((ground_gain, "（六）利用工作之便谋取不正当利益"), otherwise=""),
        pick((ground_other, "（七）其他法定情形"), otherwise=""),
    )


@rule("第二十条", "工龄长且临近退休", grain="person")
def long_service_near_retirement(
    unit_years: Years, protected_unit_years: Years, removal_day: Day, retirement_date: Day, protected_before: Months
) -> Flag:
    """15 years with this employer and less than five years before retirement (劳动合同法第四十二条)."""
    near = all_of(removal_day < retirement_date, retirement_date < add_months(removal_day, protected_before))
    return all_of(unit_years >= protected_unit_years, near)


@rule("第二十条", "受第四十二条保护", grain="person")
def protected_by_law(
    pregnancy_protected: Flag,
    sick_months_used: Months,
    medical_period_over: Flag,
    injury_disabled: Flag,
    long_service_near_retirement: Flag,
) -> Flag:
    """劳动合同法第四十二条: pregnancy, medical period, disabling injury, long service near retirement."""
    in_medical_period = all_of(sick_months_used > 0, no(medical_period_over))
    return any_of(pregnancy_protected == 1, in_medical_period, injury_disabled == 1, long_service_near_retirement)


@rule("第二十条", "应提前三十日通知", grain="person")
def notice_short(
    ground_medical: Flag,
    ground_tasks: Flag,
    notified_on: Day,
    removal_day: Day,
    dismissal_notice: Days,
    month_paid_instead: Flag,
) -> Flag:
    """劳动合同法第四十条: a removal without fault needs 30 days' written notice or a month's pay."""
    given = days_through(notified_on, removal_day) - 1
    return all_of(any_of(ground_medical, ground_tasks), given < dismissal_notice, no(month_paid_instead == 1))


@rule("第二十条", "解除的法律提示", grain="person")
def removal_warnings(
    notice_short: Flag,
    dismissal_notice: Days,
    protected_by_law: Flag,
    ground_medical: Flag,
    ground_tasks: Flag,
    subsidy_reached: Flag,
    cap_reached: Flag,
    dismissal: Flag,
    union_told: Flag,
) -> Text:
    """What the Labour Contract Law says beside the grounds; warnings, which forbid nothing here."""
    without_fault = all_of(protected_by_law, any_of(ground_medical, ground_tasks))
    expiry = all_of(protected_by_law, any_of(subsidy_reached, cap_reached))
    return sentences(
        pick(
            (notice_short, say("应提前{}日书面通知或另付一个月工资（劳动合同法第四十条）", dismissal_notice)),
            otherwise="",
        ),
        pick((without_fault, "本人属不得解除的情形（劳动合同法第四十二条）"), otherwise=""),
        pick((expiry, "合同期满应续延至相应情形消失（劳动合同法第四十五条）"), otherwise=""),
        pick((all_of(dismissal, no(union_told == 1)), "应事先通知工会（劳动合同法第四十三条）"), otherwise=""),
    )


@rule("第二十条", "最后计薪日", grain="person")
def last_paid_day(removal_day: Day) -> Day:
    """The day of removal is still paid."""
    return removal_day


@rule("第二十条", "停发各项补贴起", grain="person")
def pay_stops_from(last_paid_day: Day) -> Day:
    """All pay and subsidies stop from the day after."""
    return add_days(last_paid_day, 1)
