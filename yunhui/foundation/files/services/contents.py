"""Everything in the store, one after the other: proved, sealed anew, carried to where it belongs.

For the operator's commands: what was done is yielded as it is done, and each may be stopped and started again.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from yunhui.foundation.files.models import Blob
from yunhui.foundation.files.ports.store import Store, store, store_of
from yunhui.foundation.files.services.attaching import forget
from yunhui.kernel.crypto import Digester
from yunhui.kernel.sealed import Damaged


def verify_contents() -> Iterator[tuple[str, str]]:
    """Read every content that a file names; yields each digest with `sound`, `missing` or `damaged`.

    Raises:
        StoreSilent: the store lies elsewhere and does not answer.
    """
    found = store()
    for key in Blob.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500):
        yield key, _state(found, key)


def seal_contents() -> Iterator[tuple[str, str]]:
    """Write anew what is not sealed as the settings say: sealed where they seal, under the current key; plain where
    they do not. Yields each digest that was written with `written`, or `damaged` where it is left as it is.

    Raises:
        StoreSilent: the store lies elsewhere and does not answer.
    """
    found = store()
    goal = found.seals_under()
    for key, _came in found.contents():
        if _is_under(found, key, goal):
            continue
        state = _state(found, key)
        if state == "sound":
            with found.at_hand(key) as path:
                found.put(key, path, anew=True)
            if not Blob.objects.filter(pk=key).exists():  # its last file went meanwhile
                forget(key)
            state = "written"
        yield key, state


def carry_contents(*, remove: bool = False) -> Iterator[tuple[str, str]]:
    """Bring what lies in `var/files` into the bucket that the settings name; yields each digest with `carried`, `there
    already` or `damaged`.

    Args:
        remove: take it away from the disk after it was read back whole.
    """
    root, far = Path(settings.FILES_ROOT), store()
    near = store_of(root, None, settings.VAULT, sealing=False)
    if settings.FILES_BUCKET is None:
        return
    for key, _came in list(near.contents()):
        there = far.shelf.has(key)
        if not there:
            if _state(near, key) != "sound":
                yield key, "damaged"
                continue
            with near.at_hand(key) as path:
                far.put(key, path)
        if remove and _state(far, key) == "sound":
            near.remove(key)
        yield key, "there already" if there else "carried"


def _state(found: Store, key: str) -> str:
    try:
        digester = Digester(key.partition(":")[0])
        with found.open(key) as stream:
            while piece := stream.read(1 << 20):
                digester.update(piece)
    except FileNotFoundError:
        return "missing"
    except (Damaged, KeyError):
        return "damaged"
    return "sound" if digester.value() == key else "damaged"


def _is_under(found: Store, key: str, goal: str | None) -> bool:
    try:
        return found.sealed_under(key) == goal
    except (Damaged, FileNotFoundError):
        return False
