"""Keys that cannot be guessed from one another, and that a database can keep in order."""

from uuid import UUID

from uuid6 import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562): its first 48 bits are the millisecond, the rest is random.

    A plain `uuid.UUID`, not the library's subclass, so that it compares,
    pickles and reaches a database driver like any other. The millisecond can
    be read back out of it: never use one as a secret.

    >>> new_id().version
    7
    """
    return UUID(bytes=uuid7().bytes)
