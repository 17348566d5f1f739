"""What a reader asks of the library: all of it stands in the address, so that it can be kept, sent and gone back to."""

from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from yunhui.pipeline.experts.enums import ExpertState, Level
from yunhui.pipeline.experts.rules import LANGUAGES, REGIONS, SORTS

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to look at the library.

    Attributes:
        q: words; state, industry, language, level, region: filters, empty for all; sort: one of `SORTS`, with "-" the
            other way round.
        view: the saved view from which this came; call: the call for which experts are ticked.
    """

    q: str = ""
    state: str = ""
    industry: str = ""
    language: str = ""
    level: str = ""
    region: str = ""
    sort: str = ""
    view: str = ""
    call: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """The known parameters of an address; what is none of the answers is left out."""
        given = {one.name: query.get(one.name, "").strip()[:_LONGEST] for one in fields(cls)}
        known = {"state": ExpertState.values, "level": Level.values, "language": LANGUAGES, "region": REGIONS}
        for name, values in known.items():
            given[name] = given[name] if given[name] in values else ""
        given["sort"] = given["sort"] if given["sort"].removeprefix("-") in SORTS else ""
        return cls(**given)

    @classmethod
    def of_text(cls, query: str) -> "Asked":
        """The same from the text of a query string."""
        return cls.of(QueryDict(query.removeprefix("?")))

    def but(self, **changed: str) -> "Asked":
        """The same with something else asked."""
        return replace(self, **changed)

    def bare(self) -> "Asked":
        """Without what is no part of a view: its name, and the call for which it is looked at."""
        return replace(self, view="", call="")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the state leaves experts out."""
        return any((self.q, self.industry, self.language, self.level, self.region))

    @property
    def url(self) -> str:
        """The query string, empty for everything."""
        given = {one.name: value for one in fields(self) if (value := getattr(self, one.name))}
        return f"?{urlencode(given)}" if given else ""


def default_views() -> list[tuple[Asked, str]]:
    """The views that come with the house."""
    return [
        (Asked(), _("Everybody")),
        (Asked(state=ExpertState.PROPOSED, sort="-proposed"), _("Proposed: to look at")),
        (Asked(state=ExpertState.ADMITTED, level=Level.SENIOR), _("Senior titles")),
        (Asked(state=ExpertState.ADMITTED, region="abroad"), _("From abroad")),
        (Asked(state=ExpertState.ADMITTED, language="en"), _("Read English")),
        (Asked(state=ExpertState.SUSPENDED), _("Suspended")),
    ]
