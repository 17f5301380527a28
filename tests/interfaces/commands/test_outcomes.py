"""`stepwell outcomes` as a person meets it: files, exit codes, and what can't be read."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from stepwell.domain.outcomes.files import opened
from stepwell.interfaces.commands import main


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Two people: who has used in no week, and who was never tested."""
    file = tmp_path / "words.csv"
    file.write_text("who,word\nP1,------------------------\nP2,oooooooooooooooooooooooo\n")
    return file


def rows_of(file: Path) -> list[dict[str, str]]:
    with opened(file) as lines:
        return list(csv.DictReader(lines))


def test_every_word_is_scored_by_all_62(words: Path, tmp_path: Path) -> None:
    assert main.main(["outcomes", "score", str(words), "--out", str(tmp_path / "out.csv")]) == 0

    rows = rows_of(tmp_path / "out.csv")
    assert len(rows) == 124
    assert {tuple(row) for row in rows} == {("definition", "word", "value")}


def test_only_named_ones_from_a_packed_file_into_a_packed_file(words: Path, tmp_path: Path) -> None:
    packed, out = tmp_path / "words.csv.gz", tmp_path / "out.csv.gz"
    packed.write_bytes(gzip.compress(words.read_bytes()))
    asked = ["outcomes", "score", str(packed), "--out", str(out)]

    assert main.main([*asked, "--definition", "Ab_kosten_1993", "--definition", "Rd_strain_1994"]) == 0

    assert [row["value"] for row in rows_of(out)] == ["1", "1", "0", "1"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (["--definition", "Ab_nobody_1900"], 'no definition "Ab_nobody_1900"'),
        (["--out", "{words}"], "is the file that is read"),
        (["--out", "{words}/out.csv"], "can't be written"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: list[str], said: str
) -> None:
    more = [each.replace("{words}", str(words)) for each in change]

    assert main.main(["outcomes", "score", str(words), "--out", str(tmp_path / "out.csv"), *more]) == 2

    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not (tmp_path / "out.csv").exists()


def test_a_file_with_a_wrong_letter_leaves_nothing_behind(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words.write_text("word\n--x\n")

    assert main.main(["outcomes", "score", str(words), "--out", str(tmp_path / "out.csv")]) == 2

    assert "Line 2: 'x'" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["words.csv"]


def test_the_definitions_are_listed_with_rule_and_paper(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["outcomes", "definitions"]) == 0

    assert "Krupitsky et al., 2011 10.1016/S0140-6736(11)60358-9" in capsys.readouterr().out
