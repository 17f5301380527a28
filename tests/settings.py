"""The product's own settings over a data folder of this test run, which is gone when the run ends.

pytest-django reads settings before any conftest.py, so the folder is chosen here.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="stepwell-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["STEPWELL_DATA"] = _folder

from stepwell.site.settings import *  # noqa: E402, F403  # the data folder comes first

_default = DATABASES["default"]  # noqa: F405  # of the settings above
if _default["ENGINE"] == "stepwell.site.fair_sqlite":  # the plugin knows only Django's own SQLite
    # A file where a test wants several connections at once: in memory there is one.
    _default.setdefault("TEST", {})["NAME"] = os.environ.get("STEPWELL_TEST_SQLITE", ":memory:")

PASSWORD_HASHERS = ["quick_argon2.QuickArgon2"]
