"""The tables of the room."""

from sibai.casework.models.claim import ClaimDay, TravelClaim

__all__ = ["ClaimDay", "TravelClaim"]
