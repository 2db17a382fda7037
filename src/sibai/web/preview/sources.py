"""The rooms whose results a decision can change: each offers `queries/results.py` with `gathered`."""

from __future__ import annotations

from sibai.employment.queries import results as of_employment
from sibai.recruitment.queries import results as of_recruitment
from sibai.rulebook.queries.preview import Source

SOURCES: tuple[Source, ...] = (of_recruitment.gathered, of_employment.gathered)
