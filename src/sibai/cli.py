"""The console script: `sibai COMMAND …`. The clock of the world stops here; the rules below know none."""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from datetime import date
from io import TextIOWrapper
from typing import NoReturn

from sibai.batch.commands.command import Asked, BadInput, Done, RefusedByRule, law_of
from sibai.batch.commands.compare import compare_sheets
from sibai.batch.commands.deliver import deliver
from sibai.batch.commands.eligible import eligible
from sibai.batch.commands.listing import tell_articles, tell_parameters
from sibai.batch.commands.payroll import payroll
from sibai.batch.commands.progress import Progress
from sibai.batch.commands.sample import sample
from sibai.batch.commands.settle import settle_year
from sibai.batch.commands.term import term
from sibai.batch.tables.faults import shortened
from sibai.batch.tables.writing import TooManyRows, Unwritable, check_output
from sibai.example import show_sample_year
from sibai.measure import Refusal
from sibai.server import arguments as site
from sibai.server import carry_out as carry_out_on_site

MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Years in which a date of the files and arguments must lie; beyond them it is a slip of the pen."""

DESCRIPTION = (
    """白河县稳岗就业“四百工程”协理员选聘管理办法，按表格计算。

  sibai settle 人员表 事项表 --year 2026     年度得分、档次、绩效工资
  sibai payroll 花名册 --month 2026-05       一个月的工资
  sibai eligible 报名表 --deadline 2026-06-30 资格与排序
  sibai term 任职表                          已任期限与最晚在岗日
  sibai sample 名单 --month 2026-05 --seed 文字  当月抽查名单
  sibai compare 旧工资表                     旧工资表逐格与规则核对，差额归因
  sibai articles                             各条的规则、参数、口径和用例
  sibai parameters --on 2026-05-31           某一天有效的参数和口径
  sibai example                              结算一个演示年度
"""
    + site.DESCRIPTION
)


PARSER_WORDS = {
    r"invalid choice: '(.*?)' \(choose": "没有“{}”这个命令",
    r"unrecognized arguments: (.*)": "不认识的参数 {}",
    r"argument (\S+?)(?:/\S+)?: expected one argument": "选项 {} 后面要写一个值",
}
"""What the argument parser says in English, and how a clerk is told."""


class Parser(ArgumentParser):
    """An argument parser that says in Chinese what it cannot take."""

    def error(self, message: str) -> NoReturn:
        """Arguments that cannot be taken, in Chinese; words that are new to us are passed on as they are."""
        for pattern, told in PARSER_WORDS.items():
            found = re.search(pattern, message, re.DOTALL)
            if found:
                message = told.format(shortened(found[1]))
                break
        raise BadInput([f"{message}。用 sibai --help 查看写法"])


def build_parser() -> Parser:
    """All commands and their options. What is needed is checked by hand, to say so in Chinese."""
    parser = Parser(
        prog="sibai", description=DESCRIPTION, formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    options = {
        "settle": ("--year",),
        "payroll": ("--month",),
        "eligible": ("--deadline",),
        "term": (),
        "sample": ("--month", "--seed", "--rate"),
        "compare": ("--month",),
    }
    for name, own in options.items():
        command = commands.add_parser(name, allow_abbrev=False)
        command.add_argument("inputs", nargs="*", metavar="INPUT")
        command.add_argument("-o", "--output", metavar="OUTPUT")
        command.add_argument("--rulebook", metavar="FILE")
        command.add_argument("--reading", action="append", default=[], metavar="ID=OPTION")
        command.add_argument("--explain", metavar="CODE")
        for option in own:
            command.add_argument(option)
    commands.add_parser("articles").add_argument("--article", metavar="第十三条")
    listing = commands.add_parser("parameters")
    listing.add_argument("--on", metavar="DATE")
    listing.add_argument("--rulebook", metavar="FILE")
    commands.add_parser("example")
    site.add_commands(commands)
    return parser


def parse_month(text: str | None) -> date:
    """`2026-05` as its first day; BadInput otherwise."""
    match = MONTH.fullmatch(text or "")
    if not match or not 1 <= int(match[2]) <= 12 or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise BadInput([f"--month: 请写明月份，如 --month 2026-05{_got(text)}"])
    return date(int(match[1]), int(match[2]), 1)


def parse_year(text: str | None) -> int:
    """`2026`; BadInput otherwise."""
    if not YEAR.fullmatch(text or "") or not FIRST_YEAR <= int(text or "") <= LAST_YEAR:
        raise BadInput([f"--year: 请写明年度，如 --year 2026{_got(text)}"])
    return int(text or "")


def parse_day(option: str, text: str | None) -> date:
    """`2026-06-30`; BadInput otherwise."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        day = None
    if day is None or not DAY.fullmatch(text or "") or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput([f"{option}: 请写明日期，如 {option} 2026-06-30{_got(text)}"])
    return day


