"""What the rule book holds, for reading: articles with their rules, and what is in force on a day."""

from __future__ import annotations

from datetime import date

from sibai.batch.commands.command import BadInput
from sibai.measure import ARTICLES, BOOK, LAW, Law
from sibai.measure.cases import load_cases
from sibai.measure.law import InForce
from sibai.measure.refusals import MissingParameter
from sibai.measure.telling import CONFIDENCE_WORDS
from sibai.measure.values import shown


def tell_articles(only: str | None) -> None:
    """Print each article (or one) with its rules, parameters, readings and cases."""
    if only is not None and only not in ARTICLES:
        raise BadInput([f"--article: 办法没有“{only[:20]}”，写成 第十三条 这样"])
    cases: dict[str, list[str]] = {number: [] for number in ARTICLES}
    for case in load_cases():
        for number in case.articles:
            cases[number].append(case.name)
    for number, article in ARTICLES.items():
        if only is None or number == only:
            print("\n".join(article_lines(number, article.title, article.no_rule, cases[number])))


def article_lines(number: str, title: str, no_rule: str | None, cases: list[str]) -> list[str]:
    """An article as a heading and what stands under it."""
    lines = [f"{number} {title}"]
    if no_rule is not None:
        return [*lines, f"  不设规则：{no_rule}", ""]
    rules = [rule for rule in BOOK.rules.values() if number in rule.articles]
    needed = {need for rule in rules for need in rule.needs if need in BOOK.law_names}
    lines += [f"  规则 {rule.label}（{rule.name}）" for rule in rules]
    lines += [f"  {kind} {label}（{name}）" for kind, label, name in law_lines(needed)]
    return [*lines, *(f"  用例 {name}" for name in cases), ""]


def law_lines(names: set[str]) -> list[tuple[str, str, str]]:
    """Parameters, then readings: kind, label, name."""
    from_law = [LAW.entries[name] for name in sorted(names)]
    ordered = sorted(from_law, key=lambda entry: entry.is_reading)
    return [("口径" if entry.is_reading else "参数", entry.label, entry.name) for entry in ordered]


def tell_parameters(law: Law, day: date) -> None:
    """Print what is in force on a day: value, article, since when, source, confidence."""
    for name in law.on(day):
        print(parameter_line(law, name, day))


def parameter_line(law: Law, name: str, day: date) -> str:
    """One parameter or reading on a day."""
    entry = law.entries[name]
    try:
        found = law.on(day)[name]
        value = shown(found.value, entry.unit)
    except MissingParameter as missing:
        return f"{entry.article}\t{entry.label}（{name}）\t{missing}"
    return f"{entry.article}\t{entry.label}（{name}）\t{value}\t{span(found)}\t{origin(found)}"


def span(found: InForce) -> str:
    """From when to when a value holds."""
    end = f"至{found.dated.until}" if found.dated.until else ""
    return f"{found.dated.start}起{end}"


def origin(found: InForce) -> str:
    """Source, confidence, and what the user should know about the value."""
    words = [found.dated.source, CONFIDENCE_WORDS[found.dated.confidence]]
    words += ["尚未公布新数值，暂按此计"] if found.provisional else []
    words += ["须由县里决定，现按默认"] if found.undecided else []
    words += [found.dated.note] if found.dated.note else []
    return "，".join(words)
