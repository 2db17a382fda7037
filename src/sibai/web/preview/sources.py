"""The rooms whose results a decision can change: each offers `queries/results.py` with `results_under`."""

from __future__ import annotations

from sibai.rulebook.queries.preview import Source

SOURCES: tuple[Source, ...] = ()
