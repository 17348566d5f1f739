"""The demo city: made once, through the product's own services, with invented people and the roadshow's numbers."""

from django.db import transaction

from yunhui.foundation.accounts.models import User
from yunhui.foundation.outbox.services import delivered_here
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.recipes.demo.assigning import assign
from yunhui.recipes.demo.calls import DemoCalls
from yunhui.recipes.demo.city import DemoCity, build_city
from yunhui.recipes.demo.desk import keep_desk
from yunhui.recipes.demo.docking import dock
from yunhui.recipes.demo.embeds import let_others_show
from yunhui.recipes.demo.hands import share
from yunhui.recipes.demo.letters import leave_one_to_release, leave_until
from yunhui.recipes.demo.lists import keep_lists
from yunhui.recipes.demo.making import make
from yunhui.recipes.demo.notices import reach
from yunhui.recipes.demo.panel import fill_panels
from yunhui.recipes.demo.papers import take_papers
from yunhui.recipes.demo.progress import show_progress
from yunhui.recipes.demo.proof import look_into
from yunhui.recipes.demo.reading import entrust
from yunhui.recipes.demo.rehearsal import rehearse
from yunhui.recipes.demo.reviewing import review
from yunhui.recipes.demo.rights import staff_changes
from yunhui.recipes.demo.site import open_site
from yunhui.recipes.demo.sitting import sit
from yunhui.recipes.demo.timetable import build_on
from yunhui.recipes.demo.timetable_public import publish_and_confirm
from yunhui.recipes.walk import Say, quiet

SEED = 20260611


def is_empty() -> bool:
    """Whether the database holds no city yet."""
    return not User.objects.exists()


def build_demo(*, say: Say = quiet, seed: int = SEED) -> None:
    """Build the whole demo into an empty database: all of it, or after a fault nothing."""
    with transaction.atomic():
        with delivered_here():
            city = _build(say, seed)
        leave_until(clock.now())
        leave_one_to_release(city)


def _build(say: Say, seed: int) -> DemoCity:
    actor = actors.system("demo")
    say("青澜市 · Qinglan")
    city = build_city(actor=actor, seed=seed)
    staff_changes(actor=actor, city=city)
    DemoCalls(actor=actor, city=city, seed=seed, say=say).build()
    make(actor=actor)
    share(actor=actor, city=city)
    entrust(actor=actor, city=city)
    dock(actor=actor, city=city)
    assign(actor=actor, city=city)
    keep_desk(actor=actor, city=city)
    keep_lists(actor=actor)
    fill_panels(actor=actor)
    review()
    show_progress()
    look_into()
    take_papers()
    sit()
    publish_and_confirm()
    rehearse()
    build_on()
    reach()
    open_site(actor=actor)
    let_others_show(actor=actor)
    return city
