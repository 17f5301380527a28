"""Everything a hand in the database could do to the trail, and that each is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from stepwell.kernel.identifiers import new_id
from stepwell.records.audit import anchors, trail
from stepwell.records.audit.anchors import Whole
from stepwell.records.audit.models import AccessLine, ChainHead
from stepwell.records.audit.trail import Broken, Entry
from stepwell.records.people import keyring
from stepwell.records.tenancy.models import Organization

LINES = 9
LINE_5 = "(SELECT id FROM audit_accessline WHERE sequence = 5)"
LATER = "(SELECT id FROM audit_accessline WHERE sequence > 7)"


@pytest.fixture
def own_folder(settings: Any, tmp_path: Any) -> None:
    """Anchors and keys of this test alone."""
    settings.DATA = type(settings.DATA)(tmp_path)


@pytest.fixture
def written(organization: Organization, own_folder: None, at: datetime) -> Organization:
    """Nine lines, anchored after each third."""
    for number in range(LINES):
        write(at + timedelta(minutes=number), actor=f"Reader {number}")
        if number % 3 == 2:
            anchors.append(at=at + timedelta(minutes=number))
    return organization


def write(at: datetime, *, actor: str = "Reader") -> AccessLine:
    return trail.note(
        Entry(
            at=at,
            account_id=None,
            actor=actor,
            role="counselor",
            purpose="treatment",
            what="record",
            people=(new_id(), new_id()),
        )
    )


@contextmanager
def as_owner_of_the_database() -> Iterator[Callable[..., None]]:
    """Raw SQL with the append-only triggers out of the way, as somebody with the file in hand has it."""
    tables = ("audit_accessline", "audit_accessedperson")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        yield cursor.execute


def edit(run: Callable[..., None]) -> None:
    run("UPDATE audit_accessline SET actor = 'Nobody' WHERE sequence = 5")


def hide_a_refusal(run: Callable[..., None]) -> None:
    run("UPDATE audit_accessline SET permitted = %s WHERE sequence = 5", [False])


def cut_the_middle(run: Callable[..., None]) -> None:
    run(f"DELETE FROM audit_accessedperson WHERE line_id = {LINE_5}")
    run("DELETE FROM audit_accessline WHERE sequence = 5")


def swap(run: Callable[..., None]) -> None:
    for before, after in ((5, 99), (6, 5), (99, 6)):
        run("UPDATE audit_accessline SET sequence = %s WHERE sequence = %s", [after, before])


def empty_the_index(run: Callable[..., None]) -> None:
    run(f"DELETE FROM audit_accessedperson WHERE line_id = {LINE_5}")


def point_the_index_elsewhere(run: Callable[..., None]) -> None:
    one = f"(SELECT id FROM audit_accessedperson WHERE line_id = {LINE_5} LIMIT 1)"
    person = new_id()
    value = person.hex if connection.vendor == "sqlite" else str(person)
    run(f"UPDATE audit_accessedperson SET person_id = %s WHERE id = {one}", [value])


def test_what_was_only_written_is_whole(written: Organization) -> None:
    assert anchors.verify(written.pk) == Whole(LINES, 3)


def test_an_organization_nobody_has_read_yet_is_whole(organization: Organization, own_folder: None) -> None:
    assert anchors.verify(organization.pk) == Whole(0, 0)


@pytest.mark.parametrize(
    "tamper", [edit, hide_a_refusal, cut_the_middle, swap, empty_the_index, point_the_index_elsewhere]
)
def test_a_hand_in_the_middle_is_found_at_its_line(
    written: Organization, tamper: Callable[[Callable[..., None]], None]
) -> None:
    with as_owner_of_the_database() as run:
        tamper(run)
    found = anchors.verify(written.pk)
    assert isinstance(found, Broken)
    assert found.sequence == 5


def test_a_tail_that_was_cut_off_with_its_head_is_found_by_the_anchor(written: Organization) -> None:
    last = AccessLine.objects.get(sequence=7)
    with as_owner_of_the_database() as run:
        run(f"DELETE FROM audit_accessedperson WHERE line_id IN {LATER}")
        run("DELETE FROM audit_accessline WHERE sequence > 7")
        run("UPDATE audit_chainhead SET sequence = 7, hash = %s", [last.hash])
    found = anchors.verify(written.pk)
    assert found == Broken(9, found.because)  # type: ignore[union-attr]  # Broken has a because
    assert "cut off" in found.because  # type: ignore[union-attr]  # as above


def test_a_trail_written_anew_from_its_first_line_is_found_by_the_anchor(written: Organization) -> None:
    previous = ""
    with as_owner_of_the_database() as run:
        for line in AccessLine.objects.order_by("sequence"):
            line.actor, line.previous_hash = ("Nobody" if line.sequence == 2 else line.actor), previous
            previous = trail.hash_of(line)
            run(
                "UPDATE audit_accessline SET actor = %s, previous_hash = %s, hash = %s WHERE sequence = %s",
                [line.actor, line.previous_hash, previous, line.sequence],
            )
        run("UPDATE audit_chainhead SET hash = %s", [previous])
    assert trail.find_break(trail.in_order()) is None  # the chain alone sees nothing
    found = anchors.verify(written.pk)
    assert isinstance(found, Broken)
    assert (found.sequence, "written anew" in found.because) == (3, True)


def test_a_head_that_was_set_back_is_found(written: Organization) -> None:
    line = AccessLine.objects.get(sequence=LINES - 1)
    ChainHead.objects.update(sequence=line.sequence, hash=line.hash)
    found = anchors.verify(written.pk)
    assert isinstance(found, Broken)
    assert found.sequence == LINES


def test_a_head_that_was_taken_away_is_found(written: Organization) -> None:
    ChainHead.objects.all().delete()
    assert isinstance(anchors.verify(written.pk), Broken)


def test_an_anchor_that_was_made_elsewhere_is_found(written: Organization) -> None:
    keyring.store(keyring.Keyring("", {}).with_new_key())
    found = anchors.verify(written.pk)
    assert isinstance(found, Broken)
    assert "wasn't signed" in found.because


def test_an_anchor_that_was_edited_is_found(written: Organization) -> None:
    text = anchors.path().read_text()
    anchors.path().write_text(text.replace('"sequence": 6', '"sequence": 5'))
    assert isinstance(anchors.verify(written.pk), Broken)


def test_a_file_of_anchors_that_is_no_such_file_is_unreadable(written: Organization) -> None:
    anchors.path().write_text("not an anchor\n")
    with pytest.raises(anchors.Unreadable):
        anchors.verify(written.pk)


def test_a_line_torn_by_a_power_cut_is_left_out_and_cut_off_by_the_next(
    written: Organization, at: datetime
) -> None:
    with anchors.path().open("a") as file:
        file.write('{"organization": "')
    assert anchors.verify(written.pk) == Whole(LINES, 3)
    write(at)
    anchors.append(at=at)
    assert anchors.verify(written.pk) == Whole(LINES + 1, 4)


def test_a_trail_that_has_not_grown_is_not_anchored_again(written: Organization, at: datetime) -> None:
    assert anchors.append(at=at) == 0


def test_anchors_signed_again_hold_without_the_old_key(written: Organization) -> None:
    old = keyring.current()
    ring = old.with_new_key()
    keyring.store(ring)
    assert anchors.sign_again(ring) == 3
    keyring.store(keyring.Keyring(ring.active, {ring.active: ring.keys[ring.active]}))
    assert anchors.verify(written.pk) == Whole(LINES, 3)


def test_a_forged_anchor_is_not_signed_again(written: Organization) -> None:
    forged = anchors.path().read_text().replace('"sequence": 6', '"sequence": 5')
    anchors.path().write_text(forged)
    ring = keyring.current().with_new_key()
    keyring.store(ring)
    assert anchors.sign_again(ring) == 2
    assert isinstance(anchors.verify(written.pk), Broken)
