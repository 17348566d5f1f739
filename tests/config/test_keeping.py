"""Backup and restore of a whole city, and the drill: what comes back is what went in, or nothing is touched."""

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from config.env import ROOT, Environment, environment
from config.keeping import archive
from config.keeping.backup import back_up
from config.keeping.drill import drill
from config.keeping.passphrase import passphrase_in
from config.keeping.restore import put_back
from config.refusal import Refusal
from config.scratch import template_name
from tests.factories.s3 import FarStore, far_store
from yunhui.foundation.files.ports.store import store_of
from yunhui.kernel.crypto import FileKeys, Vault, digest

WORDS = "correct horse battery staple"


@pytest.fixture
def cities(transactional_db: None, tmp_path: Path) -> Iterator[tuple[Environment, Environment]]:
    """Two cities on the tests' server, migrated and empty, each with a folder of its own."""
    base = environment()
    made = []
    with psycopg.connect(base.database_owner_url, autocommit=True) as server:
        for name in ("one", "two"):
            database = f"yunhui_keep_{tmp_path.name[-12:].replace('-', '_')}_{name}"
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(database), sql.Identifier(template_name(base))
                )
            )
            url = psycopg.conninfo.make_conninfo(base.database_owner_url, dbname=database)
            var = tmp_path / name
            made.append(replace(base, var=var, keys=var / "keys", database_owner_url=url))
    yield made[0], made[1]
    with psycopg.connect(base.database_owner_url, autocommit=True) as server:
        for env in made:
            name = psycopg.conninfo.conninfo_to_dict(env.database_owner_url)["dbname"]
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(str(name))))


def fill(env: Environment) -> str:
    """An account, a person with a sealed phone, a stored file; the sealed value."""
    vault = Vault(FileKeys(env.keys / "data"))
    sealed = vault.encrypt("person.phone", "+1 617")
    content = "计划书 㛃喆燚镕䶮".encode()
    algorithm, _colon, value = digest(content).partition(":")
    path = env.var / "files" / algorithm / value[:2] / value
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    (env.var / "audit").mkdir()
    (env.var / "audit" / "heads.jsonl").write_text('{"head": "x"}\n')
    (env.keys / "secret_key").write_text("s" * 64)
    with psycopg.connect(env.database_owner_url) as connection:
        connection.execute(
            "INSERT INTO codes_place VALUES ('x', '㛃城', %s, 'CN', 'Asia/Shanghai', 34.2, 117.3)", [sealed[:80]]
        )
    return sealed


def names(env: Environment) -> list[tuple[object, ...]]:
    """The places that a city knows."""
    with psycopg.connect(env.database_owner_url) as connection:
        return connection.execute("SELECT code, name_zh, name_en FROM codes_place").fetchall()


def test_a_restored_city_is_the_one_that_was_backed_up(cities: tuple[Environment, Environment], tmp_path: Path) -> None:
    one, two = cities
    sealed = fill(one)
    made = back_up(one, tmp_path / "a.yunhui", WORDS)
    assert (tmp_path / "a.yunhui").stat().st_mode & 0o777 == 0o600
    back = put_back(two, tmp_path / "a.yunhui", WORDS)
    assert back.rows == made.rows and made.rows["codes_place"] == 1
    assert names(two) == [("x", "㛃城", sealed)]
    assert Vault(FileKeys(two.keys / "data")).decrypt("person.phone", sealed) == "+1 617"
    kept = [path.relative_to(one.var) for path in (one.var / "files").rglob("*") if path.is_file()]
    assert kept and all((two.var / path).read_bytes() == (one.var / path).read_bytes() for path in kept)
    assert (two.var / "audit" / "heads.jsonl").read_text() == '{"head": "x"}\n'
    assert (two.keys / "secret_key").read_text() == "s" * 64


