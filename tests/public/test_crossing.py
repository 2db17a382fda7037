"""A public machine apart: what it keeps nobody there can read, and every application arrives in the office once."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sibai.audit.models import Entry
from sibai.db import keys
from sibai.documents.models import Paper
from sibai.people.actor import system
from sibai.recruitment import public_commands
from sibai.recruitment.models import (
    Application,
    Crossing,
    LoadedNotices,
    SealedApplication,
    Selection,
    TakenFile,
)
from sibai.recruitment.operations import applications as office
from sibai.recruitment.operations import crossing, taking
from sibai.recruitment.queries.opening_files import BadFile
from tests.public.apart import Apart, apart
from tests.public.conftest import NOW
from tests.recruitment.rounds import DEADLINE, Round, at, facts_of
from tests.web_fixtures import COUNTY

__all__ = ["apart"]


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
