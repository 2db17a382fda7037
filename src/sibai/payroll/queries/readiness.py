"""What stands in the way of a month's pay: of one person's, which waits alone, or of everybody's. Never stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.employment.queries.stints import last_contracts
from sibai.payroll.flow import DRAFT
from sibai.payroll.models import Hold, Run
from sibai.payroll.queries.before_us import Before, before_us
from sibai.payroll.queries.computing import (
    KEPT,
    Candidate,
    Computed,
    Sought,
    asked,
    asked_of_leaver,
    candidates,
    law_of,
)
from sibai.people.bank_numbers import luhn
from sibai.people.models import CardChange, Person
from sibai.people.models.card_change import WAITING
from sibai.rulebook.queries.asking import Answers
from sibai.rulebook.queries.keeping import frozen, undecided_in

PERSON, RUN, NOTE = "person", "run", "note"
MOST_NAMES = 20
"""Names that one line tells; all of them stand in the list of the run."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way. `blocks`: one person's month, the whole run, or nothing (a note).

    `route` and `about` say where it is mended; blank where nothing is to be done here.
    """

    code: str
    words: str
    blocks: str
    candidate: Candidate | None = None
    route: str = ""
    about: tuple[str, ...] = ()
    button: str = ""

    @property
    def url(self) -> str:
        """The page where it is mended; blank without one."""
        return reverse(self.route, args=self.about) if self.route else ""


@dataclass
class Readiness:
    """A month looked at: who can be paid with which numbers, what is in the way of whom."""

    computed: Computed
    obstacles: list[Obstacle] = field(default_factory=list)
    before: Before | None = None
    """Who was paid the month before the system was used: they are not among those who can be paid."""

    @property
    def stops(self) -> list[Obstacle]:
        """What stops everybody."""
        return [each for each in self.obstacles if each.blocks == RUN]

    def held(self) -> dict[UUID, list[str]]:
        """Whose month waits, by stint, with the words."""
        found: dict[UUID, list[str]] = {}
        for each in self.obstacles:
            if each.blocks == PERSON and each.candidate is not None:
                found.setdefault(each.candidate.stint.pk, []).append(each.words)
        return found

    def payable(self) -> list[tuple[Candidate, Answers]]:
        """Whom nothing holds."""
        held = self.held()
        return [row for row in self.computed.rows if row[0].stint.pk not in held]

    @property
    def nobody(self) -> str:
        """Why nobody is left to be paid, where nothing holds anybody."""
        return f"{self.before.words}。" if self.before else "这个月没有还要发放的人。"


def look(sought: Sought) -> Readiness:
    """Everything in the way of a month's pay, and the numbers of everybody else; a fixed number of queries."""
    asker = law_of(sought)
    found = candidates(sought, asker)
    ready = Readiness(Computed(asker), before=before_us(sought.scope, sought.month))
    ready.obstacles += [*_of_run(sought), *_of_facts(found, sought.month)]
    held = ready.held()
    for candidate in found:
        if candidate.stint.pk in held:
            continue
        try:
            ask = asked if candidate.attended is not None else asked_of_leaver
            answers = ask(asker, candidate.facts)
        except Refusal as refusal:
            ready.obstacles.append(
                Obstacle("unanswered", str(refusal), RUN, None, "rulebook:parameters", (), "去补参数")
            )
            break
        ready.computed.rows.append((candidate, answers))
        ready.obstacles += _of_answers(candidate, answers)
    return ready


def look_with_notes(sought: Sought) -> Readiness:
    """The same with what stops nothing but has to be said to whoever prepares; two queries more."""
    ready = look(sought)
    ready.obstacles += _notes(ready)
    return ready


def _of_run(sought: Sought) -> Iterable[Obstacle]:
    drafts = Run.objects.within(sought.scope).filter(state__in=DRAFT)
    if sought.run is not None:
        drafts = drafts.exclude(pk=sought.run.pk)
    for run in drafts:
        words = f"{run.label}还没有审批，先办完或作废它，累计数才确定"
        yield Obstacle("draft", words, RUN, None, "payroll:run", (str(run.pk),), "去看")


def _of_facts(found: Sequence[Candidate], month: date) -> Iterable[Obstacle]:
    """What can be told before anything is computed."""
    if not found:
        return
    held = set(Hold.objects.filter(state="held", since__lte=month).values_list("person_id", flat=True))
    twice = Counter(each.person.pk for each in found)
    shared = _shared_cards([each.person for each in found])
    for each in found:
        yield from _of_attendance(each, month)
        yield from _of_card(each, shared)
        if each.employer_id is None:
            about = (str(each.stint.village_id),)
            yield Obstacle("employer", "没有登记用人单位", PERSON, each, "places:place", about, "去登记机构")
        if each.person.pk in held:
            yield Obstacle("held", "已决定暂缓发放", PERSON, each, "payroll:holds", (), "看暂缓")
        if twice[each.person.pk] > 1:
            words = "本月在两个村任职，要分别核定"
            yield Obstacle("two_posts", words, PERSON, each, "employment:record", (str(each.stint.pk),), "看服务记录")


