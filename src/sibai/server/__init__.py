"""The site as commands: set up, serve, look after. Django is awake only here and in what it serves.

The commands over files know nothing of all this: they start fast and touch no folder but their own output.
"""

from __future__ import annotations

import importlib
import os
import sys
from argparse import Namespace

import django

from sibai.server import configured


def carry_out(given: Namespace) -> int:
    """Wake Django, then carry out one command of the site; its exit status.

    The commands need the tables, which exist only once Django is awake: hence the import by name, the one in the house.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sibai.settings")
    if getattr(given, "public", False):
        os.environ["SIBAI_PUBLIC"] = "1"
    fault = configured.missing()
    try:
        if not fault:
            django.setup()
    except configured.BROKEN as error:
        fault = "\n".join(configured.told(error))
    if fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    commands = importlib.import_module("sibai.server.commands")
    return int(commands.run(given))
