"""Articles 16 and 17: the grade that a score allows, and whether the agreement may go on."""

from __future__ import annotations

from sibai.measure.choices import Grade
from sibai.measure.numbers import Flag, GradeLabel, Label, Points, all_of, any_of, no, pick
from sibai.measure.rule import fact, rule

fact("grade_decided", "审定档次", "grade", "person", blank="grade")
fact("grade_reason", "调整档次的理由", "flag", "person", blank=0)


@rule("第十六条", "档次", grain="person")
def grade(score: Points, excellent_from: Points, qualified_from: Points, basic_from: Points) -> GradeLabel:
    """The grade that the score allows; 90 is necessary for 优秀 in principle, not sufficient."""
    return pick(
        (score >= excellent_from, Grade.EXCELLENT),
        (score >= qualified_from, Grade.QUALIFIED),
        (score >= basic_from, Grade.BASIC),
        otherwise=Grade.FAILED,
    )


@rule("第十六条", "审定档次可以成立", grain="person")
def grade_stands(grade: Label, grade_decided: Label, grade_reason: Flag, score: Points, basic_from: Points) -> Flag:
    """The joint review may set a lower grade, or 优秀 below 90, with a reason.

    Below 60 it is 不合格 without exception.
    """
    failed = all_of(score < basic_from, grade_decided == Grade.FAILED)
    lower_or_excellent = any_of(grade_decided < grade, grade_decided == Grade.EXCELLENT)
    excused = all_of(score >= basic_from, grade_reason == 1, lower_or_excellent)
    return any_of(failed, all_of(score >= basic_from, grade_decided == grade), excused)


@rule("第十七条", "考核后可以续签", grain="person")
def renewal_by_grade(grade_decided: Label) -> Flag:
    """基本合格 or better; 不合格 ends the agreement."""
    return no(grade_decided == Grade.FAILED)
