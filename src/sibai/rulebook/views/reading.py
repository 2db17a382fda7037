"""Reading the rulebook: articles, parameters, readings, rules, and the file to take along."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sibai.audit.refusals import AlreadyDone
from sibai.documents.answers import download
from sibai.people.pages import page
from sibai.rulebook import exporting
from sibai.rulebook.forms import Export
from sibai.rulebook.queries import articles as of_articles
from sibai.rulebook.queries import entries as of_entries
from sibai.rulebook.queries import in_force
from sibai.rulebook.queries import rules as of_rules
from sibai.rulebook.queries.decisions import with_open
from sibai.rulebook.views.around import back_to, rights, tabs
from sibai.rulebook.views.lists import parameter_list

UNDECIDED = "undecided"


@require_GET
def articles(request: HttpRequest) -> HttpResponse:
    """The 23 articles."""
    lines = of_articles.articles(timezone.localdate())
    context = {"lines": lines, "undecided": sum(line.undecided for line in lines), "tabs": tabs(request, "articles")}
    return page(request, "rulebook/articles.html", context)


@require_GET
def article(request: HttpRequest, number: str) -> HttpResponse:
    """One article: `13` or `第十三条`."""
    known = of_articles.number_of(number)
    if known is None:
        raise Http404
    shown = of_articles.article_page(known, request.actor, timezone.localdate())  # type: ignore[attr-defined]
    return page(request, "rulebook/article.html", {"article": shown, "crumbs": back_to(), **rights(request)})


@require_GET
def parameters(request: HttpRequest) -> HttpResponse:
    """Every parameter as it is in force today."""
    found = [entry for entry in in_force.all_entries(timezone.localdate()) if not entry.is_reading]
    context = {
        "listing": parameter_list(found, request.GET),
        "tabs": tabs(request, "parameters"),
        "export": Export(),
        **rights(request),
    }
    return page(request, "rulebook/parameters.html", context)


@require_GET
def readings(request: HttpRequest) -> HttpResponse:
    """Every reading with its options and which is in force."""
    every = [entry for entry in in_force.all_entries(timezone.localdate()) if entry.is_reading]
    only = request.GET.get("show") == UNDECIDED
    left = [entry for entry in every if entry.undecided]
    chips = [
        {"label": "全部", "url": "?", "on": not only, "count": len(every)},
        {"label": "待县里确定", "url": f"?show={UNDECIDED}", "on": only, "count": len(left)},
    ]
    context = {
        "readings": with_open(left if only else every, request.actor),  # type: ignore[attr-defined]
        "groups": [{"label": "", "chips": chips}],
        "tabs": tabs(request, "readings"),
        **rights(request),
    }
    return page(request, "rulebook/readings.html", context)


@require_GET
def entry(request: HttpRequest, name: str) -> HttpResponse:
    """One parameter or reading over time."""
    if not of_entries.known(name):
        raise Http404
    shown = of_entries.entry_page(name, request.actor, timezone.localdate())  # type: ignore[attr-defined]
    kind, route = ("口径", "readings") if shown.entry.is_reading else ("参数", "parameters")
    crumbs = back_to((kind, reverse(f"rulebook:{route}")))
    return page(request, "rulebook/entry.html", {"shown": shown, "crumbs": crumbs, **rights(request)})


@require_GET
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """How a number is made."""
    if not of_rules.known(name):
        raise Http404
    shown = of_rules.rule_page(name, timezone.localdate())
    article = shown.articles[0]
    crumbs = back_to((article, reverse("rulebook:article", args=[article])))
    return page(request, "rulebook/rule.html", {"rule": shown, "crumbs": crumbs})


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The county's rulebook as a file."""
    form = Export(request.POST)
    command = form.cleaned_data.get("command") if form.is_valid() else None
    actor = request.actor.ordered(command)  # type: ignore[attr-defined]
    try:
        made = exporting.export(actor=actor, now=timezone.now())
    except AlreadyDone:
        made = exporting.exported()
    return download(made.content, exporting.FILE_NAME, "toml")
