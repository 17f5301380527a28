from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cast import Cast
from stepwell.actions.keeping import rotating
from stepwell.records.audit import anchors
from stepwell.records.audit.anchors import Whole
from stepwell.records.people import keyring, sealing
from stepwell.records.people.models import Person, PersonKey
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA = type(settings.DATA)(tmp_path)


@pytest.fixture
def sealed(cast: Cast) -> bytes:
    """A text of Sam's."""
    text = sealing.seal_for(cast.sam, "Slept well")
    assert text is not None
    return text


def fresh(cast: Cast) -> Person:
    return Person.objects.select_related("key").get(pk=cast.sam.pk)


def test_text_opens_after_a_rotation_and_no_text_was_touched(cast: Cast, sealed: bytes, at: datetime) -> None:
    before = keyring.current().active
    done = rotating.rotate(at=at)
    assert done.active != before
    assert set(PersonKey.objects.values_list("ring_key", flat=True)) == {done.active}
    assert sealing.open_for(fresh(cast), sealed) == "Slept well"


def test_every_organizations_keys_are_wrapped_anew(cast: Cast, sealed: bytes, at: datetime) -> None:
    done = rotating.rotate(at=at)
    with scope.within(cast.other_organization.pk):
        assert set(PersonKey.objects.values_list("ring_key", flat=True)) == {done.active}


def test_an_old_key_leaves_a_day_later_and_text_still_opens(cast: Cast, sealed: bytes, at: datetime) -> None:
    first = rotating.rotate(at=at)
    second = rotating.rotate(at=at + timedelta(hours=1))
    assert (first.dropped, second.dropped) == ((), ())
    third = rotating.rotate(at=at + DAY + timedelta(hours=1))
    assert first.active in third.dropped
    assert sealing.open_for(fresh(cast), sealed) == "Slept well"


def test_who_read_a_row_before_the_rotation_opens_it_after(cast: Cast, sealed: bytes, at: datetime) -> None:
    read_before = fresh(cast)
    rotating.rotate(at=at)
    assert sealing.open_for(read_before, sealed) == "Slept well"


def test_a_process_with_a_stale_ring_in_memory_wraps_a_key_that_opens_later(
    cast: Cast, sealed: bytes, at: datetime
) -> None:
    stale = keyring.current()
    rotating.rotate(at=at)
    name, wrapped = stale.wrap(sealing.key_of(fresh(cast)))
    PersonKey.objects.filter(person=cast.sam).update(ring_key=name, wrapped=wrapped)
    assert sealing.open_for(fresh(cast), sealed) == "Slept well"
    again = rotating.rotate(at=at + 2 * DAY)
    assert (again.is_resumed, again.rewrapped) == (True, 1)
    assert sealing.open_for(fresh(cast), sealed) == "Slept well"


def test_a_rotation_that_was_stopped_goes_on_with_the_same_key(
    cast: Cast, sealed: bytes, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "BATCH", 2)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotating.rotate(at=at, progress=stop)
    new = keyring.current().active
    assert PersonKey.objects.filter(ring_key=new).count() == 2
    assert sealing.open_for(fresh(cast), sealed) == "Slept well"
    done = rotating.rotate(at=at)
    assert (done.active, done.is_resumed) == (new, True)
    assert not PersonKey.objects.exclude(ring_key=new).exists()


def test_a_leaked_ring_is_emptied_at_once_when_asked(cast: Cast, sealed: bytes, at: datetime) -> None:
    old = keyring.current().active
    done = rotating.rotate(at=at, drop_now=True)
    assert done.dropped == (old,)
    assert set(keyring.current().keys) == {done.active}
    assert sealing.open_for(fresh(cast), sealed) == "Slept well"


def test_the_trail_is_whole_after_its_old_keys_have_gone(cast: Cast, sealed: bytes, at: datetime) -> None:
    from stepwell.actions import charts

    charts.open_own(cast.sign_in(cast.sam), what="record", at=at)
    anchors.append(at=at)
    rotating.rotate(at=at, drop_now=True)
    found = anchors.verify(Organization.objects.get(pk=cast.organization.pk).pk)
    assert isinstance(found, Whole)
    assert found.anchors == 1
