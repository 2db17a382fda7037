"""Articles 7, 8, 10 and 17: the contract, its term, its end by resignation, and no severance.

What national law adds (Labour Contract Law, 实施条例) stands beside the answer as a warning, never instead of it.
"""

from __future__ import annotations

from sibai.measure.dates import add_days, add_months, days_left_over, full_months
from sibai.measure.numbers import (
    Day,
    Days,
    Fen,
    Flag,
    Months,
    Option,
    Text,
    all_of,
    any_of,
    least,
    no,
    pick,
    say,
    sentences,
)
from sibai.measure.rule import CONTEXT, fact, rule

fact("employed_on", "聘用之日（用工之日）", "date", "person")
fact("signed_on", "合同签订日", "date", "person", blank="soonest_signing")
fact("contract_from", "合同起日", "date", "person", blank="employed_on")
fact("renewal_to", "续签止日", "date", "person")
fact("is_difficult_person", "经认定的就业困难人员", "flag", "person")
fact("post_subsidised", "岗位有岗位补贴", "flag", "person")
fact("insurance_subsidised", "岗位有社保补贴", "flag", "person")
fact("notice_on", "书面辞职通知日", "date", "person")
fact("resigned_last_day", "辞职最后在岗日", "date", "person", blank="earliest_last_day")
fact("early_exit_agreed", "协商同意提前离岗", "flag", "person", blank=0)
fact("handover_complete", "工作交接完成", "flag", "person", blank=0)
fact("employer_consent", "用人单位同意", "flag", "person", blank=0)


@rule("第八条", "最迟签订日", grain="person")
def sign_by(employed_on: Day, sign_within: Months) -> Day:
    """The same day next month, or that month's last day."""
    return add_months(employed_on, sign_within)


@rule("第八条", "未签订时最早可签日", grain="person")
def soonest_signing(as_of: Day) -> Day:
    """What a blank day of signing stands for: not signed up to and including the day looked at."""
    return add_days(as_of, 1)


@rule("第八条", "逾期签订", grain="person")
def signing_overdue(signed_on: Day, sign_by: Day) -> Flag:
    """Signed, or still unsigned, after the last day."""
    return signed_on > sign_by


@rule("第八条", "双倍工资起日", grain="person")
def double_wage_from(sign_by: Day) -> Day:
    """The day after one full month (劳动合同法实施条例第六条)."""
    return add_days(sign_by, 1)


@rule("第八条", "双倍工资止日", grain="person")
def double_wage_to(employed_on: Day, signed_on: Day, double_wage_until: Months) -> Day:
    """The day before signing, at the latest the day before a full year (实施条例第六、七条)."""
    return least(add_days(signed_on, -1), add_days(add_months(employed_on, double_wage_until), -1))


@rule("第八条", "双倍工资风险整月数", grain="person")
def double_wage_months(double_wage_from: Day, double_wage_to: Day, signing_overdue: Flag) -> Months:
    """Full months of exposure to double wages (劳动合同法第八十二条); 0 when signed in time."""
    last = pick((signing_overdue, double_wage_to), otherwise=double_wage_from)
    return pick((signing_overdue, full_months(double_wage_from, last)), otherwise=0)


@rule("第八条", "双倍工资风险零散天数", grain="person")
def double_wage_days(double_wage_from: Day, double_wage_to: Day, signing_overdue: Flag) -> Days:
    """The days beside the full months of exposure."""
    last = pick((signing_overdue, double_wage_to), otherwise=double_wage_from)
    return pick((signing_overdue, days_left_over(double_wage_from, last)), otherwise=0)


@rule("第八条", "逾期签订的提示", grain="person")
def double_wage_exposure(
    signing_overdue: Flag, sign_by: Day, double_wage_months: Months, double_wage_days: Days
) -> Text:
    """What a late or missing contract costs, in words; nothing when signed in time."""
    return pick(
        (no(signing_overdue), ""),
        otherwise=say(
            "劳动合同应在{}前签订，已逾期，有{}个月零{}天双倍工资的风险（劳动合同法第八十二条）",
            sign_by,
            double_wage_months,
            double_wage_days,
        ),
    )


@rule("第八条", "一年期满日", grain="person")
def contract_year_end(contract_from: Day, contract_length: Months) -> Day:
    """One year: the day before the same day of the next year."""
    return add_days(add_months(contract_from, contract_length), -1)


@rule("第八条 第九条", "合同止日", grain="person")
def contract_last_day(contract_year_end: Day, cap_applies: Flag, cap_day: Day) -> Day:
    """A year, shortened to the last lawful day of article 9."""
    return pick((cap_applies, least(contract_year_end, cap_day)), otherwise=contract_year_end)


