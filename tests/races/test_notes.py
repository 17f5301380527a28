"""Two who write in one line, and one who signs while another writes: whatever the order, no word is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import noted
from cast import Cast
from noted import AFTER, chart_of
from races.at_once import at_once, needs_connections, run_on_a_file, runs_them_on_a_file
from stepwell.actions import notes_kept, room, signing_notes, writing_notes
from stepwell.actions.signing_notes import Signing
from stepwell.actions.writing_notes import AlreadySigned, Saved, Typed
from stepwell.domain.notes.written import Participation, Written
from stepwell.records.notes.models import Note, NoteEntry, SignedNote

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@runs_them_on_a_file
def test_all_of_them_on_a_file(tmp_path: Path) -> None:
    assert run_on_a_file(__file__, tmp_path).startswith("s...")


@needs_connections
def test_two_who_begin_the_same_line_at_once_keep_the_words_of_both(cast: Cast) -> None:
    saved = at_once(
        cast, _writing(cast, "Named two people.", "hers"), _writing(cast, "Wants a sponsor.", "his")
    )
    assert all(isinstance(one, Saved) for one in saved)
    kept = noted.write(cast, cast.sam, Written(line=""), base=0, device="third").kept
    assert {"Named two people.", "Wants a sponsor."} <= set(kept.written.line.split("\n"))
    assert NoteEntry.objects.filter(note__person=cast.sam).count() == 2


@needs_connections
def test_who_writes_while_another_signs_is_either_in_the_signed_text_or_told(cast: Cast) -> None:
    noted.write_all(cast)
    both = at_once(
        cast, _signing(cast), _writing(cast, noted.SAMS + " And laughed.", "his", base=1, at=AFTER)
    )
    signing, writing = both
    note = Note.objects.get(person=cast.sam)
    chart = chart_of(cast, cast.sam, at=AFTER)
    last = notes_kept.get(chart, note.pk).last
    if isinstance(writing, AlreadySigned):
        assert last is not None
        assert last.text.line == noted.SAMS
    else:
        assert isinstance(signing, Signing)
        assert [one.person for one in signing.left] == [cast.sam]
        assert last is None
        assert notes_kept.get(chart, note.pk).written.line == noted.SAMS + " And laughed."


@needs_connections
def test_two_who_sign_at_once_sign_once(cast: Cast) -> None:
    noted.write_all(cast)
    at_once(cast, _signing(cast), _signing(cast))
    assert SignedNote.objects.count() == 2


def _writing(cast: Cast, line: str, device: str, *, base: int = 0, at: object = None) -> Callable[[], object]:
    moment = AFTER if at else noted.DURING
    chart = chart_of(cast, cast.sam, at=moment)
    told = Written(Participation.FREELY, line=line)
    typed = Typed(base, device)

    def write() -> object:
        return writing_notes.write_line(chart, session_id=cast.today.pk, told=told, typed=typed, at=moment)

    return write


def _signing(cast: Cast) -> Callable[[], object]:
    by = cast.sign_in(cast.priya)
    now = room.open_room(by, cast.today.pk, at=AFTER)
    versions = {one.person.pk: one.kept.version for one in now.lines}

    def sign() -> object:
        return signing_notes.sign(by, cast.today.pk, versions=versions, reasons={}, at=AFTER)

    return sign
