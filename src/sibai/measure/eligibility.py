"""Articles 2, 5 and 6: who is a coordinator at all, who may be chosen, and in which order.

The choice stays with people: the rules say who meets the conditions, what is not met and how applicants rank.
"""

from __future__ import annotations

from sibai.measure.dates import add_days, completed_years, date_of, days_through
from sibai.measure.numbers import (
    Count,
    Day,
    Days,
    Flag,
    Label,
    Moment,
    Option,
    Text,
    Years,
    all_of,
    any_of,
    how_many,
    most,
    no,
    pick,
    say,
    sentences,
)
from sibai.measure.rule import CONTEXT, fact, place, rule

fact("deadline", "报名截止日", "date", CONTEXT)
fact("village_post", "村（社区）岗位", "flag", "person")
fact("employed_here", "建立劳动关系", "flag", "person")
fact("birth_date", "出生日期", "date", "person")
fact("hire_date", "聘用日期", "date", "person", blank="deadline")
fact("education", "文化程度", "education", "person")
fact("poverty_relief", "脱贫劳动力", "flag", "person")
fact("hard_to_employ", "就业困难人员", "flag", "person")
fact("conduct_confirmed", "政治素质", "flag", "person")
fact("graduate", "高校毕业生", "flag", "person")
fact("veteran", "退役军人", "flag", "person")
fact("poverty_household", "脱贫户", "flag", "person")
fact("monitored_household", "监测户", "flag", "person")
fact("knows_village", "熟悉本村", "flag", "person")
fact("merit", "成绩", "centipoints", "person")
fact("applied_at", "报名时间", "moment", "person")
fact("exception_reason", "破格的书面理由", "flag", "person", blank=0)
fact("vacant_from", "空缺起", "date", CONTEXT)
fact("successor_filed_on", "继任者备案日", "date", CONTEXT)


@rule("第二条", "适用本办法", grain="person")
def in_scope(village_post: Flag, employed_here: Flag) -> Flag:
    """Only village and community coordinators with an employment relationship; town staff never."""
    return all_of(village_post == 1, employed_here == 1)


@rule("第五条", "须填聘用日期", grain=CONTEXT)
def hire_date_needed(age_on: Option) -> Flag:
    """Whether age goes by the day of hire, which a file then must give."""
    return age_on == "hire"


@rule("第五条", "计算年龄的日子", grain="person")
def age_day(age_on: Option, deadline: Day, hire_date: Day) -> Day:
    """The last day for applications, or under `age_on` = hire the day of hire."""
    return pick((age_on == "hire", hire_date), otherwise=deadline)


@rule("第五条", "年龄", grain="person")
def age(birth_date: Day, age_day: Day) -> Years:
    """Completed years; born on 29 February, a year older on 1 March in common years."""
    return completed_years(birth_date, age_day)


@rule("第五条", "年龄符合", grain="person")
def age_ok(age: Years, age_from: Years, age_to: Years) -> Flag:
    """18 to 40 completed years, both included."""
    return all_of(age >= age_from, age <= age_to)


@rule("第五条", "文化程度符合", grain="person")
def education_ok(education: Label, lowest_education: Label) -> Flag:
    """高中, 中职, 中专, 技校 or higher."""
    return education >= lowest_education


@rule("第五条", "人员类别符合", grain="person")
def category_ok(poverty_relief: Flag, hard_to_employ: Flag) -> Flag:
    """脱贫劳动力 or another 就业困难人员."""
    return any_of(poverty_relief == 1, hard_to_employ == 1)


@rule("第五条", "政治素质符合", grain="person")
def conduct_ok(conduct_confirmed: Flag) -> Flag:
    """As the village confirmed."""
    return conduct_confirmed == 1


@rule("第六条", "按时报名", grain="person")
def in_time(applied_at: Moment, deadline: Day) -> Flag:
    """Applied on the deadline day or before, whatever the hour."""
    return date_of(applied_at) <= deadline


@rule("第五条 第六条", "符合条件", grain="person")
def eligible(age_ok: Flag, education_ok: Flag, category_ok: Flag, conduct_ok: Flag, in_time: Flag) -> Flag:
    """All conditions of article 5 met and applied in time."""
    return all_of(age_ok, education_ok, category_ok, conduct_ok, in_time)


@rule("第五条 第六条", "不符合原因", grain="person")
def reasons(
    age: Years,
    age_ok: Flag,
    age_from: Years,
    age_to: Years,
    education: Label,
    education_ok: Flag,
    lowest_education: Label,
    category_ok: Flag,
    conduct_ok: Flag,
    applied_at: Moment,
    in_time: Flag,
    deadline: Day,
) -> Text:
    """What is not met, a sentence each; nothing for who is eligible."""
    return sentences(
        pick((age_ok, ""), otherwise=say("年龄{}周岁，不在{}至{}周岁之内", age, age_from, age_to)),
        pick(
            (education_ok, ""),
            otherwise=say("文化程度为{}，低于{}（中职、中专、技校）", education, lowest_education),
        ),
        pick((category_ok, ""), otherwise="不是脱贫劳动力，也不是其他就业困难人员"),
        pick((conduct_ok, ""), otherwise="政治素质未经村（社区）确认"),
        pick((in_time, ""), otherwise=say("报名日期{}晚于截止日{}", date_of(applied_at), deadline)),
    )


@rule("第五条", "可以破格", grain="person")
def exception_admitted(eligible: Flag, in_time: Flag, exception_reason: Flag) -> Flag:
    """一般应: who applied in time and does not meet all conditions may be admitted with a written reason."""
    return all_of(no(eligible), in_time, exception_reason == 1)


@rule("第五条", "进入排名", grain="person")
def admitted(eligible: Flag, exception_admitted: Flag) -> Flag:
    """Who meets the conditions, and who is admitted by exception: they rank together."""
    return any_of(eligible, exception_admitted)


@rule("第五条", "优先项", grain="person")
def priority(graduate: Flag, veteran: Flag, poverty_household: Flag, monitored_household: Flag) -> Count:
    """How many of the four attributes that come first at equal merit."""
    return how_many(graduate == 1, veteran == 1, poverty_household == 1, monitored_household == 1)


place(
    "rank_of_applicant",
    "第五条",
    "名次",
    by=("-merit", "-priority", "-knows_village", "applied_at", "code"),
    grain="person",
    among="admitted",
)


@rule("第六条", "空缺天数", grain=CONTEXT)
def vacancy_days(vacant_from: Day, successor_filed_on: Day) -> Days:
    """From the first day without a coordinator to the day before the successor's county filing."""
    return most(0, days_through(vacant_from, add_days(successor_filed_on, -1)))
