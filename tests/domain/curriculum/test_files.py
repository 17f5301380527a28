"""Files of modules are read strictly: what is wrong is told with its key and its place."""

from __future__ import annotations

from importlib import resources

import pytest

from stepwell.domain.curriculum import curriculum, files
from stepwell.domain.curriculum.checking import faults_of_week
from stepwell.domain.curriculum.floor import FLOOR_MINUTES, MATRIX_WEEK, against_floor
from stepwell.kernel.bilingual import Words
from stepwell.kernel.strict_json import FileRefused

WHOLE = resources.files(curriculum.__package__).joinpath("modules/thinking.toml").read_text(encoding="utf-8")


def test_a_whole_module_is_read() -> None:
    assert files.read_module(WHOLE).sessions[0].id == "chain"


@pytest.mark.parametrize(
    ("was", "put", "told"),
    [
        ('approach = "cbt"', 'approach = "cbt"\ncolour = 1', "unknown field `colour`"),
        ('approach = "cbt"', 'approach = "singing"', '"singing" is not among'),
        ('es = "Seguir el rumbo"', 'fr = "Suivre"', "title: Object contains unknown field `fr`"),
        (', es = "Seguir el rumbo"', "", "title: Object missing required field `es`"),
        ('es = "Seguir el rumbo"', 'es = " "', "title.es: this text is empty"),
        ("minutes = 30, en", "minutes = 31, en", "chain.outline: the points add up to 91 minutes, not 90"),
        ("practice_minutes = 4", "practice_minutes = 9", "sessions.chain.practice_minutes: 9"),
        ('id = "outside-cues"', 'id = "chain"', '"chain" stands 2 times'),
        ('id = "thinking"', 'id = "thinking"\nid = "again"', "This is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(was: str, put: str, told: str) -> None:
    assert was in WHOLE
    with pytest.raises(FileRefused) as refused:
        files.read_module(WHOLE.replace(was, put, 1))
    assert told in str(refused.value)


def test_a_week_names_modules_that_are_there_with_their_minutes() -> None:
    whole = files.shipped()
    title = Words("x", "y")
    wrong = (curriculum.Part(title, 60, 1, "thinking"), curriculum.Part(title, 60, 1, "singing"))
    told = faults_of_week(curriculum.Curriculum("x", title, 12, wrong, whole.modules))
    assert told == [
        'week: a session of "thinking" takes 90 minutes, not 60.',
        'week: there is no module "singing".',
    ]
    assert faults_of_week(whole) == []


def test_the_published_matrix_week_stays_below_nine_hours() -> None:
    assert against_floor(MATRIX_WEEK).minutes == 370
    assert against_floor(MATRIX_WEEK).short == FLOOR_MINUTES - 370
