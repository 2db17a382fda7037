"""Rounds of selection at every stage, carried out by the real operations as the days went by.

A round is a generator: it does one step and says after how many days the next one follows. The calendar of the
demonstration (`county.py`) lets all rounds go on side by side, so that the log's moments only rise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from sibai.demo.people import invented
from sibai.people.actor import Actor
from sibai.recruitment.models import Application, Selection, Vacancy
from sibai.recruitment.operations import applications, approval, choice, review, rounds, scoring

STAGES = (
    "vacant",
    "draft",
    "published",
    "review",
    "merit",
    "choosing",
    "public_notice",
    "submitted",
    "approved",
    "training",
    "to_sign",
)
"""How far a round of the demonstration has come today."""
FIRST_APPLICANT = 3000
"""The invented people from this number on apply; those before are on post."""
APPLICANTS = 4
ITEMS = (("面谈", 60), ("熟悉本村情况", 40))
POINTS = ((8800, 8300, 7650, 7100), (9000, 8150, 7800, 6900))
ASSESSORS = (("郭评", "村党支部书记"), ("何议", "驻村工作队队长"))

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the village, how far it goes, and who acts in it."""

    village: str
    stage: str
    number: int
    actor: Callable[[str, str], Actor]
    now: Now

    @property
    def selection(self) -> Selection:
        """The round as it stands."""
        found: Selection = Selection.objects.select_related("vacancy__village").get(
            vacancy__village=self.village, closed_on__isnull=True
        )
        return found

    def by(self, role: str) -> Actor:
        """Whoever holds a role for this village."""
        return self.actor(role, self.village)

    def go(self) -> Iterator[int]:
        """Do one step after another; each yield says how many days pass before the next."""
        steps = (
            (self._draft, 1),
            (self._publish, 3),
            (self._apply, 5),
            (self._review, 1),
            (self._decide, 1),
            (self._score, 1),
            (self._choose, 0),
            (self._submit, 1),
            (self._approve, 1),
            (self._file, 2),
        )
        for position, (step, days) in enumerate(steps):
            if position >= LAST[self.stage]:
                return
            step()
            yield days or self._notice_days()
        if self.stage == "to_sign":
            self._train()

    def _notice_days(self) -> int:
        """Days until the public notice has run."""
        until = self.selection.notice_until
        return (until - timezone.localdate(self.now())).days + 1 if until else 1

    def _draft(self) -> None:
        vacancy = Vacancy.objects.get(village=self.village, closed_on__isnull=True)
        selection = rounds.start(actor=self.by("village"), vacancy=vacancy, now=self.now())
        notice = {
            "deadline": timezone.localdate(self.now()) + timedelta(days=7),
            "where": "村委会办公室",
            "contact": "陈村",
            "phone": "0915-7820000",
            "conditions": "熟悉电脑操作；月工资按办法执行。",
            "posted_at": "村务公开栏",
            "online": True,
        }
        rounds.draft(
            actor=self.by("village"),
            selection=selection,
            version=selection.version,
            notice=notice,
            items=ITEMS,
            now=self.now(),
        )

    def _publish(self) -> None:
        self._move(rounds.publish, published_on=timezone.localdate(self.now()))

    def _apply(self) -> None:
        for place in range(APPLICANTS):
            person = invented(FIRST_APPLICANT + self.number * APPLICANTS + place)
            told: dict[str, Any] = person.facts(
                poverty_relief=place % 2 == 0,
                hard_to_employ=place % 2 == 1,
                graduate=place == 0,
                veteran=False,
                poverty_household=place == 0,
                monitored_household=False,
                knows_village=True,
            )
            told.pop("card")
            applications.enter(
                actor=self.by("village"), selection=self.selection, facts=told, applied_at=self.now(), now=self.now()
            )

    def _review(self) -> None:
        self._move(review.start_review)

    def _decide(self) -> None:
        for application in self._applications():
            corrected = applications.correct(
                actor=self.by("village"),
                application=application,
                version=application.version,
                facts={"conduct_confirmed": True},
                now=self.now(),
            )
            review.decide(
                actor=self.by("village"),
                application=corrected,
                version=corrected.version,
                decision="admitted",
                reason="",
                now=self.now(),
            )
        self._move(review.start_merit)

    def _score(self) -> None:
        items = list(self.selection.items.values_list("pk", flat=True))
        for (name, post), points in zip(ASSESSORS, POINTS, strict=True):
            assessor = scoring.add_assessor(
                actor=self.by("village"),
                selection=self.selection,
                name=name,
                post=post,
                kin={},
                declared=True,
                now=self.now(),
            )
            marks: dict[tuple[UUID, int], int] = {
                (application.pk, item): points[row] + item_number * 50
                for row, application in enumerate(self._applications())
                for item_number, item in enumerate(items)
            }
            scoring.score(actor=self.by("village"), assessor=assessor, marks=marks, now=self.now())
        self._move(scoring.rank)

    def _choose(self) -> None:
        ranked = sorted(self._applications(), key=lambda each: each.rank or 99)
        reserves = [each.pk for each in ranked[1:3]]
        self._move(choice.choose, chosen=ranked[0].pk, reserves=reserves, reason="")
        self._move(choice.announce, posted_on=timezone.localdate(self.now()), where="村务公开栏、镇政府公示栏")

    def _submit(self) -> None:
        self._move(choice.submit)

    def _approve(self) -> None:
        self._move(approval.approve, role="town")

    def _file(self) -> None:
        today = timezone.localdate(self.now())
        number = f"白人社备〔{today.year}〕{self.number:03d}号"
        self._move(approval.file, role="county_clerk", number=number, filed_on=today)

    def _train(self) -> None:
        today = timezone.localdate(self.now())
        told = {"start": today, "end": today, "where": "派活儿公司培训室", "hours": 8, "result": "passed", "note": ""}
        self._move(approval.train, role="company_clerk", **told)

    def _applications(self) -> list[Application]:
        return list(self.selection.applications.select_related("person").order_by("number"))

    def _move(self, operation: Callable[..., Any], role: str = "village", **given: Any) -> None:
        selection = self.selection
        operation(actor=self.by(role), selection=selection, version=selection.version, now=self.now(), **given)


DAYS_AGO = dict(zip(STAGES, (3, 3, 5, 10, 11, 12, 15, 45, 45, 45, 45), strict=True))
"""So many days ago each round began: the notice of the third still runs, the seventh is in its public notice."""
LAST = dict(zip(STAGES, (0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 10), strict=True))
"""How many steps each stage has behind it."""
