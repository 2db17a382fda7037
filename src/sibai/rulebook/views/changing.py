"""What moves a decision on: changed and handed in again, confirmed, returned, taken back, its document attached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from sibai.people.actor import Actor
from sibai.people.pages import PageForm, carry_out, page
from sibai.rulebook.forms import Plain, Scan, SendingBack, deciding
from sibai.rulebook.models import RETURNED, Decision
from sibai.rulebook.operations import decisions as acts
from sibai.rulebook.operations import papers
from sibai.rulebook.queries import entries
from sibai.rulebook.queries.decisions import line_of
from sibai.rulebook.views.deciding import PREPARED, crumbs_to, form_page, one, preview_url, show, to

READ_OR_SEND = ["GET", "POST"]
SAME = "（和今天一样）"


@require_http_methods(READ_OR_SEND)
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a returned decision and hand it in again."""
    row = one(request, pk)
    if not entries.known(row.entry):
        raise Http404
    shown = entries.decide_page(row.entry, timezone.localdate())
    form = deciding(shown.shape)(request.POST or None, initial=entries.typed(row))
    if request.method == "GET":
        return form_page(request, shown, form, row) if row.state == RETURNED else show(request, row, 409)
    return carry_out(
        request,
        form,
        lambda actor: acts.amend(
            actor=actor,
            decision=row,
            version=form.cleaned_data["version"] or 0,
            now=timezone.now(),
            **form.decided(),
        ),
        done=PREPARED,
        to=to,
        again=lambda status: form_page(request, shown, form, row, status),
    )


@require_http_methods(READ_OR_SEND)
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a decision in force."""
    row = one(request, pk)
    line = line_of(row)
    today = entries.value_today(row.entry, timezone.localdate())
    effects = [
        {"label": "今天的数值", "value": today},
        {"label": "改成", "value": f"{line.shown}{SAME if line.shown == today else ''}"},
        {"label": "从哪天起", "value": f"{row.start}起{f'至{row.end}' if row.end else ''}"},
        {"label": "依据的文件", "value": row.document},
        {"label": "已经定下的结果", "value": "不变：已签的合同、已发的工资、已定的考核各自留着当时的依据"},
    ]
    words = {
        "preview_url": preview_url(request, row),
        "what": f"确认：{row.entry_label}，从{row.start}起按“{line.shown}”",
        "effects": effects,
        "last": True,
    }
    return _asked(
        request,
        row,
        Plain,
        words,
        "确认",
        lambda actor, given: acts.confirm(actor=actor, decision=row, now=timezone.now(), **given),
        "已确认，从起始日起按新的数值计算。",
    )


@require_http_methods(READ_OR_SEND)
def send_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return a decision with a reason."""
    row = one(request, pk)
    words = {
        "what": f"退回这项决定：{row.entry_label}",
        "effects": [{"label": "退给", "value": row.prepared_by.name}],
    }
    return _asked(
        request,
        row,
        SendingBack,
        words,
        "退回",
        lambda actor, given: acts.send_back(actor=actor, decision=row, now=timezone.now(), **given),
        "已退回，拟定的人会看到原因。",
    )


@require_http_methods(READ_OR_SEND)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a decision back."""
    row = one(request, pk)
    effects: Sequence[Any] = [{"label": "结果", "value": "这一项不再报请确认，数值不变；需要时另行拟定"}]
    words = {"what": f"撤回这项决定：{row.entry_label}", "effects": effects, "last": True}
    return _asked(
        request,
        row,
        Plain,
        words,
        "撤回",
        lambda actor, given: acts.withdraw(actor=actor, decision=row, now=timezone.now(), **given),
        "已撤回。",
    )


def _asked(
    request: HttpRequest,
    row: Decision,
    form_of: type[PageForm],
    words: dict[str, Any],
    button: str,
    call: Callable[[Actor, dict[str, Any]], Decision],
    done: str,
) -> HttpResponse:
    """A page that says what will happen, and the act once it is sent."""
    form = form_of(request.POST or None, initial={"version": row.version})

    def again(status: int) -> HttpResponse:
        crumbs = crumbs_to(row, (row.entry_label, to(row)))
        context = {"confirm": words, "form": form, "button": button, "crumbs": crumbs, "cancel_url": to(row)}
        context["preview_url"] = words.get("preview_url", "")
        return page(request, "rulebook/confirm.html", context, status)

    if request.method == "GET":
        return again(200)
    return carry_out(request, form, lambda actor: call(actor, form.facts()), done=done, to=to, again=again)


@require_POST
def attach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in the scan of the document."""
    row = one(request, pk)
    form = Scan(request.POST, request.FILES)

    def again(status: int) -> HttpResponse:
        why = "；".join(str(each) for each in [*form.errors.get("file", []), *form.non_field_errors()])
        return show(request, row, status, why)

    return carry_out(
        request,
        form,
        lambda actor: papers.attach(actor=actor, decision=row, upload=form.cleaned_data["file"], now=timezone.now()),
        done="已保存扫描件。",
        to=to(row),
        again=again,
    )
