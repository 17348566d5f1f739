"""The recipe as the office finds it when it makes a call."""

from django.utils.translation import gettext_lazy as _

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError
from yunhui.parties.models import Jurisdiction
from yunhui.parties.selectors import city
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.ports import Recipe
from yunhui.recipes.cloud_roadshow import KEY, draft_call


def make(*, actor: Actor, code: str, titles: tuple[str, str]) -> Call:
    """A draft without dates; all else has the recipe's defaults.

    Raises:
        RefusedError: not the talent office.
        DomainError: `code_taken`; `no_city` where the city is not set up.
    """
    row = city()
    place = row.jurisdiction if row else Jurisdiction.objects.filter(parent__isnull=True).order_by("pk").first()
    if place is None:
        raise DomainError("no_city", _("The city is not set up yet."))
    return draft_call(actor=actor, jurisdiction=place, code=code, titles=titles, window=(None, None), event_days=())


RECIPE = Recipe(
    key=KEY,
    name_zh="云创荟",
    name_en="Cloud roadshow",
    what_zh="面向全球征集创业与创新项目：形式审查，县区对接与专家初评并行，按公布的规则入围，公示，两天云上路演。",
    what_en="An open call to founders and researchers anywhere: form check, host-area match beside expert review, "
    "selection by the announced rule, public notice, two days of online pitches.",
    make=make,
)
