"""The store in each of its places, sealed and plain: the same to all who use it; and a far one that fails."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories.s3 import FarStore, far_store
from yunhui.foundation.files.ports.shelves import StoreSilent, s3
from yunhui.foundation.files.ports.store import Store, store_of
from yunhui.kernel.crypto import FileKeys, Vault, digest
from yunhui.kernel.sealed import MAGIC, Damaged

DATA = bytes(at * 7 % 253 for at in range(200_000))
KEY = digest(DATA)


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarStore]:
    monkeypatch.setattr(s3, "_PAUSE", 0.001)
    monkeypatch.setattr(s3, "PART", 64_000)
    with far_store() as found:
        yield found


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(FileKeys(tmp_path / "keys"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(DATA)
    return path


@pytest.fixture(params=["disk", "disk sealed", "bucket", "bucket sealed"])
def store(request: pytest.FixtureRequest, tmp_path: Path, vault: Vault, far: FarStore) -> Store:
    place, _space, sealed = request.param.partition(" ")
    bucket = far.bucket(folder="a/city") if place == "bucket" else None
    return store_of(tmp_path / "files", bucket, vault, sealing=bool(sealed))


def test_a_content_is_kept_once_read_from_any_place_and_removed(store: Store, source: Path, tmp_path: Path) -> None:
    store.put(KEY, source)
    store.put(KEY, source)
    assert [key for key, _came in store.contents()] == [KEY]
    with store.open(KEY) as stream:
        assert stream.read(10) == DATA[:10]
        stream.seek(150_000)
        assert stream.read(100) == DATA[150_000:150_100]
        stream.seek(0)
        assert stream.read() == DATA
    with store.at_hand(KEY) as path:
        assert path.read_bytes() == DATA and path.stat().st_mode & 0o077 in (0, 0o044)
    assert not list((tmp_path / "files" / "parts").glob("*")), "copies are gone afterwards"
    store.remove(KEY)
    store.remove(KEY)
    assert list(store.contents()) == []
    with pytest.raises(FileNotFoundError):
        store.open(KEY)
    with pytest.raises(FileNotFoundError), store.at_hand(KEY):
        pass


def test_only_a_plain_file_on_this_disk_has_a_path_for_a_server(store: Store, source: Path) -> None:
    store.put(KEY, source)
    path = store.path(KEY)
    plain_disk = not store.sealing and store.shelf.path(KEY) is not None
    assert (path is not None) == plain_disk
    assert path is None or path.read_bytes() == DATA


def test_plain_files_stay_readable_and_are_sealed_when_they_are_written_anew(
    tmp_path: Path, vault: Vault, source: Path
) -> None:
    plain = store_of(tmp_path / "files", None, vault, sealing=False)
    plain.put(KEY, source)
    sealing = store_of(tmp_path / "files", None, vault, sealing=True)
    sealing.put(KEY, source)
    assert sealing.sealed_under(KEY) is None, "twice is once"
    with sealing.open(KEY) as stream:
        assert stream.read() == DATA
    sealing.put(KEY, source, anew=True)
    assert sealing.sealed_under(KEY) == "aes-gcm$k1" == sealing.seals_under()
    kept = sealing.shelf.path(KEY)
    assert kept and kept.read_bytes().startswith(MAGIC) and DATA[:64] not in kept.read_bytes()
    with plain.open(KEY) as stream:  # switched off again: what is sealed stays readable
        assert stream.read() == DATA


def test_a_sealed_file_under_another_name_is_not_shown(tmp_path: Path, vault: Vault, source: Path) -> None:
    store = store_of(tmp_path / "files", None, vault, sealing=True)
    store.put(KEY, source)
    other = digest(b"another")
    kept, wrong = store.shelf.path(KEY), store.shelf.path(other)
    assert kept and wrong
    wrong.parent.mkdir(parents=True)
    kept.rename(wrong)
    with pytest.raises(Damaged), store.open(other) as stream:
        stream.read()


def test_large_contents_go_in_parts_and_are_whole_or_not_there(
    far: FarStore, tmp_path: Path, vault: Vault, source: Path
) -> None:
    store = store_of(tmp_path, far.bucket(), vault, sealing=False)
    store.put(KEY, source)
    assert far.objects == {f"sha256/{KEY[7:9]}/{KEY[7:]}": DATA} and far.uploads == {}
    assert sum(method == "PUT" for method, _path in far.asked) == 4
    assert [came for _key, came in store.contents()] == [datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).timestamp()]


@pytest.mark.parametrize("failure", ["cut", 500, 503, 429])
def test_what_fails_once_is_tried_again(
    far: FarStore, tmp_path: Path, vault: Vault, source: Path, failure: str | int
) -> None:
    store = store_of(tmp_path, far.bucket(), vault, sealing=False)
    for at in range(7):
        far.failures = [failure]
        far.objects.clear()
        store.put(KEY, source)
        assert list(far.objects.values()) == [DATA], at


def test_an_upload_cut_again_and_again_leaves_nothing(
    far: FarStore, tmp_path: Path, vault: Vault, source: Path
) -> None:
    store = store_of(tmp_path, far.bucket(), vault, sealing=False)
    shelf = store.shelf
    assert isinstance(shelf, s3.S3Shelf)
    asking = shelf._ask

    def fail_at_third(method: str, name: str, query: str = "", *more: object, **named: object) -> object:
        if query.startswith("partNumber=3"):
            far.failures = ["cut"] * s3.TRIES
        return asking(method, name, query, *more, **named)  # type: ignore[arg-type]

    shelf._ask = fail_at_third  # type: ignore[assignment,method-assign]
    try:
        with pytest.raises(StoreSilent) as silent:
            store.put(KEY, source)
    finally:
        del shelf._ask
    assert silent.value.reason == "the line was cut"
    assert far.objects == {} and far.uploads == {}
    store.put(KEY, source)
    assert list(far.objects.values()) == [DATA]


def test_reading_goes_on_where_the_line_was_cut(far: FarStore, tmp_path: Path, vault: Vault, source: Path) -> None:
    store = store_of(tmp_path, far.bucket(), vault, sealing=True)
    store.put(KEY, source)
    far.cut_after = [70_000, 50_000]
    with store.open(KEY) as stream:
        assert stream.read() == DATA
    far.cut_after = [1] + [0] * 9
    with pytest.raises(StoreSilent), store.open(KEY) as stream:
        stream.read()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"secret": "wrong"}, "the secret is not the one of the access key"),
        ({"key": "AKOTHER"}, "it does not know the access key"),
        ({"name": "other-bucket"}, "there is no such bucket"),
    ],
)
def test_what_is_set_up_wrongly_is_said(
    far: FarStore, tmp_path: Path, vault: Vault, source: Path, given: dict[str, str], reason: str
) -> None:
    store = store_of(tmp_path, far.bucket(**given), vault, sealing=False)  # type: ignore[arg-type]
    with pytest.raises(StoreSilent, match="store_silent") as silent:
        store.put(KEY, source)
    assert reason in silent.value.reason
    assert isinstance(store.shelf, s3.S3Shelf)
    with pytest.raises(StoreSilent) as silent:
        store.shelf.probe()
    assert reason in silent.value.reason and len(far.asked) <= 3, "a refusal is not tried again"


def test_a_wrong_clock_and_a_closed_door_are_said(far: FarStore, tmp_path: Path, vault: Vault) -> None:
    store = store_of(tmp_path, far.bucket(), vault, sealing=False)
    far.skew = 3600
    with pytest.raises(StoreSilent) as silent:
        store.open(KEY)
    assert "clocks" in silent.value.reason
    gone = FarStore(port=9).bucket()
    with pytest.raises(StoreSilent) as silent:
        store_of(tmp_path, gone, vault, sealing=False).open(KEY)
    assert silent.value.reason == "nobody listens there"


def test_a_long_list_comes_in_pages(far: FarStore, tmp_path: Path, vault: Vault) -> None:
    store = store_of(tmp_path, far.bucket(folder="city"), vault, sealing=False)
    keys = sorted(digest(bytes([at])) for at in range(7))
    far.objects = {f"city/sha256/{key[7:9]}/{key[7:]}": b"x" for key in keys} | {"city/stranger": b"", "else": b""}
    far.page = 3
    assert sorted(key for key, _came in store.contents()) == keys
