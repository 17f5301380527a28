"""`stepwell outcomes published`: a folder of imagined trial people beside the papers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stepwell.interfaces.commands import main

ALL_WEEKS = range(1, 25)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two of X:BOT's naltrexone arm: tested without use in all weeks, and never seen; one of START's."""
    days = {week: 7 * week for week in ALL_WEEKS}
    files = {
        "person": ["person_id,trial", "A,CTN-0051", "B,CTN-0051", "C,CTN-0027"],
        "episode": [
            "episode_id,person_id,trial,arm,randomized_day,last_dose_day",
            "E1,A,CTN-0051,Inpatient NR-NTX,0,",
            "E2,B,CTN-0051,Inpatient NR-NTX,0,",
            "E3,C,CTN-0027,Methadone,7,168",
        ],
        "session": ["person_id,day,status,scheduled_week"]
        + [f"A,{day},attended,{week}" for week, day in days.items()],
        "drug_test_sample": ["sample_id,person_id,day,basis"]
        + [f"S{week},A,{day},registry" for week, day in days.items()],
        "drug_test_result": ["sample_id,analyte,result"] + [f"S{week},Opioid,negative" for week in days],
    }
    for name, lines in files.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n")
    return tmp_path


def test_every_figure_has_its_number_of_people_and_its_paper(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["outcomes", "published", str(folder), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)["compared"]
    by_visit = next(each for each in told if each["reading"] == "by visit")
    assert (by_visit["arm"], by_visit["yes"], by_visit["of"]) == ("Inpatient NR-NTX", 1, 2)
    doses = next(each for each in told if each["reading"] == "doses")
    assert (doses["yes"], doses["of"], doses["published"]) == (1, 1, 74.0)
    assert all(each["source"] for each in told)


def test_the_last_dose_before_week_24_is_no_completion(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "episode.csv"
    file.write_text(file.read_text().replace(",7,168", ",7,167"))
    assert main.main(["outcomes", "published", str(folder)]) == 0
    assert "0/1" in capsys.readouterr().out


def test_a_folder_of_no_trial_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "person.csv").write_text("person_id\nA\n")
    assert main.main(["outcomes", "published", str(tmp_path)]) == 2
    assert "holds nobody of the arms" in capsys.readouterr().err
