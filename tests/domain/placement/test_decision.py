"""The clinician decides, and says why where it differs."""

from __future__ import annotations

import pytest

from domain.placement.small import CALM, EDITION, found
from stepwell.domain.placement.decision import CannotDecide, Decision, Variance
from stepwell.domain.placement.edition import Level
from stepwell.domain.placement.suggestion import suggest

EVENINGS, HOUSE, VISITS = (EDITION.level(each) for each in ("evenings", "house", "visits"))


def test_the_level_suggested_needs_no_reason() -> None:
    decision = Decision(suggest(found("1", "2")), EVENINGS)
    assert not decision.differs


@pytest.mark.parametrize(("variance", "words"), [(None, ""), (None, "She asked"), (Variance.PAYER, "  ")])
def test_another_level_needs_a_reason_and_words(variance: Variance | None, words: str) -> None:
    with pytest.raises(CannotDecide, match="say why"):
        Decision(suggest(found("1", "2")), HOUSE, variance, words)


def test_another_level_with_a_reason_is_kept_beside_the_suggestion() -> None:
    decision = Decision(suggest(found("1", "2")), VISITS, Variance.PERSON_WISHES, "Starts a job on Monday")
    assert decision.differs
    assert decision.is_less_intensive
    assert decision.suggestion.level == EVENINGS


def test_a_decision_before_everything_is_judged_has_a_reason() -> None:
    suggestion = suggest(found(None, "2"))
    with pytest.raises(CannotDecide):
        Decision(suggestion, EVENINGS)
    assert Decision(suggestion, EVENINGS, Variance.NOT_ALL_JUDGED, "Too tired today").differs


def test_nothing_is_decided_while_a_red_flag_is_up() -> None:
    suggestion = suggest(found("1", "2", red_flags={**CALM, "seizure": True}))
    with pytest.raises(CannotDecide, match="red flag"):
        Decision(suggestion, HOUSE, Variance.SAFETY, "Sent to hospital")


def test_a_level_of_another_edition_is_refused() -> None:
    with pytest.raises(CannotDecide, match="edition"):
        Decision(suggest(found("1", "2")), Level("x", "X"), Variance.SAFETY, "So")


def test_a_reason_to_differ_where_nothing_differs_is_refused() -> None:
    with pytest.raises(CannotDecide, match="no reason"):
        Decision(suggest(found("1", "2")), EVENINGS, Variance.COURT, "So")
