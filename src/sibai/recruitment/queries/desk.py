"""What the public pages show, whether they share the office's database or stand on a machine apart (decision 8)."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from sibai.audit.refusals import Refusal
from sibai.people.queries import notices as privacy
from sibai.places.models import Place
from sibai.recruitment.models import Application, LoadedNotices, SealedApplication
from sibai.recruitment.queries.public_notices import PublicNotice, from_plain, notices_of_the_office
from sibai.recruitment.queries.public_states import STATES, Told, can_withdraw, state_of
from sibai.recruitment.receipts import BadCode

MEBIBYTE = 1024 * 1024
NOBODYS = "没有这个回执码。刚交的请对照回执重输；选聘结束很久的，回执已经注销。"


class NotOpen(Refusal):
    """Nobody can apply here: too late, not online, full."""

    status = 409


@dataclass(frozen=True, slots=True)
class Status:
    """How far one application is. `known` is the state's short name."""

    known: str
    at: datetime
    village: str
    phone: str
    may_withdraw: bool

    @property
    def told(self) -> Told:
        """In words."""
        return STATES[self.known]


def is_apart() -> bool:
    """Whether this is a public machine apart, which shows what the office signed."""
    return bool(settings.OWN.office_key)


def loaded() -> dict[str, Any]:
    """Machine apart: the document that was loaded last; nothing before the first."""
    last = LoadedNotices.objects.order_by("-issued_at").values_list("pk", "sha256").first()
    return _parsed(*last) if last else {}


@lru_cache(maxsize=1)
def _parsed(pk: int, _sha256: str) -> dict[str, Any]:
    """The document of a row, read once for all requests; nobody writes into it."""
    return dict(json.loads(LoadedNotices.objects.values_list("content", flat=True).get(pk=pk)))


def notices() -> list[PublicNotice]:
    """All notices, by deadline and village."""
    if is_apart():
        return [from_plain(each) for each in loaded().get("notices", ())]
    return notices_of_the_office()


def notice_of(round_id: UUID) -> PublicNotice | None:
    """One notice."""
    if not is_apart():
        return next(iter(notices_of_the_office(pk=round_id)), None)
    return next((each for each in notices() if each.id == round_id), None)


def county_name() -> str:
    """Whose pages these are; blank before the first notices are loaded."""
    if is_apart():
        return str(loaded().get("county_name", ""))
    county = Place.objects.filter(level="county").first()
    return county.name if county else ""


def privacy_notice(today: date) -> privacy.Notice:
    """The notice at collection that applicants are given now."""
    written = loaded().get("privacy") if is_apart() else None
    if written is None:
        return privacy.current(today)
    sections = tuple(privacy.Section(each["heading"], tuple(each["paragraphs"])) for each in written["sections"])
    return privacy.Notice(written["version"], date.fromisoformat(written["from"]), written["title"], sections)


def must_be_open(notice: PublicNotice, today: date) -> None:
    """NotOpen where nobody can apply here today, with what to do instead."""
    offline = f"请到{notice.where}报名，咨询电话{notice.phone}（{notice.contact}）。"
    if today > notice.deadline:
        raise NotOpen(f"报名已于{notice.deadline}截止，不能再报。可以看看别的村（社区）的公告。")
    if not notice.taking:
        raise NotOpen(f"这次选聘已经不再接受报名。有疑问请打咨询电话{notice.phone}（{notice.contact}）。")
    if not notice.online:
        raise NotOpen(f"这次选聘不接受网上报名。{offline}")
    if _kept(notice.id) >= settings.OWN.public_round_limit:
        raise NotOpen(f"网上报名已经满了。{offline}")
    if shutil.disk_usage(settings.HOME).free < settings.OWN.public_free_mib * MEBIBYTE:
        raise NotOpen(f"网上报名暂时收不了。{offline}")


def _kept(round_id: UUID) -> int:
    """How many online applications of a round there are."""
    if is_apart():
        return SealedApplication.objects.filter(round=round_id).count()
    return Application.objects.filter(selection=round_id, source="online").count()


def status_of(digest: str) -> Status:
    """The status that belongs to the digest of a receipt code. BadCode where there is none."""
    status = _status_apart(digest) if is_apart() else _status_here(digest)
    if status is None:
        raise BadCode(NOBODYS)
    return status


def _status_here(digest: str) -> Status | None:
    rows = Application.objects.select_related("selection__vacancy__village")
    application = rows.filter(receipt_digest=digest, erased_on__isnull=True).first()
    if application is None:
        return None
    return Status(
        state_of(application),
        application.applied_at,
        application.selection.vacancy.village.short_name,
        application.selection.phone,
        can_withdraw(application),
    )


def _status_apart(digest: str) -> Status | None:
    row = SealedApplication.objects.filter(receipt_digest=digest).first()
    document = loaded()
    state: dict[str, Any] | None = document.get("states", {}).get(digest)
    if row is None and state is None:
        return None
    round_id = str(row.round) if row else ""
    shown: dict[str, Any] = next((each for each in document.get("notices", ()) if each["id"] == round_id), {})
    at = row.received_at if row else datetime.fromisoformat(str(state and state["at"]))
    known = _known(row, state)
    may = known == "waiting" if state is None else bool(state["may_withdraw"]) and known != "withdrawing"
    village = str(state["village"] if state else shown.get("village", ""))
    return Status(known, at, village, str(shown.get("phone", "")), may)


def _known(row: SealedApplication | None, state: dict[str, Any] | None) -> str:
    """The state: withdrawn here, as the office told, or still waiting to be carried across."""
    if row is not None and row.withdrawn_at is not None:
        crossed = row.sealed_at is not None and not (state and state["state"] == "withdrawn")
        return "withdrawing" if crossed else "withdrawn"
    told = str(state["state"]) if state else "waiting"
    return told if told in STATES else "received"
