"""Writing the log, and the frame of every act: right, transaction, one entry, refusals."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import wraps
from types import MappingProxyType
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import models, transaction

from sibai.audit import acts, chain
from sibai.audit.models import Entry, EntryText, Head
from sibai.audit.refusals import AlreadyDone, Forbidden, Refusal

LONGEST_LABEL = 200


class ActorLike(Protocol):
    """Whoever acts, as plain codes: the tables of people and places stand above the log."""

    @property
    def user_id(self) -> UUID | None:
        """The account."""

    @property
    def account(self) -> str:
        """The name that the account signs in with."""

    @property
    def role(self) -> str:
        """The code of the role."""

    @property
    def place_code(self) -> str:
        """The place at which the role holds."""

    @property
    def on_behalf_of(self) -> UUID | None:
        """The account that delegated."""

    @property
    def address(self) -> str:
        """The network address."""

    @property
    def command(self) -> str | None:
        """The number of the form that was sent; the same number is carried out once."""


class OutsideAnAct(Exception):
    """A programmer's slip: an act without its one entry, or an entry outside an act."""


@dataclass
class _Running:
    action: str
    head: Head
    entries: list[Entry] = field(default_factory=list)
    erased: set[int] | None = None


ERASED = "erased_texts_of"
"""The fact by which an act that erases texts of the log names their entries; without it a text is missing."""

NO_TEXTS: Mapping[str, str] = MappingProxyType({})

_running: ContextVar[_Running | None] = ContextVar("running", default=None)
Operation = TypeVar("Operation", bound=Callable[..., Any])


def act(name: str) -> Callable[[Operation], Operation]:
    """The frame of an operation that writes: right, one transaction, exactly one entry, refusals logged.

    Forbidden where the role may not; AlreadyDone where the actor's command was carried out before. Any Refusal
    rolls everything back and is itself logged as a refused attempt.
    """

    def framed(operation: Operation) -> Operation:
        @wraps(operation)
        def carried_out(*, actor: ActorLike, **given: Any) -> Any:
            if not acts.may(actor.role, name):
                refused(actor, name, "role", given)
                raise Forbidden("您的角色不能办这件事。")
            try:
                with transaction.atomic(), _one_entry(actor, name):
                    return operation(actor=actor, **given)
            except AlreadyDone:
                raise
            except Refusal as refusal:
                refused(actor, name, type(refusal).__name__, given)
                raise

        carried_out.act = name  # type: ignore[attr-defined]
        return carried_out  # type: ignore[return-value]

    return framed


@contextmanager
def _one_entry(actor: ActorLike, name: str) -> Iterator[None]:
    if _running.get() is not None:
        raise OutsideAnAct(f"{name} inside {_running.get()}")
    running = _Running(name, _head())
    token = _running.set(running)
    try:
        if actor.command and Entry.objects.filter(command=actor.command).exists():
            raise AlreadyDone
        yield
        if len(running.entries) != 1:
            raise OutsideAnAct(f"{name} wrote {len(running.entries)} entries")
    finally:
        _running.reset(token)


def record(
    actor: ActorLike,
    obj: models.Model | None,
    *,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    label: str = "",
    place: str = "",
    person: UUID | None = None,
) -> Entry:
    """The one entry of the act that is running.

    `facts` are values that tell nothing personal; `texts` are free words, kept sealed beside the chain, which has
    only their commitment. `label` names the object (no person's name); `person` is whom it is about.
    """
    running = _running.get()
    if running is None:
        raise OutsideAnAct("record() outside an act")
    erased = {} if running.erased is None else {ERASED: sorted(running.erased)}
    facts = {**(facts or {}), **erased}
    entry = _append(
        running.head, actor, running.action, "done", obj, at, facts, texts or {}, label, place, person, actor.command
    )
    running.entries.append(entry)
    return entry


def note_erased(entries: Iterable[int]) -> None:
    """The texts of these entries go in the act that is running: its entry, not written yet, will name them.

    Outside an act nothing names them, and the check of the log will miss the texts.
    """
    running = _running.get()
    if running is None:
        return
    if running.entries:
        raise OutsideAnAct("texts are erased before the entry of the act")
    running.erased = (running.erased or set()) | set(entries)


def refused(actor: ActorLike, action: str, why: str, given: Mapping[str, Any], at: datetime | None = None) -> None:
    """Log an attempt that was refused, in a transaction of its own; `why` is a code, never words about a person."""
    ids = {name: str(value) for name, value in given.items() if name.endswith(("_id", "_code")) and value}
    with transaction.atomic():
        _append(_head(), actor, action, "refused", None, at or _when(given), {"why": why, **ids})


def _when(given: Mapping[str, Any]) -> datetime:
    """When the attempt was made: the moment that the act was given, else the clock's."""
    now = given.get("now")
    return now if isinstance(now, datetime) else datetime.now(UTC)


def _head() -> Head:
    return Head.objects.select_for_update().get(pk=1)


def _append(
    head: Head,
    actor: ActorLike,
    action: str,
    outcome: str,
    obj: models.Model | None,
    at: datetime,
    facts: Mapping[str, Any],
    texts: Mapping[str, str] = NO_TEXTS,
    label: str = "",
    place: str = "",
    person: UUID | None = None,
    command: str | None = None,
) -> Entry:
    """Write one entry behind the head, which the transaction has locked, and move the head."""
    salts = {name: secrets.token_hex(16) for name, text in texts.items() if text}
    entry = Entry(
        seq=head.seq + 1,
        at=at,
        user=actor.user_id,
        account=actor.account,
        role=actor.role,
        place=place or (getattr(obj, "place_code", "") if obj is not None else "") or actor.place_code,
        on_behalf_of=actor.on_behalf_of,
        address=actor.address,
        action=action,
        outcome=outcome,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=(label or (getattr(obj, "label", "") if obj is not None else ""))[:LONGEST_LABEL],
        person=person,
        facts={name: _plain(value) for name, value in facts.items()},
        commitments={name: chain.commitment(salt, texts[name]) for name, salt in salts.items()},
        command=command or None,
        prev=head.hash,
    )
    entry.hash = chain.entry_hash(entry.fields())
    entry.save(force_insert=True)
    EntryText.objects.bulk_create(
        EntryText(entry=entry, name=name, salt=salt, text=texts[name]) for name, salt in salts.items()
    )
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry


def _plain(value: Any) -> Any:
    """A fact as JSON keeps it: dates as text, nothing that could round."""
    if isinstance(value, datetime):
        return chain.moment(value)
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value).__name__} cannot be a fact of the log")
