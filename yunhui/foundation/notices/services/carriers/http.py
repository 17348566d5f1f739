"""What the HTTP channels share: one request, its answer as JSON, and what a failure means."""

from typing import Any

import requests

from yunhui.foundation.notices.errors import PermanentRefusal, TemporaryRefusal

SECONDS = (5, 20)  # to connect, to answer


def ask(method: str, url: str, **how: Any) -> Any:
    """The JSON answer of a request.

    Raises:
        TemporaryRefusal: nobody answers at that address, the server cannot now (429, 503), or does not let us in
            (401, 403): the settings are wrong, not the letter.
        PermanentRefusal: it refuses the request (any other 4xx).
        requests.RequestException: the request was sent and the answer is lost, is another 5xx, or no JSON.
    """
    try:
        answer = requests.request(method, url, timeout=SECONDS, allow_redirects=False, **how)
    except (requests.ConnectTimeout, requests.exceptions.SSLError) as error:
        raise TemporaryRefusal(f"{type(error).__name__}: no connection") from error
    except requests.ConnectionError as error:
        if "NewConnectionError" in str(error) or "NameResolutionError" in str(error):
            raise TemporaryRefusal("ConnectionError: no connection") from error
        raise
    said = f"HTTP {answer.status_code}"
    if answer.status_code in (401, 403, 429, 503):
        raise TemporaryRefusal(said)
    if 400 <= answer.status_code < 500:
        raise PermanentRefusal(f"{said} {answer.text[:300]}")
    answer.raise_for_status()
    return answer.json()


def at_path(answer: Any, path: str) -> str:
    """The value at a path such as `data.0.id` of a JSON answer, as text; empty where there is none."""
    for name in path.split(".") if path else ():
        if isinstance(answer, dict):
            answer = answer.get(name)
        elif isinstance(answer, list) and name.isdecimal() and int(name) < len(answer):
            answer = answer[int(name)]
        else:
            return ""
    return "" if answer is None or not path else str(answer)
