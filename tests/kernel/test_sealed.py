"""Sealed files: read again from any place, and never when anything was changed."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunhui.kernel.crypto import FileKeys, Vault
from yunhui.kernel.sealed import PIECE, Damaged, seal, sealed_under, unsealed

SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7]


@pytest.fixture(scope="module", params=["aes-gcm", "sm4-gcm"])
def vault(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return Vault(FileKeys(tmp_path_factory.mktemp("keys")), cipher=request.param)


def _text(size: int) -> bytes:
    return bytes(at * 31 % 251 for at in range(size))


def _sealed(vault: Vault, text: bytes, name: str = "sha256:ab") -> bytes:
    target = io.BytesIO()
    seal(vault, name, io.BytesIO(text), target)
    return target.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_is_read_again(vault: Vault, size: int) -> None:
    sealed = _sealed(vault, _text(size))
    assert unsealed(vault, "sha256:ab", io.BytesIO(sealed)).read() == _text(size)
    assert sealed_under(io.BytesIO(sealed)) == f"{vault.cipher_id}$k1"
    assert size < 16 or _text(size)[:16] not in sealed
    assert sealed != _sealed(vault, _text(size))


@settings(max_examples=60, deadline=None)
@given(
    size=st.sampled_from(SIZES),
    jumps=st.lists(st.tuples(st.integers(0, 4 * PIECE), st.integers(0, 2 * PIECE)), max_size=5),
)
def test_any_range_is_the_plain_files_range(
    tmp_path_factory: pytest.TempPathFactory, size: int, jumps: list[tuple[int, int]]
) -> None:
    vault = Vault(FileKeys(tmp_path_factory.getbasetemp() / "range-keys"))
    plain = io.BytesIO(_text(size))
    stream = unsealed(vault, "x", io.BytesIO(_sealed(vault, _text(size), "x")))
    for at, length in jumps:
        plain.seek(at)
        stream.seek(at)
        assert stream.read(length) == plain.read(length)
    assert stream.seek(0, io.SEEK_END) == size


@pytest.mark.parametrize("size", SIZES[1:])
def test_every_change_is_noticed(vault: Vault, size: int) -> None:
    sealed = _sealed(vault, _text(size))
    pieces = len(sealed) - 1
    changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in (30, pieces // 2, pieces)]
    cut = [sealed[:-1], sealed[: -(PIECE + 16)], sealed[:-16], sealed + b"\0" * 16, sealed + sealed[-40:]]
    for one in changed + cut:
        with pytest.raises(Damaged):
            unsealed(vault, "sha256:ab", io.BytesIO(one)).read()


def test_pieces_cannot_change_places_nor_files_their_names(vault: Vault) -> None:
    sealed = _sealed(vault, _text(3 * PIECE))
    begin, step = len(sealed) - 3 * (PIECE + 16), PIECE + 16
    one, two, three = (sealed[begin + n * step : begin + (n + 1) * step] for n in range(3))
    for order in (two + one + three, one + two, one + three, one + one + three):
        with pytest.raises(Damaged):
            unsealed(vault, "sha256:ab", io.BytesIO(sealed[:begin] + order)).read()
    with pytest.raises(Damaged):
        unsealed(vault, "sha256:other", io.BytesIO(sealed)).read()


def test_another_citys_keys_open_nothing(vault: Vault, tmp_path: Path) -> None:
    sealed = _sealed(vault, _text(100))
    with pytest.raises(Damaged):
        unsealed(Vault(FileKeys(tmp_path / "other")), "sha256:ab", io.BytesIO(sealed)).read()


def test_a_plain_file_is_known_as_one() -> None:
    plain = io.BytesIO(b"%PDF-1.7 plain")
    assert sealed_under(plain) is None and plain.read(4) == b"%PDF"
    with pytest.raises(Damaged):
        sealed_under(io.BytesIO(b"yunhui\x01\n and then nothing of ours"))
