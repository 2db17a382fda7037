"""The roster handed out with full numbers: an act with a reason, under the name of whoever takes it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.documents.sheets import workbook
from sibai.employment.queries.intake.filed import filed
from sibai.people.actor import Actor

TITLE = "公益性岗位人员花名册"


class NobodyThere(Refusal):
    """Nobody is on the roster."""


@act("employment.export_roster")
def export(*, actor: Actor, whole: bool, reason: str, now: datetime) -> bytes:
    """An XLSX of the roster of the actor's place; `whole`: all stints and contracts, else who is on post. NobodyThere.

    Numbers stand in full: the reason stays in the log.
    """
    made = filed(actor.scope, timezone.localdate(now), whole=whole)
    if not made.rows:
        raise NobodyThere("系统里还没有人在岗，没有可导出的花名册。")
    content = workbook(TITLE, made.columns, made.rows, by=actor.user_name, at=now)
    facts = {"rows": len(made.rows), "people": made.people, "what": "全部任职和合同" if whole else "在岗人员"}
    record(actor, None, at=now, label=TITLE, facts=facts, texts={"reason": reason})
    return content
