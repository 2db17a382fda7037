"""The sheet's way: filled by the village, checked and reported by the town."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sibai.attendance.forms import sheets as forms
from sibai.attendance.operations import filling, reporting
from sibai.attendance.queries import sheet_pages as shown
from sibai.attendance.queries import town_pages
from sibai.attendance.queries.ways import url_of
from sibai.attendance.views.finding import month_in, place_in, sheet_in
from sibai.people.pages import carry_out
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.boxes import Plain
from sibai.people.pages.forms import chosen
from sibai.people.pages.methods import only


@only("GET", "POST")
def fill(request: HttpRequest, month: str, code: str) -> HttpResponse:
    """The village fills its sheet."""
    today, now = clock()
    rules, village = month_in(month), place_in(request, code, "village")
    known = shown.fill_page(village, rules, actor_of(request))
    form_of = forms.fill_form(known)
    sent = request.method == "POST"
    form = form_of(request.POST) if sent else form_of(initial={"version": known.version, "digest": known.digest})
    return act(
        request,
        form,
        lambda: known.shown,
        lambda actor: filling.fill(
            actor=actor,
            village=village,
            month=rules.month,
            version=form.told()["version"],
            digest=form.cleaned_data["digest"],
            chosen=form.chosen(rules.month, known),
            notes=form.notes(known),
            today=today,
            now=now,
        ),
        done="考勤表已填报，由镇上核对。",
    )


@only("GET", "POST")
def check(request: HttpRequest, month: str, code: str) -> HttpResponse:
    """The town checks a sheet or sends it back."""
    _, now = clock()
    rules = month_in(month)
    sheet = sheet_in(request, rules, code)
    form = typed(request, forms.CheckForm, sheet)
    return act(
        request,
        form,
        lambda: shown.check_page(sheet, rules, actor_of(request)),
        lambda actor: reporting.check(actor=actor, sheet=sheet, now=now, **form.told()),
        done="核对结果已提交。",
        to=url_of("place", rules.month, sheet.village.parent_id or code),
    )


@only("POST")
def check_many(request: HttpRequest, month: str, code: str) -> HttpResponse:
    """The town checks several sheets at once."""
    _, now = clock()
    rules, town = month_in(month), place_in(request, code, "town")
    form = Plain(request.POST)
    back = url_of("place", rules.month, town.pk)

    def again(_status: int) -> HttpResponse:
        for faults in form.errors.values():
            for fault in faults:
                messages.error(request, str(fault))
        return redirect(back)

    return carry_out(
        request,
        form,
        lambda actor: reporting.check_many(
            actor=actor, town=town, month=rules.month, sheet_ids=_ids(chosen(request.POST, "chosen")), now=now
        ),
        done="选中的考勤表已核对。",
        to=back,
        again=again,
    )


def _ids(texts: list[str]) -> list[UUID]:
    """The numbers among what was sent."""
    made = []
    for text in texts:
        try:
            made.append(UUID(text))
        except ValueError:
            continue
    return made


@only("GET", "POST")
def submit(request: HttpRequest, month: str, code: str) -> HttpResponse:
    """The town reports to the county."""
    today, now = clock()
    rules, town = month_in(month), place_in(request, code, "town")
    form = typed(request, Plain)
    return act(
        request,
        form,
        lambda: town_pages.submit_page(town, rules, actor_of(request), today),
        lambda actor: reporting.submit(actor=actor, town=town, month=rules.month, today=today, now=now),
        done="花名册和考勤表已报送县人社局，不能再改；以后有变化的登记更正。",
    )


@only("GET", "POST")
def fill_rest(request: HttpRequest, month: str, code: str) -> HttpResponse:
    """The town fills what its villages have not."""
    today, now = clock()
    rules, town = month_in(month), place_in(request, code, "town")
    form = typed(request, Plain)
    return act(
        request,
        form,
        lambda: town_pages.fill_rest_page(town, rules, actor_of(request)),
        lambda actor: filling.fill_rest(actor=actor, town=town, month=rules.month, today=today, now=now),
        done="已代填，由镇上另一位经办核对。",
    )
