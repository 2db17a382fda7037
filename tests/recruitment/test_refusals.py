"""What cannot be done is refused in words that say what to do, and leaves nothing but its entry in the log."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sibai.audit.models import Entry
from sibai.audit.refusals import AlreadyDone, Forbidden, Overtaken, Refusal, SamePerson
from sibai.people.models import Person
from sibai.recruitment.models import Application, Result, Selection
from sibai.recruitment.operations import applications, approval, choice, returning, review, rounds, scoring
from sibai.recruitment.operations.steps import NotYet, ReasonNeeded, WrongDay
from tests.recruitment.rounds import DEADLINE, POSTED, PUBLISHED, UNTIL, Round, at, decide_notice_days, facts_of
from tests.web_fixtures import MAOPING, villages_of

NEXT = DEADLINE + timedelta(days=1)


def test_a_notice_whose_deadline_lies_before_it_is_not_published(round_of: Any) -> None:
    made = round_of("draft")
    Selection.objects.update(deadline=PUBLISHED - timedelta(days=1))
    with pytest.raises(WrongDay, match="早于发布日期"):
        made.step(rounds.publish, made.clerk, PUBLISHED, published_on=PUBLISHED)
    with pytest.raises(WrongDay, match="不能晚于今天"):
        made.step(rounds.publish, made.clerk, PUBLISHED, published_on=DEADLINE)
    with pytest.raises(Refusal, match=r"第二十三条|施行"):
        made.step(rounds.publish, made.clerk, PUBLISHED, published_on=date(2020, 1, 1))
    assert made.selection.state == "draft"


@pytest.mark.parametrize("items", [[("面谈", 60)], [("面谈", 50), ("面谈", 50)], []])
def test_weights_that_are_not_a_hundred_are_refused(items: list[tuple[str, int]], round_of: Any) -> None:
    made = round_of("draft")
    notice = {name: getattr(made.selection, name) for name in rounds.NOTICE}
    with pytest.raises(rounds.BadItems):
        made.step(rounds.draft, made.clerk, PUBLISHED, notice=notice, items=items)
    assert made.selection.items.count() == 2


def test_one_person_applies_once_a_round_and_once_only_is_registered(round_of: Any) -> None:
    made = round_of("published")
    made.apply(1)
    with pytest.raises(applications.AppliedAlready):
        made.apply(1)
    assert (Application.objects.count(), Person.objects.count()) == (1, 1)


def test_a_late_application_is_kept_and_found_not_eligible(round_of: Any) -> None:
    made = round_of("review")
    late = applications.enter(
        actor=made.clerk, selection=made.selection, facts=facts_of(9), applied_at=at(NEXT, 1), now=at(NEXT, 3)
    )
    with pytest.raises(review.NotEligible, match="晚于截止日"):
        made.decide(late)
    with pytest.raises(review.NotEligible, match="不能破格"):
        made.decide(late, "exception", "群众基础好")
    assert made.decide(late, "refused").decided_why == f"报名日期{NEXT}晚于截止日{DEADLINE}"


@pytest.mark.parametrize("day", [PUBLISHED - timedelta(days=1), DEADLINE + timedelta(days=30)])
def test_an_application_before_the_notice_or_after_now_is_refused(day: date, round_of: Any) -> None:
    made = round_of("published")
    with pytest.raises(WrongDay):
        applications.enter(
            actor=made.clerk, selection=made.selection, facts=facts_of(1), applied_at=at(day), now=at(PUBLISHED, 3)
        )


def test_the_review_begins_after_the_deadline_and_ends_when_all_are_decided(round_of: Any) -> None:
    made = round_of("published")
    made.apply(1)
    with pytest.raises(NotYet, match="第二天起"):
        made.step(review.start_review, made.clerk, DEADLINE)
    made.step(review.start_review, made.clerk, NEXT)
    with pytest.raises(NotYet, match="还有报名没有审查"):
        made.step(review.start_merit, made.clerk, NEXT)


def test_an_exception_asks_for_a_written_reason_and_is_kept_as_one(round_of: Any) -> None:
    made = round_of("published")
    young = made.apply(1, education="初中")
    made.step(review.start_review, made.clerk, NEXT)
    with pytest.raises(review.NotEligible, match="文化程度为初中"):
        made.decide(young)
    with pytest.raises(ReasonNeeded):
        made.decide(young, "exception")
    admitted = made.decide(young, "exception", "群众推荐，熟悉业务")
    assert (admitted.state, admitted.eligible) == ("exception", False)
    made.step(review.start_merit, made.clerk, NEXT)
    made.choosing()
    admitted.refresh_from_db()
    assert admitted.rank == 1


def test_refusing_somebody_eligible_asks_for_a_reason_and_can_be_reopened(round_of: Any) -> None:
    made = round_of("review")
    one = Application.objects.get(number=1)
    with pytest.raises(ReasonNeeded):
        made.decide(one, "refused")
    refused = made.decide(one, "refused", "证明材料不实")
    again = review.reopen(
        actor=made.clerk, application=refused, version=refused.version, reason="补交了证明", now=at(NEXT)
    )
    assert (again.state, again.eligible, again.decided_at) == ("entered", None, None)
    assert Result.objects.filter(application=again, superseded_at__isnull=True).count() == 0
    assert made.decide(again).state == "admitted"


def test_kin_is_not_scored_and_two_assessors_at_least_score_everybody(round_of: Any) -> None:
    made = round_of("merit")
    one, two, three = Application.objects.order_by("number")
    given = {"actor": made.clerk, "selection": made.selection, "post": "委员", "declared": True, "now": at(NEXT)}
    first = scoring.add_assessor(name="评分甲", kin={one.pk: "叔侄"}, **given)
    with pytest.raises(NotYet):
        scoring.add_assessor(name="评分丁", kin={}, **{**given, "declared": False})
    with pytest.raises(scoring.AssessorKnown):
        scoring.add_assessor(name="评分甲", kin={}, **given)
    items = [item.pk for item in made.selection.items.all()]
    everybody = {(each.pk, item): 8000 for each in (one, two, three) for item in items}
    with pytest.raises(scoring.BadMarks, match="亲属"):
        scoring.score(actor=made.clerk, assessor=first, marks=everybody, now=at(NEXT))
    made.score(first, 9000)
    with pytest.raises(NotYet, match="1号的评分人不够：至少要2名"):
        made.step(scoring.rank, made.clerk, NEXT)
    second = scoring.add_assessor(name="评分乙", kin={}, **given)
    with pytest.raises(NotYet, match="评分人评分乙的评分表还没有录入"):
        made.step(scoring.rank, made.clerk, NEXT)
    made.score(second, 9000)
    with pytest.raises(NotYet, match="1号的评分人不够"):
        made.step(scoring.rank, made.clerk, NEXT)
    third = scoring.add_assessor(name="评分丙", kin={}, **given)
    made.score(third, 9000)
    with pytest.raises(scoring.ScoresThere):
        scoring.remove_assessor(actor=made.clerk, assessor=third, reason="写错了", now=at(NEXT))
    assert made.step(scoring.rank, made.clerk, NEXT).state == "choosing"


@pytest.mark.parametrize("points", [-1, 10_001])
def test_marks_out_of_range_or_missing_are_refused(points: int, round_of: Any) -> None:
    made = round_of("merit")
    assessor = scoring.add_assessor(
        actor=made.clerk, selection=made.selection, name="甲", post="委员", kin={}, declared=True, now=at(NEXT)
    )
    items = [item.pk for item in made.selection.items.all()]
    marks = {(each.pk, item): points for each in Application.objects.all() for item in items}
    with pytest.raises(scoring.BadMarks):
        scoring.score(actor=made.clerk, assessor=assessor, marks=marks, now=at(NEXT))
    with pytest.raises(scoring.BadMarks, match="补全"):
        scoring.score(actor=made.clerk, assessor=assessor, marks={}, now=at(NEXT))


def test_choosing_against_the_ranking_asks_for_a_reason(round_of: Any) -> None:
    made = round_of("choosing")
    first, second, _ = made.ranked()
    with pytest.raises(ReasonNeeded):
        made.step(choice.choose, made.clerk, POSTED, chosen=second.pk, reserves=[], reason=" ")
    with pytest.raises(choice.BadChoice):
        made.step(choice.choose, made.clerk, POSTED, chosen=first.pk, reserves=[first.pk], reason="")
    made.step(choice.choose, made.clerk, POSTED, chosen=second.pk, reserves=[first.pk], reason="第一名放弃")
    assert made.selection.chosen == second


def test_without_the_countys_decision_the_public_notice_is_refused_with_where_to_set_it(actor_of: Any) -> None:
    made = Round(villages_of(MAOPING)[0], actor_of).until("chosen")
    with pytest.raises(Refusal, match="请由县人社局在“办法”中补上"):
        made.step(choice.announce, made.clerk, POSTED, posted_on=POSTED, where="公开栏")
    assert made.selection.state == "chosen"
    decide_notice_days()
    made.public_notice()
    assert made.selection.notice_until == UNTIL


def test_objections_are_answered_before_going_on_and_one_that_holds_takes_the_person_out(round_of: Any) -> None:
    made = round_of("public_notice")
    given = {"actor": made.clerk, "selection": made.selection, "raised_by": "匿名", "content": "不在本村"}
    with pytest.raises(WrongDay):
        choice.enter_objection(**given, received_on=POSTED - timedelta(days=1), now=at(POSTED))
    objection = choice.enter_objection(**given, received_on=POSTED, now=at(POSTED))
    with pytest.raises(NotYet, match="第二天起"):
        made.step(choice.submit, made.clerk, UNTIL)
    with pytest.raises(NotYet, match="异议没有答复"):
        made.step(choice.submit, made.clerk, UNTIL + timedelta(days=1))
    choice.answer_objection(actor=made.clerk, objection=objection, answer="属实", upheld=True, now=at(UNTIL))
    with pytest.raises(choice.Answered):
        choice.answer_objection(actor=made.clerk, objection=objection, answer="x", upheld=False, now=at(UNTIL))
    with pytest.raises(NotYet, match="异议成立"):
        made.step(choice.submit, made.clerk, UNTIL + timedelta(days=1))
    made.step(returning.drop, made.clerk, UNTIL + timedelta(days=1), reason="异议成立")
    assert (made.selection.state, made.selection.chosen, made.selection.notice_until) == ("choosing", None, None)
    assert [each.number for each in made.ranked()] == [2, 3]


def test_who_handed_in_does_not_approve_and_who_approved_does_not_file(round_of: Any, actor_of: Any) -> None:
    made = round_of("submitted")
    Selection.objects.update(submitted_by=made.town.user_id)
    with pytest.raises(SamePerson):
        made.step(approval.approve, made.town, UNTIL + timedelta(days=2))
    Selection.objects.update(submitted_by=made.clerk.user_id)
    made.approved()
    Selection.objects.update(approved_by=made.county.user_id)
    with pytest.raises(SamePerson):
        made.training()
    with pytest.raises(Forbidden):
        made.step(approval.approve, made.clerk, UNTIL + timedelta(days=2))


def test_a_filing_has_its_own_number_and_a_day_after_the_approval(round_of: Any) -> None:
    made = round_of("training")
    taken = made.selection.filing_number
    day = UNTIL + timedelta(days=5)
    with pytest.raises(Overtaken):
        made.step(approval.file, made.county, day, number="x", filed_on=day)
    other = round_of("approved", village=1)
    with pytest.raises(WrongDay):
        other.step(approval.file, made.county, day, number="新号", filed_on=UNTIL)
    with pytest.raises(approval.NumberTaken, match="请填写"):
        other.step(approval.file, made.county, day, number=" ", filed_on=day)
    with pytest.raises(approval.NumberTaken, match="已经用过"):
        other.step(approval.file, made.county, day, number=taken, filed_on=day)


def test_failing_the_training_returns_to_the_choice_of_the_next(round_of: Any) -> None:
    made = round_of("training")
    day = UNTIL + timedelta(days=6)
    given = {"start": day, "end": day, "where": "县", "hours": 8}
    with pytest.raises(ReasonNeeded):
        made.step(approval.train, made.company, day, **given, result="failed", note="")
    early = {**given, "start": UNTIL, "end": UNTIL}
    with pytest.raises(WrongDay):
        made.step(approval.train, made.company, day, **early, result="passed", note="")
    made.to_sign("failed")
    made.vacancy.refresh_from_db()
    assert (made.selection.state, made.vacancy.filed_on, made.selection.filing_number) == ("choosing", None, "")
    assert "考试不合格" in made.selection.returned_why
    assert [each.number for each in made.ranked()] == [2, 3]
    made.chosen()
    assert made.selection.chosen.number == 2


@pytest.mark.parametrize(
    ("state", "who", "to", "gone"),
    [
        ("submitted", "town", "public_notice", ["submitted_by_id"]),
        ("submitted", "town", "choosing", ["chosen_id", "notice_until", "submitted_by_id"]),
        ("approved", "county", "submitted", ["approved_by_id", "approved_on"]),
        ("training", "company", "approved", ["filed_by_id", "filed_on"]),
    ],
)
def test_a_return_goes_to_a_defined_state_and_says_why(
    state: str, who: str, to: str, gone: list[str], round_of: Any
) -> None:
    made = round_of(state)
    day = UNTIL + timedelta(days=7)
    with pytest.raises(ReasonNeeded):
        made.step(returning.give_back, getattr(made, who), day, to=to, reason="")
    with pytest.raises(NotYet):
        made.step(returning.give_back, getattr(made, who), day, to="draft", reason="x")
    made.step(returning.give_back, getattr(made, who), day, to=to, reason="材料不齐")
    assert (made.selection.state, made.selection.returned_why) == (to, "材料不齐")
    assert [getattr(made.selection, name) for name in gone] == [None] * len(gone)
    last = made.selection.steps.last()
    assert (last.kind, last.reason, last.before, last.after) == ("return", "材料不齐", state, to)


@pytest.mark.parametrize("state", ["review", "choosing", "chosen", "public_notice", "submitted", "approved", "to_sign"])
def test_a_step_is_taken_back_by_who_took_it_until_something_is_done(state: str, round_of: Any, actor_of: Any) -> None:
    made = round_of(state)
    last = made.selection.steps.last()
    actors = {"town": made.town, "county_clerk": made.county, "company_clerk": made.company, "village": made.clerk}
    colleague = actor_of(last.role, actors[last.role].place_code, account="colleague")
    with pytest.raises(returning.CannotTakeBack):
        made.step(returning.take_back, colleague, UNTIL + timedelta(days=9), reason="")
    made.step(returning.take_back, actors[last.role], UNTIL + timedelta(days=9), reason="点错了")
    assert made.selection.state == last.before
    with pytest.raises(returning.CannotTakeBack):
        made.step(returning.take_back, actors[last.role], UNTIL + timedelta(days=9), reason="")
    if state == "choosing":
        assert set(Application.objects.values_list("rank", "merit")) == {(None, None)}
        assert not Result.objects.filter(kind__in=["merit", "ranking"], superseded_at__isnull=True).exists()
    if state == "chosen":
        assert made.selection.chosen is None


def test_a_step_is_not_taken_back_after_something_was_done_in_the_round(round_of: Any) -> None:
    made = round_of("published")
    made.apply(1)
    with pytest.raises(returning.CannotTakeBack):
        made.step(returning.take_back, made.clerk, PUBLISHED, reason="")


def test_a_round_without_candidates_is_closed_and_a_new_one_starts_on_the_same_conditions(round_of: Any) -> None:
    made = round_of("published")
    close = {"outcome": "no_candidate", "reason": "无人报名"}
    with pytest.raises(NotYet, match="还没有截止"):
        made.step(rounds.close, made.clerk, DEADLINE, **close)
    with pytest.raises(Overtaken):
        rounds.start(actor=made.clerk, vacancy=made.vacancy, now=at(NEXT))
    made.step(rounds.close, made.clerk, NEXT, **close)
    again = rounds.start(actor=made.clerk, vacancy=made.vacancy, now=at(NEXT))
    assert (again.number, again.where, again.deadline) == (2, "村便民服务室", None)
    assert [(item.name, item.weight) for item in again.items.all()] == [("面谈", 60), ("计算机操作", 40)]
    with pytest.raises(returning.CannotTakeBack):
        made.step(returning.take_back, made.clerk, NEXT, reason="")


def test_two_people_at_once_one_is_told_who_was_first(round_of: Any) -> None:
    made = round_of("submitted")
    version = made.version
    made.approved()
    with pytest.raises(Overtaken, match="已把这次选聘办到“县备案”"):
        approval.approve(actor=made.town, selection=made.selection, version=version, now=at(UNTIL + timedelta(days=4)))
    application = Application.objects.get(number=1)
    with pytest.raises(Overtaken):
        applications.withdraw(
            actor=made.clerk, application=application, version=application.version - 1, reason="x", now=at(UNTIL)
        )


def test_the_same_form_sent_twice_is_carried_out_once(round_of: Any) -> None:
    made = round_of("published")
    actor = made.clerk.ordered("a" * 32)
    given = {"selection": made.selection, "facts": facts_of(1), "applied_at": at(PUBLISHED), "now": at(PUBLISHED, 3)}
    applications.enter(actor=actor, **given)
    with pytest.raises(AlreadyDone):
        applications.enter(actor=actor, **given)
    assert Application.objects.count() == 1


def test_a_refused_act_leaves_its_entry_and_nothing_else(round_of: Any) -> None:
    made = round_of("published")
    with pytest.raises(Refusal):
        applications.enter(
            actor=made.clerk,
            selection=made.selection,
            facts=facts_of(1, id_number="610999199505050011"),
            applied_at=at(PUBLISHED),
            now=at(PUBLISHED, 3),
        )
    assert Person.objects.count() == Application.objects.count() == 0
    entry = Entry.objects.latest("seq")
    assert (entry.outcome, entry.facts["why"]) == ("refused", "BadIdNumber")


def test_an_applicant_is_no_assessor_and_one_assessor_does_not_count_twice(round_of: Any) -> None:
    made = round_of("merit")
    one = scoring.in_the_running(made.selection)[0]
    given: dict[str, Any] = {"actor": made.clerk, "selection": made.selection, "declared": True, "now": at(POSTED)}
    with pytest.raises(scoring.AssessorKnown, match="报名人不能评分"):
        scoring.add_assessor(name=one.name, post="村委会委员", kin={}, **given)
    scoring.add_assessor(name=one.name, post="村委会委员", kin={one.pk: "同名"}, **given)
    with pytest.raises(scoring.AssessorKnown, match="已经登记"):
        scoring.add_assessor(name=one.name, post="监督委员会主任", kin={one.pk: "同名"}, **given)


def test_who_took_a_paper_application_back_may_apply_anew_until_it_is_decided(round_of: Any) -> None:
    made = round_of("published")
    first = made.apply(1)
    applications.withdraw(
        actor=made.clerk, application=first, version=first.version, reason="材料填错", now=at(PUBLISHED, 4)
    )
    assert (made.apply(1).number, Person.objects.count()) == (2, 1)
