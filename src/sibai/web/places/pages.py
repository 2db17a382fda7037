"""What the pages of places show, read and put in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from sibai.audit.queries import about
from sibai.people.actor import Actor
from sibai.people.queries.person_page import told
from sibai.places.models import LEVELS, Organisation, OrganisationRecord, Place, Succession
from sibai.places.queries.parties import KINDS, NEEDED
from sibai.places.queries.tree import existing

CHANGES = dict(Succession.KINDS)
SPAN = [{"label": "起", "kind": "day"}, {"label": "止", "kind": "day"}]
NAMES = [{"label": "名称"}, *SPAN, {"label": "依据"}]
ORGANISATIONS = [{"label": "名称"}, {"label": "类别"}, {"label": "资料", "kind": "status"}]
RECORDS = [
    {"label": "名称"},
    *SPAN,
    {"label": "法定代表人"},
    {"label": "账号"},
    {"label": "依据"},
    {"label": "状态", "kind": "status"},
]


def _table(title: str, columns: list[dict[str, Any]], rows: list[dict[str, Any]], empty: str) -> dict[str, Any]:
    """A short table as web/parts/list.html takes it."""
    return {"title": title, "columns": columns, "rows": rows, "empty": {"what": empty}}


def kept_records(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Organisations with their records at hand, newest first, as `known`; one query more."""
    records = OrganisationRecord.objects.order_by("-start", "-pk")
    return organisations.select_related("place").prefetch_related(Prefetch("records", records, to_attr="known"))


def present(organisation: Organisation) -> OrganisationRecord:
    """The record that stands, or the last one; of an organisation from `kept_records`."""
    known: list[OrganisationRecord] = organisation.known  # type: ignore[attr-defined]
    return next((record for record in known if record.end is None), known[0])


def lacks(record: OrganisationRecord) -> list[str]:
    """What papers need of an organisation and is not recorded, in words."""
    return [label for name, label in NEEDED.items() if not getattr(record, name)]


LACKING = Q(records__end__isnull=True) & (Q(records__credit_code="") | Q(records__legal_representative=""))
"""Organisations whose standing record lacks what a contract has to name."""


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One place: facts, names, what it became or came from, organisations, what lies below, its log."""

    facts: list[dict[str, Any]]
    names: dict[str, Any]
    became: list[dict[str, Any]]
    came_from: list[dict[str, Any]]
    organisations: dict[str, Any]
    below: list[dict[str, Any]]
    log: list[dict[str, Any]]
    acts: list[dict[str, Any]]


def place_page(place: Place, actor: Actor, today: date) -> PlacePage:
    """A place for its page."""
    parent = place.parent
    in_scope = bool(parent and actor.scope.holds(parent.code))
    facts: list[dict[str, Any]] = [
        {"label": "区划代码", "value": place.code, "kind": "code"},
        {"label": "层级", "value": dict(LEVELS)[place.level]},
        *([{"label": "属于", "value": parent.name, "url": place_url(parent) if in_scope else ""}] if parent else []),
        {"label": "设立日", "value": place.start, "kind": "day"},
        *([{"label": "最后一天", "value": place.end, "kind": "day"}] if place.end else []),
    ]
    names = [[row.name, row.start, row.end, row.document] for row in place.names.order_by("-start", "-pk")]
    below = Place.objects.filter(existing(today), parent=place).order_by("code") if place.level != "village" else []
    changes = list(
        Succession.objects.filter(Q(old=place) | Q(new=place)).select_related("old", "new").order_by("on", "pk")
    )
    return PlacePage(
        facts,
        _table("名称", NAMES, [{"cells": cells} for cells in names], ""),
        [_change(row, row.new, actor) for row in changes if row.old_id == place.pk],
        [_change(row, row.old, actor) for row in changes if row.new_id == place.pk],
        _table("机构", ORGANISATIONS, _organisations_at(place), "还没有登记机构"),
        [{"name": each.short_name, "url": place_url(each)} for each in below],
        told(about("places.place", place.pk, most=20)),
        _acts(place, actor),
    )


def place_url(place: Place | None) -> str:
    """The page of a place."""
    return reverse("places:place", args=[place.code]) if place else ""


def _change(row: Succession, other: Place, actor: Actor) -> dict[str, Any]:
    return {
        "kind": CHANGES[row.kind],
        "on": row.on,
        "name": other.name,
        "url": place_url(other) if actor.scope.holds(other.code) else "",
        "document": row.document,
    }


def _organisations_at(place: Place) -> list[dict[str, Any]]:
    """The organisations at a place, each by its standing record or the last one; one query."""
    records = OrganisationRecord.objects.filter(organisation__place=place).select_related("organisation")
    shown: dict[UUID, OrganisationRecord] = {}
    for record in records.order_by("organisation__kind", "organisation__start", "start", "pk"):
        if record.end is None or record.end >= record.start:
            shown[record.organisation_id] = record
    return [_organisation_line(record.organisation, record) for record in shown.values()]


def _organisation_line(organisation: Organisation, record: OrganisationRecord) -> dict[str, Any]:
    lacking = [] if organisation.end else lacks(record)
    state = {"tone": "due", "word": "有缺项"} if lacking else {"tone": "done", "word": "齐全"}
    if organisation.end:
        state = {"tone": "plain", "word": "已终止"}
    cells = [record.name, KINDS[organisation.kind], state]
    return {"cells": cells, "url": reverse("places:organisation", args=[organisation.pk])}


def _acts(place: Place, actor: Actor) -> list[dict[str, Any]]:
    """What can be done with a place; villages can merge and split."""
    if place.end is not None:
        return []
    routes = [("places.rename", "places:rename", "改名", "edit")]
    if place.level == "village":
        routes += [
            ("places.merge", "places:merge", "合并", "people"),
            ("places.split", "places:split", "分设", "place"),
        ]
    routes.append(("places.organisation_add", "places:organisation_add", "登记机构", "building"))
    return [
        {"label": label, "url": reverse(route, args=[place.code]), "icon": icon}
        for act, route, label, icon in routes
        if actor.may(act)
    ]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One organisation: what stands, every record with its days, who took over, its log."""

    name: str
    lacks: list[str]
    facts: list[dict[str, Any]]
    records: dict[str, Any]
    log: list[dict[str, Any]]


