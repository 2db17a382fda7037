"""The measure as rules. Importing it loads the law, fills the book and seals it; what does not hold together
fails here.

`BOOK` holds facts and rules, `LAW` the shipped parameters and readings, `ARTICLES` the text. `Single` answers
for one person with an explanation, `Columns` for a nation.
"""

from __future__ import annotations

from sibai.measure import (
    attendance,
    calendar,
    contract,
    deadlines,
    disputes,
    eligibility,
    grade,
    injury,
    insurance,
    leave,
    merit,
    pay,
    payable,
    pool,
    removal,
    retention,
    retirement,
    score,
    service,
    spotcheck,
    tax,
    travel,
)
from sibai.measure.articles import load_articles
from sibai.measure.columns import Columns, Given, Groups
from sibai.measure.law import Law, LawError, load_shipped
from sibai.measure.refusals import Refusal
from sibai.measure.rule import BOOK
from sibai.measure.single import Single

RULE_MODULES = (
    attendance,
    calendar,
    contract,
    deadlines,
    disputes,
    eligibility,
    grade,
    injury,
    insurance,
    leave,
    merit,
    pay,
    payable,
    pool,
    removal,
    retention,
    retirement,
    score,
    service,
    spotcheck,
    tax,
    travel,
)
ARTICLES = load_articles()
LAW = load_shipped()
BOOK.seal(LAW.entries, {number: article.no_rule for number, article in ARTICLES.items()})

__all__ = [
    "ARTICLES",
    "BOOK",
    "LAW",
    "RULE_MODULES",
    "Columns",
    "Given",
    "Groups",
    "Law",
    "LawError",
    "Refusal",
    "Single",
]
