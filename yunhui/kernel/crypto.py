"""Digests, message codes and encryption, each value carrying the id of its algorithm.

A city under the commercial cryptography rules sets `sm3` and `sm4-gcm`; what was written under another algorithm
stays readable because the id stands beside the value. Keys come from a provider; this module never stores one.
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DIGESTS = {"sha256": hashes.SHA256(), "sm3": hashes.SM3()}
CIPHERS = {"aes-gcm": (algorithms.AES, 32), "sm4-gcm": (algorithms.SM4, 16)}


class KeyProvider(Protocol):
    """Gives the master key of a key id; a file today, PKCS#11 where the city has a card or a service."""

    def current(self) -> str:
        """The id of the key for new values."""
        ...

    def master(self, key_id: str) -> bytes:
        """32 secret bytes.

        Raises:
            KeyError: no such key.
        """
        ...


class FileKeys:
    """Master keys as files `<id>.key` of 32 bytes in a folder that only the service reads; the last id is current."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> str:
        """The last key id by name, made when there is none."""
        ids = sorted(path.stem for path in self._folder.glob("*.key"))
        return ids[-1] if ids else self._make("k1")

    def master(self, key_id: str) -> bytes:
        """The bytes of one key file."""
        path = self._folder / f"{key_id}.key"
        if not path.is_file():
            raise KeyError(key_id)
        return path.read_bytes()

    def _make(self, key_id: str) -> str:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(self._folder / f"{key_id}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return key_id
        with os.fdopen(handle, "wb") as stream:
            stream.write(os.urandom(32))
        return key_id


class Vault:
    """Cryptography of one city: chosen algorithms and a key provider.

    Raises:
        ValueError: an algorithm that is not in `DIGESTS` or `CIPHERS`.
    """

    def __init__(self, keys: KeyProvider, *, digest: str = "sha256", cipher: str = "aes-gcm") -> None:
        if digest not in DIGESTS or cipher not in CIPHERS:
            raise ValueError(f"unknown algorithm {digest} or {cipher}")
        self.keys = keys
        self.digest_id = digest
        self.cipher_id = cipher

    def encrypt(self, purpose: str, plain: str) -> str:
        """`cipher$key id$nonce and ciphertext`; the purpose (a column's name) is bound as associated data."""
        key_id = self.keys.current()
        nonce = os.urandom(12)
        make, size = CIPHERS[self.cipher_id]
        box = Cipher(make(self.derive(key_id, f"encrypt:{purpose}", size)), modes.GCM(nonce)).encryptor()
        box.authenticate_additional_data(purpose.encode())
        sealed = box.update(plain.encode()) + box.finalize()
        return f"{self.cipher_id}${key_id}${_encode(nonce + box.tag + sealed)}"

    def decrypt(self, purpose: str, value: str) -> str:
        """The plain text of an `encrypt` value.

        Raises:
            ValueError: not such a value, an unknown key, or changed since it was written.
        """
        try:
            cipher_id, key_id, body = value.split("$")
            make, size = CIPHERS[cipher_id]
            raw = _decode(body)
            key = self.derive(key_id, f"encrypt:{purpose}", size)
            box = Cipher(make(key), modes.GCM(raw[:12], raw[12:28])).decryptor()
            box.authenticate_additional_data(purpose.encode())
            return (box.update(raw[28:]) + box.finalize()).decode()
        except (KeyError, InvalidTag, ValueError) as error:
            raise ValueError(f"this {purpose} value cannot be read with the keys at hand") from error

    def mac(self, purpose: str, value: str) -> str:
        """`algorithm:key id:code`, for tickets and blind indexes; equal for equal values under one key."""
        key_id = self.keys.current()
        return self._mac(self.digest_id, key_id, purpose, value)

    def is_mac(self, purpose: str, value: str, code: str) -> bool:
        """Whether a code is this value's, under the algorithm and key that it names."""
        algorithm, _, rest = code.partition(":")
        key_id, _, _ = rest.partition(":")
        try:
            return hmac.compare_digest(self._mac(algorithm, key_id, purpose, value), code)
        except KeyError:
            return False

    def _mac(self, algorithm: str, key_id: str, purpose: str, value: str) -> str:
        box = HMAC(self.derive(key_id, f"mac:{purpose}", 32), DIGESTS[algorithm])
        box.update(value.encode())
        return f"{algorithm}:{key_id}:{box.finalize().hex()}"

    def derive(self, key_id: str, info: str, size: int, salt: bytes = b"yunhui") -> bytes:
        """A key of `size` bytes for one use, from a master key.

        Raises:
            KeyError: no such master key.
        """
        kdf = HKDF(algorithm=hashes.SHA256(), length=size, salt=salt, info=info.encode())
        return kdf.derive(self.keys.master(key_id))


def digest(data: bytes, algorithm: str = "sha256") -> str:
    """`algorithm:hex` of some bytes.

    Raises:
        KeyError: an algorithm that is not in `DIGESTS`.
    """
    if algorithm == "sha256":
        return f"sha256:{hashlib.sha256(data).hexdigest()}"
    box = hashes.Hash(DIGESTS[algorithm])
    box.update(data)
    return f"{algorithm}:{box.finalize().hex()}"


class Digester:
    """The digest of what comes in pieces.

    Raises:
        KeyError: an algorithm that is not in `DIGESTS`.
    """

    def __init__(self, algorithm: str = "sha256") -> None:
        self._box, self._algorithm = hashes.Hash(DIGESTS[algorithm]), algorithm

    def update(self, piece: bytes) -> None:
        """The next piece."""
        self._box.update(piece)

    def value(self) -> str:
        """`algorithm:hex` of all pieces; once."""
        return f"{self._algorithm}:{self._box.finalize().hex()}"


def is_digest(data: bytes, value: str) -> bool:
    """Whether `value` is the digest of `data` under the algorithm that it names."""
    algorithm = value.partition(":")[0]
    return algorithm in DIGESTS and hmac.compare_digest(digest(data, algorithm), value)


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