def organisation_page(organisation: Organisation, actor: Actor, today: date) -> OrganisationPage:
    """An organisation (from `kept_records`) for its page; accounts masked."""
    record = present(organisation)
    facts: list[dict[str, Any]] = [
        {"label": "类别", "value": KINDS[organisation.kind]},
        {"label": "所在地", "value": organisation.place.short_name, "url": place_url(organisation.place)},
        {"label": "统一社会信用代码", "value": record.credit_code, "kind": "code" if record.credit_code else ""},
        {"label": "法定代表人（负责人）", "value": record.legal_representative},
        {"label": "住所", "value": record.address},
        {"label": "开户行", "value": record.bank},
        {"label": "银行账号", "value": masked(record.account)},
        {"label": "设立日", "value": organisation.start, "kind": "day"},
        *_end_of(organisation, actor),
    ]
    records = [
        [row.name, row.start, row.end, row.legal_representative, masked(row.account), row.document, _state(row, today)]
        for row in organisation.known  # type: ignore[attr-defined]
    ]
    lacking = [] if organisation.end else lacks(record)
    return OrganisationPage(
        record.name,
        lacking,
        facts,
        _table("历次登记", RECORDS, [{"cells": cells} for cells in records], ""),
        told(about("places.organisation", organisation.pk, most=20)),
    )


def _end_of(organisation: Organisation, actor: Actor) -> Iterable[dict[str, Any]]:
    """Until when it was, and who took over."""
    if organisation.end is None:
        return
    yield {"label": "最后一天", "value": organisation.end, "kind": "day"}
    if organisation.successor_id is not None:
        successor = kept_records(Organisation.objects.filter(pk=organisation.successor_id))[0]
        here = actor.scope.holds(successor.place_code)
        url = reverse("places:organisation", args=[successor.pk]) if here else ""
        yield {"label": "承接机构", "value": present(successor).name, "url": url}


def _state(row: OrganisationRecord, today: date) -> dict[str, str]:
    """What a record is today."""
    if row.end is not None and row.end < row.start:
        return {"tone": "plain", "word": "已更正"}
    if row.start > today:
        return {"tone": "due", "word": "未到生效日"}
    if row.end is None or row.end >= today:
        return {"tone": "done", "word": "现行"}
    return {"tone": "plain", "word": "从前"}


def masked(account: str) -> str:
    """An account by its last four digits."""
    return f"****{account[-4:]}" if account else ""
