"""What comes next at a post: whose turn it is, where it is done, by when. Lists, pages and to-dos all ask here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from sibai.employment.flow import ENDING, LABOUR_CONTRACT, RENEWAL, RESIGNATION
from sibai.employment.queries.states import PostState
from sibai.people.flow import SOON_DAYS, Flow

FAILED = "不合格"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step: `word` what it is about, `does` what to do, `role` who, `url` where, `deadline` by when."""

    word: str
    does: str
    role: str
    url: str
    deadline: date | None = None
    group: str = ""

    def tone(self, today: date) -> str:
        """How urgent it is."""
        if self.deadline is None:
            return "due"
        if self.deadline < today:
            return "late"
        return "due" if (self.deadline - today).days <= SOON_DAYS else "plain"


def next_steps(state: PostState, today: date, warn_days: int) -> list[NextStep]:
    """All steps that wait at a post, the most pressing first. `warn_days`: so early a contract's end is spoken of."""
    steps = [*_endings(state), *_resignations(state), *_renewals(state), *_contracts(state)]
    if not steps:
        steps = [*_failed(state), *_running_out(state, today, warn_days)]
    return steps


def _of(flow: Flow, state: str, url: str, deadline: date | None = None) -> Iterator[NextStep]:
    """The step of a flow's state, if it waits for anybody."""
    waiting = flow.step(state)
    if waiting is not None:
        yield NextStep(waiting.label, waiting.next, waiting.role, url, deadline, f"{flow.name}:{state}")


def _endings(state: PostState) -> Iterator[NextStep]:
    ending = state.ending
    if ending is not None:
        before = ending.until if ending.state in ("preparing", "stopped", "to_decide", "returned") else None
        yield from _of(ENDING, ending.state, reverse("employment:ending", args=[ending.id]), before)


def _resignations(state: PostState) -> Iterator[NextStep]:
    row = state.resignation
    if row is not None and state.stint.end is None:
        yield from _of(RESIGNATION, row.state, reverse("employment:resignation", args=[row.id]), row.until)


def _renewals(state: PostState) -> Iterator[NextStep]:
    row = state.renewal
    if row is not None and state.stint.end is None and row.start is not None:
        before = row.start - timedelta(days=1)
        yield from _of(RENEWAL, row.state, reverse("employment:renewal", args=[row.id]), before)


def _contracts(state: PostState) -> Iterator[NextStep]:
    """The last labour contract: signed by its day, then filed. A renewed one is filed with its renewal."""
    contract = state.contract
    if contract is None:
        if state.stint.end is None:
            url = reverse("employment:draft_contract", args=[state.stint.pk])
            yield NextStep("没有劳动合同", "补签劳动合同", "village", url, group="劳动合同:none")
        return
    if state.renewal is not None and state.renewal.state == "to_file":
        return
    route = "employment:sign" if contract.state == "to_sign" else "employment:file_contract"
    yield from _of(LABOUR_CONTRACT, contract.state, reverse(route, args=[contract.id]), contract.by)


def _failed(state: PostState) -> Iterator[NextStep]:
    """Art. 17: a failed grade ends the agreement."""
    grade = state.grade
    if state.stint.end is None and grade is not None and failed(state):
        url = reverse("employment:prepare_ending", args=[state.stint.pk, "failed_grade"])
        until = state.contract.until if state.contract else None
        yield NextStep(f"{grade.number}年度考核不合格", "终止聘用协议", "village", url, until, "终止:failed_grade")


def failed(state: PostState) -> bool:
    """Whether the last grade of this stint is 不合格."""
    grade = state.grade
    return grade is not None and grade.kind == FAILED and grade.number >= state.stint.start.year


def _running_out(state: PostState, today: date, warn_days: int) -> Iterator[NextStep]:
    """The contract runs out soon, or has: renew it, or end the post where the rules refused a renewal."""
    contract, renewal = state.contract, state.renewal
    if state.stint.end is not None or failed(state) or contract is None or contract.until is None:
        return
    if (contract.until - today).days > warn_days:
        return
    refused = renewal is not None and renewal.state == "refused" and renewal.start == contract.until + timedelta(days=1)
    if refused:
        url = reverse("employment:prepare_ending", args=[state.stint.pk, "expiry"])
        yield NextStep("不能续签", "办理期满终止", "village", url, contract.until, "到期:refused")
    else:
        url = reverse("employment:propose_renewal", args=[state.stint.pk])
        yield NextStep("合同快到期", "续签或期满终止", "village", url, contract.until, "到期:soon")
