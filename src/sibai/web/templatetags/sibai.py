"""Words, numbers and small marks as every page writes them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.templatetags.static import static
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from sibai.web.cells import NOTHING, Cell, as_cell, attribute, column_class, main_column, written

register = template.Library()

ZONE = ZoneInfo("Asia/Shanghai")
TONES = ("due", "late", "done", "plain")
NEAR = datetime.timedelta(days=3)
"""How long before a deadline its amber begins: a matter of the screen, not of the measure."""
DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")}


@register.filter
def fen(value: Any) -> str:
    """Money in fen (an int) as yuan: 160000 becomes 1,600.00; nothing becomes a dash."""
    return hundredths(value)


@register.filter
def points(value: Any) -> str:
    """Centipoints (an int) as points: 8850 becomes 88.50; nothing becomes a dash."""
    return hundredths(value)


def hundredths(value: Any) -> str:
    """A whole number of hundredths with two decimals and thousands separators. Raises TypeError for anything else."""
    if value is None or value == "":
        return NOTHING
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"hundredths are whole numbers, not {type(value).__name__}")
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole:,}.{rest:02d}"


@register.filter
def day(value: Any) -> str:
    """A date, or the Shanghai date of an aware moment, as 2026-05-21; nothing becomes a dash."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(ZONE).date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if value else NOTHING


@register.filter
def moment(value: Any) -> str:
    """An aware moment as 2026-05-21 14:05 in Shanghai; nothing becomes a dash. Raises TypeError for a naive one."""
    if not isinstance(value, datetime.datetime):
        return day(value)
    if value.tzinfo is None:
        raise TypeError("a moment without a time zone")
    return value.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@register.filter
def tone(value: Any, today: datetime.date | None = None) -> str:
    """One of due, late, done, plain. A date is judged against `today`: past is late, within three days due."""
    if isinstance(value, datetime.date) and today is not None:
        limit = value.astimezone(ZONE).date() if isinstance(value, datetime.datetime) else value
        if limit < today:
            return "late"
        return "due" if limit - today <= NEAR else "plain"
    return value if value in TONES else "plain"


WRITERS = {"money": fen, "points": points, "day": day, "moment": moment}


@register.filter
def cells(row: Sequence[Any], columns: Sequence[Any]) -> Iterator[Cell]:
    """The cells of a row with what their columns say: written out, with class and label."""
    main = main_column(columns)
    for column, value in zip(columns, row, strict=True):
        yield as_cell(column, value, WRITERS, main=column is main)


@register.filter
def shown(fact: Any) -> str:
    """The value of a fact by its kind: money, points, day, moment, number, check or plain text."""
    return written(attribute(fact, "value", None), attribute(fact, "kind"), WRITERS)


register.filter("column_class", column_class)


@register.filter
def first_ones(entries: Sequence[Any] | None) -> Sequence[Any]:
    """The entries a phone's bottom bar shows: all up to five, else four, for the fifth place is taken by 更多."""
    entries = entries or ()
    return entries if len(entries) <= 5 else entries[:4]


@register.filter
def other_ones(entries: Sequence[Any] | None) -> Sequence[Any]:
    """The entries behind 更多 on a phone: what `first_ones` leaves."""
    entries = entries or ()
    return entries[len(first_ones(entries)) :]


@register.filter
def openable(url: str | None, actor: Any) -> str:
    """An address of the site for whom may open it, else blank: nothing links to a refusal. `actor` can be missing."""
    if not url or not hasattr(actor, "may_open"):
        return url or ""
    try:
        route = resolve(url.partition("?")[0].partition("#")[0]).view_name
    except Resolver404:
        return url
    return url if actor.may_open(route) else ""


@register.filter(needs_autoescape=True)
def whole(text: Any, autoescape: bool = True) -> SafeString:
    """A sentence whose dates are not broken at the end of a line."""
    safe = conditional_escape(text) if autoescape else str(text)
    return mark_safe(DATE.sub(r'<span class="day">\g<0></span>', safe))  # noqa: S308 - escaped above


@register.filter
def at_work(steps: Sequence[Any]) -> bool:
    """Whether one of the steps is being done or was returned, so that it can stand for the whole line on a phone."""
    return any(attribute(step, "state") in {"now", "returned"} for step in steps)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the sprite; it says nothing, the word beside it does."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("web/sprite.svg"), name)


@register.simple_tag
def status(colour: str, word: str) -> SafeString:
    """A status: a word with a colour and a shape (due, late, done, plain)."""
    return format_html('<span class="status {}">{}</span>', tone(colour), word)


@register.simple_tag
def article(label: str, url: str | None = None) -> SafeString:
    """The chip 〔第十三条〕, linked to the article's page where this process has one, or to `url` ("" for no link)."""
    address = article_address(label) if url is None else url
    if not address:
        return format_html('<span class="article">〔{}〕</span>', label)
    return format_html('<a class="article" href="{}">〔{}〕</a>', address, label)


def article_address(label: str) -> str:
    """The address of the page of an article named as in 第十三条第二款, or "" where there is none."""
    found = re.match(r"第([一二三四五六七八九十]+)条", label)
    if not found:
        return ""
    try:
        return reverse("rulebook:article", args=[article_number(found[1])])
    except NoReverseMatch:
        return ""


def article_number(word: str) -> int:
    """The number of a Chinese numeral below one hundred: 十三 is 13, 二十 is 20."""
    tens, ten, ones = word.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


class Again(template.Node):
    """A block of the page once more, as plain text: the h1 as the title of the window."""

    def __init__(self, name: str) -> None:
        """Keep the name of the block."""
        self.name = name

    def render(self, context: Context) -> SafeString:
        """The block as the page at hand fills it, without tags and line breaks."""
        text = BlockNode(self.name, NodeList()).render(context)
        return mark_safe(" ".join(strip_tags(text).split()))  # noqa: S308 - the block was escaped when it was rendered


@register.tag
def again(parser: Parser, token: Token) -> Again:
    """`{% again "title" %}`: the block `title` once more, as plain text."""
    name = token.split_contents()[1].strip("'\"")
    return Again(name)


@register.filter
def ungrouped(form: forms.BaseForm) -> list[forms.BoundField]:
    """The visible fields of a form that none of its `groups` names."""
    named = {name for group in attribute(form, "groups", ()) for name in attribute(group, "names", ())}
    return [field for field in form.visible_fields() if field.name not in named]
