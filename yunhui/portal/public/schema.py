"""Things of schema.org as plain data: what search engines read beside the words. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

Thing = dict[str, Any]


def organisation(name: str, url: str, email: str = "", address: str = "", logo: str = "") -> Thing:
    """The office that runs the site."""
    thing = {"@type": "GovernmentOrganization", "name": name, "url": url}
    return thing | {key: text for key, text in (("email", email), ("address", address), ("logo", logo)) if text}


def website(name: str, url: str, search: str, language: str) -> Thing:
    """The site with its search."""
    target = {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{query}}"}
    return {
        "@type": "WebSite",
        "name": name,
        "url": url,
        "inLanguage": language,
        "potentialAction": {"@type": "SearchAction", "target": target, "query-input": "required name=query"},
    }


def event(
    name: str,
    url: str,
    starts: str,
    ends: str,
    *,
    place: str,
    organiser: str,
    description: str = "",
    image: str = "",
    within: Thing | None = None,
    is_over: bool = False,
) -> Thing:
    """An event in a hall and online at once; `starts` and `ends` are ISO dates or instants."""
    thing: Thing = {
        "@type": "Event",
        "name": name,
        "url": url,
        "startDate": starts,
        "endDate": ends,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [{"@type": "Place", "name": place, "address": place}, {"@type": "VirtualLocation", "url": url}],
        "organizer": {"@type": "GovernmentOrganization", "name": organiser},
        "isAccessibleForFree": True,
    }
    if is_over:
        del thing["eventStatus"]
    return thing | {
        key: value for key, value in (("description", description), ("image", image), ("superEvent", within)) if value
    }


def article(title: str, url: str, at: datetime, changed: datetime, publisher: str, image: str, language: str) -> Thing:
    """A piece of news."""
    return {
        "@type": "NewsArticle",
        "headline": title,
        "url": url,
        "datePublished": at.isoformat(),
        "dateModified": changed.isoformat(),
        "inLanguage": language,
        "image": image,
        "author": {"@type": "GovernmentOrganization", "name": publisher},
        "publisher": {"@type": "GovernmentOrganization", "name": publisher},
    }


def listing(name: str, rows: Sequence[tuple[str, str]]) -> Thing:
    """A list of (url, name) in its order."""
    items = [{"@type": "ListItem", "position": at, "url": url, "name": word} for at, (url, word) in enumerate(rows, 1)]
    return {"@type": "ItemList", "name": name, "numberOfItems": len(items), "itemListElement": items}
