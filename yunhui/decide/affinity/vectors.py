"""Embeddings from outside: a folder or archive of vectors, or an endpoint that speaks OpenAI's embeddings protocol."""

import json
import os
import urllib.error
import urllib.request
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import numpy as np

from yunhui.decide.affinity.lexical import Floats

KEY_VARIABLE = "YUNHUI_EMBEDDINGS_KEY"
BATCH = 64


class Unavailable(ValueError):
    """Vectors that cannot be had; the message says which and why."""


class Embedder(Protocol):
    """Anything that turns texts into vectors. The same text or id must always give the same vector."""

    def vectors(self, ids: Sequence[str], texts: Sequence[str]) -> Floats:
        """One vector per text, shape [len(texts), dimensions], any length but not all zeros.

        Raises:
            Unavailable: some vector cannot be had.
        """
        ...


class StoredVectors:
    """Vectors computed before: a folder with one `<id>.npy` each, or an `.npz` with `ids` and `vectors`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def vectors(self, ids: Sequence[str], texts: Sequence[str]) -> Floats:
        """The stored vectors of `ids`; `texts` is not used."""
        known = self._folder(ids) if self.path.is_dir() else self._archive()
        missing = [name for name in ids if name not in known]
        if missing:
            more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            raise Unavailable(f"{self.path}: no vector for {', '.join(missing[:5])}{more}")
        sizes = {known[name].shape for name in ids}
        if len(sizes) > 1 or any(len(size) != 1 for size in sizes):
            raise Unavailable(f"{self.path}: the vectors have different shapes: {sorted(sizes)[:3]}")
        return _checked(np.array([known[name] for name in ids], dtype=np.float64), str(self.path))

    def _folder(self, ids: Sequence[str]) -> dict[str, Any]:
        files = {name: self.path / f"{name}.npy" for name in ids if Path(name).name == name}
        try:
            return {name: np.load(file, allow_pickle=False) for name, file in files.items() if file.is_file()}
        except (OSError, ValueError, EOFError) as error:
            raise Unavailable(f"{self.path}: a vector cannot be read ({error})") from error

    def _archive(self) -> dict[str, Any]:
        try:
            with np.load(self.path, allow_pickle=False) as archive:
                names, rows = archive["ids"], archive["vectors"]
        except (OSError, ValueError, EOFError, KeyError, AttributeError, zipfile.BadZipFile) as error:
            raise Unavailable(f"{self.path}: neither a folder nor an .npz with ids and vectors ({error})") from error
        if names.ndim != 1 or rows.ndim != 2 or len(names) != len(rows):
            raise Unavailable(f"{self.path}: ids of shape {names.shape} do not match vectors of shape {rows.shape}")
        return dict(zip(names.astype(str).tolist(), rows, strict=True))


class Endpoint:
    """An OpenAI-compatible service: POST `<url>/embeddings` with model and input. Texts leave this machine.

    A key, if the service wants one, is taken from the environment variable YUNHUI_EMBEDDINGS_KEY.
    """

    def __init__(self, url: str, model: str, *, timeout: float = 60.0) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise Unavailable(f"{url}: the address must begin with http:// or https://")
        self.url = url.rstrip("/") + "/embeddings"
        self.model = model
        self.timeout = timeout

    def vectors(self, ids: Sequence[str], texts: Sequence[str]) -> Floats:
        """The service's vectors of `texts`, asked in batches; `ids` is not used."""
        rows = [row for at in range(0, len(texts), BATCH) for row in self._ask(list(texts[at : at + BATCH]))]
        if len({len(row) for row in rows}) > 1:
            raise Unavailable(f"{self.url}: the vectors have different lengths")
        return _checked(np.array(rows, dtype=np.float64), self.url)

    def _ask(self, texts: list[str]) -> list[list[float]]:
        # Services refuse an empty input.
        body = json.dumps({"model": self.model, "input": [text or " " for text in texts]}).encode()
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get(KEY_VARIABLE):
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(self.url, data=body, headers=headers)  # noqa: S310 - http or https, checked
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:  # noqa: S310
                rows = sorted(json.load(response)["data"], key=lambda row: row["index"])
                found = [[float(value) for value in row["embedding"]] for row in rows]
        except urllib.error.HTTPError as error:
            with error:
                raise Unavailable(f"{self.url}: answered {error.code} {error.reason}") from error
        except OSError as error:
            raise Unavailable(f"{self.url}: cannot be reached ({error})") from error
        except (ValueError, KeyError, TypeError) as error:
            raise Unavailable(f"{self.url}: the answer is not a list of embeddings") from error
        if len(found) != len(texts):
            raise Unavailable(f"{self.url}: {len(found)} vectors for {len(texts)} texts")
        return found


def _checked(rows: Floats, where: str) -> Floats:
    if rows.ndim != 2 or not np.isfinite(rows).all() or (len(rows) and not rows.any(axis=1).all()):
        raise Unavailable(f"{where}: a vector is empty, all zeros or not finite")
    return rows
