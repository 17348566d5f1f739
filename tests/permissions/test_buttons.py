"""A form that comes with a button that its page does not have changes nothing, and its sender reads why: least of all
may it do what another button does."""

from pathlib import Path

import pytest

from tests.factories.pages import text_of, visit_as
from tests.permissions.test_matrix import address, patterns
from tests.permissions.world import make_world
from yunhui.foundation.audit.models import AuditEntry
from yunhui.parties.models import Jurisdiction

# Address -> who may press its buttons, and the field that names them where it is not `do`.
BUTTONS = {
    "my/applications/<uuid:application_id>/place": ("owner", "do"),
    "my/timetable/": ("owner", "do"),
    "panel/<slug:token>": ("visitor", "do"),
    "rehearsal/<slug:token>": ("visitor", "do"),
    "w/accounts/<uuid:user_id>/decide": ("security_admin", "answer"),
    "w/applications/<uuid:application_id>/check": ("office", "outcome"),
    "w/applications/<uuid:application_id>/screen": ("office", "passed"),
    "w/calls/<slug:code>/comments/": ("office", "do"),
    "w/calls/<slug:code>/places/": ("office", "do"),
    "w/calls/<slug:code>/rehearsal/plan": ("office", "do"),
    "w/calls/<slug:code>/setup/eligibility/": ("office", "do"),
    "w/calls/<slug:code>/setup/form/": ("office", "do"),
    "w/calls/<slug:code>/timetable/people": ("office", "do"),
    "w/calls/<slug:code>/timetable/publish": ("office", "do"),
    "w/event-people/<uuid:participant_id>": ("office", "do"),
    "w/experts/<uuid:expert_id>/move": ("office", "do"),
    "w/faq/<uuid:faq_id>/": ("office", "do"),
    "w/objections/<uuid:objection_id>/": ("office", "do"),
    "w/recertification/<int:grant_id>": ("security_admin", "answer"),
    "w/rehearsal/<uuid:appearance_id>/": ("office", "do"),
    "w/site/<slug:folder>/<uuid:article_id>/": ("office", "do"),
}


@pytest.mark.django_db
def test_an_unknown_button_does_nothing_and_says_so(city: Jurisdiction, tmp_path: Path) -> None:
    world = make_world(city, tmp_path)
    clients = {name: visit_as(user) for name, user in world.people.items()}
    known = {str(one.pattern): one for one in patterns()}
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    silent = []
    for pattern, (name, field) in BUTTONS.items():
        url = address(known[pattern], world.ids_at(pattern))
        answer = clients[name].post(url, {**world.typed.get(pattern, {}), field: "no-such-button"})
        if answer.status_code != 422 or "no such button" not in text_of(answer):
            silent.append((pattern, answer.status_code))
    assert silent == []
    since = AuditEntry.objects.exclude(pk__in=before).exclude(action="application.opened")  # a reader is noted first
    assert list(since.values_list("action", flat=True)) == []
