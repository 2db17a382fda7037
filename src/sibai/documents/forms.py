"""The field in which a scan is handed in: judged while the form is read, before any transaction is open."""

from __future__ import annotations

from typing import Any

from django import forms

from sibai.documents.checking import SCANS, TABLES, BadUpload, check, what_to_do

OFFERED = {"pdf": ".pdf", "jpg": "image/jpeg", "png": "image/png", "xlsx": ".xlsx", "csv": ".csv"}
"""What the browser is told to offer; photos by their type, so that a phone offers its camera."""


class ScanField(forms.FileField):
    """A file field of any room's form. The fault stands beside the field; `keep` does not judge a second time."""

    widget = forms.FileInput

    def __init__(self, *, accept: frozenset[str] = SCANS, **given: Any) -> None:
        self.accept = accept
        given.setdefault("help_text", what_to_do(accept))
        super().__init__(**given)
        self.widget.attrs["accept"] = ",".join(OFFERED[kind] for kind in sorted(accept))

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, judged. ValidationError with the words of BadUpload."""
        upload = super().clean(data, initial)
        if upload and upload is data:
            try:
                check(upload, self.accept)
            except BadUpload as bad:
                raise forms.ValidationError(str(bad)) from bad
        return upload


class TableField(ScanField):
    """A field for a workbook or CSV."""

    def __init__(self, *, accept: frozenset[str] = TABLES, **given: Any) -> None:
        super().__init__(accept=accept, **given)
