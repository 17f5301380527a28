"""An encrypted file read and written as a stream: nothing of it opens unless all of it is whole.

AES-256-GCM over pieces of 64 KiB in the STREAM construction (Hoang, Reyhanitabar, Rogaway
and Vizár, 2015): each piece's nonce counts it and says whether it is the last, and the header is
authenticated with every piece. An edit, a swap, a cut or an addition anywhere is refused.
The key is made for one file and used for no other. Nothing of Django is needed to read one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"stepwell-backup-1\n"
ID = 16
PREFIX = 7
HEADER = len(MAGIC) + ID + PREFIX
PIECE = 64 * 1024
TAG = 16


class NotABackup(ValueError):
    """The file was never one of Stepwell's backups."""


class Damaged(ValueError):
    """The file was changed or cut, or another key belongs to it."""


class SealedWriter:
    """Takes bytes and writes them sealed; without the last piece, which `close` writes, it can't be read."""

    def __init__(self, out: BinaryIO, *, key: bytes, backup_id: bytes) -> None:
        self._out = out
        self._cipher = AESGCM(key)
        self._prefix = os.urandom(PREFIX)
        self._header = MAGIC + backup_id + self._prefix
        self._waiting = bytearray()
        self._number = 0
        out.write(self._header)

    def write(self, data: bytes) -> None:
        """Seal and write every full piece. The last one waits, because it is sealed as the last."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._piece(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Write the end."""
        self._piece(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _piece(self, data: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, is_last=is_last)
        self._out.write(self._cipher.encrypt(nonce, data, self._header))
        self._number += 1


def read_id(file: BinaryIO) -> bytes:
    """The backup's own name, from the start of the file. NotABackup when it isn't one."""
    header = file.read(HEADER)
    if len(header) < HEADER or not header.startswith(MAGIC):
        raise NotABackup("This file isn't a Stepwell backup.")
    file.seek(0)
    return header[len(MAGIC) : len(MAGIC) + ID]


def read_pieces(file: BinaryIO, *, key: bytes) -> Iterator[bytes]:
    """The content, piece by piece. Damaged at the first piece that isn't as it was written."""
    read_id(file)
    header = file.read(HEADER)
    prefix, cipher, number = header[-PREFIX:], AESGCM(key), 0
    piece = file.read(PIECE + TAG)
    while True:
        following = file.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number, is_last=not following), piece, header)
        except (InvalidTag, ValueError):
            raise Damaged("The backup is damaged or cut short, or this isn't its key.") from None
        if not following:
            return
        piece, number = following, number + 1


class SealedReader:
    """The content as a stream that gives exactly as many bytes as asked for, or refuses."""

    def __init__(self, file: BinaryIO, *, key: bytes) -> None:
        self._pieces = read_pieces(file, key=key)
        self._waiting = bytearray()

    def exactly(self, count: int) -> bytes:
        """The next bytes. Damaged where there are fewer."""
        while len(self._waiting) < count:
            piece = next(self._pieces, None)
            if piece is None:
                raise Damaged("The backup ends before what it says it holds.")
            self._waiting += piece
        taken = bytes(self._waiting[:count])
        del self._waiting[:count]
        return taken

    def at_end(self) -> bool:
        """Nothing follows; every piece was whole."""
        return not self._waiting and not any(self._pieces)


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if is_last else b"\x00")
