"""Run a command with SIBAI_TEST_DATABASE set to a temporary PostgreSQL cluster: `with_postgres.py COMMAND…`.

Exit status: the command's; 0 after saying NOT RUN and why where no cluster can be made (CI looks for these words).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.postgres_cluster import NoPostgres, temporary_cluster


def main(command: list[str]) -> int:
    """Start the cluster, run the command, stop the cluster."""
    if not command:
        sys.stderr.write(f"{(__doc__ or '').strip()}\n")
        return 2
    try:
        with temporary_cluster() as address:
            environment = {**os.environ, "SIBAI_TEST_DATABASE": address}
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - the caller's command
    except NoPostgres as reason:
        sys.stdout.write(f"{reason}\n")
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
