"""Acts in any order, by anybody, over years: what holds always, holds after each of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from sibai.audit.checking import verify
from sibai.audit.refusals import Refusal
from sibai.employment.models import Contract, Ending, GradeFact, HandoverItem, Renewal, Resignation, Stint
from sibai.employment.operations import ending as endings
from sibai.employment.operations import renewing, resigning, taking_up
from sibai.employment.queries.grounds import GROUNDS
from sibai.employment.queries.legal import QUESTIONS
from sibai.measure.dates import add_months, days_left_over, full_months
from sibai.people.models import Person
from sibai.recruitment.models import Application, Selection, Vacancy
from sibai.recruitment.operations.vacancies import open_vacancy
from tests.employment.made import moment
from tests.employment.test_renewing import grade
from tests.people.invented import person_in
from tests.web_fixtures import MAOPING, villages_of

BEGIN, STEPS, TRIES = date(2023, 1, 10), 50, 8
ONE = timedelta(days=1)
CAP = 36
FACTS = ("work_years", "unit_years", "sick_months_used", "unfinished_months")


class Town:
    """A town in which anything is tried; what is refused is refused."""

    def __init__(self, actor_of: Any, seed: int) -> None:
        self.chance = Random(seed)
        self.today = BEGIN
        self.villages = villages_of(MAOPING)[:3]
        self.actors = [actor_of("village", village.code) for village in self.villages]
        self.town, self.clerk = actor_of("town", MAOPING), actor_of("county_clerk")
        self.leader, self.bureau = actor_of("county_leader"), actor_of("revitalisation")
        self.people = [person_in(village, number) for number, village in enumerate(self.villages * 2, 1)]
        self.done = 0
        for village in self.villages:
            open_vacancy(village=village, opened_on=BEGIN, cause="never", now=self.now)

    @property
    def now(self) -> Any:
        return moment(self.today)

    def one(self, rows: Any) -> Any:
        """Any row, if there is one."""
        found = list(rows)
        if not found:
            raise Refusal("nothing")
        return self.chance.choice(found)

    def day(self, least: int = -40, most: int = 400) -> date:
        return self.today + timedelta(days=self.chance.randint(least, most))

    def at(self, village_id: str) -> Any:
        return next(actor for actor in self.actors if actor.place_code == village_id)

    def step(self) -> None:
        """Some days pass, and somebody tries something."""
        self.today += timedelta(days=self.chance.choice([0, 0, 1, 5, 20, 45]))
        acts: list[Callable[[], Any]] = [
            self.agree, self.agree, self.sign, self.sign, self.take_up, self.take_up, self.file, self.draft,
            self.resign, self.list_items, self.tick, self.tick, self.consent, self.leave, self.leave,
            self.prepare, self.prepare, self.check, self.check, self.override, self.decide, self.decide,
            self.receive, self.propose, self.propose, self.approve, self.sign_renewal, self.grade,
        ]  # fmt: skip
        self.chance.shuffle(acts)
        for act in acts[:TRIES]:
            try:
                act()
            except Refusal:
                continue
            self.done += 1
            return

    def given(self) -> dict[str, Any]:
        return {"today": self.today, "now": self.now}

    def agree(self) -> None:
        vacancy = self.one(Vacancy.objects.filter(closed_on__isnull=True))
        selection, _ = Selection.objects.get_or_create(
            vacancy=vacancy,
            state="to_sign",
            defaults={"number": vacancy.selections.count() + 1, "started_at": self.now},
        )
        person: Person = self.chance.choice(self.people)
        selection.chosen, _ = Application.objects.get_or_create(
            selection=selection,
            id_index=person.id_index,
            defaults={
                "number": selection.applications.count() + 1,
                "state": "admitted",
                "source": "paper",
                "applied_at": self.now,
                "entered_at": self.now,
                "person": person,
                "education": "高中",
            },
        )
        selection.save()
        taking_up.prepare_agreement(
            actor=self.at(vacancy.village_id), selection=selection, start=self.day(-20, 20), number="", **self.given()
        )

    def sign(self) -> None:
        row = self.one(Contract.objects.filter(state="to_sign"))
        day = min(row.start, self.today)
        taking_up.sign(
            actor=self.at(row.village_id), contract=row, version=row.version, signed_on=day, number="", **self.given()
        )

    def take_up(self) -> None:
        row = self.one(Contract.objects.filter(kind=Contract.AGREEMENT, state="signed"))
        start = self.chance.choice([row.start, self.day(-30, 5)])
        actor = self.at(row.village_id)
        taking_up.take_up(actor=actor, contract=row, version=row.version, start=start, **self.given())

    def file(self) -> None:
        row = self.one(Contract.objects.filter(state="signed", kind=Contract.LABOUR))
        taking_up.file_contract(
            actor=self.clerk, contract=row, version=row.version, filed_on=self.today, filing_number="备", **self.given()
        )

    def draft(self) -> None:
        stint = self.one(Stint.objects.all())
        actor = self.at(stint.village_id)
        taking_up.draft_contract(actor=actor, stint=stint, start=self.day(-90, 30), **self.given())

    def resign(self) -> None:
        stint = self.one(Stint.objects.filter(end__isnull=True))
        resigning.give_notice(
            actor=self.at(stint.village_id),
            stint=stint,
            notice_on=self.day(-30, 0),
            last_day=self.chance.choice([None, self.day()]),
            reason="",
            **self.given(),
        )

    def list_items(self) -> None:
        row = self.one(Resignation.objects.filter(state="notified"))
        actor = self.at(row.stint.village_id)
        resigning.list_handover(actor=actor, resignation=row, version=row.version, items=["台账"], now=self.now)

    def tick(self) -> None:
        item = self.one(HandoverItem.objects.filter(received_on__isnull=True))
        actor = self.at(item.resignation.stint.village_id)
        resigning.tick(actor=actor, item=item, receiver="文书", received_on=self.today, note="", **self.given())

    def consent(self) -> None:
        row = self.one(Resignation.objects.filter(state="to_consent"))
        resigning.consent(
            actor=self.town,
            resignation=row,
            version=row.version,
            agree=self.chance.random() < 0.8,
            early_exit_agreed=self.chance.random() < 0.5,
            reason="再核",
            **self.given(),
        )

    def leave(self) -> None:
        row = self.one(Resignation.objects.filter(state="consented"))
        resigning.leave(actor=self.at(row.stint.village_id), resignation=row, version=row.version, **self.given())

    def prepare(self) -> None:
        stint = self.one(Stint.objects.all())
        contract = stint.contracts.order_by("-end").first()
        day = contract.end if contract and self.chance.random() < 0.5 else self.day()
        told = {name: self.chance.randint(0, 4) for name in FACTS}
        told |= dict.fromkeys(("unfit_for_work", "serious_breach", "data_incident", "improper_gain"), 1)
        endings.prepare(
            actor=self.at(stint.village_id),
            stint=stint,
            kind=self.chance.choice(list(GROUNDS)),
            last_day=day,
            reason="依据",
            told=told,
            **self.given(),
        )

    def check(self) -> None:
        row = self.one(Ending.objects.filter(state__in=("preparing", "returned")))
        told: dict[str, Any] = {name: self.chance.randint(0, 1) for name in QUESTIONS if name != "notified_on"}
        told["notified_on"] = min(self.today, row.last_day - timedelta(days=self.chance.randint(0, 60)))
        actor = self.at(row.stint.village_id)
        endings.check(actor=actor, ending=row, version=row.version, told=told, **self.given())

    def override(self) -> None:
        row = self.one(Ending.objects.filter(state="stopped"))
        go_on = self.chance.random() < 0.7
        endings.override(
            actor=self.leader, ending=row, version=row.version, go_on=go_on, document="函", reason="理由", now=self.now
        )

    def decide(self) -> None:
        row = self.one(Ending.objects.filter(state="to_decide"))
        approve = self.chance.random() < 0.8
        endings.decide(
            actor=self.town, ending=row, version=row.version, approve=approve, document="", reason="x", **self.given()
        )

    def receive(self) -> None:
        row = self.one(Ending.objects.filter(state__in=("at_county", "at_revitalisation")))
        actor = self.chance.choice([self.clerk, self.bureau])
        endings.receive(
            actor=actor, ending=row, version=row.version, received_on=self.today, number="备", **self.given()
        )

    def propose(self) -> None:
        stint = self.one(Stint.objects.filter(end__isnull=True))
        contract = stint.contracts.order_by("-end").first()
        to = add_months(contract.end, self.chance.choice([3, 11, 12])) if contract else self.day()
        renewing.propose(actor=self.at(stint.village_id), stint=stint, to=to, **self.given())

    def approve(self) -> None:
        row = self.one(Renewal.objects.filter(state="to_approve"))
        renewing.decide(actor=self.town, renewal=row, version=row.version, approve=True, reason="", **self.given())

    def sign_renewal(self) -> None:
        row = self.one(Renewal.objects.filter(state="to_sign"))
        actor = self.at(row.stint.village_id)
        renewing.sign(actor=actor, renewal=row, version=row.version, signed_on=self.today, number="", **self.given())

    def grade(self) -> None:
        stint = self.one(Stint.objects.filter(end__isnull=True))
        year = self.today.year - 1
        if year < 2023 or stint.person.pk in graded(year):
            raise Refusal("graded")
        grade(stint, year, self.chance.choice(["合格", "合格", "优秀", "不合格"]))


def graded(year: int) -> set[Any]:
    """Who has a grade of a year."""
    return set(GradeFact.objects.filter(year=year).values_list("person", flat=True))


def what_always_holds(villages: list[Any]) -> None:
    for village in villages:
        stints = list(Stint.objects.filter(village=village).order_by("start"))
        assert sum(stint.end is None for stint in stints) <= 1
        for before, after in pairwise(stints):
            assert before.end is not None
            assert before.end < after.start
        held = any(stint.end is None for stint in stints)
        vacancies = Vacancy.objects.filter(village=village, closed_on__isnull=True).count()
        assert vacancies == (0 if held else 1), "vacant or held, never both or neither"
    for person in set(Stint.objects.values_list("person", flat=True)):
        within_three_years(list(Stint.objects.filter(person=person).order_by("start")))


def within_three_years(stints: list[Stint]) -> None:
    """Article 9 by its formula: no stint and no contract lasts beyond the last lawful day."""
    months = days = 0
    for stint in stints:
        last = add_months(stint.start, CAP - months) - timedelta(days=days) - ONE
        assert stint.end is None or stint.start <= stint.end <= last
        assert all(contract.end <= last for contract in stint.contracts.exclude(state="void"))
        if stint.end is not None:
            months += full_months(stint.start, stint.end)
            days += days_left_over(stint.start, stint.end)


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_acts_keeps_what_always_holds(seed: int, county: Any, actor_of: Any) -> None:
    town = Town(actor_of, seed)
    for _ in range(STEPS):
        town.step()
        what_always_holds(town.villages)
    assert town.done > STEPS // 3
    assert not verify().broken
