"""The books begin: the company's clerk lists the balances, another person confirms, one entry posts them.

Until then nothing is posted. A wrong opening is reversed like any entry, as long as nothing rests on it; then another
may be entered.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F, Max, Q, QuerySet

from sibai.attendance.queries.month import before
from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.db.querysets import area
from sibai.employment.operations.steps import check_at, step
from sibai.funds.accounts import code
from sibai.funds.flow import OPENING
from sibai.funds.models import Claim, ClaimLine, Entry, Line, Opening, OpeningRow
from sibai.funds.opening import ADVANCED, ITEMS, OPENED, REGAINED, RESENT, Item, leads, netted, opened
from sibai.funds.operations.posting import AT_ONCE, Book, yuan
from sibai.funds.queries import news
from sibai.funds.queries.opening.looking import Look
from sibai.measure.dates import month_last
from sibai.people.actor import Actor
from sibai.places.models import Place

WAITING = tuple(each.state for each in OPENING.steps)
EARLIER = ("wages", "corrected")
"""Kinds of entries whose month says that the system kept it; others may settle a month that it did not."""


class BadSheet(Refusal):
    """Something in the file has to be mended first."""

    field = "file"


class AlreadyOpen(Refusal):
    """The books were opened."""

    status = 409


class NotFirst(Refusal):
    """The books have something of before the month with which they would begin."""

    status = 409


class BuiltOn(Refusal):
    """Something rests on the opening."""

    status = 409


@act("funds.open_books")
def prepare(*, actor: Actor, county: Place, look: Look, month: date, document: str, now: datetime) -> Opening:
    """List the balances at the end of the month before `month`; a list that waits is given up for it.

    BadSheet, AlreadyOpen, NotFirst.
    """
    if not look.good:
        raise BadSheet(f"表里有{len(look.faults)}处要改，什么也没有保存。改好以后重新上传整张表。")
    _check_free(county, month)
    _give_up(Opening.objects.filter(county=county, state__in=WAITING))
    lines = opened(look.rows, before(month))
    row = Opening.objects.create(
        county=county,
        month=month,
        document=document,
        total=sum(amount for amount in netted(lines).values() if amount > 0),
        difference=-sum(each.amount for each in lines if each.account == code("opening")),
        prepared_by_id=actor.user_id,
        prepared_at=now,
    )
    for each in look.rows:
        each.opening = row
    OpeningRow.objects.bulk_create(look.rows, batch_size=AT_ONCE)
    record(actor, row, at=now, facts={"rows": len(look.rows), "total": yuan(row.total), "document": document})
    return row


def _check_free(county: Place, month: date) -> None:
    """Nothing is in the books, or waits to be posted, from before the month, and they were not opened."""
    if Opening.objects.filter(county=county, state="confirmed").exists():
        raise AlreadyOpen("账已经建过。要改的，由审批人先冲正期初凭证，再重新编制。")
    before_it = Q(date__lt=month) | Q(month__lt=month, kind__in=EARLIER)
    entries = Entry.objects.filter(before_it, county=county).exclude(kind=OPENED).exclude(reverses__kind=OPENED)
    if entries.exists() or news.runs(area(county.code)).filter(month__lt=month).exists():
        raise NotFirst(f"账上已经有{month.year}年{month.month}月以前的凭证或定案的工资，不能再从这个月起建账。")


def _give_up(rows: QuerySet[Opening]) -> None:
    OpeningRow.objects.filter(opening__in=rows.values("pk")).delete()
    rows.update(state="dropped", version=F("version") + 1)


@act("funds.confirm_books")
def confirm(*, actor: Actor, row: Opening, version: int, now: datetime) -> Opening:
    """Another person confirms: one balanced entry, and the claims under way. SamePerson, AlreadyOpen, NotFirst."""
    check_at(row, version, ("prepared",))
    actor.must_differ_from(row.prepared_by_id)
    _check_free(row.county, row.month)
    step(row, version, after=("prepared",), to="confirmed", confirmed_by_id=actor.user_id, confirmed_at=now)
    last, rows = before(row.month), list(row.rows.order_by("row"))
    book = Book(row.county, row.prepared_by_id, now)
    book.enter(OPENED, row, opened(rows, last), on=month_last(last), month=last, text=f"{row.label}，{row.document}")
    entry = book.write()[0]
    _bring_claims(row, rows, entry, now)
    record(actor, row, at=now, facts={"total": yuan(row.total), "difference": yuan(row.difference)})
    return row


def _bring_claims(opening: Opening, rows: list[OpeningRow], entry: Entry, now: datetime) -> None:
    """The claims under way, one for each kind and state, which the room's own acts carry on."""
    lines = list(Line.objects.filter(entry=entry, about__isnull=False))
    advances = {each.about: each for each in lines if each.account == code("advance")}
    own = {each.about: each for each in lines if each.account in (code("claimed"), code("granted"))}
    lead = leads(rows)
    for item in ITEMS.values():
        mine = [row for row in rows if row.item == item.key and item.claim]
        if mine:
            claim = _claim(opening, item, mine, now)
            rests_on = [advances[lead[row.pk]] if item.claim in ADVANCED else own[row.pk] for row in mine]
            made = [_claim_line(claim, row, line) for row, line in zip(mine, rests_on, strict=True)]
            ClaimLine.objects.bulk_create(made, batch_size=AT_ONCE)


