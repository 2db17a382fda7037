"""The month's withholding of income tax was declared to the tax office: a fact with its day, early, on time or late."""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.measure.dates import month_last
from sibai.months.models import Deed
from sibai.months.operations.closing import Standing, done
from sibai.payroll.flow import DRAFT
from sibai.payroll.models import Payslip
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.asking import ask

TAX_FILING = "tax_filing"


class BadFiling(Refusal):
    """A day or a month that cannot be."""


@act("payroll.file_tax")
def file_tax(
    *, actor: Actor, county: Place, month: date, filed_on: date, document: str, today: date, now: datetime
) -> Deed:
    """Write that the tax of a month of payment was declared; once. BadFiling; Overtaken where it was written before."""
    if not month <= filed_on <= today:
        raise BadFiling("申报日不能早于发放月份，不能晚于今天。", field="filed_on")
    slips = Payslip.objects.within(actor.scope).filter(pay_month=month, void=False).exclude(run__state__in=DRAFT)
    people = slips.values("person_id").distinct().count()
    if not people:
        raise BadFiling("这个月没有审批过的工资，没有要申报的。")
    if Deed.objects.filter(month=month, place_code=county.code, kind=TAX_FILING).exists():
        raise Overtaken("这个月的申报已经登记过了。")
    answers = ask(
        ("tax_filing_by", "tax_filing_timing"), {"month": month, "tax_filed_on": filed_on}, on=month_last(month)
    )
    standing = Standing(answers["tax_filing_by"], answers["tax_filing_timing"].label, answers.json())
    deed = done(month=month, place_code=county.code, kind=TAX_FILING, standing=standing, by=actor.user_id, now=now)
    facts = {
        "month": f"{month:%Y-%m}",
        "filed_on": filed_on,
        "due": standing.due,
        "timing": standing.timing,
        "people": people,
        "document": document,
    }
    record(actor, deed, at=now, facts=facts, place=county.code)
    return deed
