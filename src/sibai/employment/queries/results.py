"""The results of this room under some law, for the preview of a change: nothing is written, nothing frozen changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.employment.models import Renewal, Resignation, Stint
from sibai.employment.models.ending import RUNNING_RESIGNATION
from sibai.employment.queries.clock import Post, ask_about, clock, open_posts, posts_of
from sibai.employment.queries.stints import last_contracts, stints
from sibai.employment.queries.terms import renewal, resignation
from sibai.measure import Law
from sibai.rulebook.queries.preview import Outcome, value_or_refusal


def results_under(law: Law, scope: Scope, today: date) -> Iterator[Outcome]:
    """What running posts, open resignations and renewals under way come to under a law."""
    running = list(stints(scope).filter(end__isnull=True).order_by("village_id"))
    posts = posts_of({stint.person_id for stint in running})
    contracts = last_contracts(running)
    for stint in running:
        mine = open_posts(posts[stint.person_id], stint)
        yield outcome(stint, "last", "最晚在岗日", partial(_last_day, mine, today, law))
        contract = contracts.get(stint.pk)
        if contract is not None:
            start = contract.end + timedelta(days=1)
            yield outcome(stint, "next", "下一份合同最晚止日", partial(_next_end, stint, mine, start, today, law))
    yield from _resignations(law, scope)
    yield from _renewals(law, scope, today)


def outcome(stint: Stint, key: str, what: str, words: Callable[[], str]) -> Outcome:
    """One result of a post's person."""
    return Outcome(
        key=f"employment.{key}.{stint.pk}",
        what=what,
        value=value_or_refusal(words),
        person_code=stint.person.code,
        person_id=stint.person_id,
        person_name=stint.person.name,
        village=stint.village.short_name,
        url=reverse("employment:stint", args=[stint.pk]),
    )


def _last_day(posts: list[Post], today: date, law: Law) -> str:
    day = clock(posts, today, law=law).last_lawful_day
    return str(day) if day else "不受三年上限限制"


def _next_end(stint: Stint, posts: list[Post], start: date, today: date, law: Law) -> str:
    facts = {"employed_on": stint.start, "contract_from": start}
    return str(ask_about(("contract_last_day",), posts, today, facts, law=law)["contract_last_day"])


def _resignations(law: Law, scope: Scope) -> Iterator[Outcome]:
    """The earliest last day of resignations that the employer has not consented to."""
    open_states = [state for state in RUNNING_RESIGNATION if state != "consented"]
    rows = Resignation.objects.within(scope).filter(state__in=open_states)
    for row in rows.select_related("stint__person", "stint__village").order_by("entered_at"):
        yield outcome(row.stint, "resignation", "辞职最早离岗日", partial(_earliest, row, law))


def _earliest(row: Resignation, law: Law) -> str:
    return str(resignation(row.notice_on, None, False, law=law)["earliest_last_day"])


def _renewals(law: Law, scope: Scope, today: date) -> Iterator[Outcome]:
    """What the rules say of renewals that the town has not approved."""
    rows = Renewal.objects.within(scope).filter(state__in=("to_approve", "returned"))
    for row in rows.select_related("stint__person", "stint__village").order_by("proposed_at"):
        yield outcome(row.stint, "renewal", f"续签到{row.end}", partial(_answer, row, today, law))


def _answer(row: Renewal, today: date, law: Law) -> str:
    answer = renewal(row.stint, row.end, today, law)
    return "可以续签" if answer.allowed else answer.refusal
