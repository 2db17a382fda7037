"""Columns and querysets that every room uses: fen, encrypted text, scope. No tables."""
