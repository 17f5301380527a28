"""Counseling notes (42 CFR 2.11) are known to the one module that keeps them, and to nothing that leaves."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "stepwell"
MAY_NAME_THEM = {
    "records/notes/models.py",
    "records/notes/migrations/0001_initial.py",
    "actions/counseling_notes.py",
}


def test_only_the_module_that_keeps_counseling_notes_names_their_table() -> None:
    naming = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "CounselingNote" in path.read_text(encoding="utf-8")
    }
    assert naming == MAY_NAME_THEM


def test_one_page_alone_shows_them() -> None:
    using = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"counseling_notes\.(list_own|keep)", path.read_text(encoding="utf-8"))
    }
    assert using == {"interfaces/clinician/noted.py"}
