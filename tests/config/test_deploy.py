"""What is shipped for a machine in production: nginx in front of a stand-in for the web, the units, the settings."""

import http.client
import http.server
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from config.env import ROOT, environment

DEPLOY = ROOT / "deploy"
BYTES = "计划书".encode()


class Web(http.server.BaseHTTPRequestHandler):
    """Says what it was asked; opens one private file by X-Accel-Redirect."""

    asked: ClassVar[dict[str, int]] = {}

    def do_GET(self) -> None:
        if self.path == "/file":
            self.send_response(200)
            self.send_header("X-Accel-Redirect", "/private-files/sha256/ab/plan")
            self.send_header("Content-Type", "application/pdf")
            self.end_headers()
            return
        if self.path.startswith("/zh/"):
            Web.asked[self.path] = Web.asked.get(self.path, 0) + 1
        heard = "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(heard)))
        if "kept" in self.path:
            self.send_header("X-Accel-Expires", "1" if "briefly" in self.path else "60")
            self.send_header("Cache-Control", "public, no-cache")
            self.send_header("Vary", "Accept-Encoding")
        else:
            self.send_header("Cache-Control", "public, max-age=60")
        self.end_headers()
        self.wfile.write(heard)

    def log_message(self, *args: object) -> None:
        """Quiet."""


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def front(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """nginx with the shipped file, its ports and paths changed to this machine's; (http, https)."""
    nginx, openssl = shutil.which("nginx") or shutil.which("/usr/sbin/nginx"), shutil.which("openssl")
    if not nginx or not openssl:
        pytest.skip("no nginx or openssl on this machine")
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    plain, secure = free_port(), free_port()
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", "privkey.pem", "-out", "fullchain.pem"]
    subprocess.run(
        [openssl, "req", "-x509", *key, "-days", "2", "-subj", "/CN=x"], cwd=tmp_path, capture_output=True, check=True
    )
    var = tmp_path / "yunhui" / "var"
    for path, content in (
        ("files/sha256/ab/plan", BYTES),
        ("static/site.0123456789ab.css", b"a{}"),
        ("static/site.css", b"b{}"),
    ):
        (var / path).parent.mkdir(parents=True, exist_ok=True)
        (var / path).write_bytes(content)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("listen [::]:80;", ""), ("listen [::]:443 ssl http2;", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"), ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("127.0.0.1:8000", f"127.0.0.1:{web.server_port}"), ("/etc/ssl/yunhui", str(tmp_path)),
        ("/srv/yunhui", str(tmp_path / "yunhui")), ("/var/log/nginx", str(tmp_path)),
        ("/var/cache/nginx/yunhui", str(tmp_path / "pages")),
    ):  # fmt: skip
        assert old in text, old
        text = text.replace(old, new)
    (tmp_path / "yunhui.conf").write_text(text, encoding="utf-8")
    own = "\n".join(
        f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {tmp_path}/pid;\n"
        f"error_log {tmp_path}/error.log;\nevents {{}}\n"
        f"http {{ {own} include {tmp_path}/yunhui.conf; }}\n"
    )
    running = subprocess.Popen([nginx, "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "early.log")])
    try:
        deadline = time.monotonic() + 60
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().strip():
            assert running.poll() is None and time.monotonic() < deadline, (tmp_path / "early.log").read_text()
            time.sleep(0.02)
        yield plain, secure
    finally:
        running.terminate()
        running.wait(60)
        web.shutdown()
        web.server_close()


def get(port: int, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """One request by TLS, with a certificate that nobody signed."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=context)
    try:
        connection.request("GET", path, headers={"Host": "talent.city.example", **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_the_front_keeps_private_files_private_and_tells_the_truth(front: tuple[int, int], tmp_path: Path) -> None:
    plain, secure = front
    connection = http.client.HTTPConnection("127.0.0.1", plain, timeout=60)
    connection.request("GET", "/zh/", headers={"Host": "talent.city.example"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, "https://talent.city.example/zh/")
    connection.close()
    assert get(secure, "/private-files/sha256/ab/plan")[0] == 404
    status, _headers, body = get(secure, "/file")
    assert (status, body) == (200, BYTES)
    status, headers, body = get(secure, "/zh/", **{"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http"})
    heard = body.decode().lower().split("\n")
    assert status == 200 and "max-age" in headers["Strict-Transport-Security"]
    assert "x-forwarded-proto: https" in heard and "x-forwarded-for: 127.0.0.1" in heard
    assert not any("6.6.6.6" in line for line in heard)


def test_style_sheets_with_a_digest_are_kept_for_a_year(front: tuple[int, int]) -> None:
    _plain, secure = front
    assert "immutable" in get(secure, "/static/site.0123456789ab.css")[1]["Cache-Control"]
    status, headers, body = get(secure, "/static/site.css")
    assert (status, body) == (200, b"b{}") and headers["Cache-Control"] == "public, max-age=300"
    assert get(secure, "/static../files/sha256/ab/plan")[2] != BYTES


def test_visitors_pages_are_kept_as_long_as_they_say_and_nothing_else(front: tuple[int, int]) -> None:
    _plain, secure = front
    Web.asked.clear()
    first = get(secure, "/zh/kept/", **{"Accept-Encoding": "gzip, br", "Cookie": "_ga=1"})
    for accepted in ("gzip", "deflate, gzip;q=1.0"):
        status, headers, body = get(secure, "/zh/kept/", **{"Accept-Encoding": accepted, "Cookie": "_ga=2"})
        assert (status, body) == (200, first[2]) and headers["Cache-Control"] == "public, no-cache"
        assert "X-Accel-Expires" not in headers
    assert Web.asked["/zh/kept/"] == 1
    for more in ({"Cookie": "a=b; yunhui_session_8000=x"}, {"Authorization": "Basic x"}, {"HX-Request": "true"}):
        before = Web.asked["/zh/kept/"]
        get(secure, "/zh/kept/", **{"Accept-Encoding": "gzip"}, **more)
        assert Web.asked["/zh/kept/"] == before + 1, more
    get(secure, "/zh/kept/")
    assert Web.asked["/zh/kept/"] == 5  # who takes no gzip gets their own
    for _turn in range(2):
        get(secure, "/zh/other/")
    assert Web.asked["/zh/other/"] == 2  # whatever its Cache-Control says
    get(secure, "/zh/kept-briefly/")
    deadline = time.monotonic() + 60
    while Web.asked["/zh/kept-briefly/"] == 1:
        assert time.monotonic() < deadline, "a page that is kept for a second is still shown"
        time.sleep(0.3)
        get(secure, "/zh/kept-briefly/")


def test_the_settings_in_the_example_are_settings(tmp_path: Path) -> None:
    lines = (DEPLOY / "yunhui.env.example").read_text().splitlines()
    pairs = [line.lstrip("# ").partition("=") for line in lines if "=" in line]
    given = {name: value for name, _sign, value in pairs}
    env = environment({**given, "YUNHUI_VAR": str(tmp_path)})
    assert env.https and not env.demo


@pytest.mark.parametrize("name", ["yunhui.service", "yunhui-backup.service", "yunhui-backup.timer"])
def test_the_units_are_units(name: str) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("no systemd-analyze on this machine")
    done = subprocess.run([analyze, "verify", str(DEPLOY / name)], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if "yunhui" in line and "is not executable" not in line]
    assert ours == [], ours
