"""What the tests of the room share: decisions prepared and confirmed by the two who do so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sibai.people.actor import Actor
from sibai.rulebook.models import Decision
from sibai.rulebook.operations import decisions as acts
from tests.web_fixtures import NOW

ActorOf = Callable[..., Actor]
DOCUMENT, REASON = "白人社发〔2026〕1号（举例）", "按市里通知"


def prepared(
    actor_of: ActorOf,
    entry: str = "base_standard",
    value: str = '"1740.00"',
    start: date = date(2026, 7, 1),
    end: date | None = None,
    replaces: UUID | None = None,
) -> Decision:
    """A decision that waits for the leader."""
    decision: Decision = acts.prepare(
        actor=actor_of("county_clerk"),
        entry=entry,
        value=value,
        start=start,
        end=end,
        document=DOCUMENT,
        reason=REASON,
        replaces_id=replaces,
        now=NOW,
    )
    return decision


def confirmed(actor_of: ActorOf, *given: Any, **named: Any) -> Decision:
    """A decision that is in force from its day on."""
    decision = prepared(actor_of, *given, **named)
    made: Decision = acts.confirm(actor=actor_of("county_leader"), decision=decision, version=decision.version, now=NOW)
    return made
