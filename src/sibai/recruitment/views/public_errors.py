"""What the public pages say when something cannot be done: nobody here has a role or a list to go to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from sibai.people.pages.errors import bad_request, server_error, told

__all__ = ["bad_request", "forbidden", "not_found", "server_error"]


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return told(request, 403, "这一步不能这样办", "请从公告的页面重新进入。")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404."""
    return told(request, 404, "没有这一页", "公告可能已经结束，或者网址不全。请从公告列表进入。")
