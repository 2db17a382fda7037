"""Pages of the log: the list, one entry, the workbook; signed heads to print and to keep."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.audit import chain
from sibai.audit import heads as signing
from sibai.audit.models import Head, SignedHead
from sibai.audit.queries import readable
from sibai.audit.refusals import Refusal
from sibai.documents.answers import download
from sibai.people.pages import Column, Listing, PageForm, Row, carry_out, found, page, told
from sibai.people.pages.methods import only
from sibai.web.log import asking, telling
from sibai.web.log.exporting import export as make_workbook

HEADS = (
    Column("日志到"),
    Column("签发时间", kind="moment"),
    Column("校验值（前16位）", kind="code"),
)


@only("GET")
def index(request: HttpRequest) -> HttpResponse:
    """The log, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    what = asking.asked(request.GET)
    shown = asking.turned(asking.selected(actor, what), what)
    export_url = reverse("audit:export") + what.url() if actor.may("audit.export") else ""
    context = {
        "listing": telling.listing(shown, what, actor, export_url),
        "what": what,
        "heads_url": reverse("audit:heads") if actor.may_open("audit:heads") else "",
        "dated": [(name, what.given[name]) for name in ("q", "room", "outcome") if what.given.get(name)],
    }
    return page(request, "web/log/list.html", context)


@only("GET")
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One entry."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(readable(actor.role, actor.scope), pk=seq)
    return page(request, "web/log/entry.html", {"entry": row, **telling.facts_of(row, actor)})


@only("GET")
def export(request: HttpRequest) -> HttpResponse:
    """The entries that the list shows, as a workbook."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = asking.selected(actor, asking.asked(request.GET))
    try:
        made = make_workbook(actor=actor, rows=rows, now=timezone.now())
    except Refusal as refusal:
        return told(request, refusal.status, "没有导出", str(refusal))
    return download(made, "日志", "xlsx")


@only("GET")
def heads(request: HttpRequest) -> HttpResponse:
    """The signed heads, newest first."""
    return _heads(request, PageForm(), 200)


def _heads(request: HttpRequest, form: PageForm, status: int) -> HttpResponse:
    shown = Listing(
        SignedHead.objects.all(),
        request.GET,
        HEADS,
        lambda head: Row(
            reverse("audit:head", args=[head.seq]), [f"第{head.seq:,}条", head.at, chain.short(head.hash)]
        ),
        title="签过名的日志头",
        order=("-seq",),
        empty={"what": "还没有签过名的日志头。", "how": "签一个，各方就能留存：日志以后被改动、删去，一对便知。"},
    )
    may_sign = request.actor.may("audit.sign")  # type: ignore[attr-defined]
    last = Head.objects.filter(pk=1).first()
    context = {"listing": shown.shown(), "form": form, "head": last, "may_sign": may_sign}
    return page(request, "web/log/heads.html", context, status)


@only("POST")
def sign(request: HttpRequest) -> HttpResponse:
    """A party asks for a signed head."""
    form, now = PageForm(request.POST), timezone.now()
    return carry_out(
        request,
        form,
        lambda actor: signing.ask_for_one(actor=actor, county=actor.place_code, now=now),
        done="日志头已签发，可以打印或下载留存。",
        to=lambda head: reverse("audit:head", args=[head.seq]),
        again=lambda status: _heads(request, form, status),
    )


@only("GET")
def head(request: HttpRequest, seq: int) -> HttpResponse:
    """One signed head, small enough to print and pin."""
    row = found(SignedHead.objects.all(), seq=seq)
    code = segno.make(signing.kept_line(row).decode(), error="m", micro=False)
    facts = [
        {"label": "签发时间", "value": row.at, "kind": "moment"},
        {"label": "日志到", "value": f"第{row.seq:,}条"},
        {"label": "打印用", "value": f"{row.seq}:{row.hash[: chain.SHORT]}"},
        {"label": "县", "value": row.county},
        {"label": "校验值", "value": chain.in_groups(row.hash), "wide": True},
        {"label": "公钥", "value": chain.in_groups(row.public_key), "wide": True},
        {"label": "签名", "value": chain.in_groups(row.signature), "wide": True},
    ]
    context = {
        "head": row,
        "short": chain.short(row.hash),
        "facts": facts,
        "code": code.svg_data_uri(scale=3, border=2),
    }
    return page(request, "web/log/head.html", context)


@only("GET")
def head_file(request: HttpRequest, seq: int) -> HttpResponse:
    """The line that a party keeps, as a file."""
    row = found(SignedHead.objects.all(), seq=seq)
    return download(signing.kept_line(row) + b"\n", f"sibai-head-{row.seq}", "txt")
