"""Which sites may show our embeds: what is an address of one, who may say so, and what is written down."""

import re
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.city import make_actor
from yunhui.features.site.rules.origins import MOST_EMBEDDERS, origin_of
from yunhui.features.site.selectors.embedding import embedders, embedding_origins
from yunhui.features.site.services.embedding import allow_embedding, end_embedding
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.foundation.pagecache.selectors import version
from yunhui.kernel.errors import InvalidError, NotFoundError, RefusedError


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://www.university.example", "https://www.university.example"),
        (" https://WWW.University.example/alumni?x=1#y ", "https://www.university.example"),
        ("www.university.example", "https://www.university.example"),
        ("https://university.example:8443/", "https://university.example:8443"),
        ("https://university.example:443", "https://university.example"),
        ("*.university.example", "https://*.university.example"),
        ("https://大学.example", "https://xn--pss25c.example"),
        ("http://localhost:8176", "http://localhost:8176"),
    ],
)
def test_addresses_of_sites(text: str, origin: str) -> None:
    assert origin_of(text) == origin


@pytest.mark.parametrize(
    "text",
    ["", "*", "https://", "http://university.example", "https://*", "https://*.example", "https://a.*.example",
     "javascript:alert(1)", "data:text/html,x", "https://user@university.example", "https://192.0.2.7",
     "https://university.example:99999", "https://uni versity.example", "https://university.example; script-src *",
     "'none'", "https://uni'versity.example", "https://-a.example", "university", "https://a..example", "*.*.example"],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert origin_of(text) is None


@given(st.text(max_size=60))
def test_nothing_typed_ends_up_as_another_directive(text: str) -> None:
    origin = origin_of(text)
    assert origin is None or re.fullmatch(r"https?://(\*\.)?[a-z0-9.\-\[\]:]+", origin)
    assert origin is None or origin_of(origin) == origin


@pytest.mark.django_db
def test_the_office_lets_sites_in_and_out() -> None:
    office = make_actor("office", Role.OFFICE)
    before = version()
    row = allow_embedding(actor=office, address="www.university.example", note="Alumni")
    again = allow_embedding(actor=office, address="https://www.university.example/x", note="Alumni office")
    assert again.pk == row.pk and embedding_origins() == ["https://www.university.example"]
    assert [one.note for one in embedders(office)] == ["Alumni office"]
    assert version() > before
    end_embedding(actor=office, embedder_id=row.pk)
    assert embedding_origins() == []
    assert [fact.payload["is_allowed"] for fact in Fact.objects.filter(name="EmbeddersChanged").order_by("at")] == [
        True,
        True,
        False,
    ]
    actions = AuditEntry.objects.filter(action__startswith="embedding.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["embedding.allowed", "embedding.allowed", "embedding.ended"]


@pytest.mark.django_db
def test_refusals() -> None:
    office, board = make_actor("office", Role.OFFICE), make_actor("board", Role.BOARD)
    with pytest.raises(RefusedError):
        allow_embedding(actor=board, address="www.university.example")
    with pytest.raises(RefusedError):
        embedders(board)
    with pytest.raises(InvalidError) as refused:
        allow_embedding(actor=office, address="not a site")
    assert [one.field for one in refused.value.problems] == ["address"]
    with pytest.raises(NotFoundError):
        end_embedding(actor=office, embedder_id=uuid4())
    for number in range(MOST_EMBEDDERS):
        allow_embedding(actor=office, address=f"s{number}.example")
    allow_embedding(actor=office, address="s1.example")
    with pytest.raises(InvalidError):
        allow_embedding(actor=office, address="one.more.example")
