"""The pages that show: the list, one round, one application."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.documents.answers import download
from sibai.documents.queries.papers import papers_of
from sibai.documents.sheets import workbook
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row, found, page
from sibai.recruitment.models import Selection
from sibai.recruitment.operations.papers import exported
from sibai.recruitment.queries import selections, todos
from sibai.recruitment.queries.log import log_of
from sibai.recruitment.queries.papers import lacking, wanted_for
from sibai.recruitment.queries.selection_page import SEES_APPLICANTS, selection_page
from sibai.recruitment.views.steps import crumbs, selection_url
from sibai.rulebook.queries.law import county_law

COLUMNS = (
    Column("村（社区）", sort="village_id"),
    Column("空缺起", sort="opened_on", kind="day"),
    Column("空缺天数", kind="number"),
    Column("原因", minor=True),
    Column("现在", kind="status"),
    Column("办理人", minor=True),
    Column("期限", sort="round_due", kind="day"),
    Column("第几次", kind="number", minor=True),
)

GOING_ON = "going"
"""What a list of vacancies shows where nothing else is asked for: those that are not filled yet."""


def _listing(actor: Actor, given: Any, today: date) -> Listing:
    """Vacancies with their rounds, as the address asks."""
    law = county_law()

    def row(vacancy: Any) -> Row:
        word, who, tone = selections.stage_of(vacancy, actor.role)
        late = vacancy.closed_on is None and vacancy.round_due is not None and vacancy.round_due < today
        town = vacancy.village.parent.short_name if vacancy.village.parent else ""
        return Row(
            _url(vacancy, actor),
            [
                {"text": vacancy.village.short_name, "under": town},
                vacancy.opened_on,
                selections.days_of(vacancy, today, law),
                vacancy.get_cause_display(),
                {"word": word, "tone": "late" if late else tone},
                who,
                _day_cell(vacancy),
                vacancy.round_number,
            ],
            str(vacancy.pk),
            "late" if late else "",
        )

    return Listing(
        selections.vacancies(actor.scope),
        given,
        COLUMNS,
        row,
        title="空缺与选聘",
        search=selections.searched,
        placeholder="村名、镇名、人选、备案号",
        filters=_filters(actor, today),
        order=("shut", "opened_on", "village_id"),
        export_url=reverse("recruitment:export") if actor.may_open("recruitment:export") else "",
        empty=_empty(actor),
    )


def _day_cell(vacancy: Any) -> Any:
    """By when the step is due; without that, until when people apply or the notice is up."""
    if vacancy.closed_on is not None or vacancy.round_due is not None:
        return vacancy.round_due if vacancy.closed_on is None else None
    until, words = selections.lasts_until(vacancy)
    return {"value": until, "under": words} if until else None


def _url(vacancy: Any, actor: Actor) -> str:
    """The last round of a vacancy, or for the village the way to start one; blank where there is nothing to open."""
    if vacancy.round_id is None:
        return reverse("recruitment:start", args=[vacancy.pk]) if actor.may_open("recruitment:start") else ""
    hidden = actor.role == selections.COMPANY and vacancy.round_state not in selections.HANDED_TO_COMPANY
    return "" if hidden else reverse("recruitment:selection", args=[vacancy.round_id])


def _filters(actor: Actor, today: date) -> list[Filter]:
    stages = [
        (GOING_ON, "进行中", Q(closed_on__isnull=True)),
        ("vacant", "待选聘", selections.waiting_for_a_round()),
        *(
            (value, label, Q(closed_on__isnull=True, round_state__in=states))
            for value, (label, states) in selections.STAGES.items()
        ),
        ("closed", "已补上", Q(closed_on__isnull=False)),
    ]
    urgent = [
        ("mine", "轮到我办", selections.at(actor.role)),
        ("late", "已逾期", Q(closed_on__isnull=True, round_due__lt=today)),
    ]
    made = [Filter("stage", "到哪一步", stages, GOING_ON), Filter("urgent", "急办", urgent)]
    towns = selections.towns_of(actor)
    if towns:
        made.append(Filter("town", "镇", [(code, name, Q(village__parent_id=code)) for code, name in towns]))
    return made


def vacancy_list(request: HttpRequest) -> HttpResponse:
    """Vacancies and the rounds for them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = _listing(actor, request.GET, timezone.localdate()).shown()
    listing["acts"] = _acts(actor)
    return page(request, "recruitment/list.html", {"listing": listing})


