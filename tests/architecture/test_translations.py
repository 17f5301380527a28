"""Every word of the pages is collected, translated and compiled: `make messages`."""

from __future__ import annotations

import gettext
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stepwell.domain.wording.person_first import find_unkind

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "stepwell"
LANGUAGES = ["es"]
CATALOG = Path("LC_MESSAGES") / "django.po"
COLLECT = ["makemessages", "--no-location", "--no-obsolete", "--no-wrap"]

GAP = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}|</?\w[^>]*>")
needs_gettext = pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="the gettext programs are not here"
)


def catalog(language: str, *, inside: Path = PACKAGE) -> Path:
    return inside / "locale" / language / CATALOG


def words_of(file: Path) -> list[str]:
    """The sentences of the catalog in any order, without the head that tells when it was made.

    A sentence that moved from one module to another is the same sentence.
    """
    _, *sentences = file.read_text(encoding="utf-8").strip().split("\n\n")
    return sorted(sentences)


def collect(tree: Path, language: str) -> None:
    command = [sys.executable, "-m", "django", *COLLECT, "--locale", language]
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=tree, env=environment, check=True, capture_output=True)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package in a scratch folder, where words may be collected anew."""
    tree = tmp_path_factory.mktemp("words") / "stepwell"
    shutil.copytree(PACKAGE, tree, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    return tree


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_pages_is_in_the_catalog(copy: Path, language: str) -> None:
    collect(copy, language)

    assert words_of(catalog(language, inside=copy)) == words_of(catalog(language)), "run `make messages`"


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_word_would_be_missed(copy: Path, language: str) -> None:
    page = copy / "interfaces" / "shared" / "templates" / "shared" / "seeded.html"
    page.write_text('{% load i18n %}{% translate "A sentence that nobody translated" %}', encoding="utf-8")

    collect(copy, language)
    page.unlink()

    assert words_of(catalog(language, inside=copy)) != words_of(catalog(language))


RENAMED = re.compile(r"^\s*from django\.utils\.translation import .*\b\w*gettext\w* as (?!_\b)\w+", re.M)


def test_words_are_marked_by_names_that_are_looked_for() -> None:
    files = {file: file.read_text(encoding="utf-8") for file in sorted(PACKAGE.rglob("*.py"))}

    assert RENAMED.search("from django.utils.translation import pgettext_lazy as _p")
    assert [file.name for file, source in files.items() if RENAMED.search(source)] == []


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["--untranslated", "--only-fuzzy"])
def test_nothing_is_left_untranslated_or_uncertain(language: str, kind: str) -> None:
    command = ["msgattrib", kind, "--no-obsolete", str(catalog(language))]

    left = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert [line for line in left.splitlines() if line.startswith("msgid ") and line != 'msgid ""'] == []


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ships_is_what_was_translated(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.mo"
    subprocess.run(["msgfmt", "--output-file", str(fresh), str(catalog(language))], check=True)

    assert compiled(fresh) == compiled(catalog(language).with_suffix(".mo")), "run `make messages`"


def compiled(file: Path) -> dict[object, object]:
    with file.open("rb") as handle:
        words: dict[object, object] = gettext.GNUTranslations(handle)._catalog  # type: ignore[attr-defined]  # stubs lack it
    return {key: text for key, text in words.items() if key != ""}


def translations(language: str) -> list[tuple[str, str]]:
    """Each English text with each of its translations, from what ships: no program is needed."""
    with catalog(language).with_suffix(".mo").open("rb") as handle:
        words = gettext.GNUTranslations(handle)._catalog  # type: ignore[attr-defined]  # stubs lack it
    asked = ((key[0] if isinstance(key, tuple) else key, text) for key, text in words.items() if key != "")
    return [(key.split("\x04")[-1], text) for key, text in asked]


def gaps(text: str) -> list[str]:
    return sorted(set(GAP.findall(text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_keeps_the_gaps_and_the_marks(language: str) -> None:
    texts = translations(language)

    assert len(texts) > 1000
    different = {key: text for key, text in texts if gaps(key) != gaps(text) and text not in ONE_OF_MANY}
    assert different == {}


ONE_OF_MANY = {
    "Se le pasó a usted: no se vio a tiempo, %(n)s veces.",
    "tiene otra cosa a esa hora: %(day)s, %(n)s veces en total",
    "está en otra sesión a esa hora: %(day)s, %(n)s veces en total",
    "A quién mirar",
    "A quiénes mirar: %(n)s",
    "Tu semana",
    "Tus %(weeks)s semanas",
    "una vez por semana",
    "%(n)d veces por semana",
}
"""Their English says "this one" for one and the number only for many."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_holds_a_word_that_is_never_shown(language: str) -> None:
    unkind = {text: find_unkind(text) for _, text in translations(language) if find_unkind(text)}

    assert unkind == {}


def test_an_unkind_translation_would_be_found() -> None:
    assert find_unkind("Resultado limpio, sin fallo") != ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalog_names_nobody_and_no_machine(language: str) -> None:
    head = catalog(language).read_text(encoding="utf-8").split("\nmsgid", 2)[1]

    assert "@" not in head
    assert "/" not in head.replace("text/plain", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_how_it_writes_a_day(language: str) -> None:
    ours, english = (
        importlib.import_module(f"stepwell.interfaces.shared.formats.{one}.formats")
        for one in (language, "en")
    )

    assert {name for name in vars(english) if name.isupper()} <= set(vars(ours))
