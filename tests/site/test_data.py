"""Private files of the data folder: made once, whole, for their owner only."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stepwell.kernel.identifiers import new_id
from stepwell.site.data import read_or_make


def test_a_private_file_is_made_once_and_read_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret-key"

    first, second = (read_or_make(path, lambda: str(new_id())) for _ in range(2))

    assert first == second
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


def test_of_many_at_once_all_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    with ThreadPoolExecutor(8) as threads:
        read = list(threads.map(lambda _: read_or_make(path, lambda: str(new_id())), range(8)))

    assert len(set(read)) == 1
    assert read[0]


def test_who_is_cut_short_while_making_it_leaves_nothing(tmp_path: Path) -> None:
    def cut_short() -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_or_make(tmp_path / "secret-key", cut_short)

    assert list(tmp_path.iterdir()) == []
