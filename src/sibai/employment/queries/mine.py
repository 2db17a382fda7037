"""A coordinator's own page on the phone: my post, days left, notices, resignation, certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sibai.employment.flow import RESIGNATION
from sibai.employment.models import Certificate, Receipt, Stint
from sibai.employment.queries.clock import clock, open_posts, posts_of
from sibai.employment.queries.states import PostState, state_of, with_states
from sibai.people.actor import Actor
from sibai.people.pages.shown import Fact, day, fact
from sibai.rulebook.queries.law import county_law


@dataclass(frozen=True, slots=True)
class MyPage:
    """What the page shows; without a post only the notices and certificates of the past."""

    stint: Stint | None
    status: dict[str, str]
    facts: list[Fact]
    notes: list[dict[str, Any]]
    act: dict[str, str] | None
    acts: list[dict[str, str]]
    notices: list[dict[str, Any]]
    certificates: list[dict[str, Any]]


def my_stint(actor: Actor) -> Stint | None:
    """The last stint of the coordinator who asks; one query."""
    rows = with_states(Stint.objects.within(actor.scope)).select_related("person", "village__parent")
    return rows.filter(kind=Stint.COORDINATOR).order_by("-start").first()


def my_page(actor: Actor, today: date) -> MyPage:
    """The page of the coordinator who asks; six queries."""
    stint = my_stint(actor)
    notices = _notices(actor)
    if stint is None:
        nothing = {"tone": "plain", "word": "没有岗位"}
        return MyPage(None, nothing, [], [], None, [], notices, [])
    state = state_of(stint)
    posts = posts_of([stint.person_id])[stint.person_id]
    known = clock(open_posts(posts, stint), today, law=county_law())
    contract = state.contract
    facts: list[Fact] = [
        fact("村（社区）", stint.village.short_name),
        day("上岗日", stint.start),
        day("合同止日", contract.until if contract else None, article="第八条"),
        day("最后在岗日", stint.end),
        fact("以前各段已用", known.used),
    ]
    if stint.end is None and known.last_lawful_day is not None:
        why = known.answers.why("last_lawful_day")
        left = f"还有{known.left}天" if (known.left or 0) >= 0 else "已超过"
        facts.append(day("最晚在岗日", known.last_lawful_day, note=left, why=why))
    held = state.on_post(today)
    return MyPage(
        stint=stint,
        status={"tone": "done", "word": "在岗"} if held else {"tone": "plain", "word": "已离岗"},
        facts=[each for each in facts if each["value"] is not None],
        notes=[{"text": known.warning, "tone": known.tone}] if known.warning and stint.end is None else [],
        act=_resignation_act(state),
        acts=[],
        notices=notices,
        certificates=_certificates(stint),
    )


def _resignation_act(state: PostState) -> dict[str, str] | None:
    """Give notice, or look at the notice that was given."""
    row, stint = state.resignation, state.stint
    if row is not None and RESIGNATION.step(row.state):
        return {"label": "我的辞职", "url": reverse("employment:resignation", args=[row.id])}
    if stint.end is None and state.ending is None:
        return {"label": "提出辞职", "url": reverse("employment:resign", args=[stint.pk])}
    return None


def _notices(actor: Actor) -> list[dict[str, Any]]:
    """The last notices, unread ones first."""
    rows = (
        Receipt.objects.within(actor.scope)
        .filter(notice__withdrawn_at__isnull=True)
        .select_related("notice")
        .order_by("-notice__written_at")[:20]
    )
    made = [
        {
            "title": row.notice.title,
            "at": row.notice.written_at,
            "read": row.read_at is not None,
            "by_day": row.notice.read_by_day,
            "url": reverse("employment:read_notice", args=[row.pk]),
        }
        for row in rows
    ]
    return sorted(made, key=lambda each: bool(each["read"]))


def _certificates(stint: Stint) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "kind": row.get_kind_display(),
            "on": row.issued_on,
            "url": reverse("employment:certificate", args=[row.pk]),
        }
        for row in Certificate.objects.filter(stint=stint).order_by("-issued_on", "-serial")
    ]
