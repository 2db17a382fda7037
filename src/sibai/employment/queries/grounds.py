"""Article 20: the seven grounds, what each must show, and what the rules say of the facts told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sibai.audit.refusals import Refusal
from sibai.employment.models import Stint
from sibai.employment.queries.clock import open_posts, posts_of, stint_facts
from sibai.employment.queries.terms import exemption_on, under_the_measure
from sibai.measure.choices import RetirementPath
from sibai.rulebook.queries.asking import Answers, ask


@dataclass(frozen=True, slots=True)
class Ground:
    """One way to end a post: what is asked (facts of the rules), what the rules must answer, which papers show it."""

    kind: str
    article: str
    asks: tuple[str, ...]
    rule: str
    names: tuple[str, ...]
    refusal: str
    papers: tuple[tuple[str, str], ...]
    note: str


TERM = ("ground_term", "term_ground_words")
HEALTH = ("sick_from", "sick_months_used", "work_years", "unit_years", "unfit_for_work", "work_injury_case")
NOTICE = ("notice_served", "通知书送达回证")

GROUNDS: dict[str, Ground] = {
    each.kind: each
    for each in (
        Ground("expiry", "第八条", (), "", (), "", (), "合同到期、不再续签的终止，最后在岗日就是合同止日。"),
        Ground(
            "failed_grade",
            "第十七条",
            (),
            "",
            (),
            "",
            (("grade_notice", "年度考核结果"), NOTICE),
            "年度考核不合格的，用人单位应终止聘用协议。",
        ),
        Ground(
            "removal_1",
            "第二十条",
            (),
            "ground_term",
            TERM,
            "到这一天补贴期限、三年期限都没有满，也没有到退休年龄，情形（一）不成立。",
            (NOTICE,),
            "累计达到公益性岗位补贴期限或三年期限。",
        ),
        Ground(
            "removal_2",
            "第二十条",
            HEALTH,
            "ground_medical",
            ("ground_medical", "medical_period", "medical_window_to"),
            "要医疗期已满、不能坚持正常工作、又不是因工负伤，情形（二）才成立。",
            (("medical", "医疗机构证明"), ("unfit", "不能坚持工作的证明"), NOTICE),
            "患病或非因工负伤，医疗期满后不能坚持正常工作。",
        ),
        Ground(
            "removal_3",
            "第二十条",
            ("unfinished_months", "ranked_low", "large_backlog"),
            "ground_tasks",
            ("ground_tasks",),
            "要连续未完成任务的月数达到规定，或全县排名靠后且任务欠账大，情形（三）才成立。",
            (("tasks", "任务完成情况或全县排名通报"), NOTICE),
            "连续三个月未完成工作任务，或全县排名靠后且任务欠账大。",
        ),
        Ground(
            "removal_4",
            "第二十条",
            ("serious_breach",),
            "ground_breach",
            ("ground_breach",),
            "没有严重违反管理制度的证据，情形（四）不成立。",
            (("rules", "被违反的管理制度"), ("evidence", "违反制度的证据"), NOTICE),
            "严重违反用人单位管理制度。",
        ),
        Ground(
            "removal_5",
            "第二十条",
            ("data_incident",),
            "ground_data",
            ("ground_data",),
            "没有数据泄露或安全事件的证据，情形（五）不成立。",
            (("evidence", "数据泄露或安全事件的调查材料"), NOTICE),
            "泄露信息数据或发生信息数据不安全事件。",
        ),
        Ground(
            "removal_6",
            "第二十条",
            ("improper_gain",),
            "ground_gain",
            ("ground_gain",),
            "没有谋取不正当利益的证据，情形（六）不成立。",
            (("evidence", "谋取不正当利益的证据"), NOTICE),
            "利用工作之便谋取不正当利益。",
        ),
        Ground(
            "removal_7",
            "第二十条",
            ("other_legal_ground",),
            "ground_other",
            ("ground_other",),
            "要在事由里写明是哪一部法律的哪一条，情形（七）才成立。",
            (("evidence", "其他法定情形的书面材料"), NOTICE),
            "其他法定情形不适宜继续工作。",
        ),
        Ground(
            "death",
            "第二十条",
            (),
            "ground_term",
            TERM,
            "",
            (("death", "死亡证明"),),
            "最后在岗日填死亡当日。",
        ),
        Ground(
            "retirement",
            "第二十条",
            ("retirement_path",),
            "retirement_reached",
            ("retirement_reached", "retirement_date"),
            "到这一天还没有达到法定退休年龄。",
            (NOTICE,),
            "按出生日期和办法规定的退休年龄计算。",
        ),
        Ground(
            "agreed",
            "第十条",
            (),
            "",
            (),
            "",
            (("agreement_to_end", "协商一致解除的协议"),),
            "双方协商一致解除（劳动合同法第三十六条）。",
        ),
    )
}
"""Every ending but resignation, which has a flow of its own."""

ALWAYS = ("last_paid_day", "pay_stops_from")


class BirthDateMissing(Refusal):
    """The rules need a birth date."""


def path_of(stint: Stint, chosen: str = "") -> RetirementPath:
    """Whose retirement age counts: men's, or for women the workers' unless another was chosen."""
    if stint.person.sex == RetirementPath.MEN.label:
        return RetirementPath.MEN
    return RetirementPath.labelled(chosen) if chosen else RetirementPath.WOMEN_WORKERS


def facts_of(stint: Stint, removal_day: date, told: Mapping[str, Any], today: date) -> dict[str, Any]:
    """All facts of an ending for the rules: stints, birth date, subsidy, and what was told. Three queries."""
    if stint.person.birth_date is None:
        raise BirthDateMissing("这个人没有登记出生日期，请先核对身份证号。")
    posts = open_posts(posts_of([stint.person_id])[stint.person_id], stint)
    recorded = exemption_on(stint.person_id, removal_day)
    return {
        **stint_facts(posts, today),
        "employed_on": stint.start,
        "removal_day": removal_day,
        "birth_date": stint.person.birth_date,
        "subsidy_from": recorded.subsidy_from if recorded else None,
        **{name: value for name, value in told.items() if name != "retirement_path"},
        "retirement_path": path_of(stint, str(told.get("retirement_path") or "")),
    }


def ask_ending(kind: str, stint: Stint, removal_day: date, told: Mapping[str, Any], today: date) -> Answers:
    """What the rules answer for a kind of ending: whether its ground holds, the last paid day, when pay stops."""
    given = {**told, "died": 1} if kind == "death" else dict(told)
    facts = facts_of(stint, removal_day, given, today)
    names = (*GROUNDS[kind].names, *ALWAYS) if kind in GROUNDS else ALWAYS
    return ask(names, facts, on=under_the_measure(removal_day), parents={"stint": [0] * len(facts["start"])})