def _of_attendance(each: Candidate, month: date) -> Iterable[Obstacle]:
    """Whether the town has reported, and whether the post has ended before what it reported."""
    about = (f"{month:%Y-%m}", str(each.stint.village_id))
    if each.attended is None:
        return
    if each.attended.submitted_at is None:
        yield Obstacle("report", "考勤还没有由镇上报送", PERSON, each, "attendance:place", about, "看报送情况")
    left, to = each.stint.end, each.attended.on_to
    if left is not None and to is not None and left < to:
        yield Obstacle(
            "left", f"{left}离岗，考勤报到了{to}，要更正考勤", PERSON, each, "attendance:place", about, "看考勤"
        )


def _of_card(each: Candidate, shared: set[str]) -> Iterable[Obstacle]:
    """Whether there is an account, and nobody else's."""
    about = (str(each.person.pk),)
    if each.person.erased_on is not None or not each.person.card_index:
        yield Obstacle("card", "没有社保卡银行账号", PERSON, each, "people:person", about, "去补账号")
    elif each.person.card_index in shared:
        yield Obstacle("shared_card", "和别人登记了同一个账号", PERSON, each, "people:person", about, "去核对")


def _shared_cards(people: Sequence[Person]) -> set[str]:
    """Indexes of cards that more than one person has."""
    mine = {person.card_index for person in people if person.card_index}
    rows = Person.objects.filter(card_index__in=mine).values_list("card_index", flat=True)
    return {index for index, count in Counter(rows).items() if count > 1}


def _of_answers(candidate: Candidate, answers: Answers) -> Iterable[Obstacle]:
    """What only the numbers tell."""
    if candidate.attended is None and int(answers["earlier_payable"]) < 0:
        words = f"已经离岗，补发的不够扣个税{answers.shown('earlier_tax')}元，请先核对累计数"
        yield Obstacle("short", words, PERSON, candidate, "payroll:recounts", (), "看更正")
    if candidate.attended is not None and answers["stopped"]:
        words = f"应发{answers.shown('gross')}元，不够扣个人缴费和个税，口径“不够扣”定为先停下"
        yield Obstacle("short", words, PERSON, candidate, "rulebook:readings", (), "看口径")


def _undecided(ready: Readiness) -> Iterable[Obstacle]:
    """Readings that the county has to decide before anybody approves."""
    if ready.stops:
        return
    for label in undecided_in(frozen(ready.computed.asker, KEPT)):
        words = f"口径“{label}”还没有由县里决定：可以编制，审批以前要定"
        yield Obstacle("undecided", words, NOTE, None, "rulebook:readings", (), "看口径")


def _below_minimum(paid: Sequence[tuple[Candidate, Answers]]) -> Iterable[Obstacle]:
    """The warning of the minimum wage: once, with those it concerns."""
    low = [candidate for candidate, answers in paid if answers["below_minimum"]]
    if low:
        names = "、".join(f"{each.stint.village.short_name}{each.person.name}" for each in low[:MOST_NAMES])
        more = "等" if len(low) > MOST_NAMES else ""
        words = f"{len(low)}人整月在岗，应发低于当月最低工资（劳动法第四十八条）：{names}{more}"
        yield Obstacle("minimum", words, NOTE)


def _of_papers(paid: Sequence[Candidate]) -> Iterable[Obstacle]:
    """Of each person that is paid: no contract, an account that looks wrong, or another one that is still compared."""
    contracts = last_contracts([candidate.stint for candidate in paid])
    another = Exists(CardChange.objects.filter(person=OuterRef("pk"), state=WAITING))
    persons = Person.objects.filter(pk__in=[each.stint.person_id for each in paid])
    cards = {pk: (card, waits) for pk, card, waits in persons.values_list("pk", "card", another)}
    for candidate in paid:
        contract = contracts.get(candidate.stint.pk)
        to = candidate.attended.on_to if candidate.attended else None
        if contract is None or contract.signed_on is None or contract.end < (to or contract.end):
            words = "没有覆盖本月的劳动合同，工资照发，请补签"
            yield Obstacle("contract", words, NOTE, candidate, "employment:stint", (str(candidate.stint.pk),), "看合同")
        card, waits = cards[candidate.stint.person_id]
        about = (str(candidate.person.pk),)
        if not luhn(card):
            words = "银行账号的校验位不合，存折账号常见，银行卡请核对"
            yield Obstacle("luhn", words, NOTE, candidate, "people:person", about, "去核对")
        if waits:
            words = "新的银行账号还没有由另一人核对，核对以前仍发到原来的账号"
            yield Obstacle("card_change", words, NOTE, candidate, "people:person", about, "去核对")


def _notes(ready: Readiness) -> Iterable[Obstacle]:
    """What stops nothing, but has to be said."""
    paid = [(candidate, answers) for candidate, answers in ready.payable() if candidate.attended is not None]
    if ready.before is not None:
        month = f"{ready.before.month:%Y-%m}"
        yield Obstacle("before", ready.before.words, NOTE, None, "payroll:unpaid", (month,), "登记没有发过")
        if paid:
            words = f"还要编制的{len(paid)}人不在起用前的发放里，或登记了没有发过；旧账发过的，先导入起用前的发放"
            yield Obstacle("not_before", words, NOTE, None, "payroll:openings", (), "看起用前的发放")
    yield from _below_minimum(paid)
    yield from _undecided(ready)
    yield from _of_papers([candidate for candidate, _ in paid])
