"""Seeds of second factors, sealed with the keyring before they reach the database."""

from __future__ import annotations

import base64
import hashlib
import hmac

from allauth.mfa.models import Authenticator
from django.db import transaction

from stepwell.records.people import keyring

ABOUT = "second factor"
SECRETS = ("secret", "seed")
"""The names under which allauth keeps the seed of an authenticator app and of recovery codes."""


def seal(text: str) -> str:
    """The text, sealed; and the name of the ring's key that did it."""
    ring = keyring.current()
    sealed = keyring.seal(_key(ring, ring.active), text, about=ABOUT)
    return f"{ring.active}:{base64.b64encode(sealed).decode()}"


def unseal(sealed: str) -> str:
    """The text; SealBroken when the ring doesn't hold the key, or the text was changed."""
    ring = keyring.current()
    name, _, text = sealed.partition(":")
    if name not in ring.keys:
        raise keyring.SealBroken("A second factor was sealed with a key that this keyring doesn't hold.")
    return keyring.unseal(_key(ring, name), base64.b64decode(text), about=ABOUT)


@transaction.atomic(durable=True)
def reseal_all(*, old_names: set[str]) -> int:
    """Seal every seed with the ring's key in force; how many rows were changed. Part of rotating the ring."""
    changed = 0
    for row in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
        stale = [n for n in SECRETS if str(row.data.get(n, "")).partition(":")[0] in old_names]
        if stale:
            row.data.update({name: seal(unseal(row.data[name])) for name in stale})
            row.save(update_fields=["data"])
            changed += 1
    return changed


def _key(ring: keyring.Keyring, name: str) -> bytes:
    return hmac.new(ring.keys[name], ABOUT.encode(), hashlib.sha256).digest()
