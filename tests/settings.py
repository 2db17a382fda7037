"""The site's settings for tests: a home of its own, quick passwords, no files with digests in their names."""

from __future__ import annotations

import os
import tempfile

_HOME = tempfile.mkdtemp(prefix="sibai-test-")
os.environ.setdefault("SIBAI_HOME", _HOME)
os.environ.setdefault("SIBAI_DEMO", "1")
os.environ.setdefault("SIBAI_DATABASE", os.environ.get("SIBAI_TEST_DATABASE", ""))

from sibai.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
ALLOWED_HOSTS = ["*"]
SECOND_FACTOR = False
if not OWN.database:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
