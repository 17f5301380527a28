"""Notes of a session as its page shows them: beside each person, and above for everyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.room import Room, RoomLine
from stepwell.actions.signing_notes import may_overrule
from stepwell.domain.curriculum import files as curricula
from stepwell.domain.notes.standing import Standing
from stepwell.domain.notes.written import OfSession, Participation, Written
from stepwell.domain.wording.guards.note import Finding, Guard
from stepwell.interfaces.clinician.words import Words
from stepwell.interfaces.clinician.writing_forms import Typed
from stepwell.interfaces.shared.keys import fresh_key

PARTICIPATIONS: tuple[tuple[Participation, Words, str], ...] = (
    (Participation.FREELY, _("freely"), "1"),
    (Participation.WHEN_ASKED, _("when asked"), "2"),
    (Participation.LISTENED, _("listened"), "3"),
    (Participation.APART, _("kept apart"), "4"),
)
"""How somebody took part, with the key that says so."""
FIRST_GOAL_KEY = 5
STANDINGS: Mapping[Standing, tuple[Words, str]] = {
    Standing.NOT_NEEDED: (_("no note needed"), ""),
    Standing.TO_WRITE: (_("to write"), "sun"),
    Standing.DRAFT: (_("draft"), "sun"),
    Standing.WAITING: (_("waits for a co-signature"), "sun"),
    Standing.SIGNED: (_("signed"), "water"),
}


@dataclass(frozen=True)
class ShownFinding:
    """What a guard found, in words, and the text beside which it stands."""

    guard: str
    sentence: str
    beside: str = ""
    beside_whose: str = ""
    can_stay: bool = False


@dataclass(frozen=True)
class ShownNote:
    """One person's part of the note, with a fresh key."""

    one: RoomLine
    written: Written
    key: str
    findings: tuple[ShownFinding, ...]
    problem: str = ""

    @property
    def participations(self) -> list[dict[str, object]]:
        chosen = self.written.participation
        return [
            {"code": code.value, "words": words, "key": key, "is_chosen": code == chosen}
            for code, words, key in PARTICIPATIONS
        ]

    @property
    def goals(self) -> list[dict[str, object]]:
        return [
            {
                "key": goal.key,
                "words": goal.words,
                "letter": str(FIRST_GOAL_KEY + place) if place < 10 - FIRST_GOAL_KEY else "",
                "is_chosen": goal.key in self.written.goals,
            }
            for place, goal in enumerate(self.one.goals)
        ]

    @property
    def practiced(self) -> list[str]:
        """What they practiced since last time, as far as they share it."""
        return [practiced_words(each) for each in self.one.practiced]

    @property
    def standing(self) -> tuple[Words, str]:
        return STANDINGS[self.one.standing]


def context(room: Room, *, at: datetime, typed: Typed | None = None) -> dict[str, Any]:
    """What the templates of a session's notes need."""
    names = {str(one.person.pk): one.person.short_name for one in room.lines}
    about = typed.of_session if typed and typed.of_session else room.told.told
    ends_at = room.roster.session.ends_at
    return {
        "room": room,
        "notes": {
            one.person.pk: shown(one, names, typed if typed and typed.person == one.person.pk else None)
            for one in room.lines
        },
        "about": about,
        "about_version": room.told.version,
        "about_key": fresh_key(),
        "about_problem": typed.problem if typed and typed.person is None else "",
        "about_findings": [in_words(each, names) for each in room.findings],
        "topics": topics(),
        "is_over": ends_at is not None and ends_at <= at,
        "to_sign": len(room.to_sign),
        "signed_count": room.signed,
    }


def shown(one: RoomLine, names: Mapping[str, str], typed: Typed | None = None) -> ShownNote:
    """One person's note as it is drawn now."""
    told = typed.written if typed and typed.written else one.kept.written
    found = () if one.kept.written.is_blank else one.findings
    return ShownNote(
        one, told, fresh_key(), tuple(in_words(each, names) for each in found), typed.problem if typed else ""
    )


def draw(note: ShownNote, around: Any) -> SafeString:
    """The note's form, or the signed text."""
    told = {
        "note": note,
        "session": around["session"],
        "csrf_token": around.get("csrf_token", ""),
    }
    return render_to_string("clinician/parts/note.html", told)


def in_words(finding: Finding, names: Mapping[str, str]) -> ShownFinding:
    """What a guard says, in the reader's language."""
    beside = finding.beside
    sentence = {
        Guard.OTHER_MEMBER: gettext(
            "Somebody else of this group is named. A record tells of one person only."
        ),
        Guard.AVOIDED_WORD: finding.sentence,
        Guard.BLANK: _blank_words(finding),
        Guard.NEAR_CLONE: gettext("Nearly the same as last time.")
        if beside and beside.when == "last_time"
        else gettext("Nearly the same as another person's line."),
    }[finding.guard]
    whose = names.get(beside.person, "") if beside and beside.when == "same_session" else ""
    return ShownFinding(
        guard=finding.guard.value,
        sentence=sentence,
        beside=beside.text if beside else "",
        beside_whose=whose or (gettext("Last time") if beside else ""),
        can_stay=may_overrule(finding),
    )


def _blank_words(finding: Finding) -> str:
    if finding.begins is not None:
        return gettext("A blank of a template is left. Write what happened, or take it out.")
    if not finding.person:
        return gettext("Say what was done.")
    if finding.sentence.startswith("“"):
        return gettext("Choose how they took part.")
    return gettext("Say in five words or more how they took part and what they made of it.")


def practiced_words(each: Any) -> str:
    """A practice, and what came of it where the person said so."""
    language = get_language() or "en"
    title = each.title.said_in(language)
    came = each.came_of_it.said_in(language) if each.came_of_it else ""
    return " · ".join(filter(None, (title, came, each.words)))


def topics() -> list[tuple[str, list[tuple[str, str]]]]:
    """The sessions of the curriculum to choose from, by module."""
    language = get_language() or "en"
    return [
        (
            module.title.said_in(language),
            [(each.id, each.title.said_in(language)) for each in module.sessions],
        )
        for module in curricula.shipped().modules
    ]


def of_session_json(about: OfSession, version: int) -> dict[str, object]:
    """What a session was about, for a page that is open."""
    return {
        "version": version,
        "topic": about.topic,
        "title": about.title,
        "did": about.did,
        "interventions": about.interventions,
    }


def line_json(note: ShownNote) -> dict[str, object]:
    """One person's part, for a page that is open."""
    told = note.one.kept.written
    return {
        "person": str(note.one.person.pk),
        "version": note.one.kept.version,
        "participation": told.participation.value,
        "goals": list(told.goals),
        "line": told.line,
        "talk_with": told.talk_with,
        "signed": note.one.kept.is_signed,
        "findings": render_to_string("clinician/parts/findings.html", {"findings": note.findings}),
    }
