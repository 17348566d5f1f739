"""Reading a company directory as applications: which columns, which group, which city."""

import ast
import csv
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from yunhui.decide.files import WrongInput
from yunhui.foundation.codes.models import Place

COLUMNS = (
    "company_id",
    "company_name",
    "short_description",
    "long_description",
    "tags",
    "location",
    "country",
    "team_size",
)
# Words of tags and descriptions by group; chips and software take what no other group names.
WORDS = {
    "health": (
        "health", "biotech", "medical", "therapeutic", "drug", "genom", "diagnos", "telemedicine", "clinic", "patient",
        "pharma", "neuro", "care", "cell-",
    ),
    "energy": (
        "climate", "energy", "solar", "battery", "batteries", "carbon", "electric-vehicle", "fusion", "nuclear", "grid",
        "hydrogen",
    ),
    "equipment": (
        "hardware", "robot", "manufactur", "drone", "satellite", "space", "construction", "hard-tech", "industrial",
        "automotive", "transport", "logistics", "supply-chain", "agricultur", "aerospace",
    ),
}  # fmt: skip
# The listed city whose clock a state of the US keeps (most of it).
STATES = {
    "san-francisco": ("CA",),
    "seattle": ("WA",),
    "portland": ("OR",),
    "las-vegas": ("NV",),
    "denver": ("CO", "MT", "WY", "NM"),
    "salt-lake-city": ("UT", "ID"),
    "phoenix": ("AZ",),
    "austin": ("TX", "OK", "LA", "AR", "MS"),
    "chicago": ("IL", "WI", "IA", "KS", "NE"),
    "minneapolis": ("MN",),
    "nashville": ("TN", "AL"),
    "st-louis": ("MO",),
    "new-york": ("NY", "NJ", "CT"),
    "boston": ("MA", "RI", "NH", "ME", "VT"),
    "philadelphia": ("PA", "DE"),
    "washington": ("DC", "MD", "VA"),
    "atlanta": ("GA", "SC"),
    "miami": ("FL",),
    "raleigh": ("NC",),
    "pittsburgh": ("OH", "KY"),
    "detroit": ("MI", "IN"),
    "honolulu": ("HI",),
}
NEARBY = {
    "mountain view": "palo-alto", "menlo park": "palo-alto", "redwood city": "palo-alto", "san mateo": "san-francisco",
    "san carlos": "palo-alto", "berkeley": "oakland", "sunnyvale": "san-jose", "santa clara": "san-jose",
    "santa monica": "los-angeles", "brooklyn": "new-york", "kitchener": "waterloo", "tel aviv-yafo": "tel-aviv",
    "gurugram": "delhi", "new delhi": "delhi", "cambridge": "cambridge-ma", "lehi": "salt-lake-city",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Company:
    """One row of the directory, as answers to the recipe's form; `place` is empty where the row does not say."""

    key: str
    answers: dict[str, str]


def read_companies(path: Path, places: dict[str, Place]) -> list[Company]:
    """Every company of a directory file.

    Raises:
        WrongInput: no such file, not UTF-8, a column or a cell is missing (row and column are named).
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if lacking:
                raise WrongInput(f"{path}: row 1 has no column {', '.join(lacking)}")
            finder = _Finder(places.values())
            return [_company(path, number, row, finder) for number, row in enumerate(reader, 2)]
    except FileNotFoundError:
        raise WrongInput(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise WrongInput(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except csv.Error as error:
        raise WrongInput(f"{path}: not a CSV file ({error})") from error


def sample(companies: list[Company], size: int, seed: int) -> list[Company]:
    """`size` of the companies by a seeded draw, in the order of the file.

    Raises:
        WrongInput: there are not so many.
    """
    if size > len(companies):
        raise WrongInput(f"--sample {size}: the file has only {len(companies)} rows")
    chosen = sorted(random.Random(seed).sample(range(len(companies)), size))
    return [companies[index] for index in chosen]


def group_of(tags: Iterable[str], text: str) -> str:
    """The group whose words the tags name most often; the text counts where no tag says anything."""
    counts = {group: sum(any(word in tag for word in words) for tag in tags) for group, words in WORDS.items()}
    if not any(counts.values()):
        words_of = text.lower().split()
        counts = {
            group: sum(any(w in one for w in words) for one in words_of[:60]) // 2 for group, words in WORDS.items()
        }
    best = max(counts, key=lambda group: counts[group])
    return best if counts[best] else "ict"


class _Finder:
    def __init__(self, places: Iterable[Place]) -> None:
        rows = list(places)
        self.by_name = {row.name_en.casefold(): row for row in rows}
        self.by_code = {row.code: row for row in rows}
        self.by_country: dict[str, Place] = {}
        for row in rows:
            self.by_country.setdefault(row.country, row)
        listed = {code: states for code, states in STATES.items() if code in self.by_code}
        self.by_state = {state: self.by_code[code] for code, states in listed.items() for state in states}

    def find(self, location: str, country: str) -> Place | None:
        """The listed city at or near a location: by its name, else its state's clock, else its country's first city."""
        city, _comma, rest = location.partition(",")
        name = city.strip().casefold()
        near = self.by_name.get(name) or self.by_code.get(NEARBY.get(name, ""))
        if near and (not country or near.country == country):
            return near
        if country in ("", "US") and (found := self.by_state.get(rest.strip() or city.strip())):
            return found
        return self.by_country.get(country)


def _company(path: Path, number: int, row: dict[str, str | None], finder: _Finder) -> Company:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not cells["company_id"] or not cells["company_name"]:
        name = "company_id" if not cells["company_id"] else "company_name"
        raise WrongInput(f"{path}: row {number}, column {name} is empty")
    tags = _tags(path, number, cells["tags"])
    place = finder.find(cells["location"], cells["country"])
    short = cells["short_description"] or cells["company_name"]
    size = cells["team_size"].partition(".")[0]
    slug = "".join(c for c in cells["company_name"].lower() if c.isascii() and c.isalnum()) or "firm"
    return Company(
        cells["company_id"],
        {
            "title": f"{cells['company_name']}: {short}"[:80],
            "title_en": f"{cells['company_name']}: {short}"[:120],
            "group": group_of(tags, f"{short} {cells['long_description']}"),
            "summary": (cells["long_description"] or short)[:800],
            "novelty": short[:800],
            "team": f"Team of {size}" if size else "Size of the team not stated",
            "team_size": size if size and size != "0" else "1",
            "landing": "Not asked: imported from a public directory",
            "name": cells["company_name"][:80],
            "email": f"contact@{slug[:40]}.example",
            "employer": cells["company_name"][:120],
            "country": place.country if place else "",
            "place": place.code if place else "",
        },
    )


def _tags(path: Path, number: int, text: str) -> list[str]:
    if not text:
        return []
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise WrongInput(f"{path}: row {number}, column tags is no list of words: {text[:40]}") from None
    return [str(tag).lower() for tag in found] if isinstance(found, list) else []
