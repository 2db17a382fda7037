"""Payroll: a month from roster to bank return, corrections, held pay (arts. 11, 12, 14)."""
