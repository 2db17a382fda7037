"""Organisations: set up, their records from a day on, their end with a successor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sibai.audit.operations import ActorLike, act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.places.credit_code import checked
from sibai.places.models import Organisation, OrganisationRecord, Place

BEFORE = timedelta(days=1)
ACCOUNT = re.compile(r"\d{6,32}")
FIELDS = {
    "name": "名称",
    "credit_code": "统一社会信用代码",
    "legal_representative": "法定代表人（负责人）",
    "address": "住所",
    "bank": "开户行",
    "account": "银行账号",
}
LEVEL_OF = {"village_company": "village", "village_committee": "village", "town_government": "town"}
"""At which level an organisation stands; the others at the county."""
MAY_VANISH = frozenset({"village_company", "village_committee"})
"""Kinds that may end without somebody who takes over."""


class BadRecord(Refusal):
    """A record that cannot be right; `field` says which part."""


class NotHere(Refusal):
    """Such an organisation does not stand at this place, or stands there already."""

    field = "kind"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an organisation is called, who stands for it, where its account is. `account` None: as it was."""

    name: str
    credit_code: str = ""
    legal_representative: str = ""
    address: str = ""
    bank: str = ""
    account: str | None = None


def _checked(facts: Facts, account: str, organisation: Organisation | None) -> dict[str, str]:
    """The columns of a record; BadRecord or BadCreditCode where they cannot be right."""
    account = re.sub(r"[\s-]", "", account)
    values = {name: str(getattr(facts, name) or "").strip() for name in FIELDS}
    values |= {"account": account, "credit_code": checked(facts.credit_code)}
    if not values["name"]:
        raise BadRecord("请填写名称。", field="name")
    if account and not ACCOUNT.fullmatch(account):
        raise BadRecord("银行账号只有数字，6至32位，请核对。", field="account")
    if account and not values["bank"]:
        raise BadRecord("填了银行账号，也要填开户行。", field="bank")
    others = OrganisationRecord.objects.filter(credit_code=values["credit_code"], end__isnull=True)
    if organisation is not None:
        others = others.exclude(organisation=organisation)
    if values["credit_code"] and (other := others.first()):
        raise BadRecord(f"这个统一社会信用代码已登记给“{other.name}”，请核对。", field="credit_code")
    return values


@act("places.organisation_add")
def add(
    *, actor: ActorLike, kind: str, place: Place, facts: Facts, start: date, document: str, now: datetime
) -> Organisation:
    """Set up an organisation at a place with its first record. NotHere, BadRecord, BadCreditCode."""
    if LEVEL_OF.get(kind, "county") != place.level:
        raise NotHere("这一类机构不设在这一级，请重新选择。")
    if place.end is not None or start < place.start:
        raise BadRecord(f"设立日不能早于所在地的设立日{place.start}，所在地也不能已经撤销。", field="start")
    rows = Organisation.objects.filter(kind=kind, place=place)
    if rows.filter(end__isnull=True).exists() or rows.filter(end__gte=start).exists():
        raise NotHere("这里在这段时间已经有这一类机构了：改资料请用“登记变更”，换机构先办终止。")
    values = _checked(facts, facts.account or "", None)
    made = Organisation.objects.create(kind=kind, place=place, start=start)
    OrganisationRecord.objects.create(organisation=made, start=start, document=document, **values)
    _entry(actor, made, values, start, document, list(FIELDS.values()), now)
    return made


@act("places.organisation_change")
def change(
    *, actor: ActorLike, organisation: Organisation, was: int, facts: Facts, start: date, document: str, now: datetime
) -> OrganisationRecord:
    """Another record from a day on; `was` is the number of the record that the user saw.

    The same day as the standing record's: that one was never in force, and stays as a row that no day finds.
    BadRecord, BadCreditCode; Overtaken where somebody changed it since.
    """
    last = organisation.records.filter(end__isnull=True).order_by("-start", "-pk").first()
    if last is None or organisation.end is not None:
        raise BadRecord("这个机构已经终止，不能再登记变更。")
    if last.pk != was:
        raise Overtaken("这个机构的资料刚才已由别人改过，请刷新后再看。")
    if start < last.start:
        raise BadRecord(f"现行资料从{last.start}起，变更的生效日不能更早。", field="start")
    values = _checked(facts, last.account if facts.account is None else facts.account, organisation)
    changed = [label for name, label in FIELDS.items() if values[name] != getattr(last, name)]
    if not changed:
        raise BadRecord("和现行资料一样，没有要改的。")
    OrganisationRecord.objects.filter(pk=last.pk).update(end=start - BEFORE)
    made = OrganisationRecord.objects.create(organisation=organisation, start=start, document=document, **values)
    _entry(actor, organisation, values, start, document, changed, now)
    return made


def _entry(
    actor: ActorLike,
    organisation: Organisation,
    values: dict[str, str],
    start: date,
    document: str,
    changed: list[str],
    now: datetime,
) -> None:
    """The entry: names of people are texts, accounts stay out of the log."""
    facts = {"kind": organisation.kind, "start": start, "document": document, "changed": changed}
    facts |= {"name": values["name"], "credit_code": values["credit_code"]}
    texts = {"legal_representative": values["legal_representative"]}
    record(actor, organisation, at=now, label=values["name"], facts=facts, texts=texts)


@act("places.organisation_end")
def end(
    *,
    actor: ActorLike,
    organisation: Organisation,
    last_day: date,
    successor: Organisation | None,
    new_name: str,
    document: str,
    now: datetime,
) -> Organisation | None:
    """End an organisation with a last day; another one takes over, or a new one of `new_name` does. Who does.

    BadRecord where nobody takes over a bureau, a town government or the agent company.
    """
    last = organisation.records.filter(end__isnull=True).order_by("-start", "-pk").first()
    if organisation.end is not None or last is None:
        raise Overtaken("这个机构刚才已由别人办了终止，请刷新后再看。")
    if last_day < last.start:
        raise BadRecord(f"最后一天不能早于现行资料的起日{last.start}。", field="last_day")
    if successor is not None and new_name:
        raise BadRecord("承接机构要么选一个已有的，要么填一个新的，不能两样都填。", field="new_name")
    if successor is None and not new_name and organisation.kind not in MAY_VANISH:
        raise BadRecord("这类机构终止要有承接的：请选一个已有的机构，或填新机构的名称。", field="successor")
    if successor is not None and (successor.pk == organisation.pk or successor.end is not None):
        raise BadRecord("承接机构不能是它自己，也不能已经终止。", field="successor")
    close(organisation, last_day)
    if new_name:
        start = last_day + timedelta(days=1)
        successor = Organisation.objects.create(kind=organisation.kind, place_id=organisation.place_id, start=start)
        OrganisationRecord.objects.create(organisation=successor, name=new_name, start=start, document=document)
    Organisation.objects.filter(pk=organisation.pk).update(successor=successor)
    named = new_name or (successor and successor.records.order_by("-start", "-pk")[0].name) or ""
    facts = {"last_day": last_day, "successor": named, "document": document}
    record(actor, organisation, at=now, label=last.name, facts=facts)
    return successor


def close(organisation: Organisation, last_day: date) -> None:
    """An organisation and its record end with a day; plain."""
    Organisation.objects.filter(pk=organisation.pk).update(end=last_day)
    OrganisationRecord.objects.filter(organisation=organisation, end__isnull=True).update(end=last_day)