def _claim(opening: Opening, item: Item, rows: list[OpeningRow], now: datetime) -> Claim:
    number = Claim.objects.filter(county=opening.county).aggregate(last=Max("number"))["last"] or 0
    total, is_granted = sum(row.amount for row in rows), item.state == "granted"
    return Claim.objects.create(
        county=opening.county,
        number=number + 1,
        kind=item.claim,
        first=min(row.month for row in rows),
        last=max(row.month for row in rows),
        state=item.state,
        people=len({row.person_id for row in rows}),
        asked=total,
        granted=total if is_granted else 0,
        claimed_by=opening.prepared_by,
        claimed_at=now,
        decided_at=now if is_granted else None,
        opening=opening,
    )


def _claim_line(claim: Claim, row: OpeningRow, line: Line) -> ClaimLine:
    """Under the key of the row: the lines of the opening entry are about it."""
    assert row.person_id is not None, "a claim is about persons"
    return ClaimLine(
        id=row.pk,
        claim=claim,
        line=line,
        kind=claim.kind,
        person_id=row.person_id,
        village_id=str(row.village_id),
        month=row.month,
        asked=row.amount,
        granted=row.amount if claim.granted else 0,
    )


@act("funds.return_books")
def return_(*, actor: Actor, row: Opening, version: int, reason: str, now: datetime) -> Opening:
    """Back to the clerk, with a reason."""
    step(row, version, after=("prepared",), to="returned", reason=reason)
    record(actor, row, at=now, texts={"reason": reason})
    return row


@act("funds.drop_books")
def drop(*, actor: Actor, row: Opening, version: int, now: datetime) -> Opening:
    """The clerk gives a list up; nothing of it stays but that there was one."""
    check_at(row, version, WAITING)
    _give_up(Opening.objects.filter(pk=row.pk, version=version))
    record(actor, row, at=now)
    row.refresh_from_db()
    return row


def take_back(entry: Entry) -> None:
    """The opening whose entry is being reversed, with the claims that it brought. Plain. BuiltOn."""
    row = Opening.objects.get(pk=entry.subject_id)
    claims = Claim.objects.filter(opening=row)
    moved = Entry.objects.filter(kind__in=("decided", "received"), subject_id__in=claims.values("pk"))
    later = ClaimLine.objects.filter(line__entry=entry).exclude(claim__opening=row).exclude(claim__state="rejected")
    paid = Entry.objects.filter(county=row.county, kind="remitted", month__lt=row.month, reversed_by__isnull=True)
    if moved.exists() or later.exists():
        raise BuiltOn("期初带来的补贴已经审核、到账或另行申报，不能再冲正期初。")
    built = {"subject_id__in": row.rows.values("pk"), "reversed_by__isnull": True}
    if Entry.objects.filter(kind__in=(RESENT, REGAINED), **built).exists():
        raise BuiltOn("期初带来的退回工资已经登记重发，或多发的已经登记退回，请先冲正那张凭证。")
    if paid.exists():
        raise BuiltOn("期初带来的代扣和应缴已经登记缴纳，请先冲正那张缴纳凭证。")
    ClaimLine.objects.filter(claim__in=claims).update(live=False)
    claims.update(state="void", version=F("version") + 1)
    if not Opening.objects.filter(pk=row.pk, state="confirmed").update(state="reversed", version=row.version + 1):
        raise Overtaken("期初刚才已由别人冲正，请刷新后再看。")
