"""What changed with each version, as Atom (RFC 4287)."""

from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.timetable.selectors.marks import Release
from yunhui.features.timetable.selectors.versions import Move
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.ui import formats

_ATOM = "http://www.w3.org/2005/Atom"


def as_atom(call: Call, releases: list[Release], language: str) -> bytes:
    """A feed with one entry for each public version, the newest first."""
    register_namespace("", _ATOM)
    lang = "zh" if formats.is_chinese(language) else "en"
    base = f"{settings.PUBLIC_URL.rstrip('/')}/{lang}/timetable/{call.code}/"
    with translation.override(language):
        feed = Element(f"{{{_ATOM}}}feed", {"xml:lang": "zh-Hans" if lang == "zh" else "en"})
        title = _("Timetable: {name}").format(name=pick(call, "title", language))
        _head(feed, f"{base}changes/", title, releases[0])
        SubElement(feed, f"{{{_ATOM}}}link", {"rel": "self", "href": f"{base}changes.atom"})
        SubElement(SubElement(feed, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name").text = pick(call, "title", language)
        for one in releases:
            entry = SubElement(feed, f"{{{_ATOM}}}entry")
            number = one.timetable.number
            _head(entry, f"{base}changes/#v{number}", _("Version {n}").format(n=number), one)
            SubElement(entry, f"{{{_ATOM}}}content", {"type": "text"}).text = "\n".join(words_of(one, call, language))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(feed, encoding="utf-8"))


def words_of(release: Release, call: Call, language: str) -> list[str]:
    """What a version changed, a line each, in the active language."""
    if release.before is None:
        return [_("The first version.")]
    found = [note] if (note := pick(release.timetable, "note", language)) else []
    found += [_said(move, call, language) for move in release.moves]
    if release.gone:
        words = ngettext("{n} item was cancelled.", "{n} items were cancelled.", release.gone)
        found.append(words.format(n=formats.number(release.gone, language)))
    return found or [_("Nothing moved.")]


def _head(parent: Element, url: str, title: str, release: Release) -> None:
    at = release.timetable.published_at or release.timetable.made_at
    SubElement(parent, f"{{{_ATOM}}}id").text = url
    SubElement(parent, f"{{{_ATOM}}}title").text = title
    SubElement(parent, f"{{{_ATOM}}}updated").text = at.isoformat()
    SubElement(parent, f"{{{_ATOM}}}link", {"href": url})


def _said(move: Move, call: Call, language: str) -> str:
    line = move.after
    assert line is not None, "what is gone is counted only"
    now = f"{formats.moment(line.starts_at, language, call.venue_zone)}, {pick(line, 'room', language)}"
    if move.before is None:
        return _("{title}: new, {now}").format(title=line.title(language), now=now)
    was = f"{formats.moment(move.before.starts_at, language, call.venue_zone)}, {pick(move.before, 'room', language)}"
    return _("{title}: {was} → {now}").format(title=line.title(language), was=was, now=now)
