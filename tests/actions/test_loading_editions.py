"""A program rates by what it may use: its own file, refused by name where it is wrong, or what ships."""

import json
from datetime import timedelta
from typing import Any

import pytest

from cast import AT, Cast
from screened import agree, begin, key, sheet
from stepwell.actions import loading_editions
from stepwell.actions.charts import NotHere
from stepwell.actions.loading_editions import EditionRefused
from stepwell.domain.placement import files
from stepwell.records.placement.models import EditionInForce, KeptEdition

LICENSE = "Written by our own clinicians"


def own(**changed: Any) -> bytes:
    """The sample as a file of the program's own."""
    told = json.loads(files.shipped_text(loading_editions.NEUTRAL)) | {"id": "riverside/1"} | changed
    return json.dumps(told).encode()


def load(cast: Cast, text: bytes, license: str = LICENSE) -> KeptEdition:
    return loading_editions.load(cast.sign_in(cast.grace), text, license=license, key=key(), at=AT)


def test_new_screenings_rate_by_the_edition_loaded_and_begun_ones_keep_theirs(cast: Cast) -> None:
    before_chart, before = begin(cast, agree(cast))

    load(cast, own())
    after_chart, after = begin(cast, agree(cast, "Kim"))

    assert sheet(before_chart, before).edition.id == "stepwell-neutral/1"
    assert sheet(after_chart, after).edition.id == "riverside/1"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"{", "This is not JSON"),
        (own(offered=["moon"]), "moon"),
        (own(red_flags=[]), "red_flags"),
        (own(weather=1), "weather"),
        (own(table={}), 'table: dimension "stopping" is missing'),
        (b"\xff\xfe", "This is not JSON"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(cast: Cast, text: bytes, fault: str) -> None:
    with pytest.raises(EditionRefused, match=fault):
        load(cast, text)
    assert not KeptEdition.objects.exists()


def test_an_edition_that_is_kept_is_never_changed(cast: Cast) -> None:
    load(cast, own())

    with pytest.raises(EditionRefused, match="another id"):
        load(cast, own(title="Something else"))
    again = load(cast, own())

    assert KeptEdition.objects.get(edition_id="riverside/1") == again
    assert EditionInForce.objects.count() == 1


def test_one_says_by_what_it_may_be_used(cast: Cast) -> None:
    with pytest.raises(EditionRefused, match="may use it"):
        load(cast, own(), license=" ")


def test_a_manager_goes_back_to_what_ships_and_forth(cast: Cast) -> None:
    grace, row = cast.sign_in(cast.grace), load(cast, own())

    loading_editions.choose_neutral(grace, key=key(), at=AT + timedelta(hours=1))
    shipped = loading_editions.current().id
    loading_editions.choose(grace, row.pk, key=key(), at=AT + timedelta(hours=2))

    assert (shipped, loading_editions.current().id) == ("stepwell-neutral/1", "riverside/1")
    assert [one.is_in_force for one in loading_editions.list_kept(grace)] == [True, False]


@pytest.mark.parametrize("who", ["june", "priya", "ada"])
def test_nobody_else_loads_or_sees_editions(cast: Cast, who: str) -> None:
    by = cast.sign_in(getattr(cast, who))

    with pytest.raises(NotHere):
        loading_editions.load(by, own(), license=LICENSE, key=key(), at=AT)
    with pytest.raises(NotHere):
        loading_editions.list_kept(by)
