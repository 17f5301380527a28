from __future__ import annotations

from django.db import models

from stepwell.domain.notes import signed
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import Site, Staff
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance
from stepwell.records.tenancy.models import Scoped


class SessionNote(Scoped):
    """What one session was about, once for everyone in it, as it is now. Every saving is an entry.

    It is about nobody, so it is sealed with a key of its own.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="note")
    wrapped = models.BinaryField()
    ring_key = models.CharField(max_length=40)
    told = models.BinaryField()
    """Sealed: `domain.notes.OfSession`."""
    version = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)


class SessionNoteEntry(Scoped):
    """One saving of it. Appended, never changed."""

    note = models.ForeignKey(SessionNote, on_delete=models.PROTECT, related_name="entries")
    version = models.PositiveIntegerField()
    told = models.BinaryField()
    device = models.CharField(max_length=60, blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["note", "version"], name="session_note_entries_have_an_order")
        ]


class Note(Scoped):
    """One person's part of the note of a session, or of a call that stands in no timetable.

    `told` is what can still be changed; what was signed is in `SignedNote` and stays.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notes")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="notes")
    attendance = models.OneToOneField(
        Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="note"
    )
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in signed.Kind])
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Told with the times where no session has them."""
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    told = models.BinaryField()
    """Sealed: `domain.notes.Written`."""
    version = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    """When it was first signed; None while it is a draft."""
    waits_for = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="to_cosign"
    )
    """Who is yet to co-sign the first text."""
    whole_at = models.DateTimeField(null=True, blank=True)
    """When it had every signature it needs."""

    class Meta(Scoped.Meta):
        indexes = [
            models.Index(fields=["person", "starts_at"], name="note_by_person"),
            models.Index(fields=["waits_for"], name="note_by_cosigner"),
        ]


class NoteEntry(Scoped):
    """One saving of it. Appended, never changed."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="entries")
    version = models.PositiveIntegerField()
    told = models.BinaryField()
    device = models.CharField(max_length=60, blank=True)
    """The open page that it was typed into, so that one's own later words replace one's earlier ones."""
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["note", "version"], name="note_entries_have_an_order")]


class SignedNote(Scoped):
    """A text with its signature; number 1 is the note, the later ones are its amendments. Appended."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="signed")
    number = models.PositiveSmallIntegerField()
    text = models.BinaryField()
    """Sealed: the spelling of a `domain.notes.SignedText`."""
    hash = models.CharField(max_length=64)
    why = models.CharField(max_length=12, blank=True, choices=[(one.value, one.name) for one in signed.Why])
    minutes = models.PositiveSmallIntegerField()
    signed_at = models.DateTimeField()
    signed_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="signed_notes_have_an_order")]


class CoSignature(Scoped):
    """A supervisor's signature under a text. Appended, never changed."""

    signed = models.OneToOneField(SignedNote, on_delete=models.PROTECT, related_name="co_signature")
    signer = models.CharField(max_length=200)
    credential = models.CharField(max_length=60, blank=True)
    hash = models.CharField(max_length=64)
    """Of the text that was read."""
    signed_at = models.DateTimeField()
    signed_by = models.UUIDField()


class CounselingNote(Scoped):
    """A counselor's own analysis of a talk, kept apart from the record (42 CFR 2.11, "SUD counseling notes").

    Nobody but the author reads it here, and nothing that leaves the program holds it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    author = models.UUIDField()
    begun_at = models.DateTimeField()
    told = models.BinaryField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["author", "person", "begun_at"], name="counseling_note_by_author")]


class CounselingNoteEntry(Scoped):
    """One saving of it. Appended, never changed."""

    note = models.ForeignKey(CounselingNote, on_delete=models.PROTECT, related_name="entries")
    version = models.PositiveIntegerField()
    told = models.BinaryField(null=True, blank=True)
    written_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["note", "version"], name="counseling_note_entries_have_an_order")
        ]
