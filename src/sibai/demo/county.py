"""Loading the demonstration county: months of a county's life, carried out by the real operations in order of time."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from sibai.audit.refusals import Refusal
from sibai.demo import attendance, casework, employment, funds, logins, payroll, posts, rounds
from sibai.people.actor import Actor, system
from sibai.people.models import User
from sibai.people.operations.accounts import make_user
from sibai.people.queries.actors import actor_in, hats_of
from sibai.places.models import Place
from sibai.places.operations.load import load_county
from sibai.recruitment.operations.opening import open_first_vacancies
from sibai.rulebook.models import Decision
from sibai.rulebook.operations import decisions

DAYS_BACK = 60
PAY_AFTER = 4
"""So many days after the villages fill their sheets the company prepares the wages."""
MEASURE_FROM = date(2022, 6, 10)
DOCUMENT = "演示数据"
DECISIONS = (
    ("public_notice_days", "5", "演示文件1号"),
    ("employer", '"village_company"', "演示文件2号"),
    ("short_net", '"refuse"', "演示文件4号"),
    ("post_subsidy_standard", '"1200.00"', "演示文件6号"),
)
"""What the demonstration county has decided; the other readings wait, as in a real one."""
PREPARED = ("below_bounds", '"strict"', "演示文件3号")
"""What waits for the county leader's confirmation."""


