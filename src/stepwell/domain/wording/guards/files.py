"""Notes to be looked at as a file, what was found as a file, and the JSON Schemas of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from stepwell.domain.wording.guards.looking import look_at_all
from stepwell.domain.wording.guards.note import Finding, Guard, Member, Note, Policy
from stepwell.kernel.strict_json import FileRefused, decode

_Id = Annotated[str, Meta(min_length=1, max_length=60)]
_Text = Annotated[str, Meta(max_length=100_000)]
_GuardName = Literal["near_clone", "other_member", "blank", "avoided_word"]


class MemberForm(Struct, forbid_unknown_fields=True):
    id: _Id
    names: list[Annotated[str, Meta(min_length=1, max_length=100)]]
    initials: str = ""


class NoteForm(Struct, forbid_unknown_fields=True):
    person: _Id
    line: _Text
    session: str = ""
    last_time: _Text | None = None
    fields: dict[str, str | None] = {}


class PolicyForm(Struct, frozen=True, forbid_unknown_fields=True):
    near_clone: Annotated[float, Meta(gt=0, le=1)] = 0.8
    shortest_words: Annotated[int, Meta(ge=0, le=100)] = 5
    required: tuple[str, ...] = ()
    overrulable: tuple[_GuardName, ...] | None = None


class NotesForm(Struct, forbid_unknown_fields=True):
    format: Literal["stepwell-notes/1"]
    members: list[MemberForm]
    notes: list[NoteForm]
    policy: PolicyForm = PolicyForm()


class BesideForm(Struct):
    person: str
    when: Literal["same_session", "last_time"]
    text: str
    likeness: float


class FindingForm(Struct):
    note: int
    person: str
    guard: _GuardName
    sentence: str
    span: tuple[int, int] | None
    text: str | None
    beside: BesideForm | None
    may_be_overruled: bool


class FoundForm(Struct):
    format: Literal["stepwell-notes-found/1"]
    findings: list[FindingForm]


SCHEMAS: Mapping[str, type[Struct]] = {"notes": NotesForm, "found": FoundForm}


def check(content: bytes | str) -> FoundForm:
    """What the guards find in a `stepwell-notes/1` file, note after note.

    Raises FileRefused when it is not JSON, when a key is missing, unknown, of a wrong type or given twice,
    when two members share an id, and when a note is of nobody in the group.
    """
    form = decode(content, NotesForm)
    members = tuple(Member(each.id, tuple(each.names), each.initials) for each in form.members)
    ids = [member.id for member in members]
    twice = next((each for each in ids if ids.count(each) > 1), None)
    if twice is not None:
        raise FileRefused(f'members: the id "{twice}" is given twice.')
    for place, note in enumerate(form.notes):
        if note.person not in ids:
            raise FileRefused(f'notes[{place}].person: "{note.person}" is none of the members.')
    policy = _policy(form.policy)
    found = look_at_all(list(map(_note, form.notes)), group=members, policy=policy)
    lines = [note.line for note in form.notes]
    told = [_finding(place, lines[place], each, policy) for place, some in enumerate(found) for each in some]
    return FoundForm("stepwell-notes-found/1", told)


def write(found: FoundForm) -> bytes:
    """What was found, as a `stepwell-notes-found/1` file."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1)


def schema(of: str) -> dict[str, Any]:
    """The JSON Schema of one of these files."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(SCHEMAS[of])}


def _note(form: NoteForm) -> Note:
    fields = {name: value or "" for name, value in form.fields.items()}
    return Note(form.person, form.line, form.session, form.last_time or "", fields)


def _policy(form: PolicyForm) -> Policy:
    overrulable = frozenset(Guard) if form.overrulable is None else frozenset(map(Guard, form.overrulable))
    return Policy(form.near_clone, form.shortest_words, form.required, overrulable)


def _finding(note: int, line: str, found: Finding, policy: Policy) -> FindingForm:
    at = None if found.begins is None or found.ends is None else (found.begins, found.ends)
    beside = found.beside
    return FindingForm(
        note=note,
        person=found.person,
        guard=found.guard.value,
        sentence=found.sentence,
        span=at,
        text=line[at[0] : at[1]] if at else None,
        beside=BesideForm(beside.person, _when(beside.when), beside.text, round(beside.likeness, 3))
        if beside
        else None,
        may_be_overruled=found.guard in policy.overrulable,
    )


def _when(when: str) -> Literal["same_session", "last_time"]:
    return "same_session" if when == "same_session" else "last_time"
