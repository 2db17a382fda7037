"""The form of a scan."""

from __future__ import annotations

from sibai.documents.forms import ScanField
from sibai.people.pages.forms import PageForm


class ScanForm(PageForm):
    """One file."""

    file = ScanField(label="扫描件或照片")
