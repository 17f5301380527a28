"""The command line as a person meets it: in a process of its own, by what it prints."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stepwell.interfaces.commands import main
from stepwell.interfaces.commands.errors import CommandError

pytestmark = pytest.mark.embedded

NAMES = [command.name for command in main.COMMANDS]
WITH_DATA = [command.name for command in main.COMMANDS if command.needs_data]


def stepwell(*words: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    settled = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "stepwell.interfaces.commands.main", *words],
        env={**settled, "PYTHONPATH": os.pathsep.join(sys.path), "STEPWELL_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def sentences(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself_without_touching_any_data(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPWELL_DATA", str(tmp_path / "data"))

    with pytest.raises(SystemExit) as ended:
        main.main([name, "--help"])

    assert ended.value.code == 0
    assert f"stepwell {name}" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()


def test_help_lists_every_command_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    main.main([])

    shown = capsys.readouterr().out
    assert all(command.name in shown and command.summary in shown for command in main.COMMANDS)


def test_help_needs_neither_django_nor_a_data_folder(tmp_path: Path) -> None:
    loads = "; ".join(f"import stepwell.interfaces.commands.{command.module}" for command in main.COMMANDS)

    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {loads}; sys.exit('django.apps' in sys.modules)"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", WITH_DATA)
def test_every_command_with_data_can_be_told_where_the_data_lives(name: str) -> None:
    parser = main._parser(chosen=None)

    options, _ = parser.parse_known_args([name, "--data", "somewhere"])

    assert options.data == "somewhere"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nonsense"], '"nonsense" is not a command'),
        (["start", "--prot", "1"], "--prot"),
        (["start", "--port", "many"], "many"),
        (["report", "counts"], "There is no Stepwell data in"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_code_2(words: list[str], says: str, tmp_path: Path) -> None:
    done = stepwell(*words, data=tmp_path / "none")

    assert done.returncode == 2
    assert done.stdout == ""
    assert len(sentences(done.stderr)) == 1
    assert says in done.stderr


def test_a_file_in_the_place_of_the_data_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = stepwell("start", data=tmp_path / "file")

    assert done.returncode == 2
    assert "is a file" in done.stderr


@pytest.mark.parametrize("words", [["start", "--port", "99999"], ["restore", "nothing.backup"]])
def test_what_is_refused_leaves_no_empty_folder_behind(words: list[str], tmp_path: Path) -> None:
    done = stepwell(*words, data=tmp_path / "above" / "new")

    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays_when_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()

    done = stepwell("restore", "nothing.backup", data=tmp_path / "old")

    assert done.returncode == 2
    assert (tmp_path / "old").is_dir()


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff\xfe" * 40])
@pytest.mark.parametrize("words", [["start", "--empty"], ["report", "counts"]])
def test_a_damaged_secret_is_one_sentence(words: list[str], content: bytes, tmp_path: Path) -> None:
    secret = tmp_path / "keys" / "secret-key"
    secret.parent.mkdir()
    secret.write_bytes(content)

    done = stepwell(*words, data=tmp_path)

    assert done.returncode == 2
    assert sentences(done.stderr) == [done.stderr.strip()]
    assert f"{secret} is empty or damaged" in done.stderr
    assert secret.read_bytes() == content


class Breaks:
    """A command that ends in the way it is told."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int:
        raise self.error


def run_breaking(error: BaseException, monkeypatch: pytest.MonkeyPatch, data: Path) -> int:
    monkeypatch.setenv("STEPWELL_DATA", str(data))
    monkeypatch.setattr(main.Command, "load", lambda _: Breaks(error))
    return main.main(["start"])


def test_an_expected_error_is_its_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_breaking(CommandError("The roof is open."), monkeypatch, tmp_path) == 2
    assert capsys.readouterr().err == "The roof is open.\n"


def test_an_unexpected_error_shows_no_trace_and_keeps_it_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_breaking(ZeroDivisionError("boom"), monkeypatch, tmp_path) == 2

    said = capsys.readouterr().err
    assert len(sentences(said)) == 1
    assert "boom" not in said
    assert "ZeroDivisionError: boom" in (tmp_path / "log" / "errors.log").read_text()


def test_ctrl_c_is_quiet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_breaking(KeyboardInterrupt(), monkeypatch, tmp_path) == 130
    assert capsys.readouterr().err == ""
