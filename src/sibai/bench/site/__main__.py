"""`python -m sibai.bench.site`: a full county in a temporary home, every list and detail page timed, in one run."""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django


def main() -> int:
    """Make the county, time the pages; 1 if a bar is missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--home", type=Path, default=None, help="keep the county here, and take it from here again")
    options.add_argument("--requests", type=int, default=200)
    options.add_argument("--only", default="", help="pages whose name holds this")
    given = options.parse_args()
    home = given.home or Path(tempfile.mkdtemp(prefix="sibai-site-"))
    try:
        wake(home)
        timing = importlib.import_module("sibai.bench.site.timing")
        return int(timing.bench(given.requests, given.only))
    finally:
        if given.home is None:
            shutil.rmtree(home, ignore_errors=True)


def wake(home: Path, **more: str) -> None:
    """Wake Django on a home of its own, as it is served: no debugging, static files gathered. `more`: settings."""
    for name in [name for name in os.environ if name.startswith("SIBAI_")]:
        del os.environ[name]
    own = {"HOME": str(home), "DEMO": "1", "SECOND_FACTOR": "0", "CONFIG": str(home / "none.toml"), **more}
    os.environ.update({f"SIBAI_{name}": value for name, value in own.items()})
    os.environ["DJANGO_SETTINGS_MODULE"] = "sibai.settings"
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
