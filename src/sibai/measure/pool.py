"""Article 13: the pool of performance pay and each one's share, to the fen.

The exact share pool × weight / Σ weight is floored to fen; the fen that remain go one each to the largest
fractional remainders, ties by higher score, then by code. So the shares always sum to the pool.
"""

from __future__ import annotations

from sibai.measure.choices import Grade
from sibai.measure.numbers import (
    MONTHS_PER_YEAR,
    Count,
    Fen,
    Flag,
    Label,
    Months,
    Option,
    Points,
    Scaled,
    all_of,
    any_of,
    cut_off,
    floor,
    half_up,
    most,
    no,
    pick,
    times,
)
from sibai.measure.rule import CONTEXT, fact, place, rule, total

fact("code", "编号", "text", "person")
fact("on_post", "截止日在岗", "flag", "person")
fact("advanced", "已预发绩效", "fen", "person", blank=0)
fact("post_months", "在岗整月数", "months", "person")


@rule("第十三条", "按镇分配", grain=CONTEXT)
def pools_by_town(pool_scope: Option) -> Flag:
    """Whether each town has a pool of its own; else each county has one."""
    return pool_scope == "town"


@rule("第十三条 第十一条", "每人绩效工资额", grain=CONTEXT)
def per_head(pool_per_head: Option, pool_standard: Fen, performance_standard: Fen) -> Fen:
    """A head's part of the pool for the year, by the reading `pool_per_head`."""
    return pick(
        (pool_per_head == "monthly_500", pool_standard * MONTHS_PER_YEAR),
        (pool_per_head == "article_11", performance_standard * MONTHS_PER_YEAR),
        otherwise=pool_standard,
    )


@rule("第十三条", "参加分配", grain="person")
def takes_part(pool_headcount: Option, on_post: Flag, post_months: Months, fail_shares: Option, grade: Label) -> Flag:
    """Who counts and shares: on post on the cut-off date, or with months on post in the year."""
    there = pick((pool_headcount == "post_months", post_months > 0), otherwise=on_post == 1)
    return all_of(there, any_of(fail_shares == "yes", no(grade == Grade.FAILED)))


@rule("第十三条", "计入人数的月数", grain="person")
def months_counted(takes_part: Flag, post_months: Months) -> Months:
    """Months on post of those who take part; used under `post_months` only."""
    return pick((takes_part, post_months), otherwise=0)


@rule("第十三条", "分配权数", grain="person")
def weight(takes_part: Flag, score: Points, pool_headcount: Option, post_months: Months) -> Scaled:
    """The score, or under `post_months` score × months; a negative score takes part as 0."""
    share_score = most(score, 0)
    weighted = pick((pool_headcount == "post_months", share_score * post_months), otherwise=share_score)
    return pick((takes_part, weighted), otherwise=0)


total("heads", "第十三条", "实际在岗人数", of="takes_part", unit="count", grain="pool")
total("months_together", "第十三条", "在岗月数合计", of="months_counted", unit="months", grain="pool")
total("total_weight", "第十三条", "总分值", of="weight", unit="scaled", grain="pool")


@rule("第十三条", "年度绩效工资总额", grain="pool")
def pool(pool_headcount: Option, per_head: Fen, heads: Count, months_together: Months) -> Fen:
    """A head's part for each head, or for each twelve months on post."""
    return pick(
        (pool_headcount == "post_months", half_up(per_head * months_together, MONTHS_PER_YEAR)),
        otherwise=per_head * heads,
    )


@rule("第十三条", "应得额去尾到分", grain="person")
def share_floor(pool: Fen, weight: Scaled, total_weight: Scaled) -> Fen:
    """The exact share without its fraction of a fen."""
    return floor(times(pool, weight), most(total_weight, 1))


@rule("第十三条", "去掉的尾数", grain="person")
def share_cut_off(pool: Fen, weight: Scaled, total_weight: Scaled) -> Scaled:
    """The fraction of a fen cut off, in units of 1 / 总分值."""
    return cut_off(times(pool, weight), most(total_weight, 1))


total("floors_together", "第十三条", "去尾后合计", of="share_floor", unit="fen", grain="pool")


@rule("第十三条", "余下的分", grain="pool")
def fen_left(pool: Fen, floors_together: Fen, total_weight: Scaled) -> Count:
    """Fen that remain after flooring; none where nobody has a weight, since then nothing is paid."""
    return pick((total_weight > 0, pool - floors_together), otherwise=0)


place(
    "cut_off_place",
    "第十三条",
    "尾数名次",
    by=("-share_cut_off", "-score", "code"),
    grain="person",
    among="takes_part",
)


@rule("第十三条", "绩效工资份额", grain="person")
def share(share_floor: Fen, cut_off_place: Count, fen_left: Count, takes_part: Flag) -> Fen:
    """The floored share, and one fen more for the largest remainders; 0 for who takes no part."""
    extra = pick((cut_off_place <= fen_left, 1), otherwise=0)
    return pick((takes_part, share_floor + extra), otherwise=0)


@rule("第十三条 第十一条", "结算应付绩效", grain="person")
def share_due(share: Fen, advanced: Fen, performance_timing: Option) -> Fen:
    """What is still to be paid at settlement: the share, less what was paid in advance; below zero it is reclaimed."""
    return pick((performance_timing == "monthly_advance", share - advanced), otherwise=share)
