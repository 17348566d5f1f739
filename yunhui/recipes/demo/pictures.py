"""Pictures of the demo city: invented logos, and views that are drawn and not photographed."""

from pathlib import Path

from yunhui.ui.papers import picture

_HERE = Path(__file__).parent
# A partner's English name -> mark and colour; the others show their names.
_LOGOS = {
    "Qinglan University of Technology": ("tower", "#1F4E8C"),
    "Qinglan Investment Group": ("seed", "#226457"),
    "Lanwan Bank, Qinglan Branch": ("wave", "#962C16"),
    "Northshore Alumni Abroad": ("rings", "#24404B"),
}
# The address of a piece of news -> view, what it shows and where it comes from, in both languages.
_VIEWS = {
    "timetable-is-out": (
        "river",
        "河边的城市，傍晚，楼里亮着灯",
        "A city by the river in the evening, its windows lit",
    ),
    "rehearsals": (
        "voice",
        "一条声音的波形，红线标着放到哪里",
        "The wave of a voice, a red line showing how far it has played",
    ),
}
_CREDIT = {"credit_zh": "图：青澜市人才办", "credit_en": "Drawing: Qinglan Talent Office"}


def logo_of(name_zh: str, name_en: str) -> bytes | None:
    """A partner's logo as a file, where it has one."""
    if name_en not in _LOGOS:
        return None
    mark, colour = _LOGOS[name_en]
    return picture(_HERE / "logo.typ", {"mark": mark, "colour": colour, "name": name_zh}, pixels_per_point=3)


def view_of(slug: str) -> tuple[bytes, dict[str, str]] | None:
    """A picture for a piece of news with its words, where it has one."""
    if slug not in _VIEWS:
        return None
    view, alt_zh, alt_en = _VIEWS[slug]
    return picture(_HERE / "view.typ", {"view": view}), {"alt_zh": alt_zh, "alt_en": alt_en, **_CREDIT}
