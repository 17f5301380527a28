"""Finding somebody by the first letters of any name."""

from __future__ import annotations

import pytest

from cast import AT, Cast
from stepwell.actions import enrolling, finding, readers
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.records.audit.models import AccessLine


def _names(cast: Cast, who: object, text: str) -> list[str]:
    return [chart.person.given_name for chart in finding.find(cast.sign_in(who), text, at=AT).charts]  # type: ignore[arg-type]  # any of the cast


def test_first_letters_of_any_name_find_a_person(cast: Cast) -> None:
    assert _names(cast, cast.priya, "rey s") == ["Sam"]
    assert _names(cast, cast.priya, "eyes") == []


@pytest.mark.parametrize("text", ["alvarez", "ÁLV", "jose", "José á"])
def test_accents_and_case_make_no_difference(cast: Cast, text: str) -> None:
    person = enrolling.register_person(given_name="José", family_name="Álvarez", languages=["es"], at=AT)
    enrolling.enroll(
        person,
        site=cast.riverside,
        template=cast.template,
        counselor=None,
        starts_on=AT.date(),
        state=EpisodeState.ACTIVE,
        at=AT,
        by=readers.system(cast.organization.pk, name="test"),
    )
    assert _names(cast, cast.priya, text) == ["José"]


def test_who_may_not_be_seen_is_not_found(cast: Cast) -> None:
    assert _names(cast, cast.omar, "sam") == []
    assert _names(cast, cast.ada, "sam") == []
    assert _names(cast, cast.priya, "sam") == ["Sam"]


def test_nothing_typed_finds_nobody_and_writes_no_line(cast: Cast) -> None:
    assert _names(cast, cast.priya, " %") == []
    assert not AccessLine.objects.filter(what="search").exists()
