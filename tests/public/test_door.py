"""The door of the public process: which addresses there are at all, how often anybody may come, what is not read."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from sibai.audit.models import Entry
from sibai.people.middleware import MOST_LET_BY
from sibai.recruitment.limits import Limit, Limiter
from sibai.recruitment.models import Application
from tests.public.conftest import Visitor, typed
from tests.recruitment.rounds import Round
from tests.rights.routes import routes

PUBLIC = {"public:notices", "public:notice", "public:apply", "public:status", "public:withdraw", "public:privacy"}
MEBIBYTE = 1024 * 1024


def test_the_public_table_has_these_addresses_and_no_other() -> None:
    found = list(routes(get_resolver("sibai.urls_public")))
    assert {route.name for route in found} == PUBLIC


def test_no_address_of_the_office_leads_anywhere_in_the_public_process(
    county: Any, public_site: None, settings: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(settings.OWN, "limit_pages", (9999, 9999))
    client = Client()
    for route in routes(get_resolver("sibai.urls")):
        url = _office_url(route)
        try:
            view = resolve(url, urlconf="sibai.urls_public").view_name
        except Resolver404:
            view = ""
        assert view == ("public:notices" if url == "/" else ""), route.name
        if url != "/":
            assert client.get(url).status_code == 404, route.name
            assert client.post(url, {"command": "a" * 32}).status_code == 404, route.name
    assert not Entry.objects.filter(action__startswith="open:").exists()


def _office_url(route: Any) -> str:
    nothing = {"uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12, "int": 999_999}
    return reverse(route.name, "sibai.urls", kwargs={name: nothing.get(kind, "nothing") for name, kind in route.kinds})


def test_no_public_address_leads_anywhere_in_the_office() -> None:
    for route in routes(get_resolver("sibai.urls_public")):
        kwargs = {name: "0" * 8 + "-0000" * 3 + "-" + "0" * 12 for name, _ in route.kinds}
        url = reverse(route.name, "sibai.urls_public", kwargs=kwargs)
        if url != "/":
            with pytest.raises(Resolver404):
                resolve(url, urlconf="sibai.urls")


def test_pages_applications_and_lookups_have_their_limits(
    open_round: Round, public_site: None, settings: Any, monkeypatch: Any
) -> None:
    for name, counts in {"limit_lookups": (2, 9), "limit_applications": (1, 9), "limit_tries": (3, 9)}.items():
        monkeypatch.setattr(settings.OWN, name, counts)
    visitor = Visitor(Client())
    codes = [visitor.client.post("/status/", {"code": "ABCD"}).status_code for _ in range(3)]
    assert codes == [422, 422, 429]
    many = visitor.client.post("/status/", {"code": "ABCD"})
    assert int(many["Retry-After"]) <= 60
    assert "请等" in many.content.decode()
    assert visitor.apply(open_round.selection.pk).status_code == 200
    second = visitor.apply(open_round.selection.pk, 2)
    assert (second.status_code, "已经交了几份报名" in second.content.decode()) == (429, True)
    assert Application.objects.count() == 1
    other = Visitor(Client(REMOTE_ADDR="10.1.1.1"))
    assert other.apply(open_round.selection.pk, 2).status_code == 200
    wrong = [other.apply(open_round.selection.pk, 3, phone="1").status_code for _ in range(2)]
    assert wrong == [429, 429]


def test_slips_of_the_pen_do_not_use_up_the_applications(
    open_round: Round, public_site: None, settings: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(settings.OWN, "limit_applications", (1, 9))
    visitor = Visitor(Client())
    assert [visitor.apply(open_round.selection.pk, phone="1").status_code for _ in range(4)] == [422] * 4
    assert visitor.apply(open_round.selection.pk).status_code == 200


def test_many_pages_of_one_address_leave_the_others_alone(
    county: Any, public_site: None, settings: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(settings.OWN, "limit_pages", (5, 8))
    one, two = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    handler = one.handler
    two.handler = handler
    assert [one.get("/status/").status_code for _ in range(6)] == [200] * 5 + [429]
    assert [two.get("/status/").status_code for _ in range(4)] == [200] * 3 + [429]


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 6))
def test_in_no_period_more_than_twice_the_count_is_admitted_and_at_once_never_more(
    steps: list[float], count: int
) -> None:
    limiter = Limiter({"k": (Limit(count, 60.0), Limit(1000, 60.0))})
    now, admitted = 0.0, []
    for step in steps:
        now += step
        if not limiter.spend("k", "1.1.1.1", now):
            admitted.append(now)
    for start in admitted:
        assert sum(start <= each < start + 60.0 for each in admitted) <= 2 * count
    assert sum(each == 0.0 for each in admitted) <= count


def test_the_memory_of_addresses_is_bounded_and_the_limit_for_all_holds() -> None:
    limiter = Limiter({"k": (Limit(5, 60.0), Limit(1000, 60.0))}, most_keys=100)
    for number in range(990):
        assert not limiter.spend("k", f"10.0.{number // 256}.{number % 256}", 1.0)
    assert len(limiter) == 100
    assert [limiter.spend("k", "9.9.9.9", 1.0) for _ in range(5)] == [0.0] * 5
    assert limiter.spend("k", "9.9.9.9", 1.0) > 0
    assert [limiter.spend("k", f"8.8.8.{n}", 1.0) for n in range(6)][-1] > 0


def test_one_network_of_ipv6_counts_as_one_address_and_mapped_ipv4_does_not() -> None:
    limiter = Limiter({"k": (Limit(1, 60.0), Limit(1000, 60.0))})
    assert not limiter.spend("k", "2001:db8::1", 0.0)
    assert limiter.spend("k", "2001:db8::2", 0.0)
    assert not limiter.spend("k", "2001:db8:0:1::1", 0.0)
    assert not limiter.spend("k", "::ffff:10.0.0.1", 0.0)
    assert not limiter.spend("k", "::ffff:10.0.0.2", 0.0)
    assert limiter.spend("k", "10.0.0.2", 0.0)


def _bad_bodies() -> dict[str, Any]:
    good = typed()
    return {
        "nul": {**good, "name": "王\x00五"},
        "ten megabytes": {**good, "address": "x" * (10 * MEBIBYTE)},
        "text for a file": {**good, "identity_card": "no file"},
        "file for a text": {**good, "name": SimpleUploadedFile("a.txt", b"x")},
        "many files": {**good, **{f"f{n}": SimpleUploadedFile("a.jpg", b"x") for n in range(20)}},
        "many fields": {**good, **{f"f{n}": "x" for n in range(3000)}},
        "lists": {**good, "education": ["大专", "高中", "坏"], "name": ["甲", "乙" * 90]},
        "nothing": {},
    }


@pytest.mark.parametrize("kind", sorted(_bad_bodies()))
def test_bad_input_gets_a_page_that_says_so(open_round: Round, visitor: Visitor, kind: str) -> None:
    body = {**visitor.form(open_round.selection.pk), **_bad_bodies()[kind]}
    answer = visitor.client.post(f"/post/{open_round.selection.pk}/apply/", body)
    assert 400 <= answer.status_code < 500
    assert "协理员选聘" in answer.content.decode()
    assert not Application.objects.exists()


def test_what_is_too_large_is_not_read(open_round: Round, public_site: None, settings: Any) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("read")

    settings.BODY_LIMIT = 1000
    for length in (str(MOST_LET_BY + 1), "9" * 40, "-1", "x"):
        answer = Client().generic("POST", "/status/", b"", CONTENT_LENGTH=length, **{"wsgi.input": Unread()})
        assert answer.status_code == 413, length


@pytest.mark.parametrize(("kind", "most"), [("multipart/form-data; boundary=x", 400_000), ("text/plain", 300_000)])
def test_what_is_somewhat_too_large_is_let_go_by_so_that_the_page_arrives(
    kind: str, most: int, open_round: Round, public_site: None, settings: Any
) -> None:
    settings.BODY_LIMIT, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 400_000, 300_000
    body = io.BytesIO(b"x" * (most + 1) + b"of the next request")
    sent = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(most + 1), "wsgi.input": body}
    assert Client().generic("POST", "/status/", b"", **sent).status_code == 413
    assert body.read() == b"of the next request"


def test_a_visitor_who_goes_away_while_too_much_is_sent_is_no_fault(
    open_round: Round, public_site: None, settings: Any
) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise ConnectionResetError

    settings.BODY_LIMIT = 1000
    for stream in (Broken(), io.BytesIO(b"")):
        sent = {"CONTENT_TYPE": "multipart/form-data", "CONTENT_LENGTH": "2000", "wsgi.input": stream}
        assert Client().generic("POST", "/status/", b"", **sent).status_code == 413


def test_odd_requests_are_never_our_fault(open_round: Round, visitor: Visitor) -> None:
    dice = random.Random(7)
    pk = open_round.selection.pk
    paths = ["/", "/status/", "/withdraw/", f"/post/{pk}/", f"/post/{pk}/apply/", "/post/x/", "/%00", "/a" * 900]
    kinds = ["text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=x", ""]
    for _ in range(120):
        method = dice.choice(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
        body = bytes(dice.randrange(256) for _ in range(dice.randrange(60)))
        path = dice.choice(paths) + dice.choice(["", "?page=-1", "?town=%ff&page=9e9", "?q=%00"])
        answer = visitor.client.generic(method, path, body, content_type=dice.choice(kinds))
        assert answer.status_code < 500, (method, path)
