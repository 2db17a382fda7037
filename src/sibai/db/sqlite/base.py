"""Django cuts every bulk insert at 999 values, the limit of old libraries: 38 payslips a statement. Here it is asked.

Newer versions of Django do the same; then this package goes.
"""

from __future__ import annotations

import sqlite3

from django.db.backends.sqlite3 import base, features
from django.utils.functional import cached_property


class DatabaseFeatures(features.DatabaseFeatures):
    """The library's own limit instead of the smallest that any ever had."""

    @cached_property
    def max_query_params(self) -> int:  # type: ignore[override]
        """Values in one statement."""
        self.connection.ensure_connection()
        return int(self.connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER))


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that `settings.DATABASES` names."""

    features_class = DatabaseFeatures
