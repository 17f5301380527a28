"""Decisions and the sentences they carry."""

from dataclasses import FrozenInstanceError

import pytest

from stepwell.kernel.decisions import Permit, Refuse
from stepwell.kernel.sentences import Sentence


@pytest.mark.parametrize("kind", [Permit, Refuse])
def test_a_decision_is_never_used_as_a_yes_or_no(kind: type[Permit]) -> None:
    with pytest.raises(TypeError, match="isinstance"):
        bool(kind("a reason"))


@pytest.mark.parametrize("kind", [Permit, Refuse])
def test_a_decision_without_a_reason_cannot_be_made(kind: type[Permit]) -> None:
    with pytest.raises(ValueError, match="reason"):
        kind("  ")


def test_a_permit_does_not_equal_a_refusal_with_the_same_words() -> None:
    assert Permit("so") != Refuse("so")


def test_a_decision_cannot_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        Permit("so").because = "otherwise"  # type: ignore[misc]  # the point of the test


def test_a_sentence_with_a_gap_left_open_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        Sentence("%(hours)s hours", {})