@rule("第九条", "续签不超过上限", grain="person")
def renewal_in_term(renewal_to: Day, cap_applies: Flag, cap_day: Day) -> Flag:
    """A contract or renewal ends on the last lawful day at the latest."""
    return any_of(no(cap_applies), renewal_to <= cap_day)


@rule("第九条 第十七条", "可以续签", grain="person")
def renewal_allowed(renewal_by_grade: Flag, renewal_in_term: Flag) -> Flag:
    """基本合格 or better, and inside the three years."""
    return all_of(renewal_by_grade, renewal_in_term)


@rule("第九条 第十七条", "不能续签的原因", grain="person")
def renewal_refusal(
    renewal_by_grade: Flag, renewal_in_term: Flag, renewal_to: Day, cap_day: Day, term_cap: Months
) -> Text:
    """Why a renewal is refused, with the last lawful day; nothing when it is allowed."""
    return sentences(
        pick((renewal_by_grade, ""), otherwise="年度考核不合格，应终止聘用协议（第十七条）"),
        pick(
            (renewal_in_term, ""),
            otherwise=say("续签到{}，累计超过{}个月，最晚在岗日为{}（第九条）", renewal_to, term_cap, cap_day),
        ),
    )


@rule("第七条", "经济补偿金", grain="person")
def severance(severance_standard: Fen) -> Fen:
    """0: resignation, dismissal and removal pay no severance."""
    return severance_standard


@rule("第七条", "免除补偿的法定条件具备", grain="person")
def severance_exemption_holds(is_difficult_person: Flag, post_subsidised: Flag, insurance_subsidised: Flag) -> Flag:
    """National law exempts only certified 就业困难人员 on a post with both subsidies (实施条例第十二条)."""
    return all_of(is_difficult_person == 1, post_subsidised == 1, insurance_subsidised == 1)


@rule("第七条", "经济补偿的法律提示", grain="person")
def severance_warning(
    severance_exemption_holds: Flag, is_difficult_person: Flag, post_subsidised: Flag, insurance_subsidised: Flag
) -> Text:
    """What of the exemption lacks; the answer stays article 7's 0."""
    lacking = sentences(
        pick((is_difficult_person == 1, ""), otherwise="本人未经认定为就业困难人员"),
        pick((post_subsidised == 1, ""), otherwise="岗位没有岗位补贴"),
        pick((insurance_subsidised == 1, ""), otherwise="岗位没有社保补贴"),
    )
    return pick(
        (severance_exemption_holds, ""),
        otherwise=say("{}：不具备劳动合同法实施条例第十二条的免除条件，不付经济补偿有法律风险", lacking),
    )


@rule("第十条", "辞职应提前天数", grain="person")
def notice_days(resignation_notice: Option, notice_days_article_10: Days, notice_days_law_37: Days) -> Days:
    """20 by article 10, or 30 by the Labour Contract Law, by the reading `resignation_notice`."""
    return pick((resignation_notice == "law_37", notice_days_law_37), otherwise=notice_days_article_10)


@rule("第十条", "辞职最早离岗日", grain="person")
def earliest_last_day(notice_on: Day, notice_days: Days) -> Day:
    """The day of the written notice and the days of notice."""
    return add_days(notice_on, notice_days)


@rule("第十条", "提前离岗", grain="person")
def early_exit(resigned_last_day: Day, earliest_last_day: Day) -> Flag:
    """Leaving before the notice has run."""
    return resigned_last_day < earliest_last_day


@rule("第十条", "离岗说明", grain="person")
def resignation_note(
    early_exit: Flag, early_exit_agreed: Flag, resigned_last_day: Day, earliest_last_day: Day, notice_days: Days
) -> Text:
    """Says that an early exit was agreed, or that it was not; nothing when the notice has run."""
    return pick(
        (no(early_exit), ""),
        (
            early_exit_agreed == 1,
            say("经协商一致提前到{}离岗（按{}日通知期最早为{}）", resigned_last_day, notice_days, earliest_last_day),
        ),
        otherwise=say("未满{}日通知期，最早离岗日为{}；提前离岗须协商一致", notice_days, earliest_last_day),
    )


@rule("第十条", "可以解除合同", grain="person")
def resignation_may_close(
    handover_complete: Flag, employer_consent: Flag, early_exit: Flag, early_exit_agreed: Flag
) -> Flag:
    """Handover complete, employer consent recorded, and the notice run or its shortening agreed."""
    return all_of(handover_complete == 1, employer_consent == 1, any_of(no(early_exit), early_exit_agreed == 1))


@rule("第八条", "用人单位", grain=CONTEXT)
def contract_party(employer: Option) -> Text:
    """Who signs the labour contract, pays, withholds tax, insures and answers in a dispute, by `employer`."""
    return pick(
        (employer == "town", "镇人民政府"),
        (employer == "agent_company", "县派活儿劳务服务有限公司"),
        otherwise="村劳务帮扶服务公司",
    )
