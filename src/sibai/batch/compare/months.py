"""Which month a pay sheet is of, as people write it: in titles, in the names of sheets and of files, in cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sibai.batch.tables.wording import FIRST_YEAR, LAST_YEAR

DIGITS = {sign: str(place) for place, signs in enumerate(("〇零○", *"一二三四五六七八九")) for sign in signs}
YEAR_IN_SIGNS = re.compile(f"([{''.join(DIGITS)}]{{4}})(?=年)")
MONTH_IN_SIGNS = re.compile(r"(十[一二]?|[一二三四五六七八九])(?=月)")
MONTHS = 12
FULL = (
    re.compile(r"(?<!\d)(\d{4}|\d{2})年度?(\d{1,2})月(?!\d{1,2}[日号]|份?[-~—–至到])", re.ASCII),
    re.compile(r"(?<!\d)(20\d{2})[-./](\d{1,2})(?![-./\d]|月?[-~—–至到])", re.ASCII),
    re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?!\d)", re.ASCII),
)
"""A year with its month; a day, and the first of several months, tell no month of pay."""
MONTH = re.compile(r"(?<![\d.\-~—–至到])(\d{1,2})月(?!\d{1,2}[日号]|份?[-~—–至到])", re.ASCII)
YEAR = re.compile(r"(?<!\d)(20\d{2})年", re.ASCII)
OTHER_DAYS = re.compile("日期|时间")
"""What tells when the sheet was made, not what it is of."""
IN_CELLS = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})月?份?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})", re.ASCII),
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月]\d{1,2}日?", re.ASCII),
)
OF_A_YEAR = re.compile(r"(\d{1,2})月?份?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Told:
    """What some texts tell of the month: the first year, the first month, each None where none does."""

    year: int | None = None
    month: int | None = None

    def first(self, given: int | None = None) -> date | None:
        """The first day of the month; `given` is a year that is told elsewhere."""
        year = self.year or given
        return _first_day(year, self.month) if year and self.month else None


def written(text: str) -> str:
    """Half-width, without blanks, years and months in digits."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    plain = YEAR_IN_SIGNS.sub(lambda found: "".join(DIGITS[sign] for sign in found[1]), plain)
    return MONTH_IN_SIGNS.sub(lambda found: str(_number(found[1])), plain)


def _number(signs: str) -> int:
    """One to twelve, as it is written in signs."""
    return 10 + int(DIGITS.get(signs[1:], "0")) if signs.startswith("十") else int(DIGITS[signs])


def told(texts: Iterable[str]) -> Told:
    """A month with its year from the first text that has both, else the first of each."""
    plain = [written(text) for text in texts if not OTHER_DAYS.search(text)]
    for text in plain:
        for form in FULL:
            found = form.search(text)
            if found and _first_day(_year(found[1]), int(found[2])):
                return Told(_year(found[1]), int(found[2]))
    years = (int(found[1]) for text in plain if (found := YEAR.search(text)))
    months = (int(found[1]) for text in plain if (found := MONTH.search(text)))
    return Told(next(years, None), next(months, None))


def _year(text: str) -> int:
    """A year that may be short of its century."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def month_of(text: str, year: int | None = None) -> date | None:
    """A month as a cell has it: 2026-05, 2026年5月, 202605, or a day in it; 5月 where the year is told elsewhere."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = next((match for form in IN_CELLS if (match := form.fullmatch(plain))), None)
    if found:
        return _first_day(int(found[1]), int(found[2]))
    alone = OF_A_YEAR.fullmatch(plain) if year else None
    return _first_day(year, int(alone[1])) if year and alone else None


def _first_day(year: int, month: int) -> date | None:
    right = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= MONTHS
    return date(year, month, 1) if right else None
