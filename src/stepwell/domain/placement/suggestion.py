"""The level of care that findings ask for, and which of them says so.

A suggestion and nothing more: a clinician decides (`decision`). The most
severe need counts and is never averaged or summed away (placement
logic of the ASAM Criteria as publicly described).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from stepwell.domain.placement.edition import Dimension, Edition, Level, Rating, RedFlag
from stepwell.domain.placement.findings import Finding, Findings
from stepwell.kernel.sentences import Sentence, gettext_noop


class Outcome(Enum):
    """What follows from the findings."""

    STOP = "stop"
    """A red flag is up: what it says is done now, and no level is suggested."""
    INCOMPLETE = "incomplete"
    """Something is not judged yet. `at_least` is what is known; it can only rise."""
    ADMIT_HERE = "admit_here"
    WARM_REFERRAL = "warm_referral"
    """More than this program gives."""
    REFER_ELSEWHERE = "refer_elsewhere"
    """A level this program doesn't give, though it gives a more intensive one."""
    NO_LEVEL = "no_level"
    """Everything is rated, and nothing asks for a level."""


class Lacking(Enum):
    """Why something can't be judged yet."""

    NOT_ASKED = "not_asked"
    NOT_RATED = "not_rated"
    EVALUATE_FIRST = "evaluate_first"


@dataclass(frozen=True)
class Need:
    """One finding and the level that the program's table gives it."""

    dimension: Dimension
    rating: Rating
    level: Level | None
    words: str = ""

    @property
    def sentence(self) -> Sentence:
        """The finding in words, with the level it asks for."""
        params = {"dimension": self.dimension.title, "rating": self.rating.title}
        if self.level is None:
            return Sentence(
                gettext_noop("%(dimension)s: %(rating)s. It asks for no level by itself."), params
            )
        return Sentence(
            gettext_noop("%(dimension)s: %(rating)s. It asks for: %(level)s."),
            {**params, "level": self.level.title},
        )


@dataclass(frozen=True)
class Missing:
    """A red flag or a dimension that can't be judged yet; it never counts as no need."""

    what: RedFlag | Dimension
    why: Lacking
    sentence: Sentence


@dataclass(frozen=True)
class Suggestion:
    """What follows, with the findings that led there first and everything else beside it."""

    edition: Edition
    outcome: Outcome
    sentence: Sentence
    level: Level | None = None
    """None unless everything is judged and something asks for a level."""
    at_least: Level | None = None
    """What the findings so far ask for, however incomplete they are."""
    because: tuple[Need, ...] = ()
    other_needs: tuple[Need, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    missing: tuple[Missing, ...] = ()


_STOP = gettext_noop("Stop here: %(flags)s. Do what is said for it now; the level of care comes after.")
_INCOMPLETE = gettext_noop("Not everything is judged yet, so no level is suggested. Find out: %(what)s.")
_INCOMPLETE_FROM = gettext_noop(
    "Not everything is judged yet. What is known asks for at least: %(level)s. Find out: %(what)s."
)
_NO_LEVEL = gettext_noop("Nothing that was found asks for a level of care.")
_SENTENCES = {
    Outcome.ADMIT_HERE: gettext_noop("The most pressing finding asks for: %(level)s. This program gives it."),
    Outcome.WARM_REFERRAL: gettext_noop(
        "The most pressing finding asks for: %(level)s. That is more than this program gives: call the place "
        "together with the person, agree on a date to come back, and hold a seat where the program allows."
    ),
    Outcome.REFER_ELSEWHERE: gettext_noop(
        "The most pressing finding asks for: %(level)s. This program doesn't give it: "
        "help the person to a place that does."
    ),
}


def suggest(findings: Findings) -> Suggestion:
    """The level of the most severe need, or why there is none to suggest.

    Red flags come first: one that is up stops the form, whatever the ratings
    are. What is not judged yet never counts as no need. Several findings of
    one dimension all count. The order in which findings are told changes
    nothing but the order in which they are named.
    """
    edition = findings.edition
    if findings.raised:
        titles = "; ".join(each.title for each in findings.raised)
        return Suggestion(
            edition, Outcome.STOP, Sentence(_STOP, {"flags": titles}), red_flags=findings.raised
        )
    needs = [need for each in findings.findings if (need := _need(edition, each)) is not None]
    highest = _most_intensive(edition, needs)
    missing = (*_not_asked(findings), *_not_judged(findings))
    outcome = Outcome.INCOMPLETE if missing else _where(edition, highest)
    return Suggestion(
        edition,
        outcome,
        _sentence(outcome, highest, missing),
        level=None if missing else highest,
        at_least=highest,
        because=tuple(each for each in needs if each.level == highest and highest is not None),
        other_needs=tuple(each for each in needs if each.level != highest or highest is None),
        missing=missing,
    )


def _need(edition: Edition, finding: Finding) -> Need | None:
    if finding.rating is None:
        return None
    dimension, rating = _named(edition, finding)
    if rating.evaluate_first:
        return None
    return Need(dimension, rating, edition.required_by(dimension.id, rating.id), finding.words)


def _named(edition: Edition, finding: Finding) -> tuple[Dimension, Rating]:
    dimension = next(each for each in edition.dimensions if each.id == finding.dimension)
    return dimension, next(each for each in dimension.ratings if each.id == finding.rating)


def _most_intensive(edition: Edition, needs: Iterable[Need]) -> Level | None:
    asked = [need.level for need in needs if need.level is not None]
    return max(asked, key=lambda level: edition.place_of(level.id), default=None)


def _where(edition: Edition, level: Level | None) -> Outcome:
    if level is None:
        return Outcome.NO_LEVEL
    if level.id in edition.offered:
        return Outcome.ADMIT_HERE
    most_here = max(edition.place_of(each) for each in edition.offered)
    return Outcome.WARM_REFERRAL if edition.place_of(level.id) > most_here else Outcome.REFER_ELSEWHERE


def _not_asked(findings: Findings) -> list[Missing]:
    words = gettext_noop("%(title)s: not asked yet.")
    return [
        Missing(each, Lacking.NOT_ASKED, Sentence(words, {"title": each.title}))
        for each in findings.not_asked
    ]


def _not_judged(findings: Findings) -> list[Missing]:
    missing: list[Missing] = []
    for finding in findings.findings:
        if finding.rating is None:
            dimension = next(each for each in findings.edition.dimensions if each.id == finding.dimension)
            words = gettext_noop("%(title)s: not rated yet.")
            missing.append(Missing(dimension, Lacking.NOT_RATED, Sentence(words, {"title": dimension.title})))
            continue
        dimension, rating = _named(findings.edition, finding)
        if rating.evaluate_first:
            words = gettext_noop("%(title)s: %(rating)s. First: %(do)s")
            params = {"title": dimension.title, "rating": rating.title, "do": rating.evaluate_first}
            missing.append(Missing(dimension, Lacking.EVALUATE_FIRST, Sentence(words, params)))
    return missing


def _sentence(outcome: Outcome, level: Level | None, missing: Iterable[Missing]) -> Sentence:
    if outcome is Outcome.INCOMPLETE:
        what = "; ".join(dict.fromkeys(each.what.title for each in missing))
        if level is None:
            return Sentence(_INCOMPLETE, {"what": what})
        return Sentence(_INCOMPLETE_FROM, {"level": level.title, "what": what})
    if level is None:
        return Sentence(_NO_LEVEL)
    return Sentence(_SENTENCES[outcome], {"level": level.title})
