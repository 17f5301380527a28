"""Fills a new data folder, and says what to ask of it and how many queries each page needs."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import people, plans, weeks
from stepwell.interfaces.commands import opening, preparing
from stepwell.interfaces.signin import lifetimes
from stepwell.interfaces.signin.middleware import SecondFactorForStaff
from stepwell.kernel import clock
from stepwell.kernel.identifiers import new_id
from stepwell.records.people.models import Account
from stepwell.records.tenancy import scope


def fill(people_wanted: int) -> dict[str, Any]:
    """Write so many people; the requests of each page, their query counts and the seconds it took."""
    opening.open_data()
    preparing.lay_out_files()
    began = time.monotonic()
    program = people.write(people_wanted, now=clock.now())
    week = weeks.write(now=clock.now())
    opening.look_over()  # as every start does
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # its own worker has not had the time yet
    wrote = time.monotonic() - began
    with scope.within(program.organization.pk):
        plan = plans.of(program, sign_in=_sign_in)
    plan |= plans.of_week(week, sign_in=_sign_in)
    queries = {name: count_queries(requests) for name, requests in plan.items()}
    return {"seconds": wrote, "queries": queries, "plan": plan}


def count_queries(requests: list[dict[str, Any]]) -> int:
    """How many statements one of these requests sends, the second time it is asked."""
    for request in requests[:2]:
        client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        client.cookies.load({"s": request["cookie"], "c": plans.CSRF})
        with CaptureQueriesContext(connection) as captured:
            if request["method"] == "GET":
                answer = client.get(request["path"])
            else:
                answer = client.post(
                    request["path"], {**request["fields"], "key": str(new_id())}, headers=request["headers"]
                )
        if answer.status_code >= 400:
            raise SystemExit(f"{request['method']} {request['path']} answered {answer.status_code}.")
    return len(captured)


def _sign_in(account: Account) -> str:
    return cookie_of(account, at=clock.now())


def cookie_of(account: Account, *, at: datetime) -> str:
    """A real session of this account, as sign-in leaves it behind."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[lifetimes.STARTED] = session[lifetimes.SEEN] = at.timestamp()
    session[SecondFactorForStaff.FLAG] = True
    session.create()
    return str(session.session_key)
