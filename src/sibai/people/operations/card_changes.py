"""Another account for somebody's pay needs a second person, who types it again from the card or passbook."""

from __future__ import annotations

from datetime import datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.people.actor import Actor
from sibai.people.identity import check_card
from sibai.people.models import CardChange, Person
from sibai.people.models.card_change import WAITING
from sibai.people.queries.persons import index_of


class NotTheSame(Refusal):
    """What the second person reads from the paper is not what the first one entered."""

    field = "card"


class ReasonNeeded(Refusal):
    """A change that is refused says why."""

    field = "reason"


def propose(actor: Actor, person: Person, number: str, now: datetime) -> CardChange:
    """Another account waits for a second person; one that waited before is replaced. Plain."""
    before = CardChange.objects.filter(person=person, state=WAITING)
    before.update(state="replaced", card="", decided_at=now)
    return CardChange.objects.create(person=person, card=number, entered_by_id=actor.user_id, entered_at=now)


@act("people.decide_card")
def decide(
    *, actor: Actor, row: CardChange, version: int, agree: bool, card: str, reason: str, now: datetime
) -> CardChange:
    """Pay goes to the new account from now on, if the second person reads the same number. SamePerson, NotTheSame."""
    actor.must_differ_from(row.entered_by_id)
    if not agree and not reason.strip():
        raise ReasonNeeded("不改的要写原因。")
    if agree and check_card("".join(card.split())).number != row.card:
        raise NotTheSame("与登记的新账号不同。请照社会保障卡或存折再输一遍；确实登记错了的，选“不改”并写原因。")
    number = row.card
    to = {"state": "confirmed" if agree else "refused", "why": "" if agree else reason}
    mine = CardChange.objects.filter(pk=row.pk, version=version, state=WAITING)
    if not mine.update(**to, card="", version=version + 1, decided_by_id=actor.user_id, decided_at=now):
        raise Overtaken("这件事刚才已由别人办理，请刷新后再看。")
    person = row.person
    if agree:
        if person.erased_on:
            raise Refusal("此人的信息已按规定删除，不能再改。")
        person.card, person.card_index = number, index_of("card", number)
        person.save(update_fields=["card", "card_index"])
    row.refresh_from_db()
    facts = {"decision": "核对一致，改用" if agree else "没有改"}
    record(actor, row, at=now, facts=facts, texts={} if agree else {"reason": reason}, person=person.pk)
    return row
