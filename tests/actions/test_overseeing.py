from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import stepwell
from cast import TODAY, Cast
from stepwell.actions import charts, overseeing, readers
from stepwell.actions.charts import NotHere
from stepwell.domain.privacy.access import Purpose
from stepwell.kernel.identifiers import new_id
from stepwell.records.audit.models import AccessLine


def test_the_person_reads_who_looked_in_plain_words(cast: Cast, at: datetime) -> None:
    charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="check_ins", at=at)
    own = charts.open_own(cast.sign_in(cast.sam), what="who_looked", at=at)
    told = [looked.told(str) for looked in overseeing.who_looked(own, limit=1).lines]
    assert told == ["Priya Natarajan LCSW, your counselor, opened your check-ins."]


def test_jobs_are_the_program_itself(cast: Cast, at: datetime) -> None:
    by = readers.system(cast.organization.pk, name="reminders")
    charts.open_for(by, cast.sam.pk, Purpose.SYSTEM, what="reminder", at=at)
    own = charts.open_own(cast.sign_in(cast.sam), what="who_looked", at=at)
    (looked,) = overseeing.who_looked(own, limit=1).lines
    assert looked.told(str) == "The program (reminders) opened what a reminder needs."


def test_what_the_program_itself_opened_can_be_left_out(cast: Cast, at: datetime) -> None:
    by = readers.system(cast.organization.pk, name="reminders")
    charts.open_for(by, cast.sam.pk, Purpose.SYSTEM, what="reminder", at=at)
    own = charts.open_own(cast.sign_in(cast.sam), what="who_looked", at=at)
    assert not any(looked.is_job for looked in overseeing.who_looked(own, with_jobs=False).lines)
    assert any(looked.is_job for looked in overseeing.who_looked(own).lines)


def test_a_refusal_and_a_writing_are_told_as_such(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotHere):
        charts.open_for(cast.sign_in(cast.omar), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    chart = charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    chart.note("attendance", new_id(), at=at)
    own = charts.open_own(cast.sign_in(cast.sam), what="who_looked", at=at)
    wrote, opened, refused = (looked.told(str) for looked in overseeing.who_looked(own, limit=3).lines)
    assert wrote == "Priya Natarajan LCSW, your counselor, wrote in your attendance."
    assert opened == "Priya Natarajan LCSW, your counselor, opened your record."
    assert refused == "Omar Haddad LPC, a counselor, asked for your record and did not get it."


def test_own_openings_are_left_out_unless_asked_for(cast: Cast, at: datetime) -> None:
    own = charts.open_own(cast.sign_in(cast.sam), what="progress", at=at)
    assert not any(looked.is_own for looked in overseeing.who_looked(own).lines)
    assert overseeing.who_looked(own, with_own=True).lines[0].told(str) == "You opened your progress."


def test_pages_follow_one_another_without_a_gap(cast: Cast, at: datetime) -> None:
    for _ in range(5):
        charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    own = charts.open_own(cast.sign_in(cast.sam), what="who_looked", at=at)
    everything = overseeing.who_looked(own, limit=1000)
    pages = [overseeing.who_looked(own, limit=3, page=number) for number in (1, 2)]
    assert everything.lines[:6] == pages[0].lines + pages[1].lines
    assert (pages[0].has_more, everything.has_more) == (True, False)


def test_the_privacy_officer_reads_lines_with_names(cast: Cast, at: datetime) -> None:
    charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    page = overseeing.list_lines(cast.sign_in(cast.ada), at=at)
    assert (page.lines[0].actor, page.lines[0].people) == ("Priya Natarajan LCSW", ("Sam Reyes",))


def test_reading_the_trail_is_a_line_itself(cast: Cast, at: datetime) -> None:
    charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    before = AccessLine.objects.count()
    overseeing.list_lines(cast.sign_in(cast.ada), at=at)
    assert AccessLine.objects.count() == before + 1
    assert AccessLine.objects.latest("sequence").what == "trail"


@pytest.mark.parametrize("who", ["priya", "june", "grace", "sam"])
def test_nobody_else_reads_the_organizations_trail(cast: Cast, at: datetime, who: str) -> None:
    with pytest.raises(NotHere):
        overseeing.list_lines(cast.sign_in(getattr(cast, who)), at=at)


def test_lines_are_found_by_person_account_and_day(cast: Cast, at: datetime) -> None:
    ada = cast.sign_in(cast.ada)
    charts.open_for(cast.sign_in(cast.priya), cast.marcus.pk, Purpose.TREATMENT, what="record", at=at)
    charts.open_for(cast.sign_in(cast.omar), cast.nadia.pk, Purpose.TREATMENT, what="record", at=at)
    yesterday = at - timedelta(days=1)
    charts.open_for(cast.sign_in(cast.omar), cast.nadia.pk, Purpose.TREATMENT, what="progress", at=yesterday)
    about_marcus = overseeing.list_lines(ada, person=cast.marcus.pk, at=at).lines
    assert all("Marcus Tate" in line.people for line in about_marcus)
    of_omar = overseeing.list_lines(ada, account=cast.omar.account_id, at=at).lines
    assert {line.actor for line in of_omar} == {"Omar Haddad LPC"}
    before = overseeing.list_lines(ada, day=TODAY - timedelta(days=1), at=at).lines
    assert "progress" in {line.what for line in before}
    assert {line.at.date() for line in before} == {yesterday.date()}


def test_a_line_about_many_names_a_few_and_counts_the_rest(cast: Cast, at: datetime) -> None:
    everybody = [cast.sam.pk, cast.marcus.pk, cast.nadia.pk]
    by = readers.system(cast.organization.pk, name="reminders")
    overseeing_limit = overseeing.NAMED
    charts.open_list(by, everybody, Purpose.SYSTEM, what="reminder", at=at)
    line = overseeing.list_lines(cast.sign_in(cast.ada), person=cast.nadia.pk, at=at).lines[0]
    assert len(line.people) == min(3, overseeing_limit)
    assert line.people[0] == "Nadia Vu"


def test_a_page_of_the_trail_asks_the_database_a_fixed_number_of_times(
    cast: Cast, at: datetime, django_assert_max_num_queries: object
) -> None:
    for _ in range(60):
        charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    ada = cast.sign_in(cast.ada)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture of pytest-django
        overseeing.list_lines(ada, at=at)


def keys_in_use() -> Iterator[tuple[str, str]]:
    """Every literal key under which a chart is opened or written in."""
    source = Path(stepwell.__file__).parent
    for file in source.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            named = [word.value for word in node.keywords if word.arg == "what"]
            if name in {"note", "_note", "note_list"}:
                named += node.args[:2]
            for value in named:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value, f"{file.relative_to(source)}:{node.lineno}"


def test_every_key_of_the_product_has_words() -> None:
    missing = {f"{key} ({place})" for key, place in keys_in_use() if key not in overseeing.WHAT_WAS_OPENED}
    assert missing == set()


def test_a_key_nobody_listed_has_general_words() -> None:
    assert overseeing.what_was_opened("from a later version") == "a part of your record"
