"""The typed environment: what stops a start, and what is derived."""

from pathlib import Path

import pytest

from config.env import environment, socket_folder
from config.refusal import Refusal


def read(tmp_path: Path, **variables: str):
    return environment({"YUNHUI_VAR": str(tmp_path), **variables})


def test_defaults_are_a_demo_city_on_this_machine_only(tmp_path: Path) -> None:
    env = read(tmp_path)
    assert (env.host, env.port, env.realtime_port, env.demo, env.debug) == ("127.0.0.1", 8000, 18000, True, False)
    assert env.public_url == "http://127.0.0.1:8000"
    assert env.realtime_url == "http://127.0.0.1:18000"
    assert env.embedded
    assert not env.https


def test_two_cities_on_neighbouring_ports_do_not_collide(tmp_path: Path) -> None:
    ports = [(env.port, env.realtime_port) for env in (read(tmp_path, PORT=str(port)) for port in range(8000, 8100))]
    assert len({port for pair in ports for port in pair}) == 200
    assert read(tmp_path, PORT="60000").realtime_port == 50000


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"YUNHUI_DEBGU": "1"}, "did you mean YUNHUI_DEBUG?"),
        ({"YUNHUI_SOMETHING_ELSE_ALTOGETHER": "1"}, "is not a setting of Yunhui"),
        ({"PORT": "eighty"}, "whole number from 1 to 65535"),
        ({"PORT": "0"}, "whole number from 1 to 65535"),
        ({"PORT": "70000"}, "whole number from 1 to 65535"),
        ({"PORT": "8000", "YUNHUI_REALTIME_PORT": "8000"}, "different numbers"),
        ({"YUNHUI_DEBUG": "maybe"}, "write 1 or 0"),
        ({"YUNHUI_LANGUAGE": "de"}, "one of zh-hans, en"),
        ({"YUNHUI_PUBLIC_URL": "rc.example.cn"}, "begin with https://"),
        ({"YUNHUI_HOST": "0.0.0.0"}, "set YUNHUI_PUBLIC_URL"),
        ({"YUNHUI_HOST": "0.0.0.0", "YUNHUI_PUBLIC_URL": "https://a.cn", "YUNHUI_DEMO": "1"}, "Demo mode"),
        ({"YUNHUI_HOST": "0.0.0.0", "YUNHUI_PUBLIC_URL": "https://a.cn", "YUNHUI_DEBUG": "1"}, "Debug pages"),
        ({"DATABASE_URL": "mysql://a:b@c/d"}, "begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://a:b@c:port/d"}, "begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://c/d"}, "names no user"),
        ({"DATABASE_APP_URL": "postgresql://a:b@c/d"}, "set both, or neither"),
    ],
)
def test_a_wrong_variable_stops_the_start_with_one_sentence(tmp_path: Path, variables: dict, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(tmp_path, **variables)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_behind_a_proxy_both_doors_share_its_address_and_demo_is_off(tmp_path: Path) -> None:
    env = read(
        tmp_path, YUNHUI_HOST="10.0.0.5", YUNHUI_PUBLIC_URL="https://rc.example.cn/", YUNHUI_ALLOWED_HOSTS="a.cn, b.cn"
    )
    assert env.realtime_url == env.public_url == "https://rc.example.cn"
    assert env.allowed_hosts == ("rc.example.cn", "a.cn", "b.cn")
    assert env.origins == ("https://rc.example.cn",)
    assert env.https
    assert not env.demo


def test_a_server_of_the_citys_own_is_no_demo_unless_asked(tmp_path: Path) -> None:
    url = "postgresql://city:p%40ss@db.example/yun"
    assert not read(tmp_path, DATABASE_URL=url).demo
    assert read(tmp_path, DATABASE_URL=url, YUNHUI_DEMO="1").demo


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert first.secret_key not in repr(first)
    assert "postgresql://" not in repr(first)


def test_a_damaged_secret_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret_key").write_text("short")
    with pytest.raises(Refusal, match="restore it from your backup"):
        read(tmp_path)


def test_a_deep_checkout_gets_a_socket_that_is_short_enough(tmp_path: Path) -> None:
    assert socket_folder(tmp_path) == tmp_path / "run"
    deep = tmp_path / ("x" * 90)
    assert len(f"{socket_folder(deep)}/.s.PGSQL.5432.lock") <= 107
    assert socket_folder(deep) != socket_folder(tmp_path / ("y" * 90))
