"""Articles 6 and 8: the agreement signed, on post from a day, the labour contract signed and filed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Max

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.models import Contract, Stint
from sibai.employment.operations.posts import NoTimeLeft, end_acting, open_stint
from sibai.employment.operations.steps import check_at, step
from sibai.employment.queries.drawn_up import drawn_up, named
from sibai.employment.queries.employers import employer_of
from sibai.employment.queries.stints import last_contract
from sibai.employment.queries.terms import first_contract, next_contract
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.recruitment.models import Selection, Training
from sibai.recruitment.operations.selections import finish


class NotReady(Refusal):
    """The selection is not at the step of signing, or its agreement is prepared already."""


class WrongDay(Refusal):
    """A day that cannot be, with the field it stands in."""


@act("employment.prepare_agreement")
def prepare_agreement(
    *, actor: Actor, selection: Selection, start: date, number: str, today: date, now: datetime
) -> Contract:
    """Prepare the agreement of a chosen person who is to be on post from `start`, a year at most (arts. 6, 8, 9).

    NotReady; NoTimeLeft where article 9 leaves no day.
    """
    if selection.state != "to_sign" or selection.chosen is None or selection.chosen.person is None:
        raise NotReady("这次选聘还没有到签订协议这一步。")
    if Contract.objects.filter(selection=selection.pk, kind=Contract.AGREEMENT).exclude(state="void").exists():
        raise NotReady("聘用协议已经拟好了，请刷新后再看。")
    person, village = selection.chosen.person, selection.vacancy.village
    answers = first_contract(person.pk, start, today)
    if not answers["term_ok"]:
        raise NoTimeLeft("累计工作期限已满三年，不能再聘用（第九条）。", field="start")
    contract = Contract.objects.create(
        kind=Contract.AGREEMENT,
        person=person,
        village=village,
        selection=selection.pk,
        number=number,
        start=start,
        end=answers["contract_last_day"],
        answers=answers.json(),
        state="to_sign",
        prepared_by_id=actor.user_id,
        prepared_at=now,
        **named(employer_of(village, start)),
    )
    facts = {"start": contract.start, "end": contract.end}
    record(actor, contract, at=now, facts=facts, person=person.pk)
    return contract


@act("employment.sign")
def sign(
    *, actor: Actor, contract: Contract, version: int, signed_on: date, number: str, today: date, now: datetime
) -> Contract:
    """Note that both sides signed an agreement or a labour contract on a day. WrongDay."""
    _not_after(signed_on, today, "signed_on")
    if contract.kind == Contract.AGREEMENT:
        _between_training_and_post(contract, signed_on)
    changes = {"signed_on": signed_on, "signed_entered_by_id": actor.user_id, "number": number or contract.number}
    step(contract, version, after=("to_sign",), to="signed", **changes)
    late = contract.sign_by is not None and signed_on > contract.sign_by
    facts = {"signed_on": signed_on, "late": "，已逾期" if late else ""}
    record(actor, contract, at=now, facts=facts, person=contract.person_id)
    return contract


def _between_training_and_post(contract: Contract, signed_on: date) -> None:
    """Article 6 has an order: trained, then the agreement, then on post."""
    if signed_on > contract.start:
        raise WrongDay("聘用协议应在上岗以前签订（第六条）。", field="signed_on")
    passed = Training.objects.filter(selection=contract.selection, result="passed", voided_at=None)
    trained = passed.aggregate(last=Max("end"))["last"]
    if trained is not None and signed_on < trained:
        raise WrongDay(f"岗前培训到{trained}才结束，培训以后才签聘用协议（第六条）。", field="signed_on")


@act("employment.void_agreement")
def void_agreement(*, actor: Actor, contract: Contract, version: int, reason: str, now: datetime) -> Contract:
    """Drop an agreement that nobody took up, with the reason; another can be prepared. Labour contracts stay."""
    if contract.kind != Contract.AGREEMENT:
        raise NotReady("劳动合同不能作废，要解除或终止。")
    step(contract, version, after=("to_sign", "signed"), to="void")
    record(actor, contract, at=now, texts={"reason": reason}, person=contract.person_id)
    return contract


@act("employment.take_up")
def take_up(*, actor: Actor, contract: Contract, version: int, start: date, today: date, now: datetime) -> Stint:
    """The person is on post from `start`: the stint begins, the vacancy closes, the labour contract waits for signing.

    PostTaken, NoTimeLeft as `open_stint`; WrongDay before the signing of the agreement.
    """
    check_at(contract, version, ("to_sign", "signed"))
    if contract.kind != Contract.AGREEMENT or contract.signed_on is None:
        raise NotReady("请先签订聘用协议，再办理上岗（第六条）。")
    if start < contract.signed_on:
        raise WrongDay(f"上岗日早于聘用协议签订日{contract.signed_on}（第六条）。", field="start")
    person, village = contract.person, contract.village
    selection = _round_of(contract)
    answers = first_contract(person.pk, start, today)
    stint = open_stint(
        actor=actor,
        person=person,
        village=village,
        start=start,
        source="recruitment",
        selection=contract.selection,
        now=now,
        today=today,
    )
    end = answers["contract_last_day"]
    step(contract, version, after=("signed",), to="in_force", stint=stint, start=start, end=end, answers=answers.json())
    labour_contract(actor=actor, stint=stint, start=start, end=end, answers=answers, now=now)
    finish(selection=selection, on=start, now=now, actor=actor)
    if person.village_id != village.pk:  # who is on post is dealt with there, and seen from there
        Person.objects.filter(pk=person.pk).update(village=village)
    end_acting(village, start)
    record(actor, stint, at=now, facts={"start": start, "sign_by": answers["sign_by"]}, person=person.pk)
    return stint


def _round_of(contract: Contract) -> Selection:
    """The round that an agreement came from, if its choice still stands. NotReady."""
    rows = Selection.objects.select_related("vacancy__village", "chosen").filter(pk=contract.selection, state="to_sign")
    selection: Selection | None = rows.first()
    if selection is None or selection.chosen is None or selection.chosen.person_id != contract.person_id:
        raise NotReady("选聘的人选已经变动，请作废这份协议，回到选聘里看。")
    return selection


def labour_contract(
    *, actor: Actor, stint: Stint, start: date, end: date, answers: Any, now: datetime, **given: Any
) -> Contract:
    """A labour contract that waits for both signatures; plain. `answers`: what the rules said of its term."""
    contract = drawn_up(stint, start, end, answers)
    contract.state, contract.prepared_by_id, contract.prepared_at = "to_sign", actor.user_id, now
    for name, value in given.items():
        setattr(contract, name, value)
    contract.save(force_insert=True)
    return contract


@act("employment.file_contract")
def file_contract(
    *, actor: Actor, contract: Contract, version: int, filed_on: date, filing_number: str, today: date, now: datetime
) -> Contract:
    """The county files a signed labour contract under a number (art. 8). WrongDay."""
    _not_after(filed_on, today, "filed_on")
    if contract.signed_on is None or filed_on < contract.signed_on:
        raise WrongDay("备案日早于签订日，请核对。", field="filed_on")
    if contract.kind != Contract.LABOUR:
        raise NotReady("需要备案的是劳动合同（第八条）。")
    actor.must_differ_from(contract.signed_entered_by_id)
    changes = {"filed_on": filed_on, "filing_number": filing_number, "filed_by_id": actor.user_id}
    step(contract, version, after=("signed",), to="filed", **changes)
    record(actor, contract, at=now, facts={"number": filing_number, "filed_on": filed_on}, person=contract.person_id)
    return contract


def _not_after(day: date, today: date, field: str) -> None:
    if day > today:
        raise WrongDay(f"不能晚于今天（{today}）。", field=field)


@act("employment.draft_contract")
def draft_contract(*, actor: Actor, stint: Stint, start: date, today: date, now: datetime) -> Contract:
    """Write down the labour contract that a running post lacks, from `start`; its end follows from arts. 8 and 9.

    NotReady where one waits for signing or runs on that day.
    """
    last = last_contract(stint)
    if stint.end is not None:
        raise NotReady("这个岗位已经结束。")
    if last is not None and (last.state == "to_sign" or last.end >= start):
        raise NotReady(f"已有劳动合同，到{last.end}止；到期的请办续签。")
    if start < stint.start:
        raise WrongDay(f"合同起日早于上岗日{stint.start}。", field="start")
    answers = next_contract(stint, start, today)
    if answers["contract_last_day"] < start:
        raise NoTimeLeft(f"最晚在岗日是{answers['last_lawful_day']}，不能再签（第九条）。", field="start")
    contract = labour_contract(
        actor=actor, stint=stint, start=start, end=answers["contract_last_day"], answers=answers, now=now
    )
    facts = {"start": contract.start, "end": contract.end}
    record(actor, contract, at=now, facts=facts, person=stint.person_id)
    return contract
