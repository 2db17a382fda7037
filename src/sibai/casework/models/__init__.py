"""The tables of the room."""

from sibai.casework.models.check import Check
from sibai.casework.models.claim import ClaimDay, TravelClaim
from sibai.casework.models.claim_correction import ClaimCorrection
from sibai.casework.models.clock import ClockEvent
from sibai.casework.models.dispute import Dispute
from sibai.casework.models.injury import Injury

__all__ = ["Check", "ClaimCorrection", "ClaimDay", "ClockEvent", "Dispute", "Injury", "TravelClaim"]
