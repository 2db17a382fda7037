"""What is searched for never stands in an address."""

from __future__ import annotations

from typing import Any

from tests.web_fixtures import COUNTY


def test_the_words_of_a_search_do_not_stand_in_the_address(client_of: Any) -> None:
    client = client_of("county_clerk", COUNTY)
    sent = client.post("/search/", {"find": "610999199001011234"})
    assert sent.status_code == 302
    assert "610999" not in sent["Location"]
    page = client.get(sent["Location"]).content.decode()
    assert "没有找到" in page
    assert "610999199001011234" in page


def test_the_token_of_another_session_finds_nothing(client_of: Any) -> None:
    sent = client_of("county_clerk", COUNTY).post("/search/", {"find": "王"})
    other = client_of("auditor", COUNTY).get(sent["Location"])
    assert other.status_code == 200
    assert 'value="王"' not in other.content.decode()
