"""What is to change of a series or a session: the few facts that each kind asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.rippling import refusing
from stepwell.actions.rippling.changes import Change, Kind
from stepwell.interfaces.manager.forms.base import DAYS, Pick, TimeInput
from stepwell.interfaces.shared.days import DayField
from stepwell.kernel.weeks import Week

REASONS = [
    ("", "–"),
    ("leader_away", _("The leader is away")),
    ("room", _("The room can't be used")),
    ("weather", _("Weather or travel")),
    ("too_few", _("Too few people")),
    ("person_asked", _("The person asked for it")),
    ("other", _("Other")),
]
_ASKS: dict[Kind, tuple[str, ...]] = {
    Kind.MOVE: ("weekday", "start_time"),
    Kind.CANCEL: ("reason",),
    Kind.RESIZE: ("minutes", "places"),
    Kind.LEADER: ("leader",),
    Kind.ROOM: ("room",),
    Kind.ADD: ("person",),
    Kind.REMOVE: ("person",),
}


class ChangeForm(forms.Form):
    """Asks only for what the kind of change needs, and offers what it is now."""

    weekday = forms.TypedChoiceField(label=_("Day"), choices=DAYS, coerce=int)
    on = DayField(label=_("Day"), help_text=_("A day of the same week."))
    start_time = forms.TimeField(label=_("Begins"), widget=TimeInput())
    minutes = forms.IntegerField(label=_("Minutes, with breaks"), min_value=10, max_value=600)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=200)
    leader = Pick(label=_("Leader"))
    room = Pick(label=_("Room"))
    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS)
    person = forms.UUIDField(widget=forms.HiddenInput)
    from_on = DayField(label=_("From"))
    use_required_attribute = False

    def __init__(self, data: Any, asked: Change, *, at: datetime) -> None:
        super().__init__(data, initial=_now(asked, at=at))
        self.asked, self.at = asked, at
        for field in [name for name in self.fields if name not in self._asked()]:
            del self.fields[field]
        if "leader" in self.fields:
            self._pick("leader").offer((one, one.full_name) for one in refusing.leaders_for(asked))
        if "room" in self.fields:
            self._pick("room").offer((one, one.name) for one in refusing.rooms_for(asked))

    def _pick(self, name: str) -> Pick:
        field = self.fields[name]
        assert isinstance(field, Pick)
        return field

    def _asked(self) -> set[str]:
        asked = {*_ASKS[self.asked.kind], "from_on"}
        if not self.asked.is_of_series:
            asked -= {"from_on", "places"}
            asked = {"on" if name == "weekday" else name for name in asked}
        return asked

    def clean_on(self) -> date:
        """A session moves within its week, in which its hours count."""
        day: date = self.cleaned_data["on"]
        held_on = self.asked.session.held_on if self.asked.session else None
        if held_on is None or not Week.of(held_on).contains(day):
            raise forms.ValidationError(gettext("Choose a day of the same week, from Monday to Sunday."))
        return day

    def clean_from_on(self) -> date:
        day: date = self.cleaned_data["from_on"]
        if day < self.asked.subject.site.day_at(self.at):
            raise forms.ValidationError(gettext("What has been stays. Choose today or a later day."))
        return day

    def change(self) -> Change:
        """The change that was asked for, from a form that is valid; the person is added by who opens them."""
        told = self.cleaned_data
        day = told.get("on")
        return replace(
            self.asked,
            from_on=told.get("from_on") or self.asked.from_on,
            weekday=day.weekday() if day else told.get("weekday"),
            start_time=told.get("start_time"),
            minutes=told.get("minutes"),
            places=told.get("places"),
            leader=told.get("leader"),
            room=told.get("room"),
            reason=told.get("reason") or "",
        )


def _now(asked: Change, *, at: datetime) -> dict[str, Any]:
    if asked.session is not None:
        return _of_session(asked.session)
    group = asked.group
    assert group is not None  # a change is of one of the two
    return {
        "weekday": group.weekday,
        "start_time": group.start_time,
        "minutes": group.minutes,
        "places": group.max_members,
        "from_on": max(group.site.day_at(at), group.starts_on),
    }


def _of_session(session: Any) -> dict[str, Any]:
    starts_at, ends_at = session.starts_at, session.ends_at
    if starts_at is None or ends_at is None:
        return {}
    local = starts_at.astimezone(ZoneInfo(session.site.zone))
    minutes = int((ends_at - starts_at).total_seconds()) // 60
    return {"on": session.held_on, "start_time": local.time(), "minutes": minutes}
