"""What every form of a page keeps to."""

from __future__ import annotations

import pytest

from sibai.people.pages import PageForm


@pytest.mark.parametrize("sent", ["9" * 400, "a" * 31, "a" * 32 + "\n", f" {'a' * 32} b", "g" * 32])
def test_a_command_is_thirty_two_digits_and_nothing_around_them(sent: str) -> None:
    assert "command" in PageForm({"command": sent}).errors


@pytest.mark.parametrize("sent", [{}, {"command": ""}, {"command": "0123456789abcdef" * 2}])
def test_a_form_with_its_command_or_none_is_taken(sent: dict[str, str]) -> None:
    assert PageForm(sent).is_valid()
