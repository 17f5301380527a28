"""The wall of a draft is kept while nothing on it changes, and drawn anew as soon as something does."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.timetabling.by_hand import drafted
from cast import AT, Cast
from stepwell.actions.timetabling import viewing
from stepwell.records.program.models import Service, Staff

PAGES = "/manage/timetable"


@pytest.fixture
def draft(cast: Cast) -> UUID:
    return drafted(cast, AT)


def wall(client: Client, draft: UUID, view: str = "group") -> str:
    return str(client.get(f"{PAGES}/{draft}?view={view}").context["wall"])


@pytest.mark.parametrize("view", ["group", "room", "leader"])
def test_the_plan_is_not_read_for_a_wall_that_is_kept(grace: Client, draft: UUID, view: str) -> None:
    first = wall(grace, draft, view)

    with CaptureQueriesContext(connection) as asked:
        assert wall(grace, draft, view) == first
    assert sum('"laid_out"' in each["sql"] for each in asked) == 1  # of those who lack something


def test_a_move_is_on_the_wall_at_once(cast: Cast, grace: Client, draft: UUID) -> None:
    (group,) = viewing.view(cast.sign_in(cast.grace), draft, at=AT).groups
    assert "5:30 p.m." not in wall(grace, draft)

    told = {"group": group.key, "place": f"{group.day.isoformat()}T17:30", "key": "m"}
    grace.post(f"{PAGES}/{draft}/move", told)

    assert "5:30 p.m." in wall(grace, draft)


def test_a_new_name_is_on_the_wall_at_once(cast: Cast, grace: Client, draft: UUID) -> None:
    assert "Priya N." in wall(grace, draft)

    Staff.objects.filter(pk=cast.priya.pk).update(family_name="Zamora")
    Service.objects.update(title={"en": "Together", "es": "Juntos"})

    assert "Priya Z." in wall(grace, draft)
    assert "Together" in wall(grace, draft)


def test_a_kept_wall_is_in_the_reader_s_language(cast: Cast, grace: Client, draft: UUID) -> None:
    english = wall(grace, draft)
    assert cast.grace.account is not None
    type(cast.grace.account).objects.filter(pk=cast.grace.account.pk).update(language="es")

    assert "TCC" in wall(grace, draft)
    assert "TCC" not in english


def test_a_published_week_can_not_be_dragged(grace: Client, draft: UUID) -> None:
    assert 'draggable="true"' in wall(grace, draft)

    grace.post(f"{PAGES}/{draft}/publish", {"key": "p"})

    assert 'draggable="true"' not in wall(grace, draft)


def test_nobody_is_named_on_a_kept_wall(grace: Client, draft: UUID) -> None:
    for view in ("group", "room", "leader"):
        found = wall(grace, draft, view)
        assert not [name for name in ("Sam", "Reyes", "Marcus", "Tate", "Vu") if name in found]
