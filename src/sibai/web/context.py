"""What the frame of every page shows: where am I, who am I, where can I go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sibai.audit.acts import ANYONE, ROLES
from sibai.web.menu import MENU, link


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame for the templates; `actor` for pages that ask what the user may do."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.role in {"", ANYONE}:
        return {"frame": {"demo": settings.OWN.demo}, "actor": actor}
    match = request.resolver_match
    here = {match.namespace, match.view_name, match.view_name.partition(":")[2]} if match else set()
    menu = [
        {"label": each.label, "url": link(each.route), "icon": each.icon, "current": bool(here & set(each.rooms))}
        for each in MENU
        if actor.may_open(each.route) and link(each.route)
    ]
    hats = getattr(request, "hats", [])
    mine = [hat for hat in hats if (hat.role, hat.place_code, hat.lender_id) == _held(actor)]
    place = mine[0].place_name if mine else ""
    return {
        "actor": actor,
        "frame": {
            "place": place,
            "role": ROLES.get(actor.role, ""),
            "user_name": actor.user_name,
            "on_behalf_of": mine[0].lender_name if mine else "",
            "home_url": link("home"),
            "search_url": link("search") if actor.may_open("search") else "",
            "query": getattr(request, "sought", "") if match and match.view_name == "search" else "",
            "menu": menu,
            "me": _own(actor),
            "others": _others(hats, mine),
            "logout_url": link("people:logout"),
            "demo": settings.OWN.demo,
        },
    }


OWN = (
    ("我的账号", "people:me", "user"),
    ("登录设备", "people:sessions", "lock"),
    ("委托", "people:delegations", "people"),
    ("个人信息申请", "people:requests", "info"),
)
"""Links of the menu under one's own name."""


def _own(actor: Any) -> list[dict[str, Any]]:
    """What is about the user: the account, and for a coordinator what is kept about the person."""
    links = [
        {"label": label, "url": link(route), "icon": icon}
        for label, route, icon in OWN
        if actor.may_open(route) and link(route)
    ]
    if actor.person_id and actor.may_open("people:person"):
        links.append({"label": "我的个人信息", "url": reverse("people:person", args=[actor.person_id]), "icon": "user"})
    return links


def _others(hats: Any, mine: Any) -> list[dict[str, Any]]:
    """The other roles of the same user, where there are any."""
    url = link("people:hat")
    if len(hats) < 2 or not url:
        return []
    return [{"label": hat.label, "url": url, "id": str(hat.id), "current": hat in mine} for hat in hats]


def _held(actor: Any) -> tuple[str, str, Any]:
    return actor.role, actor.place_code, actor.on_behalf_of
