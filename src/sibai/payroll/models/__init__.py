"""Runs, payslips, items, holds, payments, bank files, corrections."""

from sibai.payroll.models.correction import ITEMS, TOO_MUCH, Difference, Recount, Recovered, Recovery
from sibai.payroll.models.payment import BankFile, BankLine, BankReturn, LayoutText, Payment
from sibai.payroll.models.run import LeftOut, Run
from sibai.payroll.models.slip import Hold, PayItem, Payslip

__all__ = [
    "ITEMS",
    "TOO_MUCH",
    "BankFile",
    "BankLine",
    "BankReturn",
    "Difference",
    "Hold",
    "LayoutText",
    "LeftOut",
    "PayItem",
    "Payment",
    "Payslip",
    "Recount",
    "Recovered",
    "Recovery",
    "Run",
]
