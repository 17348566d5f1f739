"""Search over what everyone may read: projects on stage, host areas and policies, news and pages, calls."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yunhui.features.site.enums import ArticleKind
from yunhui.features.site.models import Article
from yunhui.features.site.rules import plain
from yunhui.features.site.selectors import areas_with_words
from yunhui.features.timetable.selectors import calls_on_stage, lines_of
from yunhui.kernel import searching
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.selectors import calls_visible_to

MOST = 30
_EVENTS = 1  # projects of the latest event; earlier ones are found by way of the archive


@dataclass(frozen=True, slots=True)
class Found:
    """A page that holds the words that were asked for."""

    kind: str
    url: str
    title: str
    text: str


def find(asked: str, lang: str, language: str) -> list[Found]:
    """Pages that hold all words of a text, in either language: those with a word in the title first."""
    wanted = searching.words_of(asked)
    if not wanted:
        return []
    hits: list[tuple[int, Found]] = []
    for found, also in _pages(lang, language):
        title = searching.words_of(found.title)
        words = title | searching.words_of(found.text) | searching.words_of(also)
        if all(any(word.startswith(one) for word in words) if one.isascii() else one in words for one in wanted):
            hits.append((-len(title & wanted), found))
    hits.sort(key=lambda hit: hit[0])
    return [found for _rank, found in hits[:MOST]]


def _pages(lang: str, language: str) -> Iterator[tuple[Found, str]]:
    """Each page with what it says in the other language."""
    for call in calls_visible_to(VISITOR)[:50]:
        url = f"/{lang}/calls/{call.code}/"
        found = Found(_("Call"), url, pick(call, "title", language), pick(call, "summary", language))
        yield found, f"{call.title_zh} {call.title_en} {call.summary_zh} {call.summary_en}"
    for timetable in calls_on_stage()[:_EVENTS]:
        for line in lines_of(timetable):
            if line.number is not None:
                facts = " · ".join(
                    filter(None, (pick(line, "group", language), pick(line, "country", language), line.team))
                )
                url = f"/{lang}/projects/{timetable.call.code}/{line.number}/"
                also = (
                    f"{line.title_zh} {line.title_en} {line.summary} {line.country_zh} {line.country_en} {line.number}"
                )
                yield Found(_("Project"), url, line.title(language), facts), also
    for board in areas_with_words():
        area = getattr(board, "area", None)
        url = f"/{lang}/areas/{area.slug if area else board.jurisdiction_id}/"
        said = " · ".join(filter(None, (pick(board, "wants", language), pick(board, "offers", language))))
        also = " ".join((board.name_zh, board.name_en, board.wants_zh, board.wants_en, str(board.words)))  # type: ignore[attr-defined]
        yield Found(_("Host area"), url, pick(board, "name", language), said), also
    rows = Article.objects.filter(published__isnull=False).select_related("published").order_by("-first_published_at")
    for row in rows[:200]:
        text = row.published
        assert text is not None
        is_news = row.kind == ArticleKind.NEWS
        url = f"/{lang}/{'news' if is_news else 'pages'}/{row.slug}/"
        also = f"{text.title_zh} {text.title_en} {plain(text.body_zh)} {plain(text.body_en)}"
        yield (
            Found(
                _("News") if is_news else _("Page"), url, pick(text, "title", language), pick(text, "summary", language)
            ),
            also,
        )
