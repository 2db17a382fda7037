"""Two real processes on one home folder: the office's and the public one, and an application by plain HTTP."""

from __future__ import annotations

import http.cookiejar
import io
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any

import pytest

from tests.browser.site import Site
from tests.public.conftest import CODE, photo
from tests.recruitment.rounds import facts_of

SHOWS = re.compile(r'href="(/post/[0-9a-f-]{36}/)"')


def fields_and_files(hidden: dict[str, str], number: int) -> tuple[bytes, str]:
    """A filled form as a browser encodes it."""
    facts = facts_of(number)
    boundary = uuid.uuid4().hex
    texts = {**hidden, "poverty_relief": "on", "read": "on"}
    texts |= {name: facts[name] for name in ("name", "id_number", "phone", "address", "education")}
    out = io.BytesIO()
    for name, value in texts.items():
        out.write(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for shade, name in enumerate(("identity_card", "diploma", "category_proof")):
        head = f'Content-Disposition: form-data; name="{name}"; filename="{name}.jpg"\r\nContent-Type: image/jpeg'
        out.write(f"--{boundary}\r\n{head}\r\n\r\n".encode() + photo(shade * 60) + b"\r\n")
    out.write(f"--{boundary}--\r\n".encode())
    return out.getvalue(), f"multipart/form-data; boundary={boundary}"


def hidden_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|command)" value="([^"]+)"', page))


def browser() -> Any:
    """A browser that keeps cookies and does not run scripts."""
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def text(answer: Any) -> str:
    return str(answer.read().decode())


def status_of(url: str, data: bytes | None = None) -> int:
    try:
        return int(urllib.request.urlopen(url, data, timeout=30).status)
    except urllib.error.HTTPError as error:
        return int(error.code)


def test_somebody_applies_on_the_public_process_and_the_office_has_it(served: tuple[str, str], site: Site) -> None:
    office, public = served
    visitor = browser()
    found = SHOWS.search(text(visitor.open(f"{public}/")))
    assert found
    url = f"{public}{found[1]}apply/"
    hidden = hidden_of(text(visitor.open(url)))
    assert set(hidden) == {"csrfmiddlewaretoken", "command"}
    body, kind = fields_and_files(hidden, 701)
    answer = visitor.open(urllib.request.Request(url, body, {"Content-Type": kind}))
    receipt = text(answer)
    code = CODE.search(receipt)
    assert code, receipt
    again = visitor.open(urllib.request.Request(url, body, {"Content-Type": kind}))
    assert code[0] in text(again)
    page = text(visitor.open(f"{public}/status/"))
    asked = urllib.parse.urlencode({**hidden_of(page), "code": code[0]}).encode()
    assert "等村（社区）核收" in text(visitor.open(f"{public}/status/", asked))
    counted = site.command("audit", "verify")
    assert "完好" in counted.stdout
    log = (site.home / "sibai.sqlite3").read_bytes() + b"".join(file.read_bytes() for file in site.home.glob("*.log"))
    assert facts_of(701)["id_number"].encode() not in log
    assert status_of(f"{office}{found[1]}") == 404


def test_nothing_of_the_office_answers_on_the_public_process(served: tuple[str, str]) -> None:
    _, public = served
    for path in (
        "account/login/",
        "recruitment/",
        "people/",
        "rulebook/",
        "log/",
        "search/",
        "documents/",
        "employment/",
    ):
        assert status_of(f"{public}/{path}") == 404
        assert status_of(f"{public}/{path}", b"x=1") in {403, 404}


def test_a_form_without_a_cookie_or_from_another_site_is_refused(served: tuple[str, str]) -> None:
    _, public = served
    assert status_of(f"{public}/status/", b"code=x") == 403
    visitor = browser()
    hidden = hidden_of(text(visitor.open(f"{public}/status/")))
    asked = urllib.parse.urlencode({**hidden, "code": "x"}).encode()
    with pytest.raises(urllib.error.HTTPError, match="403"):
        visitor.open(urllib.request.Request(f"{public}/status/", asked, {"Origin": "http://elsewhere.test"}))


def test_too_much_is_refused_before_it_is_read(served: tuple[str, str]) -> None:
    _, public = served
    request = urllib.request.Request(f"{public}/status/", b"x", {"Content-Length": "99000000000"}, method="POST")
    with pytest.raises(urllib.error.HTTPError, match="413"):
        urllib.request.urlopen(request, timeout=20)
