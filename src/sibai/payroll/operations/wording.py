"""How the log says amounts and hashes."""

from __future__ import annotations

from sibai.payroll.bank.rows import yuan

SHORT = 16


def in_yuan(fen: int) -> str:
    """160050 is 1600.50元."""
    return f"{yuan(fen)}元"


def short(digest: str) -> str:
    """The beginning of a hash, as much as people compare; the whole stands on the page and in the row."""
    return digest[:SHORT]
