"""What payslips say to the offices: a month's contributions, what is made up for a year, the tax declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from sibai.db.querysets import Scope
from sibai.measure.dates import month_last
from sibai.measure.numbers import Bands
from sibai.measure.values import shown
from sibai.payroll.flow import DRAFT, RECOUNT
from sibai.payroll.models import UNINSURED, Difference, Payslip, Run
from sibai.payroll.queries.computing import read
from sibai.payroll.queries.list_people import NOBODY, Values, named, of_person
from sibai.rulebook.queries.asking import Asker
from sibai.rulebook.queries.keeping import thawed

RATES = ("pension_rate", "pension_employer_rate", "work_injury_rate")
LIMITS = ("contribution_base_lower", "contribution_base_upper")
PROVISIONAL, PUBLISHED = "暂定", "已公布"
WAGES = "正常工资薪金"
TAX_NAMES = ("allowance", "months_so_far")


def approved(scope: Scope) -> models.QuerySet[Payslip]:
    """Payslips that are final: of runs that somebody approved."""
    rows = Payslip.objects.within(scope).filter(void=False).exclude(run__state__in=DRAFT)
    return rows.select_related("person", "village__parent").order_by("village_id", "person__code", "run_id")


def laws_of(slips: Sequence[Payslip]) -> dict[UUID, Asker]:
    """The law of each run of some payslips, as it was kept; one query."""
    kept = Run.objects.filter(pk__in={slip.run_id for slip in slips}).values_list("pk", "law")
    return {pk: thawed(law) for pk, law in kept}


def stands_on_provisional(slip: Payslip, law: Asker) -> bool:
    """Whether the base is a limit whose figure was not published when the payslip was made."""
    entries = (law.in_force.get(name) for name in LIMITS)
    return any(each.provisional and each.value == slip.contribution_base for each in entries if each is not None)


def rates_of(law: Asker) -> dict[str, str]:
    """The rates of a law in words."""
    return {name: shown(law.in_force[name].value, "ratio") for name in RATES}


def sides(row: Any) -> Values:
    """Both sides of somebody's contributions, from anything with the five amounts."""
    both = row.pension + row.pension_employer
    further = row.further_person + row.further_employer
    return {
        "pension": row.pension,
        "pension_employer": row.pension_employer,
        "pension_total": both,
        "work_injury": row.work_injury,
        "further_person": row.further_person,
        "further_employer": row.further_employer,
        "employer_total": row.pension_employer + row.work_injury + row.further_employer,
        "total": both + row.work_injury + further,
    }


def contributions(scope: Scope, month: date) -> list[Values]:
    """A month's contributions by person; three queries."""
    slips = list(approved(scope).filter(month=month, kind="wage"))
    laws, employers = laws_of(slips), named([slip.employer_id for slip in slips], month_last(month))
    rows = []
    for slip in slips:
        law = laws[slip.run_id]
        rows.append(
            {
                **of_person(slip.person, slip.village, employers.get(slip.employer_id, NOBODY), slip.month),
                "declared_wage": _declared(slip, law),
                "contribution_base": slip.contribution_base,
                **rates_of(law),
                **sides(slip),
                "provisional": PROVISIONAL if stands_on_provisional(slip, law) else PUBLISHED,
            }
        )
    return rows


def _declared(slip: Payslip, law: Asker) -> int:
    given = read(slip.facts).get("declared_wage")
    return int(law.in_force["wage_standard"].value if given is None else given)


def made_up(scope: Scope, month: date) -> list[Values]:
    """What recounts of the year's months make up, both sides, person by person and month by month; two queries."""
    year = {"month__gte": month.replace(month=1), "month__lte": month.replace(month=12)}
    rows = Difference.objects.within(scope).filter(**year).exclude(recount__state="rejected")
    rows = rows.exclude(UNINSURED)
    rows = rows.select_related("person", "village__parent", "recount").order_by(
        "village_id", "person__code", "month", "recount__number"
    )
    employers = named([row.employer_id for row in rows], month_last(month))
    return [
        {
            **of_person(row.person, row.village, employers.get(row.employer_id, NOBODY), row.month),
            "old_base": int(row.old["contribution_base"]),
            "contribution_base": int(row.new["contribution_base"]),
            **sides(row),
            "number": row.recount.number,
            "state": RECOUNT.label(row.recount.state),
        }
        for row in rows
    ]


def tax(scope: Scope, month: date) -> list[Values]:
    """What was paid in a month and the year so far, by withholder and person; three queries.

    The figures are those of the payslips; the last one of the month has the year so far.
    """
    slips = list(approved(scope).filter(pay_month=month).order_by("employer_id", "village_id", "person__code"))
    laws, employers = laws_of(slips), named([slip.employer_id for slip in slips], month_last(month))
    groups: dict[tuple[UUID, UUID], list[Payslip]] = {}
    for slip in slips:
        groups.setdefault((slip.employer_id, slip.person_id), []).append(slip)
    rows = []
    for (employer, _), paid in groups.items():
        last = max(paid, key=lambda slip: int(read(slip.facts)["earned_before"]) + slip.gross)
        person = of_person(last.person, last.village, employers.get(employer, NOBODY), month)
        rows.append({**person, **_declaration(paid, last, laws[last.run_id])})
    return rows


def _declaration(paid: Sequence[Payslip], last: Payslip, law: Asker) -> Values:
    """One line of the declaration."""
    facts = read(last.facts)
    own = law.ask(TAX_NAMES, facts)
    earned = facts["earned_before"] + last.gross + (last.earlier_gross if last.kind == "difference" else 0)
    pension = facts["pension_before"] + last.pension + (last.earlier_pension if last.kind == "difference" else 0)
    further = facts.get("further_before", 0) + last.further_person
    further += last.earlier_further if last.kind == "difference" else 0
    allowance = int(own["allowance"])
    taxable = max(0, earned - pension - further - allowance)
    withheld = sum(slip.tax for slip in paid)
    bands: Bands = law.in_force["tax_bands"].value
    rate, quick = bracket(bands, taxable)
    return {
        "income_kind": WAGES,
        "income": sum(slip.gross + slip.earlier_gross for slip in paid),
        "pension": sum(slip.pension + slip.earlier_pension for slip in paid),
        "further": sum(slip.further_person + slip.earlier_further for slip in paid),
        "months": facts.get("allowance_months") or own["months_so_far"],
        "cumulative_income": earned,
        "cumulative_allowance": allowance,
        "cumulative_pension": pension + further,
        "cumulative_additional": 0,
        "taxable": taxable,
        "rate": rate,
        "quick_deduction": quick,
        "tax_so_far": int(bands.of(taxable)),
        "withheld_before": facts["withheld_before"] - (withheld - last.tax),
        "tax": withheld,
    }


def bracket(bands: Bands, amount: int) -> tuple[str, int]:
    """The rate of the bracket that an amount reaches, and its quick deduction in fen."""
    place = sum(bound < amount for bound in bands.bounds)
    rate = bands.rates[place]
    below = bands.bounds[place - 1] if place else 0
    return shown(rate, "ratio"), int(rate.of(below)) - int(bands.of(below))


ROWS: Mapping[str, Any] = {"contributions": contributions, "made_up": made_up, "tax": tax}
