"""A county's own past pay sheets held against the rules: every cell's difference, and where its fen come from."""
