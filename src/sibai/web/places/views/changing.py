"""Pages on which a name or an organisation is changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.people.actor import Actor
from sibai.people.pages import PageForm, carry_out, found, page
from sibai.people.pages.methods import only
from sibai.places.models import Organisation, Place
from sibai.places.operations import organisations as operations
from sibai.places.operations.renaming import rename as rename_place
from sibai.places.queries.parties import KINDS
from sibai.web.places import pages
from sibai.web.places.forms import ChangeForm, EndForm, NewOrganisationForm, RenameForm, kinds_at


def _place(request: HttpRequest, code: str) -> Place:
    """The place, in the user's scope."""
    place: Place = found(Place.objects.within(request.actor.scope).select_related("parent"), pk=code)  # type: ignore[attr-defined]
    return place


def _organisation(request: HttpRequest, pk: UUID) -> Organisation:
    """The organisation with its records, in the user's scope."""
    rows = pages.kept_records(Organisation.objects.within(request.actor.scope))  # type: ignore[attr-defined]
    organisation: Organisation = found(rows, pk=pk)
    return organisation


def _form(request: HttpRequest, form: PageForm, title: str, lead: str, back: str, status: int = 200) -> HttpResponse:
    """A page with one form."""
    context = {"form": form, "title": title, "lead": lead, "back": back}
    return page(request, "web/places/form.html", context, status)


@only("GET", "POST")
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name for a place."""
    place, now = _place(request, code), timezone.now()
    form = RenameForm(request.POST or None, initial={"was": place.name})
    back, lead = pages.place_url(place), f"现名{place.name}。以前的日子仍显示以前的名称。"

    def again(status: int) -> HttpResponse:
        return _form(request, form, f"{place.short_name}改名", lead, back, status)

    def call(actor: Actor) -> Any:
        return rename_place(actor=actor, place=place, now=now, **form.facts())

    if request.method != "POST":
        return again(200)
    return carry_out(request, form, call, done="已改名。", to=back, again=again)


@only("GET", "POST")
def add_organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Set up an organisation at a place."""
    place, now = _place(request, code), timezone.now()
    form = NewOrganisationForm(request.POST or None, kinds=kinds_at(place.level, operations.LEVEL_OF))
    back = pages.place_url(place)

    def again(status: int) -> HttpResponse:
        return _form(request, form, f"在{place.short_name}登记机构", "一个地方同一类机构同时只有一个。", back, status)

    def call(actor: Actor) -> Organisation:
        data = form.cleaned_data
        made: Organisation = operations.add(
            actor=actor,
            kind=data["kind"],
            place=place,
            facts=form.organisation_facts(),
            start=data["start"],
            document=data["document"],
            now=now,
        )
        return made

    if request.method != "POST":
        return again(200)
    return carry_out(request, form, call, done="机构已登记。", to=_page_of, again=again)


def _page_of(organisation: Organisation) -> str:
    return reverse("places:organisation", args=[organisation.pk])


@only("GET", "POST")
def change_organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another record of an organisation, from a day on."""
    organisation, now = _organisation(request, pk), timezone.now()
    record = pages.present(organisation)
    form = ChangeForm(request.POST or None, record=record)
    lead = "从生效日起用新的，以前的日子仍用以前的。合同、工资表、银行文件按日子取用。"

    def again(status: int) -> HttpResponse:
        return _form(request, form, f"{record.name}：登记变更", lead, _page_of(organisation), status)

    def call(actor: Actor) -> Any:
        data = form.cleaned_data
        return operations.change(
            actor=actor,
            organisation=organisation,
            was=data["was"],
            facts=form.organisation_facts(),
            start=data["start"],
            document=data["document"],
            now=now,
        )

    if request.method != "POST":
        return again(200)
    return carry_out(request, form, call, done="变更已登记。", to=_page_of(organisation), again=again)


@only("GET", "POST")
def end_organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The end of an organisation."""
    organisation, now = _organisation(request, pk), timezone.now()
    others = _others(organisation)
    form = EndForm(request.POST or None, others=[(str(each.pk), pages.present(each).name) for each in others])
    lead = f"{KINDS[organisation.kind]}的事以后由承接机构办；终止以前的材料仍写原来的名称。"

    def again(status: int) -> HttpResponse:
        title = f"{pages.present(organisation).name}：登记终止"
        return _form(request, form, title, lead, _page_of(organisation), status)

    def call(actor: Actor) -> Any:
        data = form.cleaned_data
        successor = next((each for each in others if str(each.pk) == data["successor"]), None)
        return operations.end(
            actor=actor,
            organisation=organisation,
            last_day=data["last_day"],
            successor=successor,
            new_name=data["new_name"],
            document=data["document"],
            now=now,
        )

    if request.method != "POST":
        return again(200)
    return carry_out(request, form, call, done="终止已登记。", to=_page_of(organisation), again=again)


def _others(organisation: Organisation) -> list[Organisation]:
    """Who could take over: whatever stands at the same place, and its like at the neighbours."""
    here = Organisation.objects.filter(place=organisation.place_id)
    likes = Organisation.objects.filter(kind=organisation.kind, place__parent_id=organisation.place.parent_id)
    rows = (here | likes).filter(end__isnull=True).exclude(pk=organisation.pk)
    return list(pages.kept_records(rows).order_by("place_id", "kind"))
