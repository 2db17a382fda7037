"""Forms about a person."""

from __future__ import annotations

from django import forms

from sibai.people.pages.forms import PageForm

REASON_LONGEST = 200


class RevealForm(PageForm):
    """Why a full value has to be seen."""

    submit_label = "查看"
    reason = forms.CharField(
        label="查看事由",
        min_length=2,
        max_length=REASON_LONGEST,
        help_text="写明用在哪件事上，如“核对备案表”。事由和查看人、时间一起记入日志。",
        error_messages={"min_length": "事由太短，请写明用在哪件事上。"},
    )
