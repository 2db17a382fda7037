"""What was sent against what came back: a verdict for each payment, a word for each line that does not fit.

A line counts only where serial, account and amount, as far as the bank tells them, are those of one payment. Names are
compared and told, not judged: the bank has done that. Two lines for one payment that contradict each other count as
neither. A payment that no line speaks of is not paid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibai.payroll.bank.cells import half_width, serial_of
from sibai.payroll.bank.layout import Outcome
from sibai.payroll.bank.lines import Line
from sibai.payroll.bank.rows import Row, yuan


class Standing(StrEnum):
    """What is known of a payment."""

    SUCCESS = "success"
    FAILURE = "failure"
    PENDING = "pending"
    CONTRADICTED = "contradicted"
    NOT_MENTIONED = "not_mentioned"

    @property
    def label(self) -> str:
        """In words for the user."""
        return STANDINGS[self]


STANDINGS = {
    Standing.SUCCESS: "成功",
    Standing.FAILURE: "失败",
    Standing.PENDING: "处理中",
    Standing.CONTRADICTED: "前后矛盾",
    Standing.NOT_MENTIONED: "没有结果",
}


class Wrong(StrEnum):
    """What is wrong with a line."""

    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    WRONG_ACCOUNT = "wrong_account"
    WRONG_AMOUNT = "wrong_amount"
    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"
    NAME_DIFFERS = "name_differs"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the answer says of one payment; `rows` of the file that it rests on, or that contradict each other."""

    serial: str
    standing: Standing
    reason: str = ""
    code: str = ""
    bank_serial: str = ""
    day: date | None = None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Misfit:
    """A line that does not fit: its row, what is wrong, in words; the payment it is about, if that is known."""

    row: int
    wrong: Wrong
    message: str
    serial: str = ""
    taken: bool = False
    """Whether its outcome was taken all the same."""

    def __str__(self) -> str:
        return f"第{self.row}行：{self.message}"


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict for each payment in its order, and the misfits by row."""

    verdicts: tuple[Verdict, ...]
    misfits: tuple[Misfit, ...]

    def of(self, standing: Standing) -> tuple[Verdict, ...]:
        """The verdicts of one standing."""
        return tuple(verdict for verdict in self.verdicts if verdict.standing is standing)


def match(issued: Sequence[Row], returned: Iterable[Line]) -> Match:
    """Verdicts and misfits. ValueError where two payments have the same serial (zeros in front do not count)."""
    payments = {serial_of(row.serial): row for row in issued}
    if len(payments) < len(issued):
        raise ValueError("同一批里有两行序号相同。")
    misfits: list[Misfit] = []
    by_account: dict[str, list[Row]] = defaultdict(list)
    for row in issued:
        by_account[row.account].append(row)
    said: dict[str, list[Line]] = defaultdict(list)
    unnumbered: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in returned:
        if line.serial:
            _numbered(line, payments, said, misfits)
        else:
            unnumbered[line.account, line.amount].append(line)
    for lines in unnumbered.values():
        _unnumbered(lines, by_account, said, misfits)
    verdicts = tuple(_verdict(row, said[row.serial], misfits) for row in issued)
    return Match(verdicts, tuple(sorted(misfits, key=lambda misfit: misfit.row)))


def _numbered(line: Line, payments: Mapping[str, Row], said: Mapping[str, list[Line]], misfits: list[Misfit]) -> None:
    """A line with a serial: its account and amount must be those of the payment."""
    row = payments.get(line.serial)
    if row is None:
        misfits.append(Misfit(line.row, Wrong.UNKNOWN, "这一批里没有这个序号，没有采用"))
    elif line.account and line.account != row.account:
        message = f"账号与报送的不同（尾号{line.account[-4:]}，报送的尾号{row.account[-4:]}），没有采用"
        misfits.append(Misfit(line.row, Wrong.WRONG_ACCOUNT, message, row.serial))
    elif line.amount != row.amount:
        misfits.append(Misfit(line.row, Wrong.WRONG_AMOUNT, _amounts(line, row), row.serial))
    else:
        said[row.serial].append(line)


def _amounts(line: Line, row: Row) -> str:
    return f"金额{yuan(line.amount)}元与报送的{yuan(row.amount)}元不同，没有采用"


def _unnumbered(
    lines: Sequence[Line],
    by_account: Mapping[str, Sequence[Row]],
    said: Mapping[str, list[Line]],
    misfits: list[Misfit],
) -> None:
    """Lines of one account and amount without serials. Several payments alike are told apart only if all went alike."""
    first = lines[0]
    theirs = by_account.get(first.account, ())
    alike = [row for row in theirs if row.amount == first.amount]
    if not theirs:
        misfits += [Misfit(line.row, Wrong.UNKNOWN, "这一批里没有这个账号，没有采用") for line in lines]
    elif not alike:
        serial = theirs[0].serial if len(theirs) == 1 else ""
        misfits += [Misfit(line.row, Wrong.WRONG_AMOUNT, _amounts(line, theirs[0]), serial) for line in lines]
    elif len(alike) == 1:
        said[alike[0].serial].extend(lines)
    elif len(lines) == len(alike) and len({line.outcome for line in lines}) == 1:
        for row, line in zip(alike, lines, strict=True):
            said[row.serial].append(line)
    else:
        message = f"有{len(alike)}笔账号和金额都相同，结果文件没有序号，分不清是哪一笔，没有采用"
        misfits += [Misfit(line.row, Wrong.AMBIGUOUS, message) for line in lines]


def _verdict(row: Row, lines: Sequence[Line], misfits: list[Misfit]) -> Verdict:
    """What the lines say of one payment."""
    if not lines:
        return Verdict(row.serial, Standing.NOT_MENTIONED)
    rows = tuple(line.row for line in lines)
    outcomes = list(dict.fromkeys(line.outcome for line in lines))
    if len(outcomes) > 1:
        words = "又写".join(outcome.label for outcome in outcomes)
        message = f"同一笔写了{words}（第{'、'.join(map(str, rows))}行），都没有采用，请问银行"
        misfits += [Misfit(each, Wrong.CONTRADICTION, message, row.serial) for each in rows]
        return Verdict(row.serial, Standing.CONTRADICTED, rows=rows)
    first = lines[0]
    misfits += [_duplicate(line, first, row.serial) for line in lines[1:]]
    if first.name and not same_name(first.name, row.name):
        message = "户名与报送的不同，结果照常采用，请核对"
        misfits.append(Misfit(first.row, Wrong.NAME_DIFFERS, message, row.serial, taken=True))
    return Verdict(
        row.serial, Standing(first.outcome), first.reason, first.code, first.bank_serial, first.day, (first.row,)
    )


def _duplicate(line: Line, first: Line, serial: str) -> Misfit:
    """A second line that says the same; two transfers may be behind it."""
    twice = line.outcome is Outcome.SUCCESS and line.bank_serial != first.bank_serial
    more = "，流水号不同，可能付了两次，请问银行" if twice else ""
    return Misfit(line.row, Wrong.DUPLICATE, f"与第{first.row}行是同一笔{more}，只算一次", serial)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same, blanks, width and the kind of dot aside; an asterisk hides any sign."""
    left, right = _plain_name(one), _plain_name(other)
    if len(left) != len(right):
        return False
    return all(a == b or "*" in {a, b} for a, b in zip(left, right, strict=True))


def _plain_name(name: str) -> str:
    return "".join(half_width(name).split()).replace("•", "·").replace("・", "·").replace("．", "·").casefold()
