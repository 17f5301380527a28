"""Facts look back only, weights say the same everywhere, and figures are those of the textbooks."""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path

import pytest

from stepwell.domain.signals import features, rows, weights
from stepwell.domain.signals.judging import auroc, average_precision, calibration_slope
from stepwell.interfaces.commands import main


def write(file: Path, weeks: int, *, people: int = 12, more: tuple[str, ...] = ()) -> Path:
    """Imagined people, the same at each call; some cells are empty."""
    lot = random.Random(7)
    columns = ("who", "week", *features.OWN, *more)
    with file.open("w", newline="") as out:
        written = csv.writer(out)
        written.writerow(columns)
        for person in range(people):
            for week in range(2, 9):
                cells = [lot.choice(("", "0", "1", "2")) for _ in columns[2:]]
                if week < 2 + weeks:
                    written.writerow((f"P{person}", week, *cells))
    return file


def predicted(file: Path, out: Path) -> dict[tuple[str, str], str]:
    assert main.main(["signals", "predict", str(file), "--out", str(out)]) == 0
    with out.open() as lines:
        return {(row["who"], row["week"]): row["p"] for row in csv.DictReader(lines)}


def test_no_fact_is_a_label_a_site_an_arm_or_an_origin() -> None:
    for name in features.OWN:
        assert not name.startswith(("y_", "opt_"))
        assert name not in {
            "trial",
            "site",
            "arm",
            "race_ethnicity",
            "hispanic",
            "last_contact_week",
            "at_risk_return",
        }


def test_later_weeks_change_nothing_about_earlier_ones(tmp_path: Path) -> None:
    early = predicted(write(tmp_path / "early.csv", 3), tmp_path / "early-p.csv")
    whole = predicted(write(tmp_path / "whole.csv", 7), tmp_path / "whole-p.csv")
    assert early == {key: whole[key] for key in early}
    assert len(whole) == 12 * 7


def test_the_order_of_the_lines_changes_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", 4)
    straight = predicted(file, tmp_path / "p.csv")
    head, *lines = file.read_text().splitlines()
    file.write_text("\n".join([head, *reversed(lines)]) + "\n")
    assert predicted(file, tmp_path / "p.csv") == straight


def test_a_person_of_whom_nothing_is_known_has_a_probability() -> None:
    said = weights.shipped().probability([math.nan] * len(features.NAMES))
    assert 0 < said < 0.5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("who,", "whom,", 'column "who"'), ("P3,5,", "P3,x,", 'column "week"'), ("P3,5,", "P3,4,", "already")],
)
def test_a_fault_is_one_sentence_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    file = write(tmp_path / "a.csv", 5)
    file.write_text(file.read_text().replace(old, new, 1))
    assert main.main(["signals", "predict", str(file), "--out", str(tmp_path / "p.csv")]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "p.csv").exists()


def test_evaluate_says_every_figure_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sklearn", reason="training needs scikit-learn")
    file = write(tmp_path / "a.csv", 7, more=("y_drop2", "trial", "male"))
    text = file.read_text().replace("y_drop2,trial,male", "y_drop2,trial,male")
    head, *lines = text.splitlines()
    told = [
        ",".join([*line.split(",")[:-3], str((n % 5 == 0 and 1) or 0), "AB"[n % 2], "1"])
        for n, line in enumerate(lines)
    ]
    file.write_text("\n".join([head, *told]) + "\n")
    assert main.main(["signals", "evaluate", str(file), "--target", "y_drop2"]) == 0
    shown = capsys.readouterr().out
    for word in (
        "AUROC",
        "AUPRC",
        "Brier",
        "calibration slope",
        "alerts per true",
        "lead time",
        "trial left out",
    ):
        assert word in shown


def test_figures_are_those_of_the_textbooks() -> None:
    assert auroc([0.5, 0.5], [0, 1]) == 0.5
    assert average_precision([0.9, 0.8, 0.1], [1, 0, 1]) == pytest.approx((1 + 2 / 3) / 2)
    assert math.isnan(calibration_slope([0.5, 0.5], [0, 0]))
    fair = [0.2] * 10 + [0.8] * 10
    assert calibration_slope(fair, [1] * 2 + [0] * 8 + [1] * 8 + [0] * 2) == pytest.approx(1)


def test_weights_of_other_facts_are_refused() -> None:
    with pytest.raises(rows.FileRefused):
        weights.read(b'{"format":"stepwell-signal-weights/1","card":{},"start":0,"weights":[]}')
