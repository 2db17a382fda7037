"""A bar on standard error for work of more than a second, if somebody is watching a terminal."""

from __future__ import annotations

import shutil
import sys
import threading
from types import TracebackType
from typing import Self

from tqdm import tqdm

DELAY_SECONDS = 1
TICK_SECONDS = 0.5
LAYOUT = "{desc} {bar:24} {n_fmt}/{total_fmt} 步，已用 {elapsed}"


class Progress:
    """The steps of a command. Between steps a ticker keeps the clock running, so that nobody thinks it hangs."""

    def __init__(self, steps: int, *, watched: bool | None = None) -> None:
        """Show a bar only where standard error is a terminal, or as `watched` says."""
        self._watched = sys.stderr.isatty() if watched is None else watched
        size = shutil.get_terminal_size()  # a console that does not know its size counts as 80 by 24
        self._bar = tqdm(
            total=steps,
            disable=not self._watched,
            delay=DELAY_SECONDS,
            leave=False,
            bar_format=LAYOUT,
            ncols=size.columns,
            nrows=size.lines,
            file=sys.stderr,
        )
        self._done = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Self:
        if self._watched:
            self._ticker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._watched:
            self._ticker.join()
        self._bar.close()

    def _tick(self) -> None:
        if self._done.wait(DELAY_SECONDS):
            return
        while not self._done.wait(TICK_SECONDS):
            self._bar.refresh()

    def step(self, what: str) -> None:
        """Begin the next step."""
        self._bar.set_description_str(what, refresh=False)
        self._bar.update(1)


SILENT = Progress(0, watched=False)
"""For callers that show no progress."""
