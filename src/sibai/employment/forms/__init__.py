"""The forms of the acts."""
