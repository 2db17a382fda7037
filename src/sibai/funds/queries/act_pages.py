"""The pages of one act: what it is about, what will happen."""

from __future__ import annotations

from django.urls import reverse

from sibai.funds.models import Entry
from sibai.funds.queries import news
from sibai.funds.queries.ways import crumbs
from sibai.people.actor import Actor
from sibai.people.pages.shown import ELSEWHERE, ActPage, fact


def post_page(actor: Actor) -> ActPage:
    """Bringing the books up to date."""
    waiting = news.count(actor.scope)
    confirm = {
        "what": "把已经定案的工资、银行回盘、确认的更正和退回的多发记入账。每件事只记一次，每张凭证借贷相等。",
        "effects": [{"label": "还没有入账的", "value": f"{waiting}项"}],
        "last": True,
        "second": "",
    }
    return ActPage(
        "记账",
        reverse("funds:balances"),
        crumbs(("记账", "")),
        confirm=confirm,
        button="记账",
        closed="" if waiting else "账已经记齐，没有要记的。",
    )


def remit_page() -> ActPage:
    """Registering a payment to the tax office."""
    back = reverse("funds:remittances")
    lead = "按缴款书登记。金额要和账上该月代扣、应缴的合计一致，不一致的先查清差在哪里。"
    return ActPage("登记缴纳", back, crumbs(("缴纳", back), ("登记", "")), lead=lead)


def reverse_page(entry: Entry) -> ActPage:
    """Reversing an entry."""
    back = reverse("funds:entry", args=[entry.pk])
    facts = [fact("凭证", entry.label), fact("摘要", entry.text), fact("金额", entry.total, "money")]
    return ActPage(
        f"冲正{entry.label}",
        back,
        crumbs(("凭证", reverse("funds:journal")), (entry.label, back), ("冲正", "")),
        facts,
        lead="原凭证不改不删，另记一张各行相反的凭证，注明冲正哪一张。",
        button="冲正",
        danger=True,
        closed=ELSEWHERE if Entry.objects.filter(reverses=entry).exists() else "",
    )
