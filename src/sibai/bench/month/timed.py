"""`python -m sibai.bench.month.timed HOME PEOPLE MONTHS REQUESTS`: the county is made, its months are run and timed.

A process of its own, so that its peak of memory is the months' own; the figures are the last line, as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
from datetime import date
from pathlib import Path
from typing import Any

from sibai.bench.measured import KIB_PER_MIB
from sibai.bench.site.__main__ import wake

DATABASE = "SIBAI_BENCH_DATABASE"
SLIP = "工资单"
"""The page that has a bar of its own."""


def main() -> int:
    """Make, run, time; prints the figures."""
    home, (people, months, requests) = Path(sys.argv[1]), map(int, sys.argv[2:5])
    database = os.environ.get(DATABASE, "")
    wake(home, DATABASE=database)
    crew = importlib.import_module("sibai.bench.month.crew")
    crew.make(people)
    before = peak_mib()
    figures = _months(crew.YEAR, months)
    pages = _pages(requests) if requests else []
    told = {"months": figures, "made_mib": before, "peak_mib": peak_mib(), "pages": pages}
    sys.stdout.write(f"\n{json.dumps(told, ensure_ascii=False)}\n")
    return 0


def peak_mib() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB


def _months(year: int, months: int) -> list[dict[str, Any]]:
    course = importlib.import_module("sibai.bench.month.course")
    places = importlib.import_module("sibai.places.models")
    posts = importlib.import_module("sibai.employment.models").Stint.objects.values("village__parent")
    towns = list(places.Place.objects.filter(level="town", pk__in=posts).order_by("code"))
    found = []
    for month in range(1, months + 1):
        took = course.Course(date(year, month, 1), towns).go()
        seconds, queries, towns_asked = took.to_the_file(), took.asked(by_towns=False), took.asked(by_towns=True)
        told = {"seconds": seconds, "queries": queries, "towns": len(towns), "towns_asked": towns_asked}
        found.append({**told, "steps": took.seconds, "asked": took.queries})
        sys.stdout.write(f"{month}月 {seconds:.2f} s {queries} 次查询\n")
        sys.stdout.flush()
    return found


def _pages(requests: int) -> list[dict[str, Any]]:
    """The pages around a run, each as one of those who open it."""
    pages = importlib.import_module("sibai.bench.month.pages")
    return list(pages.timed(requests))


if __name__ == "__main__":
    sys.exit(main())