@dataclass
class Calendar:
    """Things that happen on days of their own, carried out in order of time; what is refused stays where it was."""

    now: datetime
    waiting: list[tuple[datetime, int, Iterator[int]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=itertools.count)
    refused: list[str] = field(default_factory=list)

    def add(self, moment: datetime, doing: Iterator[int]) -> None:
        """Something that begins at a moment and goes on after the days that it yields."""
        heapq.heappush(self.waiting, (moment, next(self.order), doing))

    def run(self, until: datetime) -> None:
        """Let the days go by."""
        while self.waiting and self.waiting[0][0] <= until:
            moment, _, doing = heapq.heappop(self.waiting)
            self.now = max(self.now, moment)
            try:
                days = next(doing)
            except StopIteration:
                continue
            except Refusal as refusal:
                self.refused.append(str(refusal))
                continue
            self.add(self.now + timedelta(days=days, minutes=7), doing)
        self.now = until


def is_loaded() -> bool:
    """Whether the demonstration is there already."""
    return User.objects.filter(account=logins.LOGINS[0].account).exists()


def actor(role: str, place_code: str) -> Actor:
    """Whoever holds a role for a place; a village or town without a login acts through an account of its own."""
    code = {"town": f"{place_code[:9]}000", "village": place_code}.get(role, logins.COUNTY)
    user = User.objects.filter(holdings__role=role, holdings__place_id=code, is_active=True).order_by("account").first()
    if user is None:
        name = Place.objects.get(pk=code).short_name
        user = _made(f"d{code}", f"{name}经办", role, code)
    hat = next(hat for hat in hats_of(user, date.today()) if hat.role == role)  # noqa: DTZ011 - of the demonstration
    return actor_in(user, hat, "127.0.0.1")


def _made(account: str, name: str, role: str, place_code: str) -> User:
    """An account of the demonstration, with the printed password."""
    return make_user(
        account=account,
        name=name,
        role=role,
        place_code=place_code,
        now=datetime.now().astimezone(),
        password=logins.PASSWORD,
        hashed=_hash(),
        start=MEASURE_FROM,
    ).user


@cache
def _hash() -> str:
    """The printed password's hash, made once for all: dozens of accounts have it, and hashing is slow on purpose."""
    return make_password(logins.PASSWORD)


def load(now: datetime) -> int:
    """Load everything; 1 where there are places already (a demonstration goes into an empty database)."""
    if Place.objects.exists():
        print("这个库里已经有区划，没有改动。要重新装入演示县，请换一个空的目录（SIBAI_HOME）。")
        return 1
    calendar = Calendar(now - timedelta(days=DAYS_BACK))
    whole = system(logins.COUNTY)
    load_county(actor=whole, county_code=logins.COUNTY, start=MEASURE_FROM, document=DOCUMENT, now=calendar.now)
    open_first_vacancies(actor=whole, opened_on=timezone.localdate(calendar.now), now=calendar.now)
    for login in logins.LOGINS:
        _made(login.account, login.name, login.role, login.place_code)
    _decide(calendar.now)
    villages = list(Place.objects.filter(level="village").order_by("code"))
    choosing = _choosing(villages)
    posts.fill([each for each in villages if each.code not in choosing], actor("county_clerk", ""), calendar.now)
    for number, (code, stage) in enumerate(choosing.items(), 1):
        one = rounds.Round(code, stage, number, actor, lambda: calendar.now)
        calendar.add(now - timedelta(days=rounds.DAYS_AGO[stage]), one.go())
    calendar.add(now - timedelta(days=DAYS_BACK - 20), employment.Life(actor, lambda: calendar.now).go())
    _month_by_month(calendar, now)
    calendar.run(now)
    coordinator = _coordinator()
    attendance.ask(coordinator, now)
    casework.Cases(actor, now).go(coordinator)
    for told in calendar.refused:
        print(f"演示中有一步没有办：{told}")
    tell_logins()
    return 0


def _month_by_month(calendar: Calendar, now: datetime) -> None:
    """The monthly cycle: sheets, reports, wages; leave and trips between."""
    today = timezone.localdate(now)
    months = attendance.Months(actor, lambda: calendar.now, today)
    wages = payroll.Pay(actor, lambda: calendar.now, today)
    money = funds.Money(actor, lambda: calendar.now, today)
    for moment in attendance.months_before(now, DAYS_BACK - 1):
        calendar.add(moment, months.go())
        calendar.add(moment + timedelta(days=PAY_AFTER), wages.go())
        calendar.add(moment + timedelta(days=PAY_AFTER + 2, hours=1), money.go())
    calendar.add(now - timedelta(days=2), months.begin())
    calendar.add(now - timedelta(days=DAYS_BACK - 4), attendance.Leave(actor, lambda: calendar.now).go())


def _choosing(villages: list[Place]) -> dict[str, str]:
    """Which villages choose somebody, and how far they have come: two of 茅坪镇, the others all over the county."""
    near = {logins.CHOOSING: "review", logins.AT_THE_TOWN: "submitted"}
    others = [each.code for each in villages if each.code not in {*near, logins.ON_POST}]
    spread = others[5 :: len(others) // len(rounds.STAGES)]
    stages = [stage for stage in rounds.STAGES if stage not in near.values()]
    return {**near, **dict(zip(spread, stages, strict=False))}


def _decide(now: datetime) -> None:
    for each in DECISIONS:
        made = _prepared(*each, now)
        decisions.confirm(actor=actor("county_leader", ""), decision=made, version=made.version, now=now)
    _prepared(*PREPARED, now)


def _prepared(entry: str, value: str, document: str, now: datetime) -> Decision:
    """A decision that the county clerk prepared."""
    made: Decision = decisions.prepare(
        actor=actor("county_clerk", ""),
        entry=entry,
        value=value,
        start=MEASURE_FROM,
        end=None,
        document=document,
        reason="演示",
        now=now,
    )
    return made


def _coordinator() -> Actor:
    """The login of the coordinator on post in 田湾村."""
    person = posts.on_post(logins.ON_POST)
    user = make_user(
        account=logins.COORDINATOR,
        name=person.name,
        role="coordinator",
        place_code=logins.ON_POST,
        now=datetime.now().astimezone(),
        password=logins.PASSWORD,
        person=person,
    ).user
    hat = hats_of(user, date.today())[0]  # noqa: DTZ011 - of the demonstration
    return actor_in(user, hat, "127.0.0.1")


def tell_logins() -> None:
    """Print who can sign in."""
    print(f"演示县（人员和事项都是编造的）。登录名和角色如下，密码都是 {logins.PASSWORD}")
    for login in logins.LOGINS:
        print(f"  {login.account:<10}{login.told}（{Place.objects.get(pk=login.place_code).short_name}）")
    print(f"  {logins.COORDINATOR:<10}协理员（{Place.objects.get(pk=logins.ON_POST).short_name}）")
