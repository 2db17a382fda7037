"""Article 18: what each event adds or deducts, what scores once, and the score.

Events become matters: a news story, a commendation, a wrong record, a year's calls. `matter_family` says
which events of one coordinator are one matter; whoever holds the rows groups them by it.
"""

from __future__ import annotations

from sibai.measure.choices import Item
from sibai.measure.numbers import (
    Count,
    Flag,
    Label,
    Option,
    Points,
    Rate,
    Rows,
    Steps,
    all_of,
    floor,
    half_up,
    most,
    no,
    one_of,
    pick,
)
from sibai.measure.rule import fact, highest, place, rule, total

fact("item", "项目", "item", "event")
fact("level", "层级", "level", "event", blank=0)
fact("rank", "名次", "count", "event", blank=0)
fact("mainstream", "主流媒体", "flag", "event", blank=0)
fact("authors", "作者数", "count", "event", blank=0)
fact("reached", "接通数", "count", "event", blank=0)
fact("correct", "属实数", "count", "event", blank=0)
fact("has_matter", "写明事项", "flag", "event", blank=0)

POINTS_BY_LEVEL = {
    Item.COMMENDATION: "commendation_points",
    Item.NEWS: "news_level_points",
    Item.INSPECTION_ERROR: "inspection_error_points",
    Item.SUPERVISION_ERROR: "supervision_error_points",
    Item.LOCAL_CHECK_ERROR: "local_check_error_points",
}
POINTS_BY_RANK = {Item.DATA_QUALITY: "data_quality_points", Item.LAST_THREE: "last_three_points"}
"""The parameter whose rows say which levels, or which places, an item knows."""

ALONE, STORY, COMMENDED, WRONG_RECORD, YEAR_OF_CALLS = range(5)
"""Families of matters: events of one coordinator, one family and one matter are one matter."""


@rule("第十八条", "事项归并", grain="event")
def matter_family(item: Label, has_matter: Flag, same_matter: Option, spot_check_period: Option) -> Count:
    """How an event joins others of its coordinator; 0 stands alone. The year's calls need no matter."""
    once = all_of(has_matter == 1, same_matter == "highest")
    wrong = one_of(item, Item.INSPECTION_ERROR, Item.SUPERVISION_ERROR, Item.LOCAL_CHECK_ERROR)
    return pick(
        (all_of(item == Item.SPOT_CHECK, spot_check_period == "annual"), YEAR_OF_CALLS),
        (all_of(item == Item.NEWS, has_matter == 1), STORY),
        (all_of(item == Item.COMMENDATION, once), COMMENDED),
        (all_of(wrong, once), WRONG_RECORD),
        otherwise=ALONE,
    )


@rule("第十八条", "表彰与质量加分", grain="event")
def event_bonus(item: Label, level: Label, rank: Count, commendation_points: Rows, data_quality_points: Rows) -> Points:
    """加1 by level, 加2 by place; 0 for other events."""
    return pick(
        (item == Item.COMMENDATION, commendation_points.at(level)),
        (item == Item.DATA_QUALITY, data_quality_points.at(rank)),
        otherwise=0,
    )


@rule("第十八条", "稿件分值", grain="event")
def outlet_points(
    item: Label, level: Label, mainstream: Flag, news_level_points: Rows, other_media_part: Rate
) -> Points:
    """加4: one outlet's points, halved outside mainstream media; 0 for other events."""
    full = news_level_points.at(level)
    return pick(
        (no(item == Item.NEWS), 0),
        (mainstream == 1, full),
        otherwise=other_media_part.of(full),
    )


@rule("第十八条", "单项减分", grain="event")
def event_deduction(
    item: Label,
    level: Label,
    rank: Count,
    inspection_error_points: Rows,
    supervision_error_points: Rows,
    last_three_points: Rows,
    local_check_error_points: Rows,
) -> Points:
    """减1 to 减4 as a number that is not negative; 0 for other events."""
    return pick(
        (item == Item.INSPECTION_ERROR, inspection_error_points.at(level)),
        (item == Item.SUPERVISION_ERROR, supervision_error_points.at(level)),
        (item == Item.LAST_THREE, last_three_points.at(rank)),
        (item == Item.LOCAL_CHECK_ERROR, local_check_error_points.at(level)),
        otherwise=0,
    )


