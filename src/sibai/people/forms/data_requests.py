"""Forms of requests about one's own data."""

from __future__ import annotations

from django import forms

from sibai.people.forms.persons import FACTS, REASON_LONGEST, FactsForm
from sibai.people.pages.forms import PageForm
from sibai.people.request_flow import KINDS

WORDS_LONGEST = 500
HOW = [(how, how) for how in ("当面", "电话", "书面", "在系统里看到")]


class AskForm(PageForm):
    """What somebody asks for."""

    submit_label = "提出申请"
    kind = forms.ChoiceField(label="申请什么", choices=list(KINDS.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label="申请内容",
        max_length=WORDS_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="要看、要复制的是哪些；要更正的，写明哪一项有错、应是什么；要删除的，写明原因。",
    )


class StepForm(PageForm):
    """One step of the case; `version` is how the case was when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DecideForm(StepForm):
    """Granted or not."""

    submit_label = "保存决定"
    granted = forms.ChoiceField(label="决定", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=WORDS_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不同意的必须写明，会告诉本人。",
    )


class CarryOutForm(StepForm):
    """What was done."""

    submit_label = "办理完毕"
    result = forms.CharField(label="办理结果", min_length=2, max_length=REASON_LONGEST, help_text="会告诉本人。")


class CorrectForm(CarryOutForm, FactsForm):
    """What was done, and the corrected facts."""

    submit_label = "保存更正"
    groups = (
        {"title": "更正内容", "note": "不改的留空。", "names": FACTS},
        {"title": "结果", "note": "", "names": ("result",)},
    )


class DeleteForm(CarryOutForm):
    """The last word before a person's data go."""

    submit_label = "删除此人的信息"
    result = forms.CharField(
        label="怎样告知本人的",
        min_length=2,
        max_length=REASON_LONGEST,
        help_text="删除以后没有联系方式了，请先告知本人再删除。",
    )


class TellForm(StepForm):
    """How the person was told."""

    submit_label = "已告知本人，办结"
    how = forms.ChoiceField(label="怎样告知的", choices=HOW, widget=forms.RadioSelect)


FORM_OF = {"correct": CorrectForm, "delete": DeleteForm}
"""Which form carries a kind out; the others have CarryOutForm."""
