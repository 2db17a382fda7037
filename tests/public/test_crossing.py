"""A public machine apart: what it keeps nobody there can read, and every application arrives in the office once."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from sibai.audit import heads
from sibai.audit.models import Entry
from sibai.db import keys
from sibai.documents.models import Paper
from sibai.people.actor import Actor, system
from sibai.recruitment import public_commands
from sibai.recruitment.models import (
    Application,
    Crossing,
    LoadedNotices,
    SealedApplication,
    Selection,
    TakenFile,
    Vacancy,
)
from sibai.recruitment.operations import applications as office
from sibai.recruitment.operations import crossing, taking
from sibai.recruitment.queries.exporting import not_collected
from sibai.recruitment.queries.opening_files import BadFile
from sibai.recruitment.queries.todos import todos
from tests.public.conftest import NOW, Visitor
from tests.recruitment.rounds import DEADLINE, Round, at, facts_of
from tests.web_fixtures import COUNTY

OFFICE_MIDDLEWARE = list(django_settings.MIDDLEWARE)


@dataclass
class Apart:
    """Both machines in one database: `there()` is the public one, with keys of its own and what the office signed."""

    settings: Any
    keys_there: Path
    visitor: Visitor
    monkeypatch: Any

    def __post_init__(self) -> None:
        self.keys_here = self.settings.KEYS
        self.office = heads.public_key()
        with self.there():
            self.machine = heads.public_key()
        self.monkeypatch.setattr(self.settings.OWN, "public_machine", self.machine)

    @contextmanager
    def there(self) -> Iterator[None]:
        self._at(self.keys_there, self.office)
        try:
            yield
        finally:
            self._at(self.keys_here, "")

    def _at(self, folder: Path, office: str) -> None:
        self.settings.KEYS = folder
        self.settings.OWN.office_key = office
        keys.forget()

    def load(self, now: Any = NOW) -> crossing.Loaded:
        """The office's notices, carried over."""
        content = crossing.export_notices(actor=system(COUNTY), now=now)
        with self.there():
            return crossing.load_notices(actor=system(""), content=content, now=now)

    def apply(self, round_id: Any, number: int = 1) -> str:
        """Somebody applies on the public machine; the receipt code."""
        with self.there():
            return self.visitor.code(self.visitor.apply(round_id, number))

    def seal(self, now: Any = NOW) -> bytes:
        """The sealed file."""
        out = io.BytesIO()
        with self.there():
            crossing.seal_file(actor=system(COUNTY), out=out, now=now)
        return out.getvalue()

    def take(self, content: bytes, now: Any = NOW) -> taking.Taken:
        """The office takes it in."""
        return taking.take_file(actor=system(COUNTY), stream=io.BytesIO(content), now=now)

    def state(self, code: str) -> str:
        """The status page on the public machine."""
        with self.there():
            return self.visitor.state(code)

    def withdraw(self, code: str) -> Any:
        """The withdrawal on the public machine."""
        with self.there():
            return self.visitor.client.post("/withdraw/", {"code": code, "sure": "on"})


@pytest.fixture
def apart(open_round: Round, visitor: Visitor, settings: Any, tmp_path: Path, monkeypatch: Any) -> Iterator[Apart]:
    """A public machine apart that has the office's notices."""
    monkeypatch.setattr(settings.OWN, "office_key", "")
    keys.forget()
    made = Apart(settings, tmp_path / "keys", visitor, monkeypatch)
    made.load()
    yield made
    keys.forget()


def later(minutes: int) -> Any:
    return NOW + timedelta(minutes=minutes)


def test_an_application_crosses_with_its_scans_and_waits_for_the_village(apart: Apart, open_round: Round) -> None:
    code = apart.apply(open_round.selection.pk)
    assert "等候送到县里" in apart.state(code)
    taken = apart.take(apart.seal())
    assert (taken.items, taken.fresh, taken.known, taken.set_aside) == (1, 1, 0, 0)
    kept = Application.objects.get()
    assert (kept.state, kept.source, kept.applied_at, kept.notice_version) == ("received", "online", NOW, "2026-01")
    assert kept.typed["id_number"] == facts_of(1)["id_number"]
    assert (kept.poverty_relief, kept.knows_village, kept.veteran) == (True, True, False)
    assert Paper.objects.filter(subject_id=str(kept.pk)).count() == 3
    taken_in = office.take_in(
        actor=open_round.clerk, application=kept, version=kept.version, facts=facts_of(1), now=NOW
    )
    assert taken_in.state == "entered"


def test_what_lies_on_the_public_machine_cannot_be_read_there(apart: Apart, open_round: Round) -> None:
    apart.apply(open_round.selection.pk)
    row = SealedApplication.objects.get()
    everything = bytes(row.box) + repr(SealedApplication.objects.values().get()).encode()
    everything += repr(list(Entry.objects.filter(action="recruitment.keep_sealed").values())).encode()
    for private in ("name", "id_number", "phone", "address"):
        assert facts_of(1)[private].encode() not in everything
    assert b"JFIF" not in everything
    assert not Application.objects.exists()
    assert "exchange.key" not in {file.name for file in apart.keys_there.iterdir()}
    assert Entry.objects.get(action="recruitment.keep_sealed").address == ""


