"""`--rulebook` and `--reading`: the county's own numbers, laid over the shipped ones."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from tests.commands.harness import CHINESE, MUST_DECIDE, SMALL, Ran, on_files, payroll, refused, run, sheet, small

ONE = sheet("ROSTER", {"code": "1"})
LAST_DAY_ONLY = '[[base_standard]]\nfrom = 2026-05-31\nto = 2026-05-31\nvalue = "1700"\ndocument = "县里决定"\n'


def part(name: str, value: str, start: str = "2026-01-01") -> str:
    return f'[[{name}]]\nfrom = {start}\nvalue = "{value}"\ndocument = "县里决定〔2026〕1号"\n'


def under(folder: Path, text: str | bytes, *rest: str, command: str = "payroll") -> Ran:
    """A command under such a rulebook."""
    path = folder / "县规则.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return small(command, "--rulebook", str(path), *rest)


def test_a_county_lays_its_parameters_over_the_shipped_ones(tmp_path: Path) -> None:
    ran = under(tmp_path, part("work_injury_rate", "0.4%") + part("base_standard", "1700.00"))
    row = ran.rows[0]
    assert (row["base"], row["work_injury"], row["pension"]) == ("1700.00", "18.95", "378.96")


def test_a_month_uses_the_parameters_of_its_last_day(tmp_path: Path) -> None:
    assert under(tmp_path, LAST_DAY_ONLY).column("base") == ["1700.00"]
    assert under(tmp_path, LAST_DAY_ONLY.replace("05-31", "05-30")).column("base") == ["1600.00"]
    assert under(tmp_path, part("base_standard", "1700", "2026-06-01")).column("base") == ["1600.00"]
    steps = part("base_standard", "1700", "2026-01-01") + part("base_standard", "1800", "2026-05-15")
    assert under(tmp_path, steps).column("base") == ["1800.00"]


def test_its_sha256_is_told_and_stands_on_the_second_sheet(tmp_path: Path) -> None:
    text, out = part("base_standard", "1700.00"), tmp_path / "工资.xlsx"
    ran = under(tmp_path, text, "-o", str(out))
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert ran.status == 0
    assert digest in ran.err
    second = openpyxl.load_workbook(out).worksheets[1]
    cells = [str(cell) for row in second.iter_rows(values_only=True) for cell in row if cell is not None]
    assert any(digest in cell for cell in cells)
    assert "县里决定〔2026〕1号" in cells
    assert any("1700.00" in cell for cell in cells)


@pytest.mark.parametrize("command", SMALL)
def test_every_command_tells_the_sha256(tmp_path: Path, command: str) -> None:
    text = part("short_net", "carry")
    assert hashlib.sha256(text.encode()).hexdigest() in under(tmp_path, text, command=command).err


def test_a_decision_in_the_rulebook_is_no_default_and_a_reading_overrides_it(tmp_path: Path) -> None:
    poor = sheet("ROSTER", {"code": "1", "from": "2026-05-31"})
    path = tmp_path / "r.toml"
    path.write_text(part("short_net", "carry"), encoding="utf-8")
    ran = payroll(poor, "--rulebook", path)
    assert ran.column("owed") == ["327.35"]
    assert "short_net" not in ran.err
    refused(payroll(poor, "--rulebook", path, "--reading", "short_net=refuse"), 1)


def test_a_reading_of_the_rulebook_holds_from_its_date(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(part("low_base", "actual", "2026-06-01"), encoding="utf-8")
    assert payroll(ONE, "--rulebook", path).column("pension") == ["378.96"]
    assert payroll(ONE, "--rulebook", path, month="2026-06").column("pension") == ["160.00"]
    assert payroll(ONE, "--rulebook", path, "--reading", "low_base=lift", month="2026-06").column("pension") == [
        "378.96"
    ]


def test_confirming_the_default_is_a_decision(tmp_path: Path) -> None:
    assert "short_net" not in under(tmp_path, part("short_net", "refuse")).err
    assert "short_net" not in small("payroll", "--reading", "short_net=refuse").err


@pytest.mark.parametrize("command", SMALL)
def test_must_decide_readings_on_their_default_are_named(command: str) -> None:
    ran = small(command)
    assert ran.status == 0
    must = MUST_DECIDE.get(command, set())
    everywhere = {
        "pool_per_head",
        "pool_headcount",
        "spot_check_period",
        "below_bounds",
        "fail_shares",
        "short_net",
        "employer",
    }
    assert {name for name in everywhere if name in ran.err} == must


def test_a_decided_reading_is_no_longer_named() -> None:
    ran = small("settle", "--reading", "below_bounds=inclusive", "--reading", "fail_shares=yes")
    assert "below_bounds" not in ran.err
    assert "fail_shares" not in ran.err
    assert "pool_per_head" in ran.err


@pytest.mark.parametrize(("command", "unused"), [
    ("payroll", "age_on=hire"), ("settle", "short_net=carry"), ("term", "pool_scope=town"),
    ("sample", "fail_shares=no"), ("eligible", "employer=town"),
])  # fmt: skip
def test_a_reading_the_command_does_not_use_is_accepted_with_a_notice(command: str, unused: str) -> None:
    ran, plain = small(command, "--reading", unused), small(command)
    assert ran.out == plain.out
    assert unused.partition("=")[0] in ran.err


@pytest.mark.parametrize(
    "reading",
    ["nonsense=carry", "short_net=nonsense", "short_net=", "=carry", "short_net", "", "=", "short_net=carry=x"],
)
@pytest.mark.parametrize("command", SMALL)
def test_an_unknown_reading_is_a_bad_argument(command: str, reading: str) -> None:
    refused(small(command, "--reading", reading))


def test_a_reading_without_the_input_it_needs_is_bad_input() -> None:
    refused(small("eligible", "--reading", "age_on=hire"))
    text = sheet("STAFF", {"code": "1", "town": ""})
    refused(on_files("settle", [text, sheet("EVENTS")], "--year", "2026", "--reading", "pool_scope=town"))


def test_the_monthly_rate_may_be_raised_by_the_county(tmp_path: Path) -> None:
    text = sheet("FRAME", *({"record": str(n)} for n in range(10)))
    path = tmp_path / "r.toml"
    path.write_text(part("spot_check_rate", "0.20"), encoding="utf-8")
    ran = on_files("sample", [text], "--month", "2026-05", "--seed", "a", "--rulebook", path)
    assert ran.column("sampled").count("1") == 2


def test_the_monthly_rate_is_never_below_a_tenth(tmp_path: Path) -> None:
    """“Below 0.10 is a refusal.”"""
    text = sheet("FRAME", *({"record": str(n)} for n in range(20)))
    path = tmp_path / "r.toml"
    path.write_text(part("spot_check_rate", "0.05"), encoding="utf-8")
    ran = on_files("sample", [text], "--month", "2026-05", "--seed", "a", "--rulebook", path)
    assert ran.status in (1, 2), ran.out


GOOD = part("base_standard", "1700")
BAD_RULEBOOKS: dict[str, str | bytes] = {
    "not toml": "[[base_standard",
    "a sentence": "基础工资改为1700元",
    "binary": b"\x00\xff\xfe\x80PK",
    "utf-16": GOOD.encode("utf-16"),
    "nul": GOOD + "\x00",
    "unknown name": part("nonsense", "1"),
    "unknown option": part("short_net", "nonsense"),
    "a plain table": GOOD.replace("[[", "[").replace("]]", "]"),
    "a bare value": "base_standard = 1700\n",
    "a float": GOOD.replace('"1700"', "1700.5"),
    "a bare float rate": part("work_injury_rate", "x").replace('"x"', "0.004"),
    "a list": GOOD.replace('"1700"', "[1, 2]"),
    "a true": GOOD.replace('"1700"', "true"),
    "nan": GOOD.replace('"1700"', "nan"),
    "three decimals": GOOD.replace("1700", "1700.123"),
    "words": GOOD.replace("1700", "许多"),
    "no document": GOOD.replace("document", "# document"),
    "blank document": GOOD.replace("县里决定〔2026〕1号", " "),
    "document a number": GOOD.replace('"县里决定〔2026〕1号"', "5"),
    "no from": GOOD.replace("from", "# from"),
    "no value": GOOD.replace("value", "# value"),
    "from a text": GOOD.replace("2026-01-01", '"2026-01-01"'),
    "from a moment": GOOD.replace("2026-01-01", "2026-01-01T00:00:00"),
    "from no day": GOOD.replace("2026-01-01", "2026-02-30"),
    "unknown key": GOOD + "until = 2026-12-31\n",
    "to before from": GOOD + "to = 2025-12-31\n",
    "the same day twice": GOOD + GOOD,
    "overlapping": GOOD + "to = 2026-12-31\n" + part("base_standard", "1800", "2026-06-01"),
    "deep": "a = " + "[" * 100_000,
    "negative amount": part("base_standard", "-1700"),
    "rate over one": part("pension_rate", "8"),
    "no pay days": part("monthly_pay_days", "0"),
    "huge": part("base_standard", "9" * 400),
}


@pytest.mark.parametrize("kind", BAD_RULEBOOKS)
def test_a_bad_rulebook_is_bad_input(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out.csv"
    ran = under(tmp_path, BAD_RULEBOOKS[kind], "-o", str(out))
    refused(ran)
    assert not out.exists()


def plain(name: str, value: str) -> str:
    return f'[[{name}]]\nfrom = 2022-06-10\nvalue = {value}\ndocument = "县里决定"\n'


BAD_FOR_SETTLE = {
    "the 29th of February": plain("appraisal_cut_off", "229"),
    "the 13th month": plain("appraisal_cut_off", "1301"),
    "day nothing": plain("appraisal_cut_off", "0"),
    "a negative pool": plain("pool_standard", '"-5"'),
}


@pytest.mark.parametrize("kind", BAD_FOR_SETTLE)
def test_a_bad_rulebook_is_bad_input_for_the_year_too(tmp_path: Path, kind: str) -> None:
    refused(under(tmp_path, BAD_FOR_SETTLE[kind], command="settle"))


def test_tax_bands_out_of_order_are_no_tax_bands(tmp_path: Path) -> None:
    refused(under(tmp_path, plain("tax_bands", '[["以上", "10%"], ["36000.00", "3%"]]')))


def test_a_cut_off_moves_the_year(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text('[[appraisal_cut_off]]\nfrom = 2026-01-01\nvalue = 1231\ndocument = "县里决定"\n', encoding="utf-8")
    staff = sheet("STAFF", {"code": "1"})
    for day, year, status in (("2025-12-11", 2026, 0), ("2026-12-31", 2026, 0), ("2026-12-31", 2027, 2)):
        events = sheet("EVENTS", {"code": "1", "date": day, "level": "县"})
        assert on_files("settle", [staff, events], "--year", year, "--rulebook", path).status == status


def test_every_fault_of_a_rulebook_is_told(tmp_path: Path) -> None:
    ran = under(tmp_path, part("nonsense", "1") + part("short_net", "nix") + GOOD.replace("document", "# document"))
    refused(ran)
    assert all(word in ran.err for word in ("nonsense", "short_net", "base_standard"))


@pytest.mark.parametrize("path", ["", "/nowhere/r.toml", "/", "\x01", "长" * 5000])
def test_a_rulebook_that_cannot_be_read(path: str) -> None:
    refused(small("payroll", "--rulebook", path))


def test_parameters_under_a_rulebook(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(GOOD, encoding="utf-8")
    ran = run("parameters", "--on", "2026-05-31", "--rulebook", path)
    assert ran.status == 0
    assert "1700" in ran.out
    assert CHINESE.search(ran.out)