def _acts(actor: Actor) -> list[dict[str, str]]:
    """What is done from the list: many approvals at once; what a public machine apart took."""
    made = []
    if actor.may_open("recruitment:approve_many"):
        made.append({"label": "批量审核", "url": reverse("recruitment:approve_many")})
    if todos.takes_files(actor):
        made.append({"label": todos.TAKE_FILE, "url": reverse("recruitment:take_file")})
    return made


def _empty(actor: Actor) -> dict[str, str]:
    """What stands where no post is vacant."""
    how = "协理员离岗的第二天，这里会自动出现空缺。以前的选聘点“全部”看。"
    told = {"what": "没有空缺的岗位。", "how": how}
    taking = {"url": reverse("recruitment:take_file"), "button": todos.TAKE_FILE} if todos.takes_files(actor) else {}
    return told | taking


def export(request: HttpRequest) -> HttpResponse:
    """The list as a workbook, with who made it and when; an entry of the log."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now, today = timezone.now(), timezone.localdate()
    listing = _listing(actor, request.GET, today)
    rows = [[_plain(cell) for cell in listing.row(each).cells] for each in listing.selected()]
    exported(actor=actor, count=len(rows), now=now)
    columns = [(each.label, "" if each.kind == "status" else each.kind) for each in COLUMNS]
    content = workbook("空缺与选聘一览", columns, rows, by=actor.user_name, at=now)
    return download(content, f"空缺与选聘{today}", "xlsx")


def _plain(cell: Any) -> Any:
    """A cell without what only a page shows."""
    return (
        next((cell[name] for name in ("word", "text", "value") if cell.get(name)), None)
        if isinstance(cell, dict)
        else cell
    )


def selection(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One round: steps, what waits, applications; its papers and log on tabs of their own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    one = found(selections.rounds(actor), pk=pk)
    tab = request.GET.get("tab", "") if actor.may_open(SEES_APPLICANTS) or request.GET.get("tab") == "papers" else ""
    shows = {"papers": _papers_tab, "log": _log_tab}.get(tab, _work_tab)
    return page(request, f"recruitment/selection_{shows.__name__[1:-4]}.html", shows(one, actor))


def _around(one: Selection, actor: Actor, current: str) -> dict[str, Any]:
    """Title and tabs, the same on each tab; the log, which tells of applicants, is for who may see them."""
    url = selection_url(one)
    names = [("", "办理"), ("papers", "材料"), *([("log", "记录")] if actor.may_open(SEES_APPLICANTS) else [])]
    return {
        "title": f"{one.vacancy.village.short_name}选聘",
        "crumbs": crumbs(one)[:1],
        "tabs": [
            {"label": label, "url": f"{url}?tab={name}" if name else url, "current": name == current}
            for name, label in names
        ],
    }


def _work_tab(one: Selection, actor: Actor) -> dict[str, Any]:
    shown = selection_page(one, actor, timezone.localdate())
    words = "、".join(lacking(one, actor))
    return {
        **_around(one, actor, ""),
        "shown": shown,
        "lacking": words,
        "papers_url": f"{selection_url(one)}?tab=papers",
    }


def _papers_tab(one: Selection, actor: Actor) -> dict[str, Any]:
    may = actor.may
    wanted = wanted_for(one, upload=may("recruitment.scan"), prints=may("recruitment.print"), actor=actor)
    return {**_around(one, actor, "papers"), "papers": papers_of(one, wanted, actor.role)}


def _log_tab(one: Selection, actor: Actor) -> dict[str, Any]:
    keys = list(one.applications.values_list("pk", flat=True))
    return {**_around(one, actor, "log"), "log": log_of(one, keys)}
