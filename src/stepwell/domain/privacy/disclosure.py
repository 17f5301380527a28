"""The one decision about telling anything of a person to anybody; it has no default yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from stepwell.domain.privacy import grounds
from stepwell.domain.privacy.bases import Redisclosure, WithinProgram
from stepwell.domain.privacy.consent import Consent
from stepwell.domain.privacy.covering import Question, covering_rule, first_fault
from stepwell.domain.privacy.notices import NEITHER_NOR, NOTICE, Notice
from stepwell.domain.privacy.obligations import Obligation, goes_by_consent, obligations
from stepwell.domain.privacy.request import Request
from stepwell.domain.privacy.rules import by_consent, by_ground
from stepwell.domain.privacy.rules.rule import Rule
from stepwell.domain.privacy.terms import Category, Purpose
from stepwell.domain.privacy.verdicts import Verdict, no
from stepwell.kernel.decisions import Permit, Refuse


@dataclass(frozen=True)
class Item:
    """The answer to one kind of information."""

    category: Category
    rule: Rule
    consent: str | None = None
    """The consent it stands on; for a refusal, the one that came nearest."""


@dataclass(frozen=True)
class DisclosurePermit(Permit):
    """What may be disclosed at the instant `at`, as it was asked; what is not in `items` may not.

    A permit is not kept for later: what is told later is asked for later.
    """

    rule: Rule
    request: Request
    at: datetime
    items: tuple[Item, ...]
    withheld: tuple[Item, ...]
    notice: Notice | None
    obligations: tuple[Obligation, ...]

    @property
    def categories(self) -> frozenset[Category]:
        """The kinds of information that may be disclosed."""
        return frozenset(each.category for each in self.items)

    @property
    def consents(self) -> tuple[str, ...]:
        """The consents it stands on, each once, in a fixed order."""
        return tuple(sorted({each.consent for each in self.items if each.consent is not None}))

    @property
    def says_that_nothing_exists(self) -> bool:
        """A permit has something to show."""
        return False

    @property
    def answer_to_asker(self) -> None:
        """What is permitted is the answer."""
        return None

    def opens(self, category: Category) -> bool:
        """This kind of information may be disclosed."""
        return category in self.categories


@dataclass(frozen=True)
class DisclosureRefusal(Refuse):
    """Nothing may be disclosed. `because` is for the trail; who asked is told `answer_to_asker`."""

    rule: Rule
    request: Request
    at: datetime
    withheld: tuple[Item, ...]
    items: tuple[()] = ()
    consents: tuple[()] = ()
    notice: None = None
    obligations: tuple[()] = ()

    @property
    def says_that_nothing_exists(self) -> bool:
        """The answer must look like that for somebody who was never here: true for all but the person."""
        return not self.request.is_from_patient

    @property
    def answer_to_asker(self) -> str:
        """The words for who asked. The same for everybody but the person, whoever it is about."""
        return NEITHER_NOR if self.says_that_nothing_exists else self.because


def decide(
    request: Request, consents: Iterable[Consent], *, at: datetime
) -> DisclosurePermit | DisclosureRefusal:
    """Permit what a consent in force or another ground covers, kind by kind; refuse everything else.

    A request that is covered in part is permitted in part: `items` are the kinds that may be told, `withheld`
    those that may not, each with its rule. A request of which nothing is covered is refused by the rule that
    came nearest to a yes. A request stands on the one ground that it names; a consent that says less than the
    ten elements, or bundles what must stand alone, permits nothing.

    Source: 42 CFR part 2 as amended in 2024, section by section in `rules`. Every record is taken to be a
    part 2 record, also where a program that gives no SUD care would be free to say more.
    """
    known = tuple(consents)
    answers = [(each, _verdict(request, each, known, at)) for each in _in_order(request.categories)]
    items = tuple(Item(each, said.rule, said.consent) for each, said in answers if said.is_yes)
    withheld = tuple(Item(each, said.rule, said.consent) for each, said in answers if not said.is_yes)
    if not items:
        nearest = max((said for _, said in answers), key=lambda said: said.nearness)
        return DisclosureRefusal(nearest.rule.sentence, nearest.rule, request, at, withheld)
    return DisclosurePermit(
        items[0].rule.sentence,
        items[0].rule,
        request,
        at,
        items,
        withheld,
        NOTICE if goes_by_consent(request) else None,
        obligations(request),
    )


def _in_order(categories: Iterable[Category]) -> list[Category]:
    asked = frozenset(categories)
    return [each for each in Category if each in asked]


def _verdict(request: Request, category: Category, consents: Sequence[Consent], at: datetime) -> Verdict:
    if category is Category.GROUP_ROSTER and not isinstance(request.basis, WithinProgram):
        return no(by_ground.ROSTER_FOR_LEADERS)
    if not goes_by_consent(request):
        return grounds.verdict(request, category, at=at)
    if request.purpose is Purpose.LEGAL_PROCEEDINGS and not any(
        _is_for_proceedings(each) for each in consents
    ):
        return no(by_ground.PROCEEDINGS)
    said = [_by_consent(request, category, each, at) for each in consents]
    covering = next((each for each in said if each.is_yes), None)
    if covering is not None:
        return covering
    return max(
        said, key=lambda each: each.nearness, default=Verdict(False, by_consent.NO_CONSENT, nearness=-1)
    )


def _is_for_proceedings(consent: Consent) -> bool:
    return Purpose.LEGAL_PROCEEDINGS in consent.purposes


def _by_consent(request: Request, category: Category, consent: Consent, at: datetime) -> Verdict:
    fault = first_fault(Question(consent, request, category, at))
    if fault is not None:
        rule, near = fault
        return Verdict(False, rule, _told_consent(rule, consent), near)
    is_handed_on = isinstance(request.basis, Redisclosure)
    rule = by_ground.REDISCLOSURE_BY_PROGRAM if is_handed_on else covering_rule(request, category)
    return Verdict(True, rule, consent.id)


def _told_consent(rule: Rule, consent: Consent) -> str | None:
    """Somebody else's consent is not named in an answer about this person."""
    return None if rule is by_consent.OTHER_PERSON else consent.id