def test_each_arrives_once_whatever_is_repeated(apart: Apart, open_round: Round) -> None:
    for number in (1, 2):
        apart.apply(open_round.selection.pk, number)
    first = apart.seal()
    assert apart.take(first).fresh == 2
    again = apart.take(first)
    assert (again.fresh, again.known) == (0, 2)
    apart.apply(open_round.selection.pk, 3)
    second = apart.seal(later(1))
    took = apart.take(second, later(2))
    assert (took.items, took.fresh, took.known) == (3, 1, 2)
    assert Application.objects.count() == Crossing.objects.count() == 3
    assert TakenFile.objects.count() == 2
    with pytest.raises(BadFile, match="旧文件不再收"):
        apart.take(first, later(3))
    assert [each.number for each in Application.objects.order_by("number")] == [1, 2, 3]


def test_a_file_broken_off_in_the_middle_is_taken_up_again(apart: Apart, open_round: Round, monkeypatch: Any) -> None:
    for number in (1, 2, 3):
        apart.apply(open_round.selection.pk, number)
    content = apart.seal()
    real, calls = taking.take_application, []

    def stops(**given: Any) -> str:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return str(real(**given))

    monkeypatch.setattr(taking, "take_application", stops)
    with pytest.raises(KeyboardInterrupt):
        apart.take(content)
    assert Application.objects.count() == 1
    monkeypatch.setattr(taking, "take_application", real)
    took = apart.take(content)
    assert (took.fresh, took.known, Application.objects.count()) == (2, 1, 3)


def test_the_acknowledgement_empties_the_boxes_and_tells_the_states(apart: Apart, open_round: Round) -> None:
    code = apart.apply(open_round.selection.pk)
    apart.take(apart.seal())
    loaded = apart.load(later(1))
    assert loaded.emptied == 1
    row = SealedApplication.objects.get()
    assert (bytes(row.box), row.size, row.taken_at) == (b"", 0, later(1))
    assert "等村（社区）核收" in apart.state(code)
    with apart.there(), pytest.raises(crossing.NothingToSeal):
        crossing.seal_file(actor=system(COUNTY), out=io.BytesIO(), now=NOW)


def test_the_notices_file_tells_nothing_of_anybody(apart: Apart, open_round: Round) -> None:
    apart.apply(open_round.selection.pk)
    apart.take(apart.seal())
    content = crossing.export_notices(actor=system(COUNTY), now=later(1)).decode()
    for private in ("name", "id_number", "phone", "address"):
        assert facts_of(1)[private] not in content
    assert open_round.village.short_name in content


def test_a_withdrawal_before_it_left_leaves_nothing_to_carry(apart: Apart, open_round: Round) -> None:
    code = apart.apply(open_round.selection.pk)
    assert "已经撤回" in apart.withdraw(code).content.decode()
    assert bytes(SealedApplication.objects.get().box) == b""
    assert apart.withdraw(code).status_code == 409
    with apart.there(), pytest.raises(crossing.NothingToSeal):
        crossing.seal_file(actor=system(COUNTY), out=io.BytesIO(), now=NOW)


def test_a_withdrawal_crosses_too_and_an_older_file_brings_nothing_back(apart: Apart, open_round: Round) -> None:
    code = apart.apply(open_round.selection.pk)
    lost = apart.seal()
    apart.withdraw(code)
    assert "等候送到县里" in apart.state(code)
    took = apart.take(apart.seal(later(1)), later(1))
    assert (took.withdrawn, took.fresh) == (1, 0)
    with pytest.raises(BadFile):
        apart.take(lost, later(2))
    assert not Application.objects.exists()
    apart.load(later(3))
    assert "已撤回" in apart.state(code)
    with apart.there():
        assert crossing.waiting() == []


def test_a_withdrawal_of_what_arrived_withdraws_it_in_the_office(apart: Apart, open_round: Round) -> None:
    code = apart.apply(open_round.selection.pk)
    apart.take(apart.seal())
    apart.load(later(1))
    apart.withdraw(code)
    content = apart.seal(later(2))
    assert apart.take(content, later(3)).withdrawn == 1
    assert apart.take(content, later(3)).known == 1
    kept = Application.objects.get()
    assert (kept.state, kept.submitted) == ("withdrawn", "")


