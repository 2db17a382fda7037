"""Keeping, opening, sweeping and sealing files."""
