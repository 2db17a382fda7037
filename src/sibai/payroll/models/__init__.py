"""Runs, payslips, items, holds, payments, bank files."""

from sibai.payroll.models.payment import BankFile, BankLine, BankReturn, LayoutText, Payment
from sibai.payroll.models.run import LeftOut, Run
from sibai.payroll.models.slip import Hold, PayItem, Payslip

__all__ = [
    "BankFile",
    "BankLine",
    "BankReturn",
    "Hold",
    "LayoutText",
    "LeftOut",
    "PayItem",
    "Payment",
    "Payslip",
    "Run",
]
