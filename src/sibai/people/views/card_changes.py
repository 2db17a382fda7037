"""Comparing a changed account: the second person types it again from the paper."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from sibai.people.forms.persons import DecideCardForm
from sibai.people.identity import mask_card
from sibai.people.models import CardChange
from sibai.people.models.card_change import WAITING
from sibai.people.operations import card_changes
from sibai.people.pages.acting import stepped
from sibai.people.pages.shown import ELSEWHERE, ActPage, fact
from sibai.people.queries.card_changes import card_changes as changes


def card_page(row: CardChange) -> ActPage:
    """Comparing another account."""
    person = row.person
    back = reverse("people:person", args=[person.pk])
    crumbs = [{"label": person.name, "url": back}, {"label": "核对银行账号", "url": ""}]
    facts = [
        fact("姓名", person.name),
        fact("村（社区）", person.village.short_name),
        fact("现在的账号", mask_card(person.card), "code"),
        fact("登记人", row.entered_by.name if row.entered_by else ""),
        fact("登记日期", timezone.localdate(row.entered_at), "day"),
    ]
    lead = "照本人的社会保障卡或存折再输一遍，系统逐位比对；一致的从下一次发放起改用。"
    closed = "" if row.state == WAITING else ELSEWHERE
    return ActPage("核对新的银行账号", back, crumbs, facts, lead=lead, closed=closed)


decide = stepped(changes, card_page, card_changes.decide, "已提交。", DecideCardForm)