def test_the_same_person_twice_and_a_round_that_went_on_are_set_aside_and_told(
    apart: Apart, open_round: Round, clock: Any
) -> None:
    codes = []
    for _ in range(2):
        codes.append(apart.apply(open_round.selection.pk, 1))
        clock.shift(10)
    took = apart.take(apart.seal(later(1)), later(1))
    assert (took.fresh, took.set_aside) == (1, 1)
    late = apart.apply(open_round.selection.pk, 2)
    Selection.objects.filter(pk=open_round.selection.pk).update(state="merit")
    assert apart.take(apart.seal(later(2)), later(2)).outcomes == ("too_late",)
    apart.load(later(3))
    assert "同一身份证号已经报过名" in apart.state(codes[1])
    assert "选聘已办到下一步" in apart.state(late)


def test_damaged_foreign_and_older_files_are_refused_whole(apart: Apart, open_round: Round, monkeypatch: Any) -> None:
    apart.apply(open_round.selection.pk)
    content = apart.seal()
    bad = bytearray(content)
    bad[-30] ^= 1
    for wrong, words in (
        (b"", "不是公众机器制作的报名文件"),
        (content[:-1], "没有拷完整"),
        (bytes(bad), "文件损坏"),
        (content.replace(b"610929000000", b"610929000001"), "被改动过"),
    ):
        with pytest.raises(BadFile, match=words):
            apart.take(wrong)
    with pytest.raises(BadFile, match="时钟"):
        apart.take(content, NOW - timedelta(days=2))
    monkeypatch.setattr(apart.settings.OWN, "public_machine", apart.office)
    with pytest.raises(BadFile, match="不是登记的公众机器"):
        apart.take(content)
    monkeypatch.setattr(apart.settings.OWN, "public_machine", "")
    with pytest.raises(BadFile, match="还没有登记公众机器"):
        apart.take(content)
    monkeypatch.setattr(apart.settings.OWN, "public_machine", apart.machine)
    (apart.keys_here / "exchange.key").rename(apart.keys_here / "exchange.old")
    keys.forget()
    with pytest.raises(BadFile, match="旧的公钥"):
        apart.take(content)
    (apart.keys_here / "exchange.old").replace(apart.keys_here / "exchange.key")
    keys.forget()
    assert not Application.objects.exists()
    assert not Crossing.objects.exists()
    assert apart.take(content).fresh == 1


def test_older_and_foreign_notices_are_not_loaded(apart: Apart) -> None:
    content = crossing.export_notices(actor=system(COUNTY), now=later(1))
    older = crossing.export_notices(actor=system(COUNTY), now=NOW - timedelta(minutes=1))
    with apart.there():
        crossing.load_notices(actor=system(""), content=content, now=later(1))
        foreign = crossing.export_notices(actor=system(COUNTY), now=later(2))
        for wrong, words in (
            (content, "已经装入了"),
            (older, "更新的文件"),
            (foreign, "不是登记的办公网"),
            (b"x", "损坏"),
        ):
            with pytest.raises(crossing.BadNotices, match=words):
                crossing.load_notices(actor=system(""), content=wrong, now=later(3))
    assert LoadedNotices.objects.count() == 1


def test_the_deadline_of_the_loaded_notice_holds_on_the_public_machine(
    apart: Apart, open_round: Round, clock: Any
) -> None:
    with apart.there():
        hidden = apart.visitor.form(open_round.selection.pk)
        clock.move_to(at(DEADLINE, 16))
        answer = apart.visitor.apply(open_round.selection.pk, hidden=hidden)
    assert (answer.status_code, "截止" in answer.content.decode()) == (409, True)


def test_before_the_first_notices_the_machine_says_so(apart: Apart) -> None:
    LoadedNotices.objects.all().delete()
    with apart.there():
        page = apart.visitor.client.get("/")
    assert "现在没有正在报名的公告" in page.content.decode()


def test_the_commands_carry_files_both_ways(apart: Apart, open_round: Round, tmp_path: Path) -> None:
    said: list[str] = []
    notices, sealed = tmp_path / "notices.txt", tmp_path / "sealed.bin"
    assert public_commands.tell_key(said.append) == 0
    assert apart.office in " ".join(said)
    assert public_commands.write_notices(notices, later(1), said.append) == 0
    assert public_commands.load(notices, NOW, said.append) == 2
    with apart.there():
        assert public_commands.load(notices, later(1), said.append) == 0
        assert public_commands.write_notices(notices, NOW, said.append) == 2
        with pytest.raises(crossing.NothingToSeal):
            public_commands.seal(sealed, NOW, said.append)
    assert not list(tmp_path.glob("*sealed*"))
    apart.apply(open_round.selection.pk)
    with apart.there():
        assert public_commands.status(said.append) == 0
        assert public_commands.seal(tmp_path / "no" / "x", NOW, said.append) == 2
        assert public_commands.seal(sealed, NOW, said.append) == 0
    assert "等着送到县里：1件" in " ".join(said)
    assert [file.name for file in tmp_path.glob("*sealed*")] == ["sealed.bin"]
    assert public_commands.take(sealed, NOW, said.append) == 0
    assert "新收1件" in " ".join(said)
    assert public_commands.take(tmp_path / "no", NOW, said.append) == 2


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
