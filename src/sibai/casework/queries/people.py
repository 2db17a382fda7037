"""Whom a case is about: a list of posts to choose from, those who left included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sibai.casework.queries.ways import sought
from sibai.employment.models import Stint
from sibai.employment.queries.stints import stints
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row


def posts_list(actor: Actor, given: Mapping[str, Any], route: str, *, on_post: bool = False) -> Listing:
    """Posts in the scope; each row leads to `route` with the post. `on_post`: those on post come first."""
    now = [("now", "在岗", Q(end__isnull=True)), ("left", "已离岗", Q(end__isnull=False))]

    def row(each: Stint) -> Row:
        cells = [{"text": each.person.name, "under": each.village.short_name}, each.start, each.end]
        return Row(reverse(route, args=[each.pk]), cells)

    return Listing(
        rows_of=stints(actor.scope),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("上岗日", "start", "day"),
            Column("最后在岗日", "end", "day"),
        ),
        row=row,
        title="选人",
        search=sought,
        placeholder="姓名、拼音、村名",
        filters=[Filter("post", "在岗", now, "now" if on_post else "")],
        order=("village_id", "-start", "pk"),
        empty={"what": "还没有人上岗。", "how": "上岗以后才有这里的事。"},
    )
