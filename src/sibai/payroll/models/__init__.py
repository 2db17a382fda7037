"""Runs, payslips, items, holds, payments, bank files, corrections, declared wages, layouts, openings."""

from sibai.payroll.models.contribution import DeclaredWage, ListText
from sibai.payroll.models.correction import (
    ITEMS,
    OWN_SIDES,
    SIDES,
    TOO_MUCH,
    UNINSURED,
    Difference,
    Recount,
    Recovered,
    Recovery,
)
from sibai.payroll.models.opening import OpeningImport, UnpaidMonth, YearOpening
from sibai.payroll.models.payment import BankFile, BankLine, BankReturn, LayoutText, Payment
from sibai.payroll.models.run import LeftOut, Run
from sibai.payroll.models.slip import FURTHER, Hold, PayItem, Payslip

__all__ = [
    "FURTHER",
    "ITEMS",
    "OWN_SIDES",
    "SIDES",
    "TOO_MUCH",
    "UNINSURED",
    "BankFile",
    "BankLine",
    "BankReturn",
    "DeclaredWage",
    "Difference",
    "Hold",
    "LayoutText",
    "LeftOut",
    "ListText",
    "OpeningImport",
    "PayItem",
    "Payment",
    "Payslip",
    "Recount",
    "Recovered",
    "Recovery",
    "Run",
    "UnpaidMonth",
    "YearOpening",
]
