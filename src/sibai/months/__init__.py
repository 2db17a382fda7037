"""Months: which are closed, and which deeds of the monthly cycle were done when (art. 12)."""
