"""Events as files: one object, or a list of them, read as strictly as problems and plans."""

from __future__ import annotations

from typing import cast

from msgspec import Struct

from stepwell.domain.timetable.events import Admit, Busy, Event, FacilitatorAway, Leave, RoomClosed, happened
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.files import participant_of
from stepwell.domain.timetable.forms import Count, ParticipantForm, SlotNumber
from stepwell.domain.timetable.naming import Names
from stepwell.kernel.strict_json import FileRefused, decode


class AwayForm(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="facilitator_away"):
    facilitator: str
    slots: tuple[SlotNumber, ...]


class BusyForm(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="busy"):
    participant: str
    slots: tuple[SlotNumber, ...]


class AdmitForm(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="admit"):
    participant: ParticipantForm


class LeaveForm(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="leave"):
    participant: str


class RoomClosedForm(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="room_closed"):
    site: str
    slots: tuple[SlotNumber, ...]
    rooms: Count


EventForm = AwayForm | BusyForm | AdmitForm | LeaveForm | RoomClosedForm
_ONE = cast("type[EventForm]", EventForm)  # a union of classes is as good as a class to the reader


def read_events(text: bytes | str, problem: Problem) -> tuple[Event, ...]:
    """The events of a file, in their order; each may name whoever is there after those before it.

    Raises FileRefused like `files.read_problem`.
    """
    is_list = text.lstrip()[:1] in (b"[", "[")
    forms = decode(text, tuple[EventForm, ...]) if is_list else (decode(text, _ONE),)
    events = []
    now = problem
    for index, form in enumerate(forms):
        try:
            event = _event(form, now, f"[{index}]." if is_list else "")
        except ValueError as error:
            raise FileRefused(str(error)) from error
        now = happened(now, event)
        events.append(event)
    return tuple(events)


def _event(form: EventForm, problem: Problem, at: str) -> Event:
    names = Names.known(problem)
    match form:
        case AwayForm(facilitator, slots):
            names.check_facilitator(facilitator, f"{at}facilitator")
            names.check_slots(slots, f"{at}slots")
            return FacilitatorAway(facilitator, slots)
        case BusyForm(participant, slots):
            names.check_present(participant, f"{at}participant")
            names.check_slots(slots, f"{at}slots")
            return Busy(participant, slots)
        case AdmitForm(participant):
            return _admitted(participant, names, f"{at}participant")
        case LeaveForm(participant):
            names.check_present(participant, f"{at}participant")
            return Leave(participant)
        case RoomClosedForm(site, slots, rooms):
            names.check_site(site, f"{at}site")
            names.check_slots(slots, f"{at}slots")
            return RoomClosed(site, slots, rooms)


def _admitted(form: ParticipantForm, names: Names, at: str) -> Admit:
    if form.id in names.participants:
        raise ValueError(f'{at}.id: "{form.id}" is here already.')
    names.check_participant(form, at)
    return Admit(participant_of(form))
