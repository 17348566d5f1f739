"""Pages for everyone; each is the same for every visitor, whatever their browser sends."""

from yunhui.portal.web.public import (
    apply,
    areas,
    events,
    figures,
    finding,
    home,
    machines,
    news,
    pictures,
    projects,
    share,
)

__all__ = [
    "apply", "areas", "events", "figures", "finding", "home", "machines", "news", "pictures", "projects", "share",
]  # fmt: skip
