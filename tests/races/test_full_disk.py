"""A disk that fills while a group is written down: what was said to be saved is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client

import noted
from cast import Cast
from noted import DURING, chart_of
from races.at_once import ON_A_FILE, run_on_a_file, runs_them_on_a_file
from stepwell.actions import notes_kept
from stepwell.records.notes.models import Note
from stepwell.records.tenancy import scope

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@runs_them_on_a_file
def test_it_on_a_file(tmp_path: Path) -> None:
    assert run_on_a_file(__file__, tmp_path).startswith("s.")


@pytest.mark.skipif(
    ON_A_FILE not in os.environ or connection.vendor != "sqlite",
    reason="SQLite on a file can be told how large it may become",
)
def test_on_a_full_disk_nothing_is_said_to_be_saved_that_is_not(cast: Cast) -> None:
    assert cast.priya.account is not None
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.priya.account)
    address = f"/desk/sessions/{cast.today.pk}/notes"
    told: list[str] = []
    with time_machine.travel(DURING, tick=False):
        browser.get(f"/desk/sessions/{cast.today.pk}")
        with connection.cursor() as cursor:  # for this connection alone
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages + 10}")
        for version in range(200):
            line = f"{version} " + "word " * 700
            sent = {"person": str(cast.sam.pk), "base_version": str(version), "line": line}
            answer = browser.post(address, sent, HTTP_ACCEPT="application/json")
            if answer.status_code != 200:
                break
            told.append(answer.json()["line"])
    connection.close()  # as the server does after an answer like this
    assert (answer.status_code, bool(told)) == (500, True)
    with scope.within(cast.organization.pk):
        note = Note.objects.get(person=cast.sam)
        kept = [each.line for _, each in notes_kept.list_entries(chart_of(cast, cast.sam), note.pk)]
        assert kept == told
        assert noted.write(
            cast, cast.sam, notes_kept.written.Written(line="It has room again."), base=len(told)
        )
