"""`sibai compare`: a county's own past pay sheets against the rules, each cell's difference told by its causes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sibai.batch.commands.command import SHEET_HEADER, Asked, Done, stop_on
from sibai.batch.compare.comparing import TARGETS, Compared, Lived, compare
from sibai.batch.compare.reading import OldSheets, read_old
from sibai.batch.compare.setting import CAUSES
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.raw import NotATable
from sibai.batch.tables.reading import check_file
from sibai.batch.tables.schema import COMPARED
from sibai.batch.tables.xlsx_file import check_content
from sibai.measure import Law
from sibai.measure.explain import Step
from sibai.measure.values import shown

OLD = ".xls"
KINDS = frozenset({".csv", ".xlsx", OLD})
MOST_BYTES = 50 << 20
NAMED_AT_MOST = 20
ROOTS = ("net", "pension_employer", "work_injury")
"""The numbers of a month whose trees hold all the others."""


def compare_sheets(asked: Asked, month: date | None) -> Done:
    """The differences of a file of pay sheets; `month` is that of sheets which do not tell theirs."""
    faults = Faults()
    asked.progress.step(f"读取 {Path(asked.inputs[0]).name}")
    sheets = read_file(asked.inputs[0], month, faults)
    stop_on(faults)
    asked.progress.step("计算")
    return done_of(compare(sheets.rows, asked.law), sheets, asked.law)


def done_of(made: Compared, sheets: OldSheets, law: Law) -> Done:
    """What came out, as every command over files hands it over."""
    laws = made.laws or [law.on(law.entries["measure_effective"].values[0].value)]
    return Done(
        frame=made.frame,
        schema=COMPARED,
        law=laws[-1],
        targets=TARGETS,
        notices=[*sheets.notices, *told(made)],
        explain=lambda row: explain(made, row),
        other_laws=laws[:-1],
        also_told=[*lived_rows(made)],
    )


def read_file(path: str, month: date | None, faults: Faults) -> OldSheets:
    """The file as people and months; what is wrong with it goes to `faults`."""
    faults.register(path)
    try:
        check_file(path, also=frozenset({OLD}))
        ending = Path(path).suffix.lower()
        if ending not in KINDS:
            raise NotATable("旧工资表只读 .xlsx、.xls 和 .csv，请在 Excel 或 WPS 中另存为 .xlsx")
        if Path(path).stat().st_size > MOST_BYTES:
            raise NotATable("文件太大，请分成几个文件")
        if ending == ".xlsx":
            check_content(path)
        return read_old(Path(path).read_bytes(), ending[1:], path, month, faults)
    except NotATable as refusal:
        faults.add(path, refusal.row, refusal.column, str(refusal))
    except OSError as error:
        faults.add(path, 1, "文件", f"读不出这个文件（{error.strerror or error}），请检查权限或重新复制")
    return OldSheets([])


def told(made: Compared) -> Iterator[str]:
    """How much agrees, what the difference is made of, and which ways the county has been living by."""
    yield f"核对{made.people}人次、{made.cells}格：一致{made.cells - made.different}格，不同{made.different}格"
    for total in made.totals:
        if total.different:
            parts = "，".join(f"{CAUSES[cause]}{shown(fen, 'fen')}" for cause, fen in total.parts.items() if fen)
            yield f"{total.label}：{total.different}格不同，原表减规则共{shown(total.difference, 'fen')}" + (
                f"（{parts}）" if parts else "（各原因相抵）"
            )
    for lived in made.lived[:NAMED_AT_MOST]:
        yield f"原表的做法：{CAUSES[lived.cause]}：{lived.words}，{lived.people}人次，{amounts(lived)}"
    if made.short:
        yield f"{made.short}人次按规则不够扣养老保险，实发按0比对（口径 short_net）"


def amounts(lived: Lived) -> str:
    """What a way moved people's pay and the employer's costs by."""
    beside = f"，单位{shown(lived.employer, 'fen')}" if lived.employer else ""
    return f"个人{shown(lived.paid, 'fen')}{beside}"


def lived_rows(made: Compared) -> Iterator[list[str]]:
    """The ways of the county as rows of the second sheet."""
    blank = [""] * (len(SHEET_HEADER) - 4)
    for lived in made.lived:
        yield ["原表的做法", CAUSES[lived.cause], f"{lived.people}人次", *blank, f"{lived.words}；{amounts(lived)}"]


def explain(made: Compared, row: int) -> list[Step]:
    """How the rules' numbers of one row's month were made."""
    single = made.cases[row].by_rules.single
    return [single.explain(name) for name in ROOTS]
