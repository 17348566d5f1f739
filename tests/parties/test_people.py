"""People once, with what is secret about them readable by the city's keys alone."""

import pytest
from django.conf import settings
from django.db import connection

from tests.factories.city import SYSTEM, make_actor, make_user
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel.errors import RefusedError
from yunhui.parties.models import Person
from yunhui.parties.services import keep_person

PASSPORT, PHONE, BANK = "E12345678", "+31 6 1234 5678", "6222 0200 1234 5678"


@pytest.mark.django_db
def test_document_phone_and_bank_stand_nowhere_in_the_clear() -> None:
    person = keep_person(
        actor=SYSTEM, name="沈砚秋", document=("passport", "NL", PASSPORT), phone=PHONE, bank_account=BANK
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM parties_person p")
        stored = cursor.fetchone()[0]
    logged = "".join(str(row.after) for row in AuditEntry.objects.all())
    for secret in (PASSPORT, PHONE, BANK, "31612345678", "6222020012345678"):
        assert secret not in stored and secret not in logged
    assert settings.VAULT.decrypt("person.document", person.document_sealed) == PASSPORT
    assert settings.VAULT.decrypt("person.bank", person.bank_sealed) == BANK
    assert Person.objects.filter(phone_index=settings.VAULT.mac("person.phone", "31612345678")).get() == person


@pytest.mark.django_db
def test_a_person_enters_themself_once_and_nobody_else() -> None:
    user = make_user("founder")
    first = keep_person(actor=actor_of(user), name="Sanne de Wit", user=user)
    assert keep_person(actor=actor_of(user), name="Sanne de Wit", user=user) == first
    with pytest.raises(RefusedError):
        keep_person(actor=make_actor("stranger"), name="Sanne de Wit", user=make_user("other"))
