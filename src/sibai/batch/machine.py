"""What the batch side takes for granted of the machine."""

THREADS = 2
"""Pieces worked on at once; numpy and polars let go of the interpreter while they compute."""
