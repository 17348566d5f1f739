"""Ways to a page whose address is not known before: through a list, through a letter, or a page that is not there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Finds a path on the pages before it, given a tab and zh or en.
Find = Callable[[Any, str], str]
WIDTHS = (1440, 390)


@dataclass(frozen=True)
class Page:
    """A page to look at: its file name, where it is, who looks (None: a visitor), on what, and what it answers."""

    name: str
    where: str | Find  # in a path "{lang}" becomes zh or en
    role: str | None = None
    widths: tuple[int, ...] = WIDTHS
    status: int = 200

    def path(self, tab: Any, short: str) -> str:
        """Where the page is in the language `short`."""
        return self.where.replace("{lang}", short) if isinstance(self.where, str) else self.where(tab, short)


def first(listing: str, selector: str = "a.title") -> Find:
    """The page behind the first link of a list."""

    def find(tab: Any, short: str) -> str:
        tab.goto(listing.replace("{lang}", short))
        return str(tab.locator(selector).first.get_attribute("href"))

    return find


def by_letter(start: str, reader: str) -> Find:
    """The page a letter leads to: the newest letter to `reader` in the demo's mail with a link below `start`."""

    def find(tab: Any, short: str) -> str:
        tab.goto(f"/demo/mail?q={reader}")
        letters = tab.locator('main a[href^="/demo/mail/"]').evaluate_all("all => all.map(one => one.pathname)")
        for letter in letters:
            link = re.search(rf'href="[^"]*?({re.escape(start)}[^"]+)"', tab.request.get(letter).text())
            if link:
                return link.group(1)
        raise LookupError(f"no letter to {reader} has a link below {start}")

    return find
