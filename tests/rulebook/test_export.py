"""The county's own goes out as a rulebook file, and the commands give the same numbers under it as under the site."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibai.batch.commands.command import Asked, law_of
from sibai.cli import COMMANDS
from sibai.people.models import User
from sibai.places.models import Place
from sibai.rulebook import exporting
from sibai.rulebook.models import CONFIRMED, Decision
from sibai.rulebook.queries import law
from tests.commands.harness import payroll, sheet
from tests.rulebook.deciding import DOCUMENT, confirmed, prepared
from tests.web_fixtures import COUNTY, user_of

ON = date(2026, 5, 31)
AMOUNTS = st.integers(100_000, 300_000).map(lambda fen: f'"{fen // 100}.{fen % 100:02d}"')


def one_of(*options: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f'"{option}"' for option in options])


VALUES: dict[str, st.SearchStrategy[str]] = {
    "base_standard": AMOUNTS,
    "work_injury_rate": one_of("0.2%", "0.4%", "1/300"),
    "partial_month": one_of("calendar_days", "pay_days"),
    "short_net": one_of("refuse", "carry"),
    "low_base": one_of("lift", "actual"),
    "pool_per_head": one_of("annual_500", "monthly_500", "article_11"),
    "pool_headcount": one_of("on_post", "post_months"),
    "fail_shares": one_of("yes", "no"),
    "same_matter": one_of("highest", "each"),
    "commendation_points": st.integers(0, 900).map(
        lambda points: f'{{ "中" = "4", "省" = "3", "市" = "2", "县" = "{points // 100}.{points % 100:02d}" }}'
    ),
    "term_cap": st.integers(24, 48).map(str),
    "term_cap_scope": one_of("all_stints", "with_public_posts"),
    "age_on": one_of("deadline", "hire"),
    "age_to": st.integers(30, 45).map(str),
}
STARTS = st.dates(date(2022, 6, 10), date(2026, 12, 31))
INPUTS = {
    "payroll": (
        [sheet("ROSTER", {"code": "1"}, {"code": "2", "from": "2026-05-16"}, {"code": "3", "unpaid_days": "3"})],
        Namespace(month="2026-05"),
    ),
    "settle": (
        [
            sheet("STAFF", {"code": "1"}, {"code": "2", "post_months": "7"}, {"code": "3", "on_post": "0"}),
            sheet(
                "EVENTS",
                {"code": "1", "item": "加1", "level": "县", "matter": "表彰"},
                {"code": "1", "item": "加1", "level": "市", "matter": "表彰"},
                {"code": "2", "item": "减1", "level": "中"},
                *({"code": "3", "item": "减1", "level": "中", "matter": str(each)} for each in range(9)),
            ),
        ],
        Namespace(year="2026"),
    ),
    "eligible": (
        [
            sheet(
                "APPLICANTS",
                {"code": "1", "hire_date": "2026-07-15"},
                {"code": "2", "birth_date": "1990-07-01", "hire_date": "2026-07-15"},
            )
        ],
        Namespace(deadline="2026-06-30"),
    ),
    "term": (
        [
            sheet(
                "STINTS",
                {"code": "1", "start": "2023-01-01", "end": "2023-12-31", "kind": "公益性岗位"},
                {"code": "1", "start": "2024-03-01"},
                {"code": "2", "start": "2026-02-28"},
            )
        ],
        Namespace(),
    ),
}


@st.composite
def decisions(draw: st.DrawFn) -> list[tuple[str, str, date, date | None]]:
    """Some decisions that hold together: of one entry, each ends before the next begins, or is ended by it."""
    drawn = []
    for entry in draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=6, unique=True)):
        starts = sorted(draw(st.lists(STARTS, min_size=1, max_size=3, unique=True)))
        for start, following in zip(starts, [*starts[1:], date(2030, 1, 1)], strict=True):
            end = draw(st.none() | st.dates(start, following - timedelta(days=1)))
            drawn.append((entry, draw(VALUES[entry]), start, end))
    return drawn


@pytest.fixture
def two(county: Place) -> tuple[User, User]:
    return user_of("county_clerk", COUNTY), user_of("county_leader", COUNTY)


def kept(two: tuple[User, User], drawn: list[tuple[str, str, date, date | None]]) -> None:
    """Such decisions, confirmed."""
    at = datetime(2026, 5, 21, tzinfo=UTC)
    Decision.objects.bulk_create(
        Decision(
            place_id=COUNTY,
            entry=entry,
            entry_label=entry,
            value=value,
            start=start,
            end=end,
            document=DOCUMENT,
            reason="“引号”与\n换行",
            state=CONFIRMED,
            prepared_by=two[0],
            prepared_at=at,
            confirmed_by=two[1],
            confirmed_at=at,
        )
        for entry, value, start, end in drawn
    )


def frames(under: Any, folder: Path) -> Iterator[tuple[str, pl.DataFrame | str]]:
    """What every command makes under a law, or why it refuses."""
    for command, (texts, options) in INPUTS.items():
        paths = [folder / f"{command}{number}.csv" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        try:
            yield command, COMMANDS[command][1](Asked([str(path) for path in paths], under), options).frame
        except Exception as refusal:
            yield command, f"{type(refusal).__name__}: {refusal}"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=decisions())
def test_the_file_and_the_site_give_identical_numbers(two: tuple[User, User], drawn: Any) -> None:
    with transaction.atomic(), TemporaryDirectory() as made:
        folder = Path(made)
        kept(two, drawn)
        exported = exporting.exported()
        path = folder / "县规则.toml"
        path.write_bytes(exported.content)
        from_file, told = law_of(str(path), {})
        assert exported.digest in told
        assert exported.digest == hashlib.sha256(path.read_bytes()).hexdigest()
        assert from_file.entries == law.county_law().entries
        for (command, one), (_, other) in zip(frames(from_file, folder), frames(law.county_law(), folder), strict=True):
            same = one.equals(other) if isinstance(one, pl.DataFrame) and not isinstance(other, str) else one == other
            assert same, command
        transaction.set_rollback(True)


def test_the_command_line_under_the_exported_file_pays_what_was_decided(actor_of: Any, tmp_path: Path) -> None:
    confirmed(actor_of, start=date(2026, 5, 1))
    path = tmp_path / "县规则.toml"
    path.write_bytes(exporting.exported().content)
    ran = payroll(sheet("ROSTER", {"code": "1"}), "--rulebook", path)
    assert ran.column("base") == ["1740.00"]
    assert exporting.exported().digest in ran.err
    assert law.value_on("base_standard", ON) == 174_000


def test_page_and_command_hand_out_the_same_bytes(actor_of: Any, client_of: Any) -> None:
    confirmed(actor_of)
    answer = client_of("auditor").post("/rulebook/export/", {"command": "e" * 32})
    assert answer.content == exporting.exported().content == exporting.export_toml().encode()
    assert "attachment" in answer["Content-Disposition"]


def test_only_what_is_confirmed_and_not_replaced_goes_out(actor_of: Any) -> None:
    wrong = confirmed(actor_of, value='"1470.00"')
    confirmed(actor_of, value='"1740.00"', replaces=wrong.pk)
    prepared(actor_of, value='"1800.00"', start=date(2027, 1, 1))
    text = exporting.export_toml()
    assert '"1740.00"' in text
    assert "1470" not in text
    assert "1800" not in text
