"""The form in which the county takes in the file of the public machine."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from sibai.people.pages import PageForm

MEBIBYTE = 1024 * 1024


class TakeFileForm(PageForm):
    """A sealed file; whether it is one is judged by its seal, not by its name."""

    submit_label = "收入"
    unfinished = "没有收入"
    file = forms.FileField(label="公众机器的报名文件", help_text="公众机器上用 sibai public seal 制作的文件。")

    def clean_file(self) -> Any:
        """Not larger than what is read."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.OWN.sealed_mib * MEBIBYTE:
            raise forms.ValidationError(
                f"文件超过{settings.OWN.sealed_mib} MB。请在服务器上用 sibai public take 收入。"
            )
        return upload
