"""Forms of all kinds of cases: a scan, a step taken back."""

from __future__ import annotations

from sibai.documents.forms import ScanField
from sibai.people.pages.boxes import Versioned, words
from sibai.people.pages.forms import PageForm


class UndoForm(Versioned):
    """Why a step is taken back."""

    submit_label = "撤回"
    reason = words("原因", "只为改登记错了的；日志里都留着", rows=2)


class ScanForm(PageForm):
    """One file."""

    file = ScanField(label="扫描件或照片")
