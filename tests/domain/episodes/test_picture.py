"""The picture in the docs is the data."""

from pathlib import Path

import pytest

from stepwell.domain.episodes.lifecycle import MOVES, EpisodeState
from stepwell.domain.episodes.picture import drawn_into, mermaid

PAGE = Path(__file__).parents[3] / "docs" / "rules" / "episodes.md"


def test_the_page_shows_the_course_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert drawn_into(page) == page, "run: python -m stepwell.domain.episodes.picture docs/rules/episodes.md"


def test_a_page_without_a_place_for_it_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for picture"):
        drawn_into("# Nothing")


@pytest.mark.parametrize("state", [state for state in EpisodeState if MOVES[state]])
def test_every_state_one_may_leave_is_in_the_picture(state: EpisodeState) -> None:
    assert f" as {state.value}\n" in mermaid()
