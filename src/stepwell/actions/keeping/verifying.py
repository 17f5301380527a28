"""Whether each organization's trail is whole, in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stepwell.records.audit import anchors
from stepwell.records.audit.anchors import Whole
from stepwell.records.audit.models import AccessLine
from stepwell.records.audit.trail import Broken
from stepwell.records.people.keyring import SealBroken
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization


class UnreadableTrail(ValueError):
    """Neither whole nor broken can be said, because something can't be read."""


@dataclass(frozen=True)
class Verdict:
    """One organization's trail: whole, or where it breaks first."""

    organization: str
    found: Whole | Broken
    written_at: str = ""

    @property
    def is_whole(self) -> bool:
        return isinstance(self.found, Whole)

    @property
    def sentence(self) -> str:
        """As `stepwell audit verify` prints it."""
        if isinstance(self.found, Whole):
            return f"{self.organization}: whole: {self.found.lines} lines, {self.found.anchors} anchors"
        when = f" ({self.written_at})" if self.written_at else ""
        return f"{self.organization}: broken: line {self.found.sequence}{when} {self.found.because}"


def verify_trails() -> Iterator[Verdict]:
    """Every organization's trail, one after the other. Nobody's record is opened for it."""
    for organization in Organization.objects.order_by("created_at", "pk"):
        try:
            found = anchors.verify(organization.pk)
        except (anchors.Unreadable, SealBroken, OSError) as error:
            raise UnreadableTrail(str(error)) from None
        except (ValueError, TypeError, KeyError) as error:
            raise UnreadableTrail(
                f"{organization.name}: the trail holds something that can't be read ({error})."
            ) from None
        yield Verdict(organization.name, found, _written_at(organization, found))


def _written_at(organization: Organization, found: Whole | Broken) -> str:
    if isinstance(found, Whole):
        return ""
    with scope.within(organization.pk):
        at = AccessLine.objects.filter(sequence=found.sequence).values_list("at", flat=True).first()
    return at.isoformat(timespec="seconds") if at else ""
