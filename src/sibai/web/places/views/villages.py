"""Merging and splitting villages: a form, then what will happen, then the act."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.people.pages import carry_out, found, page
from sibai.people.pages.methods import only
from sibai.places.models import Place
from sibai.places.operations.changes import NewPlace
from sibai.web.places import pages, villages
from sibai.web.places.forms import Confirmed, MergeForm, SplitForm

RIGHTS = "旧村的账号权限随即停用，请系统管理员给新村另行授权"


def _village(request: HttpRequest, code: str) -> Place:
    """The village that still exists, in the user's scope."""
    rows = Place.objects.within(request.actor.scope)  # type: ignore[attr-defined]
    village: Place = found(rows.filter(level="village", end__isnull=True).select_related("parent"), pk=code)
    return village


def _shown(request: HttpRequest, form: Confirmed, title: str, village: Place, status: int = 200) -> HttpResponse:
    """The form to fill in."""
    lead = "先填写，下一页写明会发生什么，确认以后才办理。"
    context = {"form": form, "title": title, "lead": lead, "back": pages.place_url(village)}
    return page(request, "web/places/form.html", context, status)


def _looked_at(
    request: HttpRequest, form: Confirmed, title: str, village: Place, what: str, old: list[Place]
) -> HttpResponse:
    """What will happen, before it does; or the form again with why it cannot."""
    try:
        hanging = villages.nothing_in_the_way(old)
    except Refusal as refusal:
        form.show_refusal(str(refusal), refusal.field)
        return _shown(request, form, title, village, refusal.status)
    form.hide()
    effects = [
        {"label": "协理员", "value": _stays(hanging)},
        {"label": "人员档案", "value": f"{hanging.persons}人，随协理员转到新村"},
        {"label": "账号", "value": f"{hanging.holdings}个角色；{RIGHTS}"},
        {"label": "机构", "value": "旧村的劳务帮扶服务公司等随村终止，由新村的承接"},
    ]
    confirm = {"what": what, "effects": effects, "last": True, "article": "第五条"}
    context = {"form": form, "title": title, "confirm": confirm, "back": pages.place_url(village)}
    return page(request, "web/places/confirm.html", context)


def _stays(hanging: villages.Hanging) -> str:
    """Who is on post, or that nobody is."""
    if not hanging.stints:
        return "没有在岗的，从生效日起按空缺选聘"
    stint = hanging.stints[0]
    return f"{stint.person.name}（{stint.village.short_name}），合同和工作年限接着算"


@only("GET", "POST")
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Several villages of a town become one."""
    village, now = _village(request, code), timezone.now()
    near = list(Place.objects.filter(parent_id=village.parent_id, end__isnull=True).order_by("code"))
    choices = [(place.code, place.short_name) for place in near]
    form = MergeForm(request.POST or None, villages=choices, initial={"old": [village.code]})
    title = f"{village.short_name}与别的村合并"
    if request.method != "POST" or not form.is_valid():
        return _shown(request, form, title, village, 200 if request.method != "POST" else 422)
    data = form.cleaned_data
    old = [place for place in near if place.code in data["old"]]
    going_on = [place for place in near if place.code == data["into"]]
    into: Place | NewPlace = going_on[0] if going_on else NewPlace(data["code"], data["name"])
    if not data["confirmed"]:
        names, new = "、".join(place.short_name for place in old), going_on[0].short_name if going_on else data["name"]
        what = f"{names}自{data['on']}起并为{new}，依据{data['document']}。"
        return _looked_at(request, form, title, village, what, [*old, *going_on])

    def call(actor: Actor) -> Any:
        return villages.merge(actor=actor, old=old, into=into, on=data["on"], document=data["document"], now=now)

    def again(status: int) -> HttpResponse:
        return _shown(request, form, title, village, status)

    return carry_out(request, form, call, done="合并已办理。", to=pages.place_url, again=again)


@only("GET", "POST")
def split(request: HttpRequest, code: str) -> HttpResponse:
    """A village becomes several."""
    village, now = _village(request, code), timezone.now()
    form = SplitForm(request.POST or None)
    title = f"{village.short_name}分设"
    if request.method != "POST" or not form.is_valid():
        return _shown(request, form, title, village, 200 if request.method != "POST" else 422)
    data, into = form.cleaned_data, form.new_places()
    if not data["confirmed"]:
        kept = "保留，分出" if data["keeps"] else "分为"
        what = (
            f"{village.short_name}自{data['on']}起{kept}{'、'.join(new.name for new in into)}，依据{data['document']}。"
        )
        return _looked_at(request, form, title, village, what, [village])

    def call(actor: Actor) -> Any:
        return villages.split(
            actor=actor,
            old=village,
            into=into,
            on=data["on"],
            document=data["document"],
            keeps=data["keeps"],
            stays=int(data["stays"]) - 1,
            now=now,
        )

    def again(status: int) -> HttpResponse:
        return _shown(request, form, title, village, status)

    return carry_out(request, form, call, done="分设已办理。", to=pages.place_url(village), again=again)
