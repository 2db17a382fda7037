"""The pages of notices."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from sibai.employment.models import Notice, Receipt
from sibai.people.actor import Actor
from sibai.people.pages.shown import ActPage, fact, note


def notices(actor: Actor) -> models.QuerySet[Notice]:
    """Notices to coordinators of the scope."""
    mine = Receipt.objects.within(actor.scope).values("notice_id")
    return Notice.objects.filter(pk__in=mine).select_related("place", "written_by")


def begin(actor: Actor) -> dict[str, str] | None:
    """The way to write one."""
    may = actor.may_open("employment:write_notice")
    return {"label": "写通知", "url": reverse("employment:write_notice")} if may else None


def write_page() -> ActPage:
    """Writing a notice."""
    url = reverse("employment:notices")
    notes = [note("通知里不要写身份证号、银行卡号等个人信息。")]
    return ActPage("写通知", url, [{"label": "通知", "url": url}, {"label": "写通知", "url": ""}], notes=notes)


def notice_page(row: Notice, actor: Actor) -> dict[str, Any]:
    """One notice: its words, who wrote it, the way to take it back."""
    mine = actor.may_open("employment:withdraw_notice") and str(row.place_id) == actor.place_code
    url = reverse("employment:withdraw_notice", args=[row.pk])
    acts = [{"label": "撤回通知", "url": url, "danger": True}] if mine and row.withdrawn_at is None else []
    status = {"tone": "plain", "word": "已撤回"} if row.withdrawn_at else {"tone": "done", "word": "已发出"}
    return {
        "title": row.title,
        "status": status,
        "crumbs": [{"label": "通知", "url": reverse("employment:notices")}, {"label": row.title, "url": ""}],
        "acts": acts,
        "body": row.body,
        "by": row.written_by.name if row.written_by else "系统",
        "place": row.place.short_name,
        "at": row.written_at,
        "read_by_day": row.read_by_day,
    }


def withdraw_page(row: Notice) -> ActPage:
    """Taking a notice back."""
    url = reverse("employment:notice", args=[row.pk])
    crumbs = [
        {"label": "通知", "url": reverse("employment:notices")},
        {"label": row.title, "url": url},
        {"label": "撤回", "url": ""},
    ]
    notes = [note("撤回以后协理员不再看到这条通知；谁已经读过仍然记着。", "due")]
    closed = "这条通知已经撤回。" if row.withdrawn_at else ""
    return ActPage("撤回通知", url, crumbs, [fact("标题", row.title)], notes, closed=closed, button="撤回")
