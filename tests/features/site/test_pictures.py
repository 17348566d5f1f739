"""Pictures: drawn anew, let out by a second person, seen while something public shows them, withdrawn at once."""

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.factories.city import make_user
from tests.factories.pages import text_of, visit_as
from tests.features.site.pictures import saved, with_place
from tests.features.site.words import guard_words
from tests.features.timetable.staging import make_site
from yunhui.features.site.models import Article, ArticleVersion, Partner, Picture
from yunhui.features.site.rules import LOGO, PHOTO, NotAPictureError, Shape, drawn_anew
from yunhui.features.site.services import (
    approve_article,
    begin_article,
    edit_article,
    keep_partner,
    propose_article,
    remove_partner,
    restore_version,
    take_down_article,
    withdraw_picture,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError
from yunhui.parties.models import Jurisdiction

TEXTS = {
    "title_zh": "题", "title_en": "Title", "body_zh": "正文", "body_en": "Text",
    "alt_zh": "会场里的一百人", "alt_en": "A hundred people in a hall",
    "credit_zh": "摄影：人才办", "credit_en": "Photo: talent office",
}  # fmt: skip


@pytest.fixture
def office(city: Jurisdiction) -> User:
    guard_words()
    make_site(city)
    return make_user("writer", Role.OFFICE)


@pytest.fixture
def writer(office: User) -> Actor:
    return actor_of(office)


@pytest.fixture
def reader(db: None) -> Actor:
    return actor_of(make_user("reader", Role.APPROVER))


def news(writer: Actor, slug: str = "first", picture: bytes | None = None) -> Article:
    row = begin_article(actor=writer, kind="news", slug=slug)
    return edit_article(actor=writer, article_id=row.pk, texts=TEXTS, picture=picture or saved(), agree=True)


def published(writer: Actor, reader: Actor, slug: str = "first", picture: bytes | None = None) -> Article:
    row = news(writer, slug, picture)
    propose_article(actor=writer, article_id=row.pk)
    approve_article(actor=reader, article_id=row.pk)
    return Article.objects.select_related("picture", "published__picture").get(pk=row.pk)


def url_of(row: Article) -> str:
    assert row.picture is not None
    return row.picture.url


def status(url: str, client: Client | None = None) -> int:
    return (client or Client()).get(url).status_code


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("JPEG", "RGB"), ("WEBP", "RGB"), ("PNG", "P"), ("PNG", "L")]
)
def test_what_is_left_is_the_picture_and_fits(kind: str, mode: str) -> None:
    large, small = drawn_anew(saved(kind, (3000, 1500), mode), PHOTO)
    assert (large.kind, large.width, large.height) == ("jpg", 1600, 800)
    assert small is not None and (small.width, small.height) == (800, 400)
    assert len(large.data) < 400_000


def test_nothing_tells_where_and_with_what_it_was_taken() -> None:
    given_ = with_place(turned=6)
    assert b"SECRETCAMERA" in given_ and b"SECRETWORDS" in given_
    for made in drawn_anew(given_, PHOTO):
        assert made is not None
        assert b"SECRET" not in made.data and not Image.open(io.BytesIO(made.data)).getexif()
        assert made.height > made.width, "it lay on its side"


def test_a_logo_keeps_what_is_clear_and_a_photo_does_not() -> None:
    clear = saved("PNG", (900, 700), "RGBA")
    logo, none = drawn_anew(clear, LOGO)
    photo, _small = drawn_anew(clear, PHOTO)
    assert (logo.kind, none, photo.kind) == ("png", None, "jpg")
    assert Image.open(io.BytesIO(logo.data)).convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert Image.open(io.BytesIO(photo.data)).getpixel((0, 0)) == (255, 255, 255)


