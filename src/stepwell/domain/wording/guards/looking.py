"""All guards over one note, or over the notes of a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stepwell.domain.wording.guards import avoided, blanks, clones, members
from stepwell.domain.wording.guards.note import Finding, Member, Note, Policy


def look(
    note: Note, *, others: Iterable[Note] = (), group: Iterable[Member] = (), policy: Policy | None = None
) -> tuple[Finding, ...]:
    """What the guards find in one note, beside the others of its session.

    >>> sam, mei = Member("P1", ("Sam",)), Member("P2", ("Mei",))
    >>> [each.guard.value for each in look(Note("P1", "Spoke with Mei of staying clean."), group=(sam, mei))]
    ['other_member', 'avoided_word']
    """
    ruled, everybody = policy or Policy(), tuple(group)
    return (
        *clones.find(note, others, everybody, ruled),
        *members.find(note, everybody),
        *blanks.find(note, ruled),
        *avoided.find(note),
    )


def look_at_all(
    notes: Sequence[Note], *, group: Sequence[Member], policy: Policy
) -> tuple[tuple[Finding, ...], ...]:
    """What the guards find in each of several notes, in their order."""
    return tuple(look(note, others=notes, group=group, policy=policy) for note in notes)
