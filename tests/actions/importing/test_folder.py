"""Records come along once, with their dirt, or not at all."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from stepwell import demo
from stepwell.actions import coming_next, readers
from stepwell.actions.counting_records import count_records
from stepwell.actions.importing.folder import Report, find_or_found, take_folder
from stepwell.domain.exchange import folder
from stepwell.records.audit.models import AccessLine
from stepwell.records.episodes.models import Episode
from stepwell.records.measures.models import DrugTestResult, DrugTestSample, SampleStatus, SelfReportedUse
from stepwell.records.people.models import Person
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

ANCHOR = date(2020, 1, 1)
FILES = {
    "person": "person_id,trial,site_id,age\nA,T-1,S1,44.0\nB,T-2,S1,\n",
    "session": (
        "person_id,scheduled_label,day,status,missed_reason,nominal_day\n"
        "A,W1,0,attended,,0\nA,W1,0,attended,,0\nA,W2,7,missed,no_show,7\nA,W3,,missed,,14\nA,W4,,missed,,\n"
        "A,W2,7,attended,,7\nB,W1,3,unrecorded,,\n"
    ),
    "drug_test_sample": (
        "sample_id,person_id,day,basis,temp_ok\nU1,A,0,registry,yes\nU2,A,7,presumed_from_attended_visit,\n"
    ),
    "drug_test_result": (
        "sample_id,analyte,result\nU1,Opioid,positive\nU1,Cocaine,negative\nU2,Opioid,negative\n"
    ),
    "self_report_use": "person_id,day,substance\nA,1,Heroin\nA,1,Heroin\nA,,Heroin\nB,-3,Alcohol\n",
    "medication_dose": "person_id,day,amount\nA,0,1\nA,0,1\n",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def trials(db: None, at: datetime) -> Organization:
    return find_or_found("Trials", at=at)


def take(trials: Organization, source: Path, at: datetime) -> Report:
    return take_folder(trials, folder.read(source, anchor=ANCHOR), zone="America/New_York", at=at)


def test_the_counts_are_those_of_the_source(trials: Organization, source: Path, at: datetime) -> None:
    take(trials, source, at)
    assert count_records() == {
        "sessions": {
            "T-1": {"attended": 3, "missed": 3, "unrecorded": 0},
            "T-2": {"attended": 0, "missed": 0, "unrecorded": 1},
        },
        "positive": {"Opioid": 1},
        "people": {"T-1": 1, "T-2": 1},
    }


def test_nobody_brought_along_is_somebodys_work_without_a_step(
    trials: Organization, source: Path, at: datetime
) -> None:
    take(trials, source, at)
    with scope.within(trials.pk):
        found = coming_next.of_everybody(readers.system(trials.pk, name="test"), at=at)
        still_open = Episode.objects.filter(is_open=True).count()
    assert (len(found), [each for each in found if not each.is_complete]) == (still_open, [])


def test_a_second_run_adds_nothing(trials: Organization, source: Path, at: datetime) -> None:
    take(trials, source, at)
    once = count_records()
    again = take(trials, source, at)
    assert count_records() == once
    assert not any(again.taken.values())


def test_rows_that_came_later_are_added_to_who_is_here(
    trials: Organization, source: Path, at: datetime
) -> None:
    take(trials, source, at)
    with (source / "session.csv").open("a", encoding="utf-8") as file:
        file.write("A,W5,28,attended,,\n")
    assert take(trials, source, at).taken["session"] == 1


def test_a_run_that_was_stopped_is_gone_on_with(
    trials: Organization, source: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stepwell.actions.importing.folder.BATCH", 1)

    def stop_after_the_first(done: int, of: int) -> None:
        raise KeyboardInterrupt

    whole = folder.read(source, anchor=ANCHOR)
    with pytest.raises(KeyboardInterrupt):
        take_folder(trials, whole, zone="UTC", at=at, progress=stop_after_the_first)
    assert count_records()["people"] == {"T-1": 1}
    assert take(trials, source, at).taken["person"] == 1
    assert count_records()["people"] == {"T-1": 1, "T-2": 1}


def test_dirt_is_kept_with_a_remark(trials: Organization, source: Path, at: datetime) -> None:
    report = take(trials, source, at)
    with scope.within(trials.pk):
        remarks = dict(Attendance.objects.exclude(remark="").values_list("session__title__label", "remark"))
        undated = Attendance.objects.get(session__title__label="W4")
        placed = Attendance.objects.get(session__title__label="W3")
    assert remarks["W1"] in {"repeated day", "same row again"}
    assert "told in two ways" in remarks["W2"]
    assert (undated.held_on, undated.remark) == (None, "undated")
    assert (placed.held_on, placed.remark) == (date(2020, 1, 15), "undated, placed on its planned day")
    assert report.remarks["another dose on one day"] == 1
    assert report.left["row without a day: use or dose"] == 1


def test_tested_negative_and_not_tested_stay_apart(trials: Organization, source: Path, at: datetime) -> None:
    take(trials, source, at)
    with scope.within(trials.pk):
        tested, presumed = DrugTestSample.objects.order_by("external_id")
        assert (tested.status, presumed.status) == (SampleStatus.TESTED, SampleStatus.NO_TEST)
        assert DrugTestResult.objects.get(sample=presumed).remark == "presumed negative, not tested"
        assert not DrugTestResult.objects.filter(sample=tested).exclude(remark="").exists()
        assert Attendance.objects.filter(state=AttendanceState.MISSED).count() == 3


def test_everybody_comes_under_a_pseudonym_with_a_key_and_an_ended_episode(
    trials: Organization, source: Path, at: datetime
) -> None:
    take(trials, source, at)
    with scope.within(trials.pk):
        people = list(Person.objects.select_related("key"))
        assert {person.family_name for person in people} == {"A", "B"}
        assert all(person.key.wrapped for person in people)
        assert set(Episode.objects.values_list("state", "is_open")) == {("ended", False)}
        assert SelfReportedUse.objects.count() == 2
        lines = AccessLine.objects.filter(what="import")
        assert {key for line in lines for key in line.people} == {str(person.pk) for person in people}


def test_the_sample_folder_that_ships_can_be_taken(trials: Organization, at: datetime) -> None:
    shipped = Path(demo.__file__).parent / "sample_records"
    report = take(trials, shipped, at)
    assert report.taken["person"] == 8
    assert report.remarks["same row again"] == 1
    assert count_records()["people"] == {"EXAMPLE-1": 5, "EXAMPLE-2": 3}


@pytest.mark.embedded
def test_real_trial_records_meet_their_published_counts(trials: Organization, at: datetime) -> None:
    real = Path(__file__).parents[4] / "shared" / "data" / "ctn" / "import"
    if not real.is_dir():
        pytest.skip("the trial data is not part of the product and isn't here")
    take(trials, real, at)
    counts = count_records()
    assert counts["sessions"] == {
        "CTN-0027": {"attended": 13981, "missed": 1850, "unrecorded": 0},
        "CTN-0030": {"attended": 5132, "missed": 85, "unrecorded": 1063},
        "CTN-0051": {"attended": 4862, "missed": 4630, "unrecorded": 0},
    }
    assert counts["people"] == {"CTN-0027": 1119, "CTN-0030": 483, "CTN-0051": 485}
    assert counts["positive"] == {
        "Opioid": 7801,
        "Thc": 5462,
        "Cocaine": 4710,
        "Benzodiazepine": 3680,
        "Amphetamine": 1278,
        "Methadone": 1249,
        "Buprenorphine": 617,
        "Sedatives": 160,
        "Alcohol": 76,
        "Mdma/Hallucinogen": 11,
    }
