"""The tables of the room."""

from sibai.employment.models.contract import Contract, Renewal
from sibai.employment.models.ending import Ending, HandoverItem, LegalCheck, Resignation
from sibai.employment.models.intake import RosterImport
from sibai.employment.models.record import (
    Certificate,
    GradeFact,
    Notice,
    Receipt,
    Training,
    TrainingAttendance,
)
from sibai.employment.models.stint import Acting, Exemption, Stint

__all__ = [
    "Acting",
    "Certificate",
    "Contract",
    "Ending",
    "Exemption",
    "GradeFact",
    "HandoverItem",
    "LegalCheck",
    "Notice",
    "Receipt",
    "Renewal",
    "Resignation",
    "RosterImport",
    "Stint",
    "Training",
    "TrainingAttendance",
]
