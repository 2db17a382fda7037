"""Forms of tip-offs and checks."""

from __future__ import annotations

from django import forms

from sibai.casework.forms.boxes import one_of
from sibai.casework.models import Check
from sibai.casework.queries.matching import LISTS
from sibai.documents.checking import TABLES, what_to_do
from sibai.documents.forms import TableField
from sibai.people.pages.boxes import Versioned, day, text, words, yes_or_no
from sibai.people.pages.forms import PageForm


class TipForm(Versioned):
    """What was reported; by whom only where it was said."""

    submit_label = "登记"
    found_on = day("接到日")
    way = one_of("途径", Check.WAYS)
    words = words("内容", "照原话记，写清时间、地点、什么事", rows=5, longest=2000)
    reporter = text("举报人", 60, "姓名和联系方式；匿名的留空。不告诉村（社区）、镇和本人", needed=False)


class EnterForm(Versioned):
    """What a visit or another register showed."""

    submit_label = "登记"
    kind = one_of("线索", Check.ENTERED)
    found_on = day("发现日", "走访或比对的那天")
    words = words("内容", "走访写清谁去的、几点、在哪里、有谁在场；比对写清与哪个单位的哪份数据", rows=5, longest=2000)


class MatchForm(PageForm):
    """Another office's list, and what it is."""

    submit_label = "比对"
    file = TableField(
        label="名单", help_text=f"有“身份证号”一列就行，只按身份证号比对，名单不保存。{what_to_do(TABLES)}"
    )
    kind = one_of("名单上是什么人", LISTS)
    source = text("哪个单位的哪份数据", 60, "如县民政局2026年10月死亡人员名单；同一份名单同一个人只立一件")
    found_on = day("比对日")
    answer = forms.ChoiceField(
        label="做什么",
        choices=[("look", "先看名单上有谁在岗"), ("open", "看过了，名单上在岗的每人立案核查")],
        widget=forms.RadioSelect,
        initial="look",
    )


class DecideForm(Versioned):
    """Whether a tip-off is checked."""

    submit_label = "提交"
    agree = yes_or_no("意见", "核查", "不予核查")
    reason = words("理由", "不予核查的必须写", needed=False, rows=2)


class EndForm(Versioned):
    """What came of it."""

    submit_label = "结案"
    outcome = one_of("结果", Check.OUTCOMES, "查无问题而工资还在暂缓的，先恢复发放")
    on = day("结案日")
    result = words("核查经过和结果", "查了什么、问了谁、依据什么", rows=5, longest=2000)
