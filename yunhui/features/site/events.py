from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SiteChanged:
    """Settings of the site that everyone sees: names, texts, colours, the seal, contact, filing numbers."""

    public_face: ClassVar[bool] = True

    parts: list[str]


@dataclass(frozen=True, slots=True)
class ArticlePublished:
    """A page or a piece of news stands on the public site in a new version."""

    public_face: ClassVar[bool] = True

    article_id: str
    kind: str
    slug: str
    version: int


@dataclass(frozen=True, slots=True)
class ArticleTakenDown:
    """A page or a piece of news is off the public site."""

    public_face: ClassVar[bool] = True

    article_id: str
    kind: str
    slug: str


@dataclass(frozen=True, slots=True)
class ArticleProposed:
    """A text waits for a second person."""

    public_face: ClassVar[bool] = False

    article_id: str


@dataclass(frozen=True, slots=True)
class PictureWithdrawn:
    """The pictures of an article are gone from every page and every version."""

    public_face: ClassVar[bool] = True

    article_id: str


@dataclass(frozen=True, slots=True)
class PartnersChanged:
    """Who takes part, as the public page names them."""

    public_face: ClassVar[bool] = True

    partner_id: str


@dataclass(frozen=True, slots=True)
class AreaPresented:
    """A host area's page was changed: what it says of itself, its sites, policies, contact."""

    public_face: ClassVar[bool] = True

    board_id: str


@dataclass(frozen=True, slots=True)
class GuardChanged:
    """The list of words that may not be published was changed; titles and summaries on public pages follow."""

    public_face: ClassVar[bool] = True

    word_id: int


@dataclass(frozen=True, slots=True)
class EmbeddersChanged:
    """Which other sites may show our embeds was changed: `origin` was let in, or no longer is."""

    public_face: ClassVar[bool] = True

    origin: str
    is_allowed: bool
