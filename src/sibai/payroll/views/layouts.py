"""Bank layouts: the list, and one entered or changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sibai.payroll.forms.layouts import SaveLayoutForm
from sibai.payroll.operations.laying_out import save_layout
from sibai.payroll.queries.case_pages import tabs
from sibai.payroll.queries.layout_pages import layout_list, layout_page, text_of
from sibai.people.pages import page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


@only("GET")
def layouts(request: HttpRequest) -> HttpResponse:
    """All layouts."""
    actor = actor_of(request)
    context = {"title": "银行格式", "listing": layout_list(actor), "tabs": tabs(actor, "layouts")}
    return page(request, "web/listing.html", context)


@only("GET", "POST")
def save(request: HttpRequest, code: str) -> HttpResponse:
    """One layout."""
    _, now = clock()
    form = typed(request, SaveLayoutForm, code=code, text=text_of(code))
    return act(
        request,
        form,
        lambda: layout_page(code),
        lambda actor: save_layout(actor=actor, now=now, **form.facts()),
        done="格式已保存，下一个文件就用它。",
    )
