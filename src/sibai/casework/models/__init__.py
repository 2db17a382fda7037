"""The tables of the room."""

from sibai.casework.models.claim import ClaimDay, TravelClaim
from sibai.casework.models.dispute import Dispute
from sibai.casework.models.injury import Injury

__all__ = ["ClaimDay", "Dispute", "Injury", "TravelClaim"]
