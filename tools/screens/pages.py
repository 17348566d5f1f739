"""The pages to look at: the public site whole, and of the rest what people see most."""

from tools.screens.finding import Page, by_letter, first

_EVENT = "/w/calls/roadshow/timetable/"
_BESIDE = 'main a[href$="/compare"]'

PUBLIC = (
    Page("home", "/{lang}/"),
    Page("calls", "/{lang}/calls/"),
    Page("call", "/{lang}/calls/spring/"),
    Page("call-over", "/{lang}/calls/roadshow/"),
    Page("call-questions", "/{lang}/calls/spring/questions/"),
    Page("how-to-apply", "/{lang}/how-to-apply/"),
    Page("event", "/{lang}/events/roadshow/"),
    Page("event-past", "/{lang}/events/pilot/"),
    Page("timetable", "/{lang}/timetable/roadshow/"),
    Page("timetable-halls", "/{lang}/timetable/roadshow/halls/"),
    Page("timetable-groups", "/{lang}/timetable/roadshow/groups/"),
    Page("timetable-session", first("/{lang}/timetable/roadshow/", 'main a[href*="/sessions/"]')),
    Page("timetable-mine", "/{lang}/timetable/roadshow/mine/"),
    Page("timetable-changes", "/{lang}/timetable/roadshow/changes/"),
    Page("projects", "/{lang}/projects/roadshow/"),
    Page("project", "/{lang}/projects/roadshow/19/"),
    Page("project-named", "/{lang}/projects/roadshow/142/"),
    Page("project-guarded", "/{lang}/projects/roadshow/39/"),
    Page("areas", "/{lang}/areas/"),
    Page("area", "/{lang}/areas/landong/"),
    Page("partners", "/{lang}/partners/"),
    Page("news", "/{lang}/news/"),
    Page("news-item", "/{lang}/news/spring-call-opens/"),
    Page("accessibility", "/{lang}/pages/accessibility/"),
    Page("privacy", "/{lang}/pages/privacy/"),
    Page("figures", "/{lang}/figures/"),
    Page("archive", "/{lang}/archive/"),
    Page("search", "/{lang}/search/?q=%E5%82%A8%E8%83%BD"),
    Page("search-nothing", "/{lang}/search/?q=zzzz"),
    Page("notice", "/{lang}/notice/roadshow/"),
    Page("not-found", "/{lang}/projects/roadshow/99999/", status=404),
    Page("embed-timetable", "/embed/{lang}/timetable/roadshow/"),
    Page("embed-next", "/embed/{lang}/next/roadshow/"),
    Page("embed-projects", "/embed/{lang}/projects/roadshow/"),
    Page("embed-figures", "/embed/{lang}/figures/roadshow/"),
)

BY_LINK = (
    Page("link-when", by_letter("/when/", "mirjam")),
    Page("link-hour", by_letter("/hour/", "mirjam")),
    Page("link-rehearsal", by_letter("/rehearsal/", "Nadia")),
)

OFFICE = (
    Page("office-today", "/w/", role="office"),
    Page("office-calls", "/w/calls/", role="office"),
    Page("office-list", "/w/calls/youth/", role="office"),
    Page("office-application", first("/w/calls/youth/", "main table a.title"), role="office"),
    Page("office-timetable", _EVENT, role="office"),
    Page("office-setup", f"{_EVENT}setup", role="office"),
    Page("office-people", f"{_EVENT}people", role="office"),
    Page("office-person", first(f"{_EVENT}people", 'main a[href^="/w/event-people/"]'), role="office"),
    Page("office-draw", f"{_EVENT}draw", role="office"),
    Page("office-compare", first(_EVENT, _BESIDE), role="office"),
    Page("office-publish", f"{_EVENT}publish", role="office"),
    Page("office-confirmations", f"{_EVENT}confirmations/", role="office"),
    Page("office-ready", "/w/calls/roadshow/rehearsal/", role="office"),
    Page("office-ready-plan", "/w/calls/roadshow/rehearsal/plan", role="office"),
    Page("office-speaker", first("/w/calls/roadshow/rehearsal/", 'main a[href^="/w/rehearsal/0"]'), role="office"),
    Page("office-papers", "/w/calls/roadshow/papers/", role="office"),
    Page("site-overview", "/w/site/", role="office"),
    Page("site-settings", "/w/site/settings/", role="office"),
    Page("site-news", "/w/site/news/", role="office"),
    Page("site-article", first("/w/site/news/"), role="approver"),
    Page("site-words", "/w/site/words/", role="office"),
    Page("site-partners", "/w/site/partners/", role="office"),
    Page("site-area", first("/w/site/areas/"), role="office"),
)

OTHERS = (
    Page("gallery", "/ui/gallery"),
    Page("demo", "/demo/sign-in"),
    Page("applicant-home", "/my/", role="applicant"),
    Page("applicant-application", first("/my/", 'a[href^="/my/applications/"]'), role="applicant"),
    Page("board-offers", "/w/offers/", role="board"),
    Page("board-offer", first("/w/offers/", 'main a[href^="/w/offers/0"]'), role="board"),
    Page("expert-reviews", "/w/reviews/", role="expert"),
    Page("expert-sheet", first("/w/reviews/", 'main a[href^="/w/reviews/0"]'), role="expert"),
    Page("chair-ranking", "/w/calls/roadshow/ranking/", role="chair"),
    Page("chair-to-decide", "/w/calls/autumn/ranking/", role="chair"),
    Page("accounts", "/w/accounts/", role="system_admin"),
    Page("security", "/w/security/", role="security_admin"),
    Page("audit", "/w/audit/", role="audit_admin"),
)

PAGES = (*PUBLIC, *BY_LINK, *OFFICE, *OTHERS)
# What is printed for a meeting or a wall.
ON_PAPER = frozenset(
    ("call", "event", "timetable", "timetable-session", "timetable-mine", "project", "figures", "notice", "news-item")
)
