"""Which pages are timed, and who opens each: the roles that differ in how much they see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from sibai.attendance.models import LeaveRequest
from sibai.audit.queries import readable
from sibai.casework.models import Dispute, Injury, TravelClaim
from sibai.db.querysets import Scope
from sibai.demo.logins import COORDINATOR
from sibai.employment.models import Contract, Renewal, Resignation, RosterImport, Stint
from sibai.funds.models import Claim, Entry, Prefunding
from sibai.payroll.models import BankFile, Payslip, Run
from sibai.people.actor import Actor
from sibai.people.models import Person, User
from sibai.people.queries.actors import actor_in, hats_of
from sibai.places.models import Organisation, Place
from sibai.recruitment.models import Application
from sibai.recruitment.queries.selections import rounds
from sibai.rulebook.models import Decision

ACCOUNTS = (
    *("xian", "zhen", "cun", "cun2", "lingdao", "zhenxing", "gongsi", "chuna", "shenpi"),
    *("shenji", "caizheng", "guanli", COORDINATOR),
)
LISTS = (
    "home",
    "recruitment:list",
    "employment:people",
    "employment:contracts",
    "employment:renewals",
    "employment:resignations",
    "employment:endings",
    "employment:grades",
    "employment:acting",
    "employment:trainings",
    "employment:notices",
    "employment:rosters",
    "employment:mine",
    "rulebook:articles",
    "rulebook:parameters",
    "rulebook:readings",
    "rulebook:decisions",
    "audit:list",
    "places:list",
    "places:organisations",
    "people:accounts",
    "people:requests",
    "people:me",
    *(f"attendance:{name}" for name in ("mine", "leaves", "trips")),
    *(
        f"payroll:{name}"
        for name in ("months", "mine", "failed", "recounts", "recoveries", "items", "holds", "insurance")
    ),
    *(f"payroll:{name}" for name in ("deadlines", "layouts", "openings", "compare")),
    *(
        f"funds:{name}"
        for name in ("balances", "journal", "remittances", "prefundings", "budget", "claims", "advances")
    ),
    *(f"casework:{name}" for name in ("claims", "mine", "disputes", "injuries", "checks")),
)
SEARCHED = "王"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as one user opens it. `search`: words that are sent first, as the frame's search does."""

    route: str
    account: str
    url: str
    search: str = ""


def user_of(account: str) -> tuple[User, Actor]:
    """A user of the demonstration in the first role."""
    user = User.objects.get(account=account)
    return user, actor_in(user, hats_of(user, timezone.localdate())[0], "127.0.0.1")


def pages(account: str, only: str) -> Iterator[Page]:
    """Every page that is timed and that the user may open; `only`: whose route holds this."""
    _, actor = user_of(account)
    known: dict[str, list[Any]] = {**{route: [] for route in LISTS}, **_details(actor)}
    for route, arguments in known.items():
        if only in route and actor.may_open(route):
            yield Page(route, account, reverse(route, args=arguments))
    if only in "search" and actor.may_open("search"):
        yield Page("search", account, reverse("search"), SEARCHED)


def _details(actor: Actor) -> dict[str, list[Any]]:
    """The object that each detail page shows: the first that the user sees."""
    scope = actor.scope
    application = Application.objects.within(scope).order_by("selection", "number").first()
    stint = Stint.objects.within(scope).filter(end__isnull=True).order_by("village").first()
    known: dict[str, Model | None] = {
        "recruitment:selection": _round(actor, application),
        "recruitment:application": application,
        "employment:stint": stint,
        "employment:record": stint,
        "employment:log": stint,
        "employment:contract": Contract.objects.within(scope).order_by("village").first(),
        "employment:renewal": Renewal.objects.within(scope).order_by("pk").first(),
        "employment:resignation": Resignation.objects.within(scope).order_by("pk").first(),
        "employment:roster": RosterImport.objects.within(scope).order_by("pk").first(),
        "people:person": stint.person if stint else Person.objects.within(scope).order_by("code").first(),
        "people:account": User.objects.get(account="cun"),
        "places:place": Place.objects.get(pk=actor.place_code),
        "places:organisation": Organisation.objects.within(scope).order_by("pk").first(),
        "audit:entry": readable(actor.role, scope).order_by("seq").last(),
        "rulebook:decision": Decision.objects.within(scope).order_by("pk").first(),
        **_details_of_money(scope),
    }
    found = {route: [row.pk] for route, row in known.items() if row is not None}
    month = f"{timezone.localdate():%Y-%m}"
    fixed = {"attendance:calendar": [month], "payroll:ready": [month], "funds:check": [month]}
    fixed |= {"attendance:place": [month, actor.place_code]}
    return {**found, **fixed, "rulebook:article": ["5"], "rulebook:entry": ["public_notice_days"]}


def _round(actor: Actor, application: Application | None) -> Model | None:
    """The round of an application, or another where the actor does not open that one yet."""
    rows = rounds(actor)
    own = rows.filter(pk=application.selection_id).first() if application else None
    found: Model | None = own or rows.order_by("pk").first()
    return found


def _details_of_money(scope: Scope) -> dict[str, Model | None]:
    """Objects of the monthly rooms."""
    return {
        "attendance:leave": LeaveRequest.objects.within(scope).order_by("pk").first(),
        "payroll:run": Run.objects.within(scope).filter(state="closed").order_by("-month").first(),
        "payroll:slip": Payslip.objects.within(scope).filter(void=False).order_by("-month", "village").first(),
        "payroll:bank_file": BankFile.objects.within(scope).order_by("-number").first(),
        "funds:entry": Entry.objects.within(scope).filter(kind="wages").order_by("-number").first(),
        "funds:prefunding": Prefunding.objects.within(scope).order_by("-month").first(),
        "funds:claim": Claim.objects.within(scope).order_by("number").first(),
        "casework:claim": TravelClaim.objects.within(scope).order_by("pk").first(),
        "casework:dispute": Dispute.objects.within(scope).order_by("pk").first(),
        "casework:injury": Injury.objects.within(scope).order_by("pk").first(),
    }
