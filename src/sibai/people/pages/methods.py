"""Ways of asking: an address that only takes what is sent says so kindly when it is opened like a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sibai.people.pages.errors import told

View = Callable[..., HttpResponseBase]


def only(*methods: str) -> Callable[[View], View]:
    """Answer these methods; any other gets the page 405. HEAD goes with GET."""
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def framed(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *given: object, **named: object) -> HttpResponseBase:
            if request.method in allowed:
                return view(request, *given, **named)
            return _not_so(request, allowed)

        return answer

    return framed


def _not_so(request: HttpRequest, allowed: set[str]) -> HttpResponse:
    response = told(request, 405, "这个地址不能这样打开", "这一步要从页面上的按钮办理，请返回上一页再点一次。")
    response["Allow"] = ", ".join(sorted(allowed))
    return response