def test_sealed_keys_need_their_passphrase_and_clear_ones_are_asked_for(
    cities: tuple[Environment, Environment], tmp_path: Path
) -> None:
    one, two = cities
    sealed = fill(one)
    back_up(one, tmp_path / "a.yunhui", WORDS)
    assert sealed.encode() not in (tmp_path / "a.yunhui").read_bytes()
    key = next((one.keys / "data").glob("*.key")).read_bytes()
    assert key not in (tmp_path / "a.yunhui").read_bytes()
    for words in (None, "another passphrase"):
        with pytest.raises(Refusal, match=r"passphrase"):
            put_back(two, tmp_path / "a.yunhui", words)
        assert names(two) == []
    back_up(one, tmp_path / "b.yunhui", None)
    put_back(two, tmp_path / "b.yunhui", None)
    assert names(two)


def test_a_backup_never_writes_over_another(cities: tuple[Environment, Environment], tmp_path: Path) -> None:
    one, _two = cities
    fill(one)
    (tmp_path / "a.yunhui").write_text("precious")
    with pytest.raises(Refusal, match="exists"):
        back_up(one, tmp_path / "a.yunhui", WORDS)
    assert (tmp_path / "a.yunhui").read_text() == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yunhui", "one"]


@pytest.mark.parametrize("damage", ["cut", "flip", "swap", "stranger", "climber", "no manifest"])
def test_a_damaged_archive_touches_nothing(
    cities: tuple[Environment, Environment], tmp_path: Path, damage: str
) -> None:
    one, two = cities
    fill(one)
    whole, broken = tmp_path / "whole.yunhui", tmp_path / "broken.yunhui"
    back_up(one, whole, WORDS)
    data = bytearray(whole.read_bytes())
    if damage == "cut":
        broken.write_bytes(data[: len(data) // 2])
    elif damage == "flip":
        data[len(data) // 3] ^= 1
        broken.write_bytes(data)
    else:
        _rebuild(whole, broken, damage)
    with pytest.raises(Refusal):
        put_back(two, broken, WORDS)
    assert names(two) == []
    assert not (two.var / "files").exists()


def _rebuild(whole: Path, broken: Path, damage: str) -> None:
    stray = whole.with_name("stray")
    stray.write_text("stray")
    with tarfile.open(whole) as old, tarfile.open(broken, "w") as new:
        for info in old:
            stream = old.extractfile(info)
            if damage == "no manifest" and info.name == archive.MANIFEST:
                continue
            if damage == "swap" and info.name.startswith("files/"):
                new.add(stray, info.name)
                continue
            new.addfile(info, stream)
        if damage in ("stranger", "climber"):
            new.add(stray, "files/stranger" if damage == "stranger" else "../../climbed")


def test_a_city_with_people_is_not_replaced_by_mistake(cities: tuple[Environment, Environment], tmp_path: Path) -> None:
    one, two = cities
    fill(one)
    back_up(one, tmp_path / "a.yunhui", WORDS)
    with psycopg.connect(two.database_owner_url) as connection:
        columns = connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = 'accounts_user' AND is_nullable = 'NO' AND column_default IS NULL"
        ).fetchall()
        values = {
            name: {"uuid": "00000000-0000-7000-8000-000000000001", "boolean": True, "integer": 0, "jsonb": "{}"}.get(
                str(kind), "2026-01-01T00:00:00Z" if "timestamp" in str(kind) else "a@b.cn"
            )
            for name, kind in columns
        }
        statement = sql.SQL("INSERT INTO accounts_user ({}) VALUES ({})").format(
            sql.SQL(", ").join(sql.Identifier(str(name)) for name in values),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        )
        connection.execute(statement, list(values.values()))
    with pytest.raises(Refusal, match="holds a city already"):
        put_back(two, tmp_path / "a.yunhui", WORDS)
    put_back(two, tmp_path / "a.yunhui", WORDS, replace=True)
    assert names(two)


def test_the_drill_proves_a_backup_and_leaves_nothing(
    cities: tuple[Environment, Environment], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    one, _two = cities
    fill(one)
    (one.var / "audit" / "heads.jsonl").unlink()
    back_up(one, tmp_path / "a.yunhui", WORDS)
    (tmp_path / "words").write_text(WORDS + "\n")
    there = replace(one, embedded=False)
    assert drill(there, tmp_path / "a.yunhui", str(tmp_path / "words")) == 0
    said = capfd.readouterr().out
    assert "audit log: 0 entries, sound" in said and "can be restored" in said
    with psycopg.connect(one.database_owner_url) as server:
        left = server.execute("SELECT 1 FROM pg_database WHERE datname LIKE 'yunhui_drill_%'").fetchall()
    assert left == [] and not list(one.var.glob(".drill.*"))
    shutil.copy(tmp_path / "a.yunhui", tmp_path / "b.yunhui")
    with (tmp_path / "b.yunhui").open("r+b") as file:
        file.seek(2000)
        file.write(b"\0\0\0\0")
    assert drill(there, tmp_path / "b.yunhui", str(tmp_path / "words")) != 0


def test_a_short_or_missing_passphrase_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("short\n")
    for name, words in (("short", "shorter than 12"), ("missing", "cannot be read")):
        with pytest.raises(Refusal, match=words):
            passphrase_in(str(tmp_path / name))


def test_the_command_asks_how_to_keep_the_keys() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.cli", "backup", "x.yunhui"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2 and "--passphrase-file" in done.stderr


@pytest.mark.parametrize("way", ["disk", "bucket"])
def test_sealed_files_come_back_readable_wherever_they_lie(
    cities: tuple[Environment, Environment], tmp_path: Path, way: str
) -> None:
    """They travel sealed; the keys beside them open them in the restored city, on its disk or in its bucket."""
    one, two = cities
    fill(one)
    content = b"%PDF a plan " * 20_000
    source = tmp_path / "source"
    source.write_bytes(content)
    with far_store() as near, far_store() as other:
        if way == "bucket":
            one, two = replace(one, bucket=near.bucket()), replace(two, bucket=other.bucket(folder="new"))
        sealing = store_of(one.var / "files", one.bucket, Vault(FileKeys(one.keys / "data")), sealing=True)
        sealing.put(digest(content), source)
        (one.var / "files" / "parts").mkdir(exist_ok=True)
        (one.var / "files" / "parts" / "half").write_bytes(b"half an upload")
        back_up(one, tmp_path / "a.yunhui", WORDS)
        assert content[:200] not in (tmp_path / "a.yunhui").read_bytes()
        put_back(two, tmp_path / "a.yunhui", WORDS)
        restored = store_of(two.var / "files", two.bucket, Vault(FileKeys(two.keys / "data")), sealing=False)
        with restored.open(digest(content)) as stream:
            assert stream.read() == content
        assert restored.sealed_under(digest(content)) == "aes-gcm$k1"
        assert (two.var / "files" / "parts" / "half").read_bytes() == b"half an upload"
        assert bool(other.objects) == (way == "bucket")


def test_a_sealed_file_that_was_damaged_is_not_restored(
    cities: tuple[Environment, Environment], tmp_path: Path
) -> None:
    one, two = cities
    fill(one)
    source = tmp_path / "source"
    source.write_bytes(b"a plan")
    store = store_of(one.var / "files", None, Vault(FileKeys(one.keys / "data")), sealing=True)
    store.put(digest(b"a plan"), source)
    path = store.shelf.path(digest(b"a plan"))
    assert path
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    back_up(one, tmp_path / "a.yunhui", WORDS)
    with pytest.raises(Refusal, match="was damaged before"):
        put_back(two, tmp_path / "a.yunhui", WORDS)
    assert names(two) == []


def test_a_silent_bucket_leaves_no_backup_and_no_half_restore(
    cities: tuple[Environment, Environment], tmp_path: Path
) -> None:
    one, two = cities
    fill(one)
    back_up(one, tmp_path / "whole.yunhui", WORDS)
    nowhere = FarStore(port=9).bucket()
    with pytest.raises(Refusal, match=r"nobody listens there: no backup"):
        back_up(replace(one, bucket=nowhere), tmp_path / "a.yunhui", WORDS)
    assert not (tmp_path / "a.yunhui").exists()
    with pytest.raises(Refusal, match=r"nobody listens there: nothing was restored"):
        put_back(replace(two, bucket=nowhere), tmp_path / "whole.yunhui", WORDS)
    assert names(two) == []
