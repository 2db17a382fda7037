"""The office's side of what crosses: the county is told and finds the way, the village takes the rest in hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from sibai.audit.models import Entry
from sibai.people.actor import Actor
from sibai.recruitment.models import Application, Vacancy
from sibai.recruitment.queries.exporting import not_collected
from sibai.recruitment.queries.todos import todos
from tests.public.apart import Apart, apart
from tests.public.conftest import NOW
from tests.recruitment.rounds import DEADLINE, Round, at, facts_of
from tests.web_fixtures import COUNTY

__all__ = ["apart"]
OFFICE_MIDDLEWARE = list(django_settings.MIDDLEWARE)


def test_the_county_is_told_which_rounds_are_not_collected(
    apart: Apart, open_round: Round, actor_of: Callable[..., Actor]
) -> None:
    after, clerk = DEADLINE + timedelta(days=1), actor_of("county_clerk")

    def told(day: date) -> list[tuple[str, str]]:
        with override_settings(ROOT_URLCONF="sibai.urls"):
            return [(todo.label, todo.url) for todo in todos(clerk, day)]

    apart.apply(open_round.selection.pk)
    assert not_collected(DEADLINE) == told(DEADLINE) == []
    assert not_collected(after) == [open_round.village.short_name]
    assert told(after) == [("接收网上报名文件", "/recruitment/crossing/")]
    apart.take(apart.seal(NOW), NOW)
    assert not_collected(after) == [open_round.village.short_name]
    apart.apply(open_round.selection.pk, 2)
    apart.take(apart.seal(at(after)), at(after))
    assert not_collected(after) == told(after) == []


def test_the_way_to_the_files_stands_on_the_list_of_rounds(
    apart: Apart, open_round: Round, client_of: Callable[..., Client], settings: Any
) -> None:
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "sibai.urls", OFFICE_MIDDLEWARE
    way = 'href="/recruitment/crossing/"'
    assert way in client_of("county_clerk").get("/recruitment/").text
    assert way not in client_of("town", str(open_round.village.parent_id)).get("/recruitment/").text
    Vacancy.objects.update(closed_on=DEADLINE)
    empty = client_of("county_clerk").get("/recruitment/").text
    assert "没有空缺的岗位" in empty
    assert empty.count(way) == 2


def test_the_village_opens_compares_and_takes_in_what_crossed(
    apart: Apart, open_round: Round, client_of: Callable[..., Client], settings: Any
) -> None:
    apart.apply(open_round.selection.pk)
    apart.take(apart.seal())
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "sibai.urls", OFFICE_MIDDLEWARE
    assert "有1份网上报名待核收" in todos(open_round.clerk, NOW.date())[0].detail
    village = client_of("village", open_round.village.code)
    kept = Application.objects.get()
    page = village.get(f"/recruitment/application/{kept.pk}/").content.decode()
    assert "核对收下" in page
    assert page.count("/documents/") >= 3, "the scans are there to compare"
    facts = {name: value for name, value in facts_of(1).items() if value not in (None, False)}
    form = {**facts, "version": str(kept.version), "command": "c" * 32}
    assert village.post(f"/recruitment/application/{kept.pk}/take-in/", form).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.person.name if kept.person else "") == ("entered", facts["name"])
    assert "待核收" not in todos(open_round.clerk, NOW.date())[0].detail


def test_the_county_takes_a_file_on_its_page_and_downloads_the_answer(
    apart: Apart, open_round: Round, client_of: Callable[..., Client], settings: Any
) -> None:
    apart.apply(open_round.selection.pk)
    content = apart.seal()
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "sibai.urls", OFFICE_MIDDLEWARE
    clerk = client_of("county_clerk", COUNTY)
    page = clerk.get("/recruitment/crossing/").content.decode()
    command = re.findall(r'name="command" value="([0-9a-f]+)"', page)[0]
    bad = clerk.post("/recruitment/crossing/", {"file": SimpleUploadedFile("x", b"nothing"), "command": command})
    assert (bad.status_code, "不是公众机器制作的报名文件" in bad.content.decode()) == (422, True)
    done = clerk.post("/recruitment/crossing/", {"file": SimpleUploadedFile("x", content), "command": command})
    assert done.status_code == 302
    assert Application.objects.count() == 1
    assert Entry.objects.get(action="recruitment.take_file").role == "county_clerk"
    answer = clerk.get("/recruitment/crossing/notices/")
    assert answer.content.startswith(b"SIBAI-NOTICES-1\n")
    assert client_of("town", "610929104000").get("/recruitment/crossing/").status_code == 403
