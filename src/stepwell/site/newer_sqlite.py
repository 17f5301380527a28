"""Puts pysqlite3's SQLite in the place of the standard library's, where it is newer.

SQLite before 3.51.3 can corrupt a WAL file when it is reset while another process
writes. Imported first by the settings, before Django imports sqlite3.
"""

from __future__ import annotations

import sqlite3
import sys

SAFE_WAL = (3, 51, 3)

try:
    import pysqlite3
except ImportError:
    pysqlite3 = None  # type: ignore[assignment]  # there is no wheel for this machine

if pysqlite3 is not None and pysqlite3.sqlite_version_info > sqlite3.sqlite_version_info:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    IN_USE: tuple[int, ...] = tuple(pysqlite3.sqlite_version_info)
else:
    IN_USE = tuple(sqlite3.sqlite_version_info)

IS_SAFE_FOR_MANY_WRITERS = IN_USE >= SAFE_WAL