def _got(text: str | None) -> str:
    return "" if text is None else f"，而不是“{text[:20]}”"


def parse_readings(given: Sequence[str]) -> dict[str, str]:
    """`--reading ID=OPTION`, the last of each counts; BadInput for one without `=`."""
    readings = {}
    for text in given:
        name, equals, option = text.partition("=")
        if not equals:
            raise BadInput([f"--reading: “{text[:40]}”应写成 口径=选项，如 short_net=carry"])
        readings[name.strip()] = option.strip()
    return readings


COMMANDS: dict[str, tuple[int, Callable[[Asked, Namespace], Done]]] = {
    "settle": (2, lambda asked, given: settle_year(asked, parse_year(given.year))),
    "payroll": (1, lambda asked, given: payroll(asked, parse_month(given.month))),
    "eligible": (1, lambda asked, given: eligible(asked, parse_day("--deadline", given.deadline))),
    "term": (1, lambda asked, _given: term(asked)),
    "sample": (1, lambda asked, given: sample(asked, parse_month(given.month), _seed(given), given.rate)),
    "compare": (1, lambda asked, given: compare_sheets(asked, parse_month(given.month) if given.month else None)),
}
"""Each command over files: how many inputs it takes, and what it calls."""


STEPS_BESIDES_READING = 3
"""Checking, computing, writing."""


def _seed(given: Namespace) -> str:
    if given.seed is None:
        raise BadInput(["--seed: 请写明抽签种子，如 --seed 2026年5月31日开奖号码"])
    return str(given.seed)


def check_apart(inputs: Sequence[str], output: str) -> None:
    """BadInput where the result would replace one of its own inputs."""
    if any(os.path.realpath(path) == os.path.realpath(output) for path in inputs):
        raise BadInput([f"{output}: 输出会盖掉输入的文件，请换一个名字"])


def over_files(given: Namespace) -> None:
    """One command over files, from its arguments to its output."""
    count, compute = COMMANDS[given.command]
    if len(given.inputs) != count:
        needed = "人员表和事项表两个文件" if count == 2 else "一个输入文件"
        raise BadInput([f"sibai {given.command}: 需要{needed}，现在给了{len(given.inputs)}个"])
    if given.output is not None:
        check_output(given.output)
        check_apart(given.inputs, given.output)
    readings = parse_readings(given.reading)
    law, rulebook = law_of(given.rulebook, readings)
    if rulebook:
        print(rulebook, file=sys.stderr)
    with Progress(count + STEPS_BESIDES_READING) as progress:
        asked = Asked(given.inputs, law, readings, rulebook, progress)
        deliver(asked, compute(asked, given), given.output, given.explain)


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line; its exit status."""
    given = build_parser().parse_args(arguments)
    if given.command in COMMANDS:
        over_files(given)
    elif given.command == "articles":
        tell_articles(given.article)
    elif given.command == "parameters":
        law, _ = law_of(given.rulebook, {})
        tell_parameters(law, parse_day("--on", given.on))
    elif given.command == "example":
        show_sample_year()
    elif given.command in site.NAMES:
        return carry_out_on_site(given)
    else:
        raise BadInput([f"请写明命令。\n\n{DESCRIPTION}"])
    return 0


STATUS: dict[type[BaseException], int] = {
    BadInput: 2,
    Unwritable: 2,
    TooManyRows: 2,
    RefusedByRule: 1,
    Refusal: 1,
    KeyboardInterrupt: 130,
}
"""The exit status of what stops a command: 1 refused by a rule, 2 bad input or arguments."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script: the status is 0 when done, else by `STATUS`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    status = 0
    try:
        status = run(sys.argv[1:] if arguments is None else arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has gone (| head): nothing is wrong, nothing more to say
        _drop_output()
    except OSError as error:
        _drop_output()
        return _stopped(Unwritable(f"标准输出写不进去（{error.strerror}），请用 -o 写到文件"))
    except tuple(STATUS) as stopped:
        return _stopped(stopped)
    return status


def _drop_output() -> None:
    """What is still waiting to be printed goes nowhere, so that leaving does not fail on it again."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stopped(stopped: BaseException) -> int:
    """Say why, a line a reason, and give the status."""
    lines = getattr(stopped, "lines", None) or [str(stopped) or "已中断，没有写出结果"]
    if sys.stderr is not None:
        sys.stderr.writelines(f"{line}\n" for line in lines)
    return next(status for kind, status in STATUS.items() if isinstance(stopped, kind))


if __name__ == "__main__":
    sys.exit(main())
