"""Pages that show places and organisations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.documents.answers import download
from sibai.people.pages import Column, Filter, Listing, Row, found, page
from sibai.people.pages.methods import only
from sibai.places.models import Organisation, Place
from sibai.places.queries import tree as trees
from sibai.places.queries.parties import KINDS
from sibai.web.places import pages
from sibai.web.places.exporting import export as make_workbook

COLUMNS = (
    Column("名称"),
    Column("所在地", "place"),
    Column("类别", "kind", minor=True),
    Column("统一社会信用代码", kind="code"),
    Column("法定代表人"),
    Column("资料", kind="status"),
)


def _tabs(current: str) -> list[dict[str, Any]]:
    """The two ways to look at the county."""
    return [
        {"label": label, "url": reverse(route), "current": route == current}
        for route, label in (("places:list", "区划"), ("places:organisations", "机构"))
    ]


@only("GET")
def tree(request: HttpRequest) -> HttpResponse:
    """The towns with their villages, as far as the user's scope reaches."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    branches = trees.tree(actor.scope, today)
    towns = [town for branch in branches for town in (branch.below if branch.level == "county" else [branch])]
    count = sum(len(town.below) if town.level == "town" else 1 for town in towns)
    counties = [branch for branch in branches if branch.level == "county"]
    context = {"counties": counties, "towns": towns, "count": count, "tabs": _tabs("places:list")}
    return page(request, "web/places/tree.html", context)


@only("GET")
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One place."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(Place.objects.within(actor.scope).select_related("parent"), pk=code)
    context = {"place": row, "shown": pages.place_page(row, actor, timezone.localdate())}
    return page(request, "web/places/place.html", context)


def _listing(request: HttpRequest) -> Listing:
    """Organisations in scope, searched and filtered as the address says."""
    actor = request.actor  # type: ignore[attr-defined]
    kinds = [(kind, label, Q(kind=kind)) for kind, label in Organisation.KINDS]
    states = [("lacking", "缺", pages.LACKING), ("ended", "已终止", Q(end__isnull=False))]
    return Listing(
        pages.kept_records(Organisation.objects.within(actor.scope)).distinct(),
        request.GET,
        COLUMNS,
        _row,
        title="机构",
        search=lambda text: (
            Q(records__name__contains=text) | Q(records__credit_code=text.upper()) | Q(place__name__contains=text)
        ),
        placeholder="名称、所在地、信用代码",
        filters=(Filter("kind", "类别", kinds), Filter("state", "资料", states)),
        order=("place_id", "kind", "start"),
        export_url=reverse("places:export") if actor.may("places.export") else "",
        empty={"what": "您的范围内还没有登记机构。", "how": "由县人社局经办在各地的页面登记。"},
    )


def _row(organisation: Organisation) -> Row:
    record = pages.present(organisation)
    lacking = pages.lacks(record)
    state = {"tone": "due", "word": f"缺{len(lacking)}项"} if lacking else {"tone": "done", "word": "齐全"}
    if organisation.end:
        state = {"tone": "plain", "word": "已终止"}
    cells = [
        record.name,
        organisation.place.short_name,
        KINDS[organisation.kind],
        record.credit_code,
        record.legal_representative,
        state,
    ]
    return Row(reverse("places:organisation", args=[organisation.pk]), cells)


@only("GET")
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations in scope."""
    context = {"listing": _listing(request).shown(), "tabs": _tabs("places:organisations")}
    return page(request, "web/places/organisations.html", context)


@only("GET")
def export(request: HttpRequest) -> HttpResponse:
    """The organisations that the list shows, as a workbook."""
    actor = request.actor  # type: ignore[attr-defined]
    made = make_workbook(actor=actor, rows=_listing(request).selected(), now=timezone.now())
    return download(made, "机构", "xlsx")


@only("GET")
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One organisation."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(pages.kept_records(Organisation.objects.within(actor.scope)), pk=pk)
    open_now = row.end is None
    context = {
        "organisation": row,
        "shown": pages.organisation_page(row, actor, timezone.localdate()),
        "may_change": open_now and actor.may("places.organisation_change"),
        "ending": [{"label": "登记终止", "url": reverse("places:organisation_end", args=[pk]), "danger": True}]
        if open_now and actor.may("places.organisation_end")
        else [],
    }
    return page(request, "web/places/organisation.html", context)
