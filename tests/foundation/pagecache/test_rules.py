"""Which requests have a page in memory: few, by plain names, and never two names for what differs."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.foundation.pagecache.ports import asks, changes_at, known_names, listening
from yunhui.foundation.pagecache.rules import LIFE, is_for_one, key_of, life_of, may_keep

HOSTS = {"talent.city.example", "127.0.0.1:8000"}
NAMES = {"group", "zone", "day"}
NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)


def named(path: str = "/en/", query: str = "", host: str = "talent.city.example") -> str | None:
    key = key_of(host, path, query, HOSTS, NAMES)
    return None if key is None else f"{key.host}{key.path}?{key.query}".removesuffix("?")


@pytest.mark.parametrize(
    "path",
    ["/zh/", "/en/", "/en/timetable/roadshow/", "/zh/timetable/roadshow.ics", "/en/projects/roadshow/7/",
     "/embed/zh/timetable/roadshow/", "/sitemap.xml", "/robots.txt", "/en/feed.xml"],
)  # fmt: skip
def test_pages_of_the_public_site_have_a_name(path: str) -> None:
    assert named(path) == f"talent.city.example{path}"


@pytest.mark.parametrize(
    "path",
    ["/", "/zh", "/w/", "/my/", "/sign-in", "/ZH/", "/en//", "//en/", "/en/../w/", "/en/./", "/en/.hidden",
     "/en/a%2fb/", "/en/\\", "/en/;a", "/en/x y", "/en/名/", "/en/" + "a" * 200, "/en/a\n", "/en/\x00", "/fr/",
     "/static/public.css", "/f/ticket", "/xx/../sitemap.xml", "/SITEMAP.XML"],
)  # fmt: skip
def test_odd_paths_and_other_pages_have_none(path: str) -> None:
    assert named(path) is None


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "talent.city.example:81", "talent.city.example.", "talent.city.example@evil.example",
     "evil.example talent.city.example", "127.0.0.1", "sub.talent.city.example"],
)  # fmt: skip
def test_hosts_that_are_not_the_citys_have_none(host: str) -> None:
    assert named(host=host) is None


def test_a_host_has_no_case() -> None:
    assert named(host="TALENT.city.Example") == named()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("group=energy", "group=energy"),
        ("zone=Asia%2FShanghai&group=energy", "group=energy&zone=Asia%2FShanghai"),
        ("group=energy&utm_source=x&from=singlemessage&isappinstalled=0", "group=energy"),
        ("utm_source=x", ""),
        ("group=", "group="),
    ],
)
def test_known_parameters_in_one_order(query: str, kept: str) -> None:
    assert named(query=query) == named() + (f"?{kept}" if kept else "")  # type: ignore[operator]


@pytest.mark.parametrize(
    "query",
    ["q=a", "group=a&q=b", "group=a&group=b", "group=%3Cscript%3E", "group=" + "a" * 65, "group", "group=a;zone=b",
     "GROUP=a", "group=名", "&".join(f"day={n}" for n in range(30)), "day=" + "1" * 500, "%67roup=a%00"],
)  # fmt: skip
def test_anything_else_is_not_kept(query: str) -> None:
    assert named(query=query) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_name_says_all_that_is_rendered(path: str, query: str) -> None:
    """Whatever is asked: the name holds plain characters, known parameters once each, and names itself again."""
    key = key_of("talent.city.example", f"/en/{path}", query, HOSTS, NAMES)
    if key is not None:
        assert key.path.isascii() and "//" not in key.path and "/." not in key.path
        given = parse_qs(key.query, keep_blank_values=True)
        assert set(given) <= NAMES and all(len(values) == 1 for values in given.values())
        assert key_of(*key, HOSTS, NAMES) == key


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.from_regex(r"[A-Za-z0-9_.+/-]{0,20}", fullmatch=True)))
def test_order_makes_no_second_name(values: dict[str, str]) -> None:
    pairs = [f"{name}={value.replace('+', '%2B')}" for name, value in values.items()]
    assert named(query="&".join(pairs)) == named(query="&".join(reversed(pairs))) is not None


@pytest.mark.parametrize(
    ("status", "headers", "kept"),
    [
        (200, [("Content-Type", "text/html")], True),
        (200, [("Cache-Control", "public, max-age=60")], True),
        (404, [], False),
        (302, [("Location", "/en/")], False),
        (206, [], False),
        (500, [], False),
        (200, [("set-cookie", "a=b")], False),
        (200, [("Cache-Control", "private")], False),
        (200, [("Cache-Control", "max-age=0, no-store")], False),
        (200, [("Cache-Control", "no-cache, private=x")], True),
    ],
)
def test_only_everybodys_answers_are_kept(status: int, headers: list[tuple[str, str]], kept: bool) -> None:
    assert may_keep(status, headers) is kept
    assert is_for_one(headers) is (not kept and status == 200)


@given(st.lists(st.integers(-100, 100), max_size=6))
def test_a_page_lives_until_the_clock_changes_it(seconds: list[int]) -> None:
    life = life_of(NOON, [NOON + timedelta(seconds=one) for one in seconds])
    assert 0 < life <= LIFE
    assert life == min([LIFE, *(one for one in seconds if one > 0)])


def test_pages_say_when_they_change_while_they_are_rendered() -> None:
    changes_at(NOON)  # nobody listens
    with listening() as moments:
        changes_at(NOON, None)
        with listening() as inner:
            changes_at(NOON + timedelta(hours=1))
        assert inner == [NOON + timedelta(hours=1)]
    assert moments == [NOON]


def test_parameters_are_registered_by_plain_names() -> None:
    with pytest.raises(ValueError, match="a b"):
        asks("a b")
    assert "a b" not in known_names()
