"""Embeddings beside the terms: stored vectors, and a service on this machine that speaks OpenAI's protocol."""

import json
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from yunhui.decide.affinity import Embedder, Endpoint, StoredVectors, Unavailable, affinity_with
from yunhui.decide.affinity.vectors import KEY_VARIABLE

TEXTS = {"own": "wheat", "near": "cereals", "far": "banking", "blank": ""}
PROFILES = {"Li": ["own"], "Wang": [], "Zhao": ["far"]}
MEANING = {"own": [1.0, 0.1], "near": [0.9, 0.2], "far": [-1.0, 0.3], "blank": [0.1, -1.0]}


class Service(ThreadingHTTPServer):
    """Answers with MEANING by text, or with what a test puts into `answer`."""

    answer: bytes | None = None
    status = 200
    seen: list[tuple[str | None, dict[str, Any]]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1/"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.headers["Authorization"], body))
        assert self.path == "/v1/embeddings"
        by_text = {TEXTS[name] or " ": vector for name, vector in MEANING.items()}
        rows = [{"index": at, "embedding": by_text.get(text, [1.0, 1.0])} for at, text in enumerate(body["input"])]
        # The protocol does not promise the order of the rows.
        content = json.dumps({"data": rows[::-1]}).encode() if self.server.answer is None else self.server.answer
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is inherited
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service(("127.0.0.1", 0), Handler) as server:
        server.seen = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def check(embedder: Embedder) -> None:
    reviewers, ids, scores = affinity_with(embedder, PROFILES, TEXTS)
    assert (reviewers, ids) == (list(PROFILES), list(TEXTS))
    lexical = affinity_with(None, PROFILES, TEXTS)[2]
    assert lexical[0, 1] == pytest.approx(lexical[0, 2], abs=1e-6)
    assert scores[0, 1] > scores[0, 2]
    assert (scores[1] == 0.5).all()
    # A text without words is judged by its vector.
    assert scores[0, 3] != 0.5


def test_vectors_of_an_archive(tmp_path: Path) -> None:
    np.savez(tmp_path / "v.npz", ids=list(MEANING), vectors=list(MEANING.values()))
    check(StoredVectors(tmp_path / "v.npz"))


def test_vectors_of_a_folder(tmp_path: Path) -> None:
    for name, vector in MEANING.items():
        np.save(tmp_path / f"{name}.npy", np.array(vector))
    check(StoredVectors(tmp_path))


def test_vectors_of_a_service(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "a key")
    check(Endpoint(service.url, "any"))
    assert service.seen[0] == ("Bearer a key", {"model": "any", "input": ["wheat", "cereals", "banking", " "]})


def test_a_service_is_asked_in_batches(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    assert Endpoint(service.url, "any").vectors([""] * 150, ["wheat"] * 150).shape == (150, 2)
    assert [(key, len(body["input"])) for key, body in service.seen] == [(None, 64), (None, 64), (None, 22)]


@pytest.mark.parametrize(
    ("status", "answer", "message"),
    [
        (401, b"{}", "answered 401 Unauthorized"),
        (200, b"hello", "not a list of embeddings"),
        (200, b'{"data": [{"index": 0}]}', "not a list of embeddings"),
        (200, b'{"data": []}', "0 vectors for 4 texts"),
        (200, json.dumps({"data": [{"index": i, "embedding": [0, 0]} for i in range(4)]}).encode(), "all zeros"),
        (200, json.dumps({"data": [{"index": i, "embedding": [1] * (i + 1)} for i in range(4)]}).encode(), "lengths"),
    ],
)
def test_a_service_that_answers_badly(service: Service, status: int, answer: bytes, message: str) -> None:
    service.status, service.answer = status, answer
    with pytest.raises(Unavailable, match=message):
        affinity_with(Endpoint(service.url, "any"), PROFILES, TEXTS)


def test_a_service_that_is_not_there(service: Service) -> None:
    service.shutdown()
    service.server_close()
    with pytest.raises(Unavailable, match="cannot be reached"):
        Endpoint(service.url, "any", timeout=30).vectors(["a"], ["a"])
    with pytest.raises(Unavailable, match="must begin with http"):
        Endpoint("file:///etc", "any")


def test_vectors_that_cannot_be_had(tmp_path: Path) -> None:
    def refuse(message: str, path: Path, ids: Sequence[str] = ("own", "far")) -> None:
        with pytest.raises(Unavailable, match=message):
            StoredVectors(path).vectors(ids, ids)

    refuse("no vector for own, far", tmp_path)
    refuse("no vector for a, b, c, d, e and 1 more", tmp_path, list("abcdef"))
    refuse("no vector for ../own", tmp_path, ["../own"])
    refuse("neither a folder nor an .npz", tmp_path / "none.npz")
    np.savez(tmp_path / "v.npz", ids=["own"], vectors=[1.0])
    refuse("do not match", tmp_path / "v.npz")
    np.savez(tmp_path / "v.npz", ids=["own", "far"], vectors=[[1.0], [np.nan]])
    refuse("not finite", tmp_path / "v.npz")
    np.save(tmp_path / "own.npy", np.ones(2))
    np.save(tmp_path / "far.npy", np.ones(3))
    refuse("different shapes", tmp_path)
    (tmp_path / "far.npy").write_text("hello")
    refuse("cannot be read", tmp_path)
