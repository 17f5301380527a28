"""Words and scores as CSV."""

from __future__ import annotations

import io

import pytest

from stepwell.domain.outcomes.files import read_words, write_scores
from stepwell.domain.outcomes.registry import BY_NAME
from stepwell.kernel.strict_json import FileRefused


def test_each_word_gets_a_line_for_each_definition() -> None:
    out = io.StringIO()

    written = write_scores(["----", "oooo"], [BY_NAME["Ab_kosten_1993"], BY_NAME["Rd_lingA_1976"]], to=out)

    assert written == 4
    assert out.getvalue().splitlines() == [
        "definition,word,value",
        "Ab_kosten_1993,----,1",
        "Rd_lingA_1976,----,",
        "Ab_kosten_1993,oooo,0",
        "Rd_lingA_1976,oooo,",
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["--o"], 'one column "word"; it has "--o"'),
        (["word,word", "-,-"], 'one column "word"'),
        ([], "it has none"),
        (["word", "-", "-O-"], "Line 3: 'O' is none of the letters"),
        (["who,word", "P1"], 'Line 2 has no column "word"'),
    ],
)
def test_what_is_wrong_is_told_with_its_place(lines: list[str], said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        list(read_words(lines))
