"""Forms of all kinds of cases: a step taken back."""

from __future__ import annotations

from sibai.people.pages.boxes import Versioned, words


class UndoForm(Versioned):
    """Why a step is taken back."""

    submit_label = "撤回"
    reason = words("原因", "只为改登记错了的；日志里都留着", rows=2)
