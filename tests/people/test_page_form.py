"""What every form of a page keeps to."""

from __future__ import annotations

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string

from sibai.people.pages import PageForm


@pytest.mark.parametrize("sent", ["9" * 400, "a" * 31, "a" * 32 + "\n", f" {'a' * 32} b", "g" * 32])
def test_a_command_is_thirty_two_digits_and_nothing_around_them(sent: str) -> None:
    assert "command" in PageForm({"command": sent}).errors


@pytest.mark.parametrize("sent", [{}, {"command": ""}, {"command": "0123456789abcdef" * 2}])
def test_a_form_with_its_command_or_none_is_taken(sent: dict[str, str]) -> None:
    assert PageForm(sent).is_valid()


class Handing(PageForm):
    """A form with a file that may be left out."""

    name = forms.CharField(label="名称")
    file = forms.FileField(label="扫描件", required=False)


def test_only_who_chose_a_file_is_told_to_choose_it_again() -> None:
    hint = "选过的文件浏览器不会保留"
    file = SimpleUploadedFile("协议.pdf", b"%PDF-")
    for files, told in (({}, False), ({"file": file}, True), ({"another": file}, False)):
        form = Handing({}, files)
        assert not form.is_valid()
        assert (hint in render_to_string("web/parts/fields.html", {"form": form})) is told
    assert not Handing().changed_away