@rule("第十八条", "抽查接通数", grain="event")
def calls_reached(item: Label, reached: Count) -> Count:
    """Records reached by telephone in a spot check; 0 for other events."""
    return pick((item == Item.SPOT_CHECK, reached), otherwise=0)


@rule("第十八条", "抽查属实数", grain="event")
def calls_correct(item: Label, correct: Count) -> Count:
    """Records found true among those reached in a spot check; 0 for other events."""
    return pick((item == Item.SPOT_CHECK, correct), otherwise=0)


highest("matter_bonus_once", "第十八条", "同一事项最高加分", of="event_bonus", unit="centipoints", grain="matter")
highest("story_points", "第十八条", "同一稿件最高分值", of="outlet_points", unit="centipoints", grain="matter")
highest("story_authors", "第十八条", "稿件作者数", of="authors", unit="count", grain="matter")
highest(
    "matter_deduction_once", "第十八条", "同一事项最高减分", of="event_deduction", unit="centipoints", grain="matter"
)
total("reached_together", "第十八条", "接通数合计", of="calls_reached", unit="count", grain="matter")
total("correct_together", "第十八条", "属实数合计", of="calls_correct", unit="count", grain="matter")


@rule("第十八条", "稿件加分", grain="matter")
def news_points(story_points: Points, story_authors: Count, coauthor_rounding: Option) -> Points:
    """A story's points shared by its authors, each story rounded by itself."""
    authors = most(story_authors, 1)
    return pick(
        (coauthor_rounding == "down_2", floor(story_points, authors)),
        otherwise=half_up(story_points, authors),
    )


@rule("第十八条", "抽查加分", grain="matter")
def spot_check_bonus(reached_together: Count, correct_together: Count, spot_check_bonuses: Steps) -> Points:
    """加3: by accuracy among those reached, compared as an exact fraction."""
    return pick(
        (reached_together > 0, spot_check_bonuses.at_least(correct_together, reached_together)),
        otherwise=0,
    )


@rule("第十八条", "抽查减分", grain="matter")
def spot_check_deduction(
    reached_together: Count, correct_together: Count, spot_check_deductions: Steps, below_bounds: Option
) -> Points:
    """减5: the lowest bound passed, once; whether a bound itself counts is the reading `below_bounds`."""
    return pick(
        (no(reached_together > 0), 0),
        (below_bounds == "inclusive", spot_check_deductions.at_most(correct_together, reached_together)),
        otherwise=spot_check_deductions.below(correct_together, reached_together),
    )


@rule("第十八条", "事项加分", grain="matter")
def matter_bonus(matter_bonus_once: Points, news_points: Points, spot_check_bonus: Points) -> Points:
    """What a matter adds; only one of the three is not 0."""
    return matter_bonus_once + news_points + spot_check_bonus


@rule("第十八条", "事项减分", grain="matter")
def matter_deduction(matter_deduction_once: Points, spot_check_deduction: Points) -> Points:
    """What a matter deducts; only one of the two is not 0."""
    return matter_deduction_once + spot_check_deduction


total("bonus", "第十八条", "加分", of="matter_bonus", unit="centipoints", grain="person")
total("deduction", "第十八条", "减分", of="matter_deduction", unit="centipoints", grain="person")


@rule("第十三条 第十八条", "得分", grain="person")
def score(score_start: Points, bonus: Points, deduction: Points, score_floor: Option) -> Points:
    """100 and what was added, less what was deducted; not below 0 unless the reading `score_floor` says so."""
    sum_of_year = score_start + bonus - deduction
    return pick((score_floor == "none", sum_of_year), otherwise=most(0, sum_of_year))


fact("quality", "数据质量得分", "centipoints", "person")
fact("place_in_notice", "通报所列名次", "count", "person", blank=0)
place("quality_place", "第十八条", "数据质量名次（并列同名次）", by=("-quality",), grain="person")


@rule("第十八条", "计分名次", grain="person")
def final_place(quality_place: Count, place_in_notice: Count, rank_ties: Option) -> Count:
    """The place that an event of 加2 or 减3 carries: equal ones share it, or the notice's own place."""
    return pick((rank_ties == "notice", place_in_notice), otherwise=quality_place)
