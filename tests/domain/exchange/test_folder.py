"""A folder is taken as it is or refused by file, line and column."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.exchange import folder
from stepwell.domain.exchange.folder import Damaged
from stepwell.domain.exchange.tables import tables
from stepwell.domain.exchange.values import Days, NotReadable

ANCHOR = date(2020, 1, 1)
PERSON = "person_id,trial\nA,T-1\nB,T-2\n"
SESSION = "person_id,day,status\nA,0,attended\nA,,missed\n"


def write(where: Path, **files: str) -> Path:
    for name, text in files.items():
        (where / f"{name}.csv").write_text(text, encoding="utf-8")
    return where


def test_rows_find_their_person(tmp_path: Path) -> None:
    taken = folder.read(write(tmp_path, person=PERSON, session=SESSION), anchor=ANCHOR)
    assert [(person.key, len(person.of("session"))) for person in taken.people] == [("A", 2), ("B", 0)]
    assert taken.people[0].of("session")[0]["day"] == ANCHOR


def test_a_compressed_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    (tmp_path / "person.csv.gz").write_bytes(gzip.compress(PERSON.encode()))
    assert folder.read(tmp_path, anchor=ANCHOR).counts["person"] == 2


def test_a_byte_order_mark_and_dos_line_ends_are_normal_input(tmp_path: Path) -> None:
    (tmp_path / "person.csv").write_bytes(b"\xef\xbb\xbf" + PERSON.replace("\n", "\r\n").encode())
    assert folder.read(tmp_path, anchor=ANCHOR).counts["person"] == 2


def test_a_file_nobody_knows_is_left_and_named(tmp_path: Path) -> None:
    taken = folder.read(write(tmp_path, person=PERSON, moods="a\n1\n"), anchor=ANCHOR)
    assert taken.left == ["moods.csv"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"session": SESSION}, "holds no person.csv"),
        ({"person": ""}, "person.csv is empty"),
        ({"person": "person_id,mood\nA,1\n"}, "person.csv, line 1, column mood: this column isn't known"),
        ({"person": "trial\nT\n"}, "person.csv, line 1, column person_id: this column is missing"),
        (
            {"person": "person_id,person_id\nA,A\n"},
            "line 1, column person_id: this column stands there twice",
        ),
        ({"person": "person_id\nA\nA\n"}, "person.csv, line 3, column person_id: 'A' stands there twice"),
        ({"person": "person_id\n \n"}, "person.csv, line 2, column person_id"),
        ({"person": "person_id,trial\nA\n"}, "person.csv, line 2, column trial: the row has 1 cells"),
        ({"person": 'person_id\n"A\n'}, "person.csv, line"),
        (
            {"person": PERSON, "session": "person_id,day,status\nA,0,attended\nC,0,attended\n"},
            "session.csv, line 3, column person_id: 'C' is not in person.csv",
        ),
        (
            {"person": PERSON, "session": "person_id,day,status\nA,soon,attended\n"},
            "session.csv, line 2, column day: 'soon' is not a number",
        ),
        (
            {"person": PERSON, "session": "person_id,day,status\nA,1,came\n"},
            "session.csv, line 2, column status: 'came' is not one of: attended, missed, unrecorded",
        ),
        (
            {"person": PERSON, "drug_test_result": "sample_id,analyte,result\nU1,Opioid,negative\n"},
            "drug_test_result.csv, line 2, column sample_id: 'U1' is not in drug_test_sample.csv",
        ),
    ],
)
def test_a_fault_is_told_by_file_line_and_column(
    tmp_path: Path, files: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Damaged) as fault:
        folder.read(write(tmp_path, **files), anchor=ANCHOR)
    assert sentence in str(fault.value)


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(("person_id\n" + "".join(f"P{n}\n" for n in range(5000))).encode())
    (tmp_path / "person.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Damaged, match=r"person\.csv\.gz: the compressed file is damaged"):
        folder.read(tmp_path, anchor=ANCHOR)


def test_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "person.csv").write_bytes(b"person_id\nJos\xe9\n")
    with pytest.raises(Damaged, match="not UTF-8"):
        folder.read(tmp_path, anchor=ANCHOR)


def test_the_same_table_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, person=PERSON)
    (tmp_path / "person.csv.gz").write_bytes(gzip.compress(PERSON.encode()))
    with pytest.raises(Damaged, match="holds both"):
        folder.read(tmp_path, anchor=ANCHOR)


@given(st.integers(-36_600, 36_600))
def test_a_day_by_number_and_by_date_is_the_same_day(number: int) -> None:
    days = Days(ANCHOR)
    day = days(str(number))
    assert day is not None
    assert days(day.isoformat()) == day
    assert days(f"{number}.0") == day


@given(st.text())
def test_whatever_stands_in_a_cell_it_is_read_or_refused(raw: str) -> None:
    for table in tables(ANCHOR).values():
        for column in table.columns.values():
            with suppress(NotReadable):
                column.read(raw)


def test_the_page_of_the_format_names_every_column() -> None:
    page = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")
    for table in tables(ANCHOR).values():
        line = next(line for line in page.splitlines() if line.startswith(f"| {table.name} |"))
        assert not [name for name in table.columns if name not in line]


def test_a_table_that_is_no_file_is_named_and_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, person=PERSON)
    (tmp_path / "session.csv").mkdir()

    with pytest.raises(Damaged, match=r"session\.csv is there but is not a file"):
        folder.read(tmp_path, anchor=ANCHOR)


def test_a_link_to_nowhere_is_named_and_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, person=PERSON)
    (tmp_path / "session.csv").symlink_to(tmp_path / "gone.csv")

    with pytest.raises(Damaged, match=r"session\.csv is there but is not a file"):
        folder.read(tmp_path, anchor=ANCHOR)
