"""Counseling notes: the author's alone."""

from __future__ import annotations

import pytest

from cast import AT, Cast
from noted import chart_of
from stepwell.actions import charts, counseling_notes
from stepwell.actions.charts import NotHere
from stepwell.actions.counseling_notes import CannotKeep
from stepwell.domain.privacy.access import Purpose
from stepwell.records.notes.models import CounselingNote

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_the_author_reads_a_counseling_note(cast: Cast) -> None:
    cast.omar.at_sites.create(site=cast.riverside)
    mine = counseling_notes.keep(chart_of(cast, cast.sam), text="My hunch about his father.", at=AT)
    assert [own.text for own in counseling_notes.list_own(chart_of(cast, cast.sam))] == [mine.text]
    theirs = chart_of(cast, cast.sam, cast.omar)
    assert counseling_notes.list_own(theirs) == []
    with pytest.raises(NotHere):
        counseling_notes.keep(theirs, text="x", note_id=mine.row.pk, version=1, at=AT)
    assert b"hunch" not in bytes(CounselingNote.objects.get().told or b"")


def test_the_person_themselves_finds_no_such_page(cast: Cast) -> None:
    own = charts.open_for(cast.sign_in(cast.sam_account), cast.sam.pk, Purpose.OWN, what="record", at=AT)
    with pytest.raises(NotHere):
        counseling_notes.list_own(own)


def test_earlier_words_stay_and_a_stale_page_is_told(cast: Cast) -> None:
    chart = chart_of(cast, cast.sam)
    row = counseling_notes.keep(chart, text="One.", at=AT).row
    counseling_notes.keep(chart, text="Two.", note_id=row.pk, version=1, at=AT)
    with pytest.raises(CannotKeep):
        counseling_notes.keep(chart, text="Three.", note_id=row.pk, version=1, at=AT)
    assert row.entries.count() == 2
    with pytest.raises(CannotKeep):
        counseling_notes.keep(chart, text=" ", at=AT)


def test_the_same_key_twice_is_one_note(cast: Cast) -> None:
    chart = chart_of(cast, cast.sam)
    counseling_notes.keep(chart, text="One.", at=AT, key="k")
    counseling_notes.keep(chart, text="One.", at=AT, key="k")
    assert CounselingNote.objects.count() == 1
