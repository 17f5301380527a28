"""Static files under names that carry their hash, so that a browser may keep them for ever."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Falls back to the plain name for a file that is not collected yet (tests, first start)."""

    manifest_strict = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # has no types
        self._addresses: dict[tuple[str | None, bool], str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """Worked out once for each file: every page asks for a dozen."""
        found = self._addresses.get((name, force))
        if found is None:
            found = self._addresses[name, force] = str(super().url(name or "", force))
        return found

    def save_manifest(self) -> None:
        """The files have been collected anew."""
        super().save_manifest()
        self._addresses.clear()

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
