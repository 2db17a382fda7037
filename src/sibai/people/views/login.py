"""Signing in and out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sibai.people.pages import told


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Too many wrong passwords for this name from this address."""
    return told(request, 429, "密码错得太多，已暂时锁定", "请过半小时再试，或联系系统管理员。")


def login(request: HttpRequest) -> HttpResponse:
    """The login page."""
    return told(request, 503, "登录", "尚未建成")
