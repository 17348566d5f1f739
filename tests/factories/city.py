"""Plain builders: each makes exactly what its name says, through the same services as the product; the reference data
comes by a quicker way."""

from datetime import date, timedelta
from typing import Any

from tests.factories.reference import bring_reference_data
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.accounts.services import create_user, grant_role
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board, Jurisdiction, Person
from yunhui.parties.services import add_board, add_jurisdiction, add_organisation, keep_person
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import screen_application, start_application, submit_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.services import publish_call
from yunhui.pipeline.consents.enums import Purpose, Source
from yunhui.pipeline.consents.services import note_consents
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.services import admit_expert
from yunhui.recipes.cloud_roadshow import draft_call

SYSTEM = actors.system("tests")
GROUPS = ("equipment", "energy", "ict", "health")


def make_city() -> Jurisdiction:
    """The root of the tree, with reference data."""
    bring_reference_data(actor=SYSTEM)
    return add_jurisdiction(actor=SYSTEM, code="city", kind="city", name_zh="青澜市", name_en="Qinglan")


def make_user(name: str, *roles: str, scope: tuple[str, object] = (ScopeKind.CITY, "")) -> User:
    """An account `name@city.example` with roles in one scope and no password."""
    user = create_user(actor=SYSTEM, email=f"{name}@city.example", name=name)
    for role in roles:
        grant_role(actor=SYSTEM, user=user, role=role, scope_kind=scope[0], scope_id=scope[1])
    return user


def make_actor(name: str, *roles: str, scope: tuple[str, object] = (ScopeKind.CITY, "")) -> Actor:
    """The actor of a new account."""
    return actor_of(make_user(name, *roles, scope=scope))


def make_board(city: Jurisdiction, number: int, *industries: str) -> Board:
    """A host area with its organisation."""
    node = add_jurisdiction(
        actor=SYSTEM,
        code=f"city-{number}",
        kind="county",
        name_zh=f"第{number}区",
        name_en=f"District {number}",
        parent=city,
    )
    organisation = add_organisation(
        actor=SYSTEM, kind="government", name_zh=f"第{number}区人才办", email_domain=f"d{number}.example"
    )
    return add_board(
        actor=SYSTEM,
        organisation=organisation,
        jurisdiction=node,
        kind="county",
        name_zh=f"第{number}区",
        name_en=f"District {number}",
        industries=list(industries),
        sort=number,
    )


def make_board_actor(board: Board) -> Actor:
    """An officer of a host area."""
    return make_actor(f"board{board.sort}", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))


def make_call(
    city: Jurisdiction, code: str = "roadshow", *, published: bool = True, declare_first: bool = False, **fields: Any
) -> Call:
    """A call by the cloud-roadshow recipe, open since yesterday for thirty days; its experts need not declare conflicts
    of interest before they open a project, unless `declare_first`."""
    now = clock.now()
    call = draft_call(
        actor=SYSTEM,
        jurisdiction=city,
        code=code,
        titles=("云创荟", "Cloud roadshow"),
        window=(now - timedelta(days=1), now + timedelta(days=30)),
        event_days=(date(2027, 6, 10), date(2027, 6, 11)),
        **fields,
    )
    review = call.stages.get(kind="review")
    review.config = {**review.config, "declare_first": declare_first}
    review.save(update_fields=["config"])
    return publish_call(actor=SYSTEM, call=call) if published else call


def answers(number: int = 1, **changed: Any) -> dict[str, Any]:
    """Complete answers to the recipe's form."""
    return {
        "title": f"项目{number}",
        "title_en": f"Project {number}",
        "group": GROUPS[number % 4],
        "summary": "解决电池低温问题",
        "novelty": "新的电解液配方",
        "team": "三人全职",
        "team_size": "3",
        "landing": "建一条中试线",
        "name": f"申报人{number}",
        "email": f"person{number}@firm{number}.example",
        "employer": f"Firm {number}",
        "country": "NL",
        "place": "delft",
        **changed,
    }


def make_application(
    call: Call, number: int = 1, *, owner: Actor = SYSTEM, screened: bool = True, **changed: Any
) -> Application:
    """A submitted application, past the form check unless said otherwise."""
    application = start_application(actor=owner, call=call)
    give_consents(application)
    submit_application(actor=owner, application_id=application.pk, answers=answers(number, **changed))
    if screened:
        screen_application(actor=SYSTEM, stage_pass=application.passes.get(stage__kind="screening"), passed=True)
    application.refresh_from_db()
    return application


def give_consents(application: Application) -> None:
    """What the recipe's call needs, and publication up to the title."""
    purposes = (Purpose.EXPERTS, Purpose.BOARDS, Purpose.PUBLICATION)
    note_consents(actor=SYSTEM, applications=[application], purposes=purposes, source=Source.PAPER)


def make_expert(number: int, *industries: str, domain: str = "", user: User | None = None) -> Expert:
    """An expert with an account, a new one unless given."""
    user = user or make_user(f"expert{number}", Role.EXPERT)
    organisation = add_organisation(
        actor=SYSTEM, kind="university", name_zh=f"第{number}大学", email_domain=domain or f"u{number}.example"
    )
    person: Person = keep_person(
        actor=SYSTEM, name=f"专家{number}", user=user, organisation=organisation, email=f"e{number}@u{number}.example"
    )
    return admit_expert(
        actor=SYSTEM, person=person, industries=list(industries or GROUPS), profile=["电池 电解液 low temperature"]
    )
