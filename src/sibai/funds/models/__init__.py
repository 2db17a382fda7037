"""The journal, and what the company pays to the tax office."""

from sibai.funds.models.journal import Entry, Line
from sibai.funds.models.remittance import Remittance

__all__ = ["Entry", "Line", "Remittance"]
