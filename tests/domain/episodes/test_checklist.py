"""What is missing at admission stops only what it must stop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.episodes.checklist import USUAL, Act, may_happen, missing
from stepwell.kernel.decisions import Permit, Refuse

KEYS = {item.key for item in USUAL}


def test_without_the_authorization_the_person_still_comes() -> None:
    done = KEYS - {"authorization"}
    assert isinstance(may_happen(Act.ADMIT, USUAL, done=done), Permit)
    assert isinstance(may_happen(Act.ATTEND, USUAL, done=done), Permit)
    assert isinstance(may_happen(Act.BILL, USUAL, done=done), Refuse)


@pytest.mark.parametrize("key", ["orientation", "emergency_contact", "baseline_measures", "medication_list"])
def test_what_stops_nothing_is_still_asked_for(key: str) -> None:
    done = KEYS - {key}
    assert [item.key for item in missing(USUAL, done=done)] == [key]
    assert all(isinstance(may_happen(act, USUAL, done=done), Permit) for act in Act)


def test_nothing_is_told_to_a_payer_without_a_consent() -> None:
    decision = may_happen(Act.DISCLOSE, USUAL, done=KEYS - {"disclosure_consent"})
    assert isinstance(decision, Refuse)
    assert "consent" in decision.because


def test_the_notice_comes_before_the_first_session_or_once_it_can_be_understood() -> None:
    done, unable = KEYS - {"privacy_notice"}, {"cannot_understand_now"}
    assert isinstance(may_happen(Act.ADMIT, USUAL, done=done), Permit)
    assert isinstance(may_happen(Act.ATTEND, USUAL, done=done), Refuse)
    assert isinstance(may_happen(Act.ATTEND, USUAL, done=done, known=unable), Permit)
    assert [item.key for item in missing(USUAL, done=done, known=unable)] == ["privacy_notice"]


def test_a_safety_plan_is_wanted_where_it_is_indicated() -> None:
    done = KEYS - {"safety_plan"}
    assert isinstance(may_happen(Act.ATTEND, USUAL, done=done), Permit)
    assert isinstance(may_happen(Act.ATTEND, USUAL, done=done, known={"safety_indicated"}), Refuse)


@given(st.sampled_from(Act), st.sets(st.sampled_from(sorted(KEYS))), st.sampled_from(sorted(KEYS)))
def test_doing_more_never_stops_anything(act: Act, done: set[str], more: str) -> None:
    if isinstance(may_happen(act, USUAL, done=done), Permit):
        assert isinstance(may_happen(act, USUAL, done={*done, more}), Permit)


@given(st.sampled_from(Act), st.sets(st.sampled_from(sorted(KEYS))))
def test_a_refusal_names_everything_that_stops_it(act: Act, done: set[str]) -> None:
    stopping = [item for item in missing(USUAL, done=done) if act in item.stops]
    decision = may_happen(act, USUAL, done=done)
    assert isinstance(decision, Refuse) == bool(stopping)
    assert all(item.title in decision.because for item in stopping)


def test_every_item_has_a_source() -> None:
    assert all(item.source for item in USUAL)
