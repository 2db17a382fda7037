"""The door of the public process: how often anybody may come, before anything that was sent is read."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from sibai.people.addresses import client_address
from sibai.people.pages.errors import told
from sibai.recruitment.limits import Limit, Limiter

Next = Callable[[HttpRequest], HttpResponseBase]
MINUTE, TEN_MINUTES = 60, 600
PAGES, TRIES, APPLICATIONS, LOOKUPS = "pages", "tries", "applications", "lookups"
KIND_OF_POST = {"public:apply": TRIES, "public:status": LOOKUPS, "public:withdraw": LOOKUPS}
WAIT = {
    PAGES: "您（或与您共用网络的人）打开页面太频繁。",
    TRIES: "这个网络提交得太频繁。",
    APPLICATIONS: "这个网络刚才已经交了几份报名。",
    LOOKUPS: "这个网络查询回执太频繁。",
}


def limits() -> dict[str, tuple[Limit, Limit]]:
    """The limits of the settings, by kind: for one address, and for all together."""
    own = settings.OWN
    counts = {
        PAGES: (own.limit_pages, MINUTE),
        TRIES: (own.limit_tries, TEN_MINUTES),
        APPLICATIONS: (own.limit_applications, TEN_MINUTES),
        LOOKUPS: (own.limit_lookups, MINUTE),
    }
    return {kind: (Limit(one, period), Limit(every, period)) for kind, ((one, every), period) in counts.items()}


def gate(get_response: Next) -> Next:
    """Every request counts as a page; forms sent, receipts looked up and applications kept have their own limits."""
    limiter = Limiter(limits())

    def handle(request: HttpRequest) -> HttpResponseBase:
        address, now = client_address(request), time.monotonic()
        for kind, count in _counted(request):
            wait = limiter.spend(kind, address, now) if count else limiter.wait(kind, address, now)
            if wait:
                return _too_many(request, kind, wait)
        response = get_response(request)
        if getattr(response, "kept_an_application", False):
            limiter.spend(APPLICATIONS, address, now)
        return response

    return handle


def _counted(request: HttpRequest) -> Iterator[tuple[str, bool]]:
    """What a request counts as; applications are looked at here and counted once one is kept."""
    yield PAGES, True
    if request.method == "POST":
        kind = _kind(request)
        if kind == TRIES:
            yield APPLICATIONS, False
        if kind:
            yield kind, True


def _kind(request: HttpRequest) -> str:
    """Which limit a form that is sent has; blank for none."""
    try:
        return KIND_OF_POST.get(resolve(request.path_info).view_name, "")
    except Resolver404:
        return ""


def _too_many(request: HttpRequest, kind: str, wait: float) -> HttpResponseBase:
    """The page 429, with how long to wait."""
    seconds = math.ceil(wait)
    told_time = f"{seconds}秒" if seconds < MINUTE else f"{math.ceil(wait / MINUTE)}分钟"
    advice = f"{WAIT[kind]}请等{told_time}再试。急用请打公告上的咨询电话，或到村（社区）办理。"
    response = told(request, 429, "请稍等再试", advice)
    response["Retry-After"] = str(seconds)
    return response
