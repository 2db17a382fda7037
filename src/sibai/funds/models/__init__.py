"""The journal, what the company pays to the tax office, prefunding and the budget behind it, claims, the opening."""

from sibai.funds.models.claim import Claim, ClaimLine, Receipt
from sibai.funds.models.journal import Entry, Line
from sibai.funds.models.opening import Opening, OpeningRow
from sibai.funds.models.prefunding import FUNDED_BY, Budget, Covered, Prefunding, Share
from sibai.funds.models.remittance import Remittance
from sibai.funds.models.reward import RewardReceipt

__all__ = [
    "FUNDED_BY",
    "Budget",
    "Claim",
    "ClaimLine",
    "Covered",
    "Entry",
    "Line",
    "Opening",
    "OpeningRow",
    "Prefunding",
    "Receipt",
    "Remittance",
    "RewardReceipt",
    "Share",
]
