"""A round carried as far as a test needs it, with invented people: shared by the tests of the room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sibai.people.actor import Actor
from sibai.people.identity import check_digit
from sibai.places.models import Place
from sibai.recruitment.flow import GOING
from sibai.recruitment.models import Application, Selection, Vacancy
from sibai.recruitment.operations import applications, approval, choice, review, rounds, scoring
from sibai.recruitment.operations.steps import NotYet
from sibai.recruitment.operations.vacancies import open_vacancy
from sibai.rulebook.models import CONFIRMED, Decision
from tests.web_fixtures import COUNTY, user_of

OPENED, PUBLISHED, DEADLINE = date(2026, 4, 20), date(2026, 5, 4), date(2026, 5, 11)
POSTED, UNTIL = date(2026, 5, 14), date(2026, 5, 21)
NOTICE_DAYS = 5
NAMES = ("柯试一", "储试二", "阮试三", "卫试四", "詹试五", "纪试六")


def at(day: date, hour: int = 2) -> datetime:
    """A moment of a day (ten o'clock in Shanghai)."""
    return datetime.combine(day, time(hour), UTC)


def id_number(number: int, born: date = date(1995, 5, 5)) -> str:
    """An identity number that nobody has."""
    seventeen = f"610999{born:%Y%m%d}{number:03d}"
    return seventeen + check_digit(seventeen)


def facts_of(number: int, **changed: Any) -> dict[str, Any]:
    """What an invented applicant writes in the form: eligible unless something is changed."""
    return {
        "name": NAMES[number % len(NAMES)],
        "id_number": id_number(number, changed.pop("born", date(1995, 5, 5))),
        "phone": f"100{number:08d}",
        "address": "测试镇测试村",
        "education": "大专",
        "poverty_relief": True,
        "hard_to_employ": False,
        "graduate": False,
        "veteran": False,
        "poverty_household": False,
        "monitored_household": False,
        "knows_village": True,
        "hire_date": None,
        **changed,
    }


def decide_notice_days(days: int = NOTICE_DAYS) -> None:
    """The county's decision on how long a public notice lasts."""
    one, two = user_of("county_clerk", COUNTY, "clerk-a"), user_of("county_leader", COUNTY, "leader-a")
    Decision.objects.create(
        place_id=COUNTY,
        entry="public_notice_days",
        entry_label="公示工作日数",
        value=str(days),
        start=date(2022, 6, 10),
        document="测试文件",
        reason="测试",
        state=CONFIRMED,
        prepared_by=one,
        prepared_at=at(OPENED),
        confirmed_by=two,
        confirmed_at=at(OPENED),
    )


@dataclass
class Round:
    """One round with its actors; each step leaves `selection` as it then is."""

    village: Place
    actor_of: Callable[..., Actor]
    base: int = 0
    """What the applicants' numbers begin after, so that every village has its own people."""
    selection: Selection = field(init=False)

    def __post_init__(self) -> None:
        self.vacancy: Vacancy = open_vacancy(village=self.village, opened_on=OPENED, cause="resigned", now=at(OPENED))
        self.clerk = self.actor_of("village", self.village.code)
        self.town = self.actor_of("town", str(self.village.parent_id))
        self.county = self.actor_of("county_clerk")
        self.company = self.actor_of("company_clerk")

    @property
    def version(self) -> int:
        """As it is now."""
        self.selection.refresh_from_db()
        return self.selection.version

    def step(self, operation: Callable[..., Any], actor: Actor, day: date, **given: Any) -> Selection:
        """Carry out one step of the round on a day."""
        self.selection = operation(actor=actor, selection=self.selection, version=self.version, now=at(day), **given)
        return self.selection

    def draft(self) -> None:
        """Started, the notice filled in."""
        self.selection = rounds.start(actor=self.clerk, vacancy=self.vacancy, now=at(OPENED))
        self.fill()

    def fill(self) -> None:
        """The notice filled in."""
        notice = {
            "deadline": DEADLINE,
            "where": "村便民服务室",
            "contact": "测试联系人",
            "phone": "10000000000",
            "conditions": "",
            "posted_at": "村务公开栏",
            "online": True,
        }
        self.step(rounds.draft, self.clerk, PUBLISHED, notice=notice, items=[("面谈", 60), ("计算机操作", 40)])

    def published(self) -> None:
        """The notice is out."""
        self.step(rounds.publish, self.clerk, PUBLISHED, published_on=PUBLISHED)

    def apply(self, number: int, day: date = PUBLISHED, **changed: Any) -> Application:
        """A paper application."""
        return applications.enter(
            actor=self.clerk,
            selection=self.selection,
            facts=facts_of(self.base + number, **changed),
            applied_at=at(day),
            now=at(max(day, PUBLISHED), 3),
        )

    def review(self, count: int = 3) -> None:
        """Applications are in, and the review has begun."""
        for number in range(self.selection.applications.count() + 1, count + 1):
            self.apply(number)
        self.step(review.start_review, self.clerk, DEADLINE + timedelta(days=1))

    def decide(self, application: Application, decision: str = "admitted", reason: str = "") -> Application:
        """The conduct confirmed and the application decided."""
        application.refresh_from_db()
        facts = {"conduct_confirmed": True}
        now = at(DEADLINE + timedelta(days=1))
        kept = applications.correct(
            actor=self.clerk, application=application, version=application.version, facts=facts, now=now
        )
        return review.decide(
            actor=self.clerk, application=kept, version=kept.version, decision=decision, reason=reason, now=now
        )

    def merit(self) -> None:
        """Everybody decided, the scoring begun."""
        for application in self.selection.applications.filter(state="entered").order_by("number"):
            self.decide(application)
        self.step(review.start_merit, self.clerk, DEADLINE + timedelta(days=1))

    def choosing(self) -> None:
        """Two assessors have scored; who applied first has the most points."""
        known = set(self.selection.assessors.values_list("name", flat=True))
        for place, name in enumerate(each for each in ("评分甲", "评分乙") if each not in known):
            assessor = scoring.add_assessor(
                actor=self.clerk,
                selection=self.selection,
                name=name,
                post="村委会委员",
                kin={},
                declared=True,
                now=at(DEADLINE + timedelta(days=2)),
            )
            self.score(assessor, 9000 - place)
        self.step(scoring.rank, self.clerk, DEADLINE + timedelta(days=2))

    def score(self, assessor: Any, best: int) -> None:
        """A sheet: `best` for the first, ten points less for each next."""
        items = [item.pk for item in self.selection.items.all()]
        kin = set(assessor.kin.values_list("application_id", flat=True))
        running = [each for each in scoring.in_the_running(self.selection) if each.pk not in kin]
        marks = {(each.pk, item): best - 1000 * row for row, each in enumerate(running) for item in items}
        scoring.score(actor=self.clerk, assessor=assessor, marks=marks, now=at(DEADLINE + timedelta(days=2)))

    def ranked(self) -> list[Application]:
        """Who is in the running, best first."""
        return sorted(scoring.in_the_running(self.selection), key=lambda each: each.rank or 0)

    def chosen(self) -> None:
        """The first of the ranking is chosen, the second in reserve."""
        order = [each.pk for each in self.ranked()]
        if not order:
            raise NotYet("没有人了")
        self.step(choice.choose, self.clerk, POSTED, chosen=order[0], reserves=order[1:2], reason="")

    def public_notice(self) -> None:
        """The public notice is up."""
        self.step(choice.announce, self.clerk, POSTED, posted_on=POSTED, where="村务公开栏")

    def submitted(self) -> None:
        """Handed in to the town the day after the notice."""
        self.step(choice.submit, self.clerk, UNTIL + timedelta(days=1))

    def approved(self) -> None:
        """The town agrees."""
        self.step(approval.approve, self.town, UNTIL + timedelta(days=4), opinion="同意")

    def training(self) -> None:
        """The county files it."""
        day = UNTIL + timedelta(days=5)
        self.step(approval.file, self.county, day, number=f"备{self.village.code[-6:]}", filed_on=day)

    def to_sign(self, result: str = "passed") -> None:
        """The company enters the pre-job training."""
        day = UNTIL + timedelta(days=6)
        self.step(
            approval.train,
            self.company,
            day,
            start=day,
            end=day,
            where="县人社局",
            hours=8,
            result=result,
            note="" if result == "passed" else "考试不合格",
        )

    def until(self, state: str) -> Round:
        """Carry it as far as a state of the flow."""
        for each in GOING[: GOING.index(state) + 1]:
            getattr(self, each)()
        return self
