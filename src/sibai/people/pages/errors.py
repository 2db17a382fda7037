"""What a page says when something cannot be done: plain words, what to do next, never a trace."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger("sibai")


def told(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    """An error page."""
    context = {"code": status, "title": title, "what_to_do": advice}
    return render(request, settings.ERROR_TEMPLATE, context, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400."""
    return told(request, 400, "这个请求读不懂", "请从页面上的链接进入，或返回上一页重新填写。")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return told(request, 403, "您的角色不能办这件事", "如果工作需要，请联系系统管理员核对角色。")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: not there, or outside the user's place."""
    return told(request, 404, "没有这一页", "可能已经办结，或不在您的范围内。请从“待办”或列表进入。")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The log says where, and nothing that anybody typed."""
    kind, _, trace = sys.exc_info()
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    logger.error("%s at %s", kind.__name__ if kind else "error", where)
    advice = "请稍后再试；还是这样的话，把时间和所在页面告诉管理员。"
    return told(request, 500, "这一步没有办成，什么也没有改动", advice)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the page was open too long, or the browser refuses cookies."""
    return told(request, 403, "这一页开得太久，需要重新打开", "请刷新页面后再提交；浏览器须允许本站的 Cookie。")
