"""The demo's draft is written by two: a co-applicant has joined, another is invited."""

import secrets

from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.accounts.services import create_user
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import ApplicationState, Right
from yunhui.pipeline.applications.selectors import own_applications
from yunhui.pipeline.applications.services import accept_invitation, invite_collaborator, save_draft
from yunhui.recipes.demo.city import DemoCity

NOVELTY = (
    "Today’s cells lose half of their capacity at −40 °C. Ours keep 82%, measured over 1,200 cycles by an independent "
    "laboratory in Delft."
)


def share(*, actor: Actor, city: DemoCity) -> None:
    """Let a colleague write an answer of the applicant's draft."""
    applicant = actor_of(city.applicant)
    draft = own_applications(applicant).filter(state=ApplicationState.DRAFT).first()
    assert draft is not None, "the demo city has a draft"
    colleague = create_user(
        actor=actor, email="maarten@demo.example", name="Maarten de Vries", language="en", zone="Europe/Amsterdam"
    )
    secret = secrets.token_urlsafe(24)
    invited = invite_collaborator(
        actor=applicant, application_id=draft.pk, email=colleague.email, right=Right.EDIT, secret=secret
    )
    accept_invitation(actor=actor_of(colleague), collaborator_id=invited.pk, secret=secret)
    save_draft(actor=actor_of(colleague), application_id=draft.pk, answers={"novelty": NOVELTY})
    invite_collaborator(actor=applicant, application_id=draft.pk, email="counsel@firm.example", right=Right.VIEW)
