"""Article 6: the merit of an applicant, from the marks that assessors give apart on the weighted items of the notice.

A mark is one assessor's points for one applicant on one item. The average is exact until the one rounding at the end.
"""

from __future__ import annotations

from sibai.measure.numbers import Count, Flag, Points, half_up
from sibai.measure.rule import fact, rule, total

fact("mark", "单项得分", "centipoints", "mark")
fact("item_weight", "权重（%）", "count", "mark")
fact("assessors", "评分人数", "count", "person")


@rule("第六条", "加权得分（分×权重）", grain="mark")
def weighted_mark(mark: Points, item_weight: Count) -> Points:
    """A mark times the weight of its item in percent."""
    return mark * item_weight


total("weighted_marks", "第六条", "加权得分合计", of="weighted_mark", unit="centipoints", grain="person")
total("item_weights", "第六条", "权重合计", of="item_weight", unit="count", grain="person")


@rule("第六条", "平均成绩", grain="person")
def merit_average(weighted_marks: Points, item_weights: Count) -> Points:
    """The weighted mean over all items and assessors, half up to 0.01 point once, at the end."""
    return half_up(weighted_marks, item_weights)


@rule("第六条", "评分人数够", grain="person")
def enough_assessors(assessors: Count, least_assessors: Count) -> Flag:
    """Whether enough people scored this applicant apart."""
    return assessors >= least_assessors
