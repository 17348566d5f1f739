"""The demo's way out: it says that it carried, and nothing leaves the machine."""

from collections.abc import Callable

from yunhui.foundation.notices.ports import Parcel, Receipt


class Nowhere:
    """Takes everything and keeps nothing; the demo's mail page shows what it took."""

    def carry(self, parcel: Parcel, leave: Callable[[], bool]) -> Receipt | None:
        """Take a parcel."""
        return Receipt("demo: nothing left this machine") if leave() else None

    def close(self) -> None:
        """Nothing is open."""
