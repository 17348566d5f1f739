"""Who shows the demo city's timetable on a page of their own."""

from yunhui.features.site.services.embedding import allow_embedding
from yunhui.kernel.actor import Actor

_SITES = (
    ("https://alumni.beigang.example", "北港大学校友会 · Beigang University Alumni"),
    ("https://*.cte-europe.example", "欧洲华人工程师协会 · Chinese Engineers in Europe"),
    ("https://www.qinglan.example", "青澜市人民政府网站 · The city's own website"),
)


def let_others_show(*, actor: Actor) -> None:
    """Three sites, one with all its names."""
    for address, note in _SITES:
        allow_embedding(actor=actor, address=address, note=note)
