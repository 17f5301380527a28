"""Django's sessions in the database, read by a statement that is composed once: every page asks."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from stepwell.actions import signing_in
from stepwell.kernel import clock


class SessionStore(db.SessionStore):
    """The name is Django's too: with it, sessions are signed as they were."""

    def _get_session_from_db(self) -> Any:
        found = signing_in.find_session(self.session_key, at=clock.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found
