"""Every state of an episode has words on every page that shows it."""

import pytest

from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.interfaces.clinician import words as clinician
from stepwell.interfaces.manager import words as manager


@pytest.mark.parametrize("state", EpisodeState)
def test_a_state_has_words(state: EpisodeState) -> None:
    assert str(clinician.EPISODE_STATES[state.value])
    assert str(manager.STATES[state.value])
