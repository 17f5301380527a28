"""Needs in words: the same for the participant and at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stepwell.actions import meeting_needs
from stepwell.actions.meeting_needs import Outcome, Shown

KINDS: Mapping[str, Promise] = {
    "housing": _("A place to live"),
    "work": _("Work or school"),
    "court": _("Court or police"),
    "medication": _("Medicine or a doctor"),
    "rides": _("Rides"),
    "child_care": _("Care for children"),
    "money": _("Money, food or insurance"),
    "papers": _("Papers, like an ID"),
    "other": _("Something else"),
}
ICONS: Mapping[str, str] = {
    "housing": "house",
    "work": "briefcase",
    "court": "scale",
    "medication": "pill",
    "rides": "bus",
    "child_care": "baby",
    "money": "wallet",
    "papers": "id-card",
    "other": "circle-help",
}
OUTCOMES: Mapping[str, Promise] = {
    Outcome.MET.value: pgettext_lazy("how a need ended", "done"),
    Outcome.PARTLY_MET.value: pgettext_lazy("how a need ended", "partly done"),
    Outcome.REFERRED.value: pgettext_lazy("how a need ended", "somebody else helps now"),
    Outcome.NOT_MET.value: pgettext_lazy("how a need ended", "it did not work out"),
    Outcome.NO_LONGER_NEEDED.value: pgettext_lazy("how a need ended", "not needed any more"),
}


kind_of = meeting_needs.kind_of


def shown(found: Sequence[Shown]) -> dict[str, Any]:
    """The open ones and the ended ones, ready to be drawn."""
    drawn = [one_shown(one) for one in found]
    return {
        "waiting": [one for one in drawn if not one["done_at"]],
        "ended": [one for one in drawn if one["done_at"]],
    }


def one_shown(one: Shown) -> dict[str, Any]:
    """One need with its words."""
    need = one.need
    return {
        "key": need.pk,
        "kind": KINDS.get(need.kind, need.kind),
        "icon": ICONS.get(need.kind, "circle-help"),
        "words": one.words,
        "note": one.note,
        "owner": need.owner,
        "due_on": need.due_on,
        "is_overdue": one.is_overdue,
        "done_at": need.done_at,
        "outcome": OUTCOMES.get(need.outcome, need.outcome),
    }
