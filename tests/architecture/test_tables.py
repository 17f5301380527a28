"""Tables point down, and nothing happens behind an action's back."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "stepwell"


def order() -> dict[str, int]:
    """The apps that own tables, from the lowest up, as the import contract has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(
        c for c in settings["tool"]["importlinter"]["contracts"] if c["name"].startswith("Tables point down")
    )
    levels = [level.split(" | ") for level in reversed(contract["layers"])]
    return {app: height for height, level in enumerate(levels) for app in level}


def owned() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("stepwell.")]


def folder_of(model: type[models.Model]) -> str:
    """`people` for stepwell.records.people.models.Person; a label may differ where Django has the same."""
    return model.__module__.split(".")[2]


def pointing_up(tables: list[type[models.Model]], heights: dict[str, int]) -> Iterator[str]:
    """Each foreign key to a table of a higher app, or of one that is beside it."""
    for model in tables:
        for key in model._meta.get_fields():
            target = key.related_model
            if not (key.concrete and key.is_relation and isinstance(target, type)) or target not in tables:
                continue
            mine, theirs = folder_of(model), folder_of(target)
            if mine != theirs and heights[theirs] >= heights[mine]:
                yield f"{model._meta.label}.{key.name} -> {target._meta.label}"


def test_every_foreign_key_points_down() -> None:
    assert list(pointing_up(owned(), order())) == []


def test_a_key_that_points_up_would_be_seen() -> None:
    upside_down = {app: -height for app, height in order().items()}

    assert list(pointing_up(owned(), upside_down))


def test_every_table_belongs_to_a_named_app() -> None:
    assert {folder_of(model) for model in owned()} <= order().keys()


def test_nothing_deletes_on_the_quiet() -> None:
    cascades = [
        f"{model._meta.label}.{field.name}"
        for model in owned()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.remote_field.on_delete is not models.PROTECT
    ]
    assert cascades == []


def sources(*, without_migrations: bool = True) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if not (without_migrations and "migrations" in path.parts):
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def behind_the_back(tree: ast.Module) -> Iterator[str]:
    """Signals, models fetched by name, and logic hidden in save."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and _is_of_signals(node.module or ""):
            yield "signals"
        if isinstance(node, ast.ImportFrom) and node.module == "django.dispatch":
            yield "signals"
        if isinstance(node, ast.Attribute) and node.attr == "get_model":
            yield "get_model"
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"} and _is_method_of_row(node):
            yield f"def {node.name}"


def _is_of_signals(module: str) -> bool:
    """True of a library's signals; `domain.signals` foresees who may stop coming."""
    return "signals" in module.split(".") and not module.startswith("stepwell.domain.signals")


def _is_method_of_row(node: ast.FunctionDef) -> bool:
    return bool(node.args.args) and node.args.args[0].arg == "self"


# A migration's own steps are handed a state of the past and must fetch models from it by name.
MIGRATION_STEPS = {"append_only.py", "security.py"}


def test_nothing_happens_behind_an_actions_back() -> None:
    found = [
        f"{path}: {what}"
        for path, tree in sources()
        if path.name not in MIGRATION_STEPS and "records" in path.parts
        for what in behind_the_back(tree)
    ]
    assert found == []


def test_no_signal_is_listened_to_anywhere() -> None:
    found = [path for path, tree in sources() for what in behind_the_back(tree) if what == "signals"]

    assert found == []


def test_a_hidden_effect_would_be_seen() -> None:
    seeded = ast.parse("from django.db.models.signals import post_save\nclass A:\n def save(self): ...\n")

    assert list(behind_the_back(seeded)) == ["signals", "def save"]
