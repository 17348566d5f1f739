"""The ground: ids, clock, states, cryptography."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.kernel import clock
from yunhui.kernel.crypto import CIPHERS, DIGESTS, FileKeys, Vault, digest, is_digest
from yunhui.kernel.errors import DomainError
from yunhui.kernel.ids import new_id
from yunhui.kernel.states import Machine
from yunhui.pipeline.applications.states import APPLICATION, STAGE_PASS


def test_ids_are_version_seven_and_sort_by_time() -> None:
    ids = [new_id() for _ in range(200)]
    assert {(one.version, one.variant) for one in ids} == {(7, "specified in RFC 4122")}
    stamps = [one.int >> 80 for one in ids]
    assert stamps == sorted(stamps)


def test_a_date_deadline_is_the_next_midnight_in_beijing() -> None:
    assert clock.end_of_day(date(2026, 6, 11)) == datetime(2026, 6, 11, 16, tzinfo=UTC)
    assert clock.is_within(clock.end_of_day(date(2026, 6, 11)), None, clock.end_of_day(date(2026, 6, 11))) is False


def test_a_rehearsal_travels_and_comes_back() -> None:
    there = datetime(2026, 11, 1, 5, tzinfo=UTC)
    with clock.travel(there):
        assert clock.now() == there
    assert clock.now() != there
    with pytest.raises(ValueError, match="zone"), clock.travel(datetime(2026, 11, 1)):  # noqa: DTZ001
        pass


@pytest.mark.parametrize("machine", [APPLICATION, STAGE_PASS])
def test_machines_move_only_by_their_table(machine: Machine) -> None:
    for here in machine.states:
        for there in machine.states:
            if machine.allows(here, there):
                machine.check(here, there)
            else:
                with pytest.raises(DomainError, match="move_not_allowed"):
                    machine.check(here, there)


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_digests_name_their_algorithm(name: str) -> None:
    value = digest(b"abc", name)
    assert value.startswith(f"{name}:")
    assert is_digest(b"abc", value)
    assert not is_digest(b"abd", value)


def test_digests_are_the_published_ones() -> None:
    assert digest(b"abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    # GB/T 32905-2016, example 1.
    assert digest(b"abc", "sm3") == "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for keys."""
    return tmp_path_factory.mktemp("keys")


@given(text=st.text(max_size=200), cipher=st.sampled_from(sorted(CIPHERS)))
def test_what_was_encrypted_can_be_read_under_any_setting(folder: Path, text: str, cipher: str) -> None:
    value = Vault(FileKeys(folder), cipher=cipher).encrypt("passport", text)
    assert Vault(FileKeys(folder)).decrypt("passport", value) == text
    with pytest.raises(ValueError, match="cannot be read"):
        Vault(FileKeys(folder)).decrypt("phone", value)


def test_a_changed_value_and_a_lost_key_are_refused(folder: Path, tmp_path: Path) -> None:
    vault = Vault(FileKeys(folder))
    value = vault.encrypt("passport", "E12345678")
    broken = value[:-2] + ("A" if value[-2] != "A" else "B") + value[-1]
    with pytest.raises(ValueError, match="cannot be read"):
        vault.decrypt("passport", broken)
    with pytest.raises(ValueError, match="cannot be read"):
        Vault(FileKeys(tmp_path)).decrypt("passport", value)


def test_a_new_key_keeps_the_old_values_readable(tmp_path: Path) -> None:
    vault = Vault(FileKeys(tmp_path))
    old, code = vault.encrypt("passport", "E1"), vault.mac("passport", "E1")
    (tmp_path / "k2.key").write_bytes(bytes(range(32)))
    assert vault.encrypt("passport", "E1").split("$")[1] == "k2"
    assert vault.decrypt("passport", old) == "E1"
    assert vault.is_mac("passport", "E1", code)
    assert not vault.is_mac("passport", "E2", code)


def test_keys_are_for_the_service_alone(tmp_path: Path) -> None:
    Vault(FileKeys(tmp_path / "new")).mac("x", "y")
    assert ((tmp_path / "new").stat().st_mode & 0o777, (tmp_path / "new/k1.key").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
