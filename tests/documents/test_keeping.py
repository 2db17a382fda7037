"""Files and papers: sealed on disk, found within scope, opened with an entry, swept, sealed anew, erased."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from sibai.audit.models import Entry
from sibai.db import keys
from sibai.documents import vault
from sibai.documents.models import Paper, StoredFile
from sibai.documents.operations import keeping, resealing, sweeping
from sibai.documents.queries.papers import Wanted, missing, papers_of, size_words
from sibai.documents.queries.stored import damaged
from sibai.people.actor import Actor, passer_by, system
from sibai.people.models import Person
from sibai.places.models import Place
from tests.documents.samples import pdf, photo, upload, workbook
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, villages_of

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES, settings.KEYS = tmp_path / "files", tmp_path / "keys"
    keys.forget()
    yield
    keys.forget()


@pytest.fixture
def town(actor_of: ActorOf) -> Actor:
    return actor_of("town", MAOPING)


@pytest.fixture
def village(county: Place) -> Place:
    return villages_of(MAOPING)[0]


class _At:
    """An object as `attach` asks for it: a place of the tree with a place of its own."""

    def __init__(self, place: Place) -> None:
        self.pk, self._meta, self.place_code = place.pk, place._meta, place.pk


def kept(actor: Actor, content: bytes = b"", **given: Any) -> StoredFile:
    place = {"place_code": villages_of(MAOPING)[0].pk, "kind": "application_form", "now": NOW}
    return keeping.keep(actor, upload(content or photo(), "张三身份证"), **{**place, **given})


def test_a_kept_file_lies_sealed_under_its_number_and_opens_again(town: Actor) -> None:
    content = photo()
    file = kept(town, content)
    path = vault.path_of(file.pk)
    assert path.parent.name == file.pk.hex[:2]
    assert content[:30] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert vault.get(file.pk) == content
    file.refresh_from_db()
    assert (file.sha256, file.size) == (sha256(content).hexdigest(), len(content))
    assert (file.name, file.kept_by, file.kept_by_name) == ("张三身份证.jpg", town.user_id, town.user_name)
    with_name = StoredFile.objects.extra(select={"raw": "name"}).values_list("raw", flat=True)[0]
    assert "张三" not in with_name


def test_a_refused_upload_leaves_nothing(town: Actor) -> None:
    with pytest.raises(keeping.BadUpload):
        kept(town, pdf(password="1"))
    assert not StoredFile.objects.exists()
    assert not list(vault.everything())


def test_files_that_changed_places_do_not_open(town: Actor) -> None:
    one, other = kept(town), kept(town, pdf())
    shutil.copy(vault.path_of(one.pk), vault.path_of(other.pk))
    assert list(damaged()) == [other.pk]
    vault.path_of(one.pk).unlink()
    assert set(damaged()) == {one.pk, other.pk}


def test_papers_that_are_there_and_papers_that_are_missing(town: Actor, village: Place) -> None:
    wanted = [
        Wanted("application_form", "报名表", "第六条", print_url="/print/", upload_url="/up/"),
        Wanted("diploma", "学历证书", "第五条"),
        Wanted("category_proof", "优先条件证明", required=False),
    ]
    assert [each.kind for each in missing(village, wanted)] == ["application_form", "diploma"]
    keeping.attach(town, _At(village), "application_form", upload(pdf(), "报名表.pdf"), now=NOW)  # type: ignore[arg-type]
    assert [each.kind for each in missing(village, wanted)] == ["diploma"]
    shown = papers_of(village, wanted, role="town", refused=("diploma", "打不开"))
    assert [file["name"] for file in shown[0]["files"]] == ["报名表.pdf"]
    assert shown[0]["files"][0]["by"] == town.user_name
    assert shown[0]["files"][0]["url"].startswith("/documents/files/")
    assert (shown[0]["print_url"], len(shown[0]["command"])) == ("/print/", 32)
    assert (shown[1]["files"], shown[1]["refused"], shown[2]["required"]) == ([], "打不开", False)


def test_the_same_scan_twice_is_one_paper_and_a_void_paper_counts_no_more(town: Actor, village: Place) -> None:
    content, wanted = pdf(2), [Wanted("application_form", "报名表")]
    first = keeping.attach(town, _At(village), "application_form", upload(content), now=NOW)  # type: ignore[arg-type]
    assert keeping.attach(town, _At(village), "application_form", upload(content), now=NOW) == first  # type: ignore[arg-type]
    assert StoredFile.objects.count() == 1
    keeping.void(town, first, reason="传错了人", now=NOW)
    assert missing(village, wanted) == wanted
    again = keeping.attach(town, _At(village), "application_form", upload(content), now=NOW)  # type: ignore[arg-type]
    assert again != first
    first.refresh_from_db()
    assert (first.void_reason, first.voided_by) == ("传错了人", town.user_id)
    assert vault.get(first.file_id) == content


def test_somebody_on_the_public_pages_can_hand_in(county: Place) -> None:
    file = kept(passer_by("10.0.0.1"), pdf(), person_id=uuid4())
    assert (file.kept_by, file.kept_by_name) == (None, "")


@pytest.mark.parametrize(("role", "place", "status"), [
    ("town", MAOPING, 200),
    ("town", LENGSHUI, 404),
    ("county_clerk", COUNTY, 200),
    ("auditor", COUNTY, 200),
    ("finance", COUNTY, 403),
    ("administrator", COUNTY, 403),
])  # fmt: skip
def test_a_file_is_there_only_within_scope_and_right(
    role: str, place: str, status: int, client_of: ClientOf, town: Actor
) -> None:
    file = kept(town, pdf(), person_id=uuid4())
    before = Entry.objects.filter(action="documents.open", outcome="done").count()
    assert client_of(role, place).get(f"/documents/files/{file.pk}/").status_code == status
    assert Entry.objects.filter(action="documents.open", outcome="done").count() - before == (status == 200)


def test_a_coordinator_opens_the_own_scan_only(client_of: ClientOf, town: Actor, village: Place) -> None:
    person = Person.objects.create(code="P1", name="甲", village=village)
    client = client_of("coordinator", village.pk, person=person)
    own, other, nobodys = kept(town, pdf(), person_id=person.pk), kept(town, photo(), person_id=uuid4()), kept(town)
    assert [client.get(f"/documents/files/{each.pk}/").status_code for each in (own, other, nobodys)] == [200, 404, 404]


def test_scans_are_shown_sealed_off_and_tables_are_saved(client_of: ClientOf, town: Actor) -> None:
    client = client_of("town", MAOPING)
    shown = client.get(f"/documents/files/{kept(town).pk}/")
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''%E5%BC%A0")
    page = client.get(f"/documents/files/{kept(town, pdf()).pk}/")
    assert page["Content-Disposition"].startswith("inline")
    saved = client.get(f"/documents/files/{kept(town, workbook(), accept=frozenset({'xlsx'})).pk}/")
    assert saved["Content-Disposition"].startswith("attachment")
    for answer in (shown, page, saved):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert ("sandbox" in answer["Content-Security-Policy"]) == (answer is not page)
        assert answer["Cache-Control"] == "no-store"


def test_a_lost_file_an_erased_one_and_a_foreign_number_have_clear_pages(client_of: ClientOf, town: Actor) -> None:
    client, lost, erased = client_of("town", MAOPING), kept(town, person_id=uuid4()), kept(town, pdf())
    vault.path_of(lost.pk).write_bytes(b"A.1.broken")
    keeping.erase(StoredFile.objects.filter(pk=erased.pk), now=NOW)
    page = client.get(f"/documents/files/{lost.pk}/")
    assert (page.status_code, "从备份恢复" in page.content.decode()) == (404, True)
    assert not Entry.objects.filter(action="documents.open", outcome="done").exists()
    assert client.get(f"/documents/files/{erased.pk}/").status_code == 404
    assert client.get(f"/documents/files/{uuid4()}/").status_code == 404
    assert client.get("/documents/files/1%00/").status_code == 400
    assert client.post(f"/documents/files/{lost.pk}/").status_code in {403, 405}


def test_what_a_rolled_back_transaction_left_is_swept_when_it_is_old(town: Actor) -> None:
    good = kept(town)
    with transaction.atomic():
        kept(town, pdf())
        transaction.set_rollback(True)
    left = [path for path in vault.everything() if path != vault.path_of(good.pk)]
    assert len(left) == 1
    half = left[0].with_name("x.new")
    half.write_bytes(b"half")
    now = NOW + timedelta(days=3)
    for path in vault.everything():
        os.utime(path, (now.timestamp(), now.timestamp()))
    assert sweeping.sweep(system(COUNTY), now) == 0
    assert sweeping.sweep(system(COUNTY), now + timedelta(days=2)) == 2
    assert list(vault.everything()) == [vault.path_of(good.pk)]
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.facts) == ("documents.sweep", {"count": 2})


def test_an_erased_file_is_gone_from_the_disk_and_its_row_keeps_the_hash(
    town: Actor, village: Place, django_capture_on_commit_callbacks: Any
) -> None:
    paper = keeping.attach(town, _At(village), "application_form", upload(pdf()), now=NOW)  # type: ignore[arg-type]
    digest = paper.file.sha256
    with django_capture_on_commit_callbacks(execute=True):
        assert keeping.erase(StoredFile.objects.all(), now=NOW) == 1
        assert list(vault.everything())
    assert keeping.erase(StoredFile.objects.all(), now=NOW) == 0
    file = StoredFile.objects.get()
    assert (file.name, file.sha256, file.erased_at) == ("", digest, NOW)
    assert not list(vault.everything())
    shown = papers_of(village, [Wanted("application_form", "报名表")], "town")[0]["files"][0]
    assert (shown["name"], shown["url"]) == ("（已按规定删除）", "")
    assert Paper.objects.count() == 1


def test_files_are_sealed_anew_with_a_new_key_and_a_broken_run_is_taken_up(
    town: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {kept(town, pdf(pages)).pk: pdf(pages) for pages in range(1, 5)}
    assert keys.add_key() == 2
    put, calls = vault.put, []

    def breaks(number: Any, content: bytes) -> int:
        calls.append(number)
        made = put(number, content)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return made

    monkeypatch.setattr(vault, "put", breaks)
    monkeypatch.setattr(resealing, "AT_ONCE", 2)
    with pytest.raises(KeyboardInterrupt):
        resealing.reseal()
    assert sorted(StoredFile.objects.values_list("key_number", flat=True)) == [1, 1, 1, 2]
    assert resealing.reseal() == resealing.Resealed(3, 0)
    assert len(calls) == 4
    assert set(StoredFile.objects.values_list("key_number", flat=True)) == {2}
    (Path(keys.folder()) / "data-1.key").unlink()
    keys.forget()
    assert {number: vault.get(number) for number in contents} == contents
    assert not list(damaged())


def test_a_file_that_cannot_be_opened_does_not_stop_the_sealing(town: Actor) -> None:
    lost = kept(town)
    kept(town, pdf())
    vault.path_of(lost.pk).write_bytes(b"nonsense")
    keys.add_key()
    assert resealing.reseal() == resealing.Resealed(1, 1)


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (1536, "2 KB"), (1024 * 1024, "1.0 MB"), (10_000_000, "9.5 MB")]
)
def test_sizes_are_written_for_people(size: int, words: str) -> None:
    assert size_words(size) == words
