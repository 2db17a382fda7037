"""Running a piece of the bench as a process of its own and reading off what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Took:
    """What a process took, from its start to its end."""

    wall: float
    cpu: float
    peak_mib: float
    output: str

    def less(self, wall: float, cpu: float) -> Took:
        """The same without a part that the process measured itself."""
        return Took(self.wall - wall, self.cpu - cpu, self.peak_mib, self.output)


def run(*arguments: str | int | Path, module: str = "sibai.bench") -> Took:
    """Run `python -m module arguments…` to its end. RuntimeError with its words if it fails.

    The peak of memory that the system reports counts the caller's own at the moment of the start, so whoever
    calls this must stay small.
    """
    began = time.perf_counter()
    command = [sys.executable, "-m", module, *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed with {process.returncode}:\n{output}")
    wall = time.perf_counter() - began
    return Took(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB_PER_MIB, output)


def median(runs: list[Took]) -> Took:
    """The run with the median wall time."""
    return sorted(runs, key=lambda took: took.wall)[len(runs) // 2]
