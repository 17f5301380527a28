"""Writers wait for each other on a lock that wakes them, and not in SQLite's sleep.

SQLite lets a writer that finds the database taken sleep for up to 100 ms before it asks again,
however soon the other is done. Here every transaction first takes a lock on a file beside the
database, on which the kernel wakes those who wait. SQLite's own lock still decides: this one
only orders who asks, so a program that doesn't know it does no harm. The kernel lets it go
with the process that held it.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.backends.sqlite3 import base

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]  # where there is none, SQLite's own waiting does

_Django: Any = base.DatabaseWrapper
_Operations: Any = base.DatabaseWrapper.ops_class


class DatabaseOperations(_Operations):  # type: ignore[misc]  # the stubs don't know what is overridden here
    """A page reads hundreds of keys, and the same few again and again: each row names its organization."""

    def convert_uuidfield_value(
        self, value: str | None, expression: object, connection: object
    ) -> UUID | None:
        return None if value is None else _key(value)


_key = lru_cache(maxsize=16_384)(UUID)


class DatabaseWrapper(_Django):  # type: ignore[misc]  # the stubs don't know what is overridden here
    """Django's connection to SQLite. Each has its own hold on the file, so threads wait for each other."""

    _turn: int | None = None
    """The open file while this connection is writing."""
    ops_class = DatabaseOperations

    def _start_transaction_under_autocommit(self) -> None:
        self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # when it fails, Django rolls back and the turn ends there
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._end_turn()

    def _wait_for_turn(self) -> None:
        if fcntl is None or self._turn is not None or self.is_in_memory_db():
            return
        turn = os.open(f"{self.settings_dict['NAME']}-writer", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
        except BaseException:
            os.close(turn)
            raise
        self._turn = turn

    def _end_turn(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None
