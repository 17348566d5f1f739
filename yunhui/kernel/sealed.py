"""Files under encryption, in pieces of which each can be read by itself.

| bytes | what |
|---|---|
| 8 | `MAGIC` |
| 2 | length of the head, big-endian |
| head | ASCII `cipher$key id$salt` (hex, 32 bytes) |
| pieces | 64 KiB of text each, the last one shorter; behind each its tag of 16 bytes |

The key of a file is derived from the master key with the file's own salt, so a nonce is only the number of its piece
and whether that is the last (the construction STREAM of Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015). Head and
name are authenticated with each piece: pieces can be neither changed, cut off, put in another order, nor taken from
another file, and no file can stand under another's name.
"""

import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from yunhui.kernel.crypto import CIPHERS, Vault

MAGIC = b"yunhui\x01\n"
PIECE = 1 << 16
_TAG = 16
_SALT = 32


class Damaged(ValueError):
    """A sealed file that was changed, cut, or stands under another's name, or whose key is not at hand."""


def seal(vault: Vault, name: str, source: BinaryIO, target: BinaryIO) -> None:
    """Write what `source` holds to `target`, under the vault's cipher and current key.

    Args:
        name: what the file is known by; it opens under no other name.
    """
    head = f"{vault.cipher_id}${vault.keys.current()}${os.urandom(_SALT).hex()}".encode()
    pieces = _Pieces(vault, head, name)
    target.write(MAGIC + len(head).to_bytes(2, "big") + head)
    number, piece = 0, source.read(PIECE)
    while True:
        following = source.read(PIECE)
        target.write(pieces.close(number, piece, is_last=not following))
        if not following:
            return
        number, piece = number + 1, following


def sealed_under(stream: BinaryIO) -> str | None:
    """`cipher$key id` of a sealed file, None of a plain one; the stream stands at its beginning afterwards.

    Raises:
        Damaged: it begins like a sealed file and goes on like none.
    """
    stream.seek(0)
    try:
        return _head_of(stream).decode().rpartition("$")[0] if stream.read(len(MAGIC)) == MAGIC else None
    finally:
        stream.seek(0)


def unsealed(vault: Vault, name: str, stream: BinaryIO) -> BinaryIO:
    """The text of a sealed file, to be read from any place; it closes the stream with itself.

    Raises:
        Damaged: here or when a piece is read that is not what was written.
    """
    return io.BufferedReader(_Text(vault, name, stream), PIECE)


class _Pieces:
    """Opens and closes the pieces of one file."""

    def __init__(self, vault: Vault, head: bytes, name: str) -> None:
        try:
            cipher_id, key_id, salt = head.decode("ascii").split("$")
            self._make, size = CIPHERS[cipher_id]
            self._key = vault.derive(key_id, f"file:{cipher_id}", size, bytes.fromhex(salt))
        except (KeyError, ValueError) as error:
            raise Damaged("no key at hand opens this file") from error
        self._bound = head + b"\0" + name.encode()

    def close(self, number: int, text: bytes, *, is_last: bool) -> bytes:
        box = Cipher(self._make(self._key), modes.GCM(_nonce(number, is_last))).encryptor()
        box.authenticate_additional_data(self._bound)
        return box.update(text) + box.finalize() + box.tag

    def open(self, number: int, piece: bytes, *, is_last: bool) -> bytes:
        mode = modes.GCM(_nonce(number, is_last), piece[-_TAG:])
        box = Cipher(self._make(self._key), mode).decryptor()
        box.authenticate_additional_data(self._bound)
        try:
            return box.update(piece[:-_TAG]) + box.finalize()
        except InvalidTag as error:
            raise Damaged(f"piece {number} is not what was written") from error


class _Text(io.RawIOBase):
    def __init__(self, vault: Vault, name: str, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        stream.seek(0)
        if stream.read(len(MAGIC)) != MAGIC:
            raise Damaged("this is no sealed file")
        head = _head_of(stream)
        self._pieces = _Pieces(vault, head, name)
        self._begin = len(MAGIC) + 2 + len(head)
        whole = stream.seek(0, os.SEEK_END) - self._begin
        self._count = max(1, -(-whole // (PIECE + _TAG)))
        self._size = whole - self._count * _TAG
        if self._size < 0 or (self._count > 1 and self._size <= (self._count - 1) * PIECE):
            raise Damaged("this file was cut")  # a last piece without text would never be opened
        self._at, self._held, self._text = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, begin + offset)
        return self._at

    def readinto(self, buffer: "memoryview[int] | bytearray") -> int:  # type: ignore[override]  # typeshed's own type is newer than 3.11
        if self._at and self._at >= self._size:
            return 0
        number, inside = divmod(self._at, PIECE)
        text = self._piece(number)[inside : inside + len(buffer)]
        buffer[: len(text)] = text
        self._at += len(text)
        return len(text)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if number != self._held:
            self._stream.seek(self._begin + number * (PIECE + _TAG))
            sealed = self._stream.read(PIECE + _TAG)
            if len(sealed) < _TAG:
                raise Damaged(f"piece {number} is missing")
            self._text = self._pieces.open(number, sealed, is_last=number == self._count - 1)
            self._held = number
        return self._text


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _head_of(stream: BinaryIO) -> bytes:
    """What follows the magic."""
    length = int.from_bytes(stream.read(2), "big")
    head = stream.read(length)
    if not 0 < length < 1024 or len(head) != length or head.count(b"$") != 2:
        raise Damaged("the head of this file is damaged")
    return head