def bomb() -> bytes:
    """A PNG of a few bytes that says that it is 60,000 by 60,000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kind"),
        (b"%PDF-1.7", "kind"),
        (saved("GIF"), "kind"),
        (saved("JPEG")[:400], "broken"),
        (saved("JPEG", (600, 400)), "small"),
        (b"\xff\xd8\xff" + b"0" * 8_000_000, "size"),
        (bomb(), "large"),
    ],
    ids=["svg", "pdf", "gif", "cut", "small", "size", "bomb"],
)
def test_what_is_no_picture_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(NotAPictureError, match=code):
        drawn_anew(data, PHOTO)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([PHOTO, LOGO]), st.binary(max_size=300), st.integers(0, 400))
def test_no_file_breaks_it(shape: Shape, noise: bytes, at: int) -> None:
    whole = saved("PNG", (700, 400))
    try:
        drawn_anew(whole[:at] + noise + whole[at + len(noise) :], shape)
    except NotAPictureError as error:
        assert str(error) in ("kind", "size", "small", "large", "broken")


def test_it_is_let_out_with_the_text_by_a_second_person(writer: Actor, reader: Actor, office: User) -> None:
    row = news(writer)
    url = url_of(row)
    assert status(url) == 404 and status(url, visit_as(office)) == 200
    propose_article(actor=writer, article_id=row.pk)
    assert status(url) == 404
    approve_article(actor=reader, article_id=row.pk)

    answer = Client().get(url)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert "immutable" in answer["Cache-Control"] and "sandbox" in answer["Content-Security-Policy"]
    row.refresh_from_db()
    assert row.published is not None and row.published.alt_en == TEXTS["alt_en"]
    page = Client().get("/en/news/first/").content.decode()
    assert f'<img src="{url}"' in page and 'alt="A hundred people in a hall" width="1200" height="800"' in page
    assert (
        f'{url}"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="800">' in page
    )
    assert "摄影：人才办" in Client().get("/zh/news/first/").content.decode()
    small = url.replace(".jpg", "-s.jpg")
    assert Image.open(io.BytesIO(Client().get(small).content)).width == 800
    assert small in Client().get("/en/news/").content.decode() and small in Client().get("/en/").content.decode()


def test_a_picture_without_its_words_is_not_proposed(writer: Actor) -> None:
    row = begin_article(actor=writer, kind="news", slug="first")
    bare = {name: "" if name[:3] in ("alt", "cre") else text for name, text in TEXTS.items()}
    edit_article(actor=writer, article_id=row.pk, texts=bare, picture=saved(), agree=True)
    with pytest.raises(InvalidError) as caught:
        propose_article(actor=writer, article_id=row.pk)
    assert [one.field for one in caught.value.problems] == ["alt_zh", "alt_en", "credit_zh", "credit_en"]
    edit_article(actor=writer, article_id=row.pk, texts={}, without_picture=True)
    assert propose_article(actor=writer, article_id=row.pk).state == "proposed"
    assert not Picture.objects.exists()


def test_words_of_a_picture_are_looked_through(writer: Actor) -> None:
    row = news(writer)
    edit_article(actor=writer, article_id=row.pk, texts={"alt_zh": "千人计划专家"}, agree=True)
    with pytest.raises(InvalidError) as caught:
        propose_article(actor=writer, article_id=row.pk)
    assert [(one.field, one.code) for one in caught.value.problems] == [("alt_zh", "guarded")]


def test_another_picture_waits_while_the_old_one_is_public(writer: Actor, reader: Actor) -> None:
    old = url_of(published(writer, reader))
    row = Article.objects.get()
    row = edit_article(actor=writer, article_id=row.pk, texts={}, picture=saved(size=(800, 600)))
    assert row.state == "draft" and status(old) == 200 and status(url_of(row)) == 404
    propose_article(actor=writer, article_id=row.pk)
    approve_article(actor=reader, article_id=row.pk)
    assert status(old) == 404 and status(url_of(row)) == 200
    back = restore_version(actor=writer, article_id=row.pk, number=1)
    assert back.picture is not None and back.picture.url == old and back.state == "draft"


def test_taken_down_with_its_article(writer: Actor, reader: Actor) -> None:
    row = published(writer, reader)
    take_down_article(actor=writer, article_id=row.pk, reason="wrong")
    assert status(url_of(row)) == 404
    assert status(url_of(row).replace(".jpg", "-s.jpg")) == 404


def test_somebody_on_it_takes_consent_back(writer: Actor, reader: Actor) -> None:
    row = published(writer, reader)
    url = url_of(row)
    with pytest.raises(InvalidError):
        withdraw_picture(actor=writer, article_id=row.pk, reason=" ")
    withdraw_picture(actor=writer, article_id=row.pk, reason="asked by a guest")

    assert not Picture.objects.exists() and status(url) == 404
    assert not ArticleVersion.objects.exclude(picture=None).exists()
    page = Client().get("/en/news/first/")
    assert page.status_code == 200 and "picture-" not in page.content.decode()
    assert (AuditEntry.objects.get(action="picture.withdrawn").after or {})["reason"] == "asked by a guest"
    assert Fact.objects.filter(name="PictureWithdrawn").exists()


def test_a_picture_that_two_articles_share_stays_for_the_other(writer: Actor, reader: Actor) -> None:
    first, second = published(writer, reader, "one"), published(writer, reader, "two")
    assert url_of(first) == url_of(second)
    take_down_article(actor=writer, article_id=first.pk, reason="wrong")
    assert status(url_of(second)) == 200


def test_logos_of_partners(writer: Actor) -> None:
    names = {"name_zh": "澜湾银行", "name_en": "Lanwan Bank"}
    row = keep_partner(actor=writer, values=names, logo=saved("PNG", (600, 300), "RGBA"))
    assert row.logo is not None
    url = row.logo.url
    assert status(url) == 200
    assert f'<img src="{url}" alt="" width="480" height="240"' in Client().get("/en/partners/").content.decode()
    assert f'<img src="{url}" alt="澜湾银行"' in Client().get("/zh/").content.decode()
    keep_partner(actor=writer, values={"is_shown": False}, partner_id=row.pk)
    assert status(url) == 404
    remove_partner(actor=writer, partner_id=row.pk)
    assert not Picture.objects.exists()


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/svg+xml")


def test_the_office_sends_one_and_reads_what_is_wrong(office: User, writer: Actor) -> None:
    desk = visit_as(office)
    row = begin_article(actor=writer, kind="news", slug="first")
    page = f"/w/site/news/{row.pk}/"
    form: dict[str, Any] = {**TEXTS, "edits": "0", "do": "save"}
    answer = desk.post(page, {**form, "picture": sent("a.png", b"<svg/>")})
    assert answer.status_code == 422
    assert (
        "Send a PNG, JPEG or WebP" in text_of(answer)
        and 'value="A hundred people in a hall"' in answer.content.decode()
    )
    answer = desk.post(page, {**form, "picture": sent("any.svg", saved("WEBP"))})
    assert answer.status_code == 302 and Picture.objects.get().width == 1200
    assert "Another picture" in text_of(desk.get(page))
    assert desk.post(page, {"do": "withdraw_picture", "why": ""}).status_code == 422
    assert desk.post(page, {"do": "withdraw_picture", "why": "asked"}).status_code == 302
    assert not Picture.objects.exists()

    answer = desk.post(
        "/w/site/partners/", {"kind": "partner", "name_zh": "甲", "name_en": "A", "logo": sent("l", b"no")}
    )
    assert answer.status_code == 422 and not Partner.objects.exists()
    both = {"kind": "partner", "name_zh": "甲", "name_en": "A", "logo": sent("l", saved("PNG", (200, 100)))}
    assert desk.post("/w/site/partners/", both).status_code == 302
    assert Partner.objects.get().logo is not None
