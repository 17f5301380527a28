"""The keys that wrap every person's key: a file outside the database.

Free text is sealed in two steps (an envelope): the text with the person's own key,
the person's key with a key of this ring. Losing a row of `PersonKey` forgets one
person; rotating the ring rewraps the small keys and leaves the text alone.

The cipher is AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
NAME = "keyring.json"


class SealBroken(ValueError):
    """The text was not sealed with this key, or was changed since."""


def seal(key: bytes, text: str, *, about: str) -> bytes:
    """Seal a text so that only this key, in this place (`about`), opens it."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())


def unseal(key: bytes, sealed: bytes, *, about: str) -> str:
    """The text, or SealBroken."""
    raw = bytes(sealed)
    try:
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], about.encode()).decode()
    except InvalidTag:
        raise SealBroken("A sealed text can't be opened: another key sealed it, or it was changed.") from None


@dataclass(frozen=True)
class Keyring:
    """The wrapping keys by name, and the one in force."""

    active: str
    keys: dict[str, bytes]

    def wrap(self, key: bytes) -> tuple[str, bytes]:
        """A person's key, wrapped; and the name of the ring's key that did it."""
        nonce = os.urandom(NONCE)
        return self.active, nonce + AESGCM(self.keys[self.active]).encrypt(nonce, key, b"person-key")

    def unwrap(self, name: str, wrapped: bytes) -> bytes:
        """A person's key. SealBroken when the ring doesn't hold the key that wrapped it."""
        if name not in self.keys:
            raise SealBroken(f"The keyring holds no key named {name}: it belongs to another database.")
        raw = bytes(wrapped)
        try:
            return AESGCM(self.keys[name]).decrypt(raw[:NONCE], raw[NONCE:], b"person-key")
        except InvalidTag:
            raise SealBroken(
                "A person's key can't be unwrapped: the keyring doesn't belong to this database."
            ) from None

    def sign(self, message: bytes) -> str:
        """A signature with the key in force, as `name:hex`."""
        return f"{self.active}:{self._digest(self.active, message)}"

    def has_signed(self, message: bytes, signature: str) -> bool:
        """True when a key of this ring made the signature."""
        name, _, digest = signature.partition(":")
        return name in self.keys and hmac.compare_digest(self._digest(name, message), digest)

    def _digest(self, name: str, message: bytes) -> str:
        signing_key = hmac.new(self.keys[name], b"sign", hashlib.sha256).digest()
        return hmac.new(signing_key, message, hashlib.sha256).hexdigest()

    def with_new_key(self) -> Keyring:
        """The same ring with a fresh key in force; the old ones still open what they closed."""
        name = f"k{len(self.keys) + 1}-{os.urandom(4).hex()}"
        return Keyring(name, {**self.keys, name: os.urandom(32)})

    def to_json(self) -> str:
        keys = {name: base64.b64encode(key).decode() for name, key in self.keys.items()}
        return json.dumps({"active": self.active, "keys": keys}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Keyring:
        raw = json.loads(text)
        return cls(raw["active"], {name: base64.b64decode(key) for name, key in raw["keys"].items()})


def path() -> Path:
    """Where this installation's keyring lies."""
    return Path(settings.DATA.keys) / NAME


def current() -> Keyring:
    """This installation's keyring, made on first use."""
    file = path()
    if not file.exists():
        store(Keyring("", {}).with_new_key(), only_if_missing=True)
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> Keyring:
    return Keyring.from_json(file.read_text(encoding="utf-8"))


def store(ring: Keyring, *, only_if_missing: bool = False) -> None:
    """Write the ring for its owner's eyes only; either the old or the new file exists, never half of one."""
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = file.with_name(f".{NAME}.{os.getpid()}")
    with os.fdopen(
        os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as out:
        out.write(ring.to_json())
        out.flush()
        os.fsync(out.fileno())
    if only_if_missing:
        try:
            os.link(scratch, file)
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    else:
        scratch.replace(file)
