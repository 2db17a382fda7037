"""The county's own as a rulebook file: the page and the command hand out the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sibai.audit.operations import act, record
from sibai.people.actor import Actor
from sibai.rulebook.queries.law import county_rules

FILE_NAME = "县规则.toml"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file for `--rulebook` with its SHA-256."""

    content: bytes
    digest: str


def exported() -> Exported:
    """The confirmed decisions as TOML (docs/files.md)."""
    rules = county_rules()
    return Exported(rules.content, rules.digest)


def export_toml() -> str:
    """The same as text, for the command."""
    return exported().content.decode("utf-8")


@act("rulebook.export")
def export(*, actor: Actor, now: datetime) -> Exported:
    """The same for a user, with an entry in the log."""
    made = exported()
    record(actor, None, at=now, facts={"sha256": made.digest}, label=FILE_NAME)
    return made
