"""The checklist of admission: what is missing stops only what it must stop.

The list is the program's own data. Each item names what may not happen
without it; most stop nothing, and are asked for again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from stepwell.kernel.decisions import Permit, Refuse
from stepwell.kernel.sentences import gettext_noop


class Act(Enum):
    """What an item may stop, as it is said in a refusal."""

    ADMIT = "admission"
    ATTEND = "the first session"
    BILL = "billing"
    DISCLOSE = "telling a payer or another provider"


@dataclass(frozen=True)
class Item:
    """One thing to be done at admission.

    With `only_if` it is wanted only of people of whom that is known; with
    `later_if` it stops nothing while that is known, and is still wanted.
    """

    key: str
    title: str
    stops: frozenset[Act]
    source: str
    only_if: str = ""
    later_if: str = ""


_NOTHING: frozenset[Act] = frozenset()
_POLICY = "program policy"

USUAL = (
    Item(
        "privacy_notice",
        gettext_noop("The notice of privacy practices was given and explained"),
        frozenset({Act.ATTEND}),
        "42 CFR 2.22: at admission, or once the person can understand it",
        later_if="cannot_understand_now",
    ),
    Item(
        "treatment_consent",
        gettext_noop("The person agreed to treatment"),
        frozenset({Act.ADMIT}),
        _POLICY,
    ),
    Item(
        "disclosure_consent",
        gettext_noop("A consent for treatment, payment and operations is signed"),
        frozenset({Act.BILL, Act.DISCLOSE}),
        "42 CFR 2.31 and 2.33",
    ),
    Item(
        "authorization",
        gettext_noop("Insurance and its authorization are written down"),
        frozenset({Act.BILL}),
        _POLICY,
    ),
    Item(
        "safety_plan",
        gettext_noop("A safety plan is made together"),
        frozenset({Act.ATTEND}),
        _POLICY,
        only_if="safety_indicated",
    ),
    Item("orientation", gettext_noop("Orientation took place"), _NOTHING, _POLICY),
    Item("emergency_contact", gettext_noop("An emergency contact is named, or declined"), _NOTHING, _POLICY),
    Item("baseline_measures", gettext_noop("The first measures are answered"), _NOTHING, _POLICY),
    Item("medication_list", gettext_noop("Medications are written down"), _NOTHING, _POLICY),
)
"""The list that ships, for a program to change."""


def missing(items: Sequence[Item], *, done: Collection[str], known: Collection[str] = ()) -> tuple[Item, ...]:
    """What still has to be done for somebody of whom these things are known, in the order of the list.

    >>> [item.key for item in missing(USUAL, done={item.key for item in USUAL[2:]})]
    ['privacy_notice', 'treatment_consent']
    """
    wanted = (each for each in items if not each.only_if or each.only_if in known)
    return tuple(each for each in wanted if each.key not in done)


def may_happen(
    act: Act, items: Sequence[Item], *, done: Collection[str], known: Collection[str] = ()
) -> Permit | Refuse:
    """Permit what nothing that is missing stops; otherwise every item that stops it is named.

    >>> may_happen(Act.BILL, USUAL, done={"privacy_notice", "disclosure_consent"}).because
    'billing waits for: Insurance and its authorization are written down'
    """
    lacking = missing(items, done=done, known=known)
    stopping = [each.title for each in lacking if act in each.stops and each.later_if not in known]
    if stopping:
        return Refuse(f"{act.value} waits for: {'; '.join(stopping)}")
    return Permit(f"nothing that is missing stops {act.value}")
