"""What the office says in public: settings, pictures, articles with versions, partners, areas, guarded words."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yunhui.features.site.enums import ArticleKind, ArticleState, PartnerKind
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Board


class SiteSettings(models.Model):
    """What a city sets beyond its names (`parties.City`): one row.

    `accent` is "#rrggbb" or empty for the house's cinnabar. `seal` is a cleaned SVG or a PNG, served by its digest.
    `headline` and `lead` stand on the home page when no event leads it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    headline_zh = models.CharField(max_length=60, blank=True)
    headline_en = models.CharField(max_length=90, blank=True)
    lead_zh = models.CharField(max_length=240, blank=True)
    lead_en = models.CharField(max_length=360, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    accent = models.CharField(max_length=7, blank=True)
    seal = models.BinaryField(null=True)
    seal_kind = models.CharField(max_length=8, blank=True)
    seal_digest = models.CharField(max_length=64, blank=True)
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="site_settings_are_one")]

    def __str__(self) -> str:
        return "site"


class Picture(models.Model):
    """A picture as everyone gets it, drawn anew from what an officer sent, in one or two sizes.

    It has no page of its own: whoever may see what it stands in may see it. `digest` names its bytes and its address.
    """

    digest = models.CharField(max_length=24, primary_key=True)
    kind = models.CharField(max_length=4)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    data = models.BinaryField()
    small = models.BinaryField(null=True)
    small_width = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.digest

    @property
    def url(self) -> str:
        """Its address, in its large size."""
        return f"/site/picture-{self.digest}.{self.kind}"

    @property
    def small_url(self) -> str:
        """Its address in its small size; the large one where it has no other."""
        return f"/site/picture-{self.digest}-s.{self.kind}" if self.small_width else self.url


class Texts(models.Model):
    """What an article says, in both languages; the body is restricted Markdown.

    A picture has its words: what is to be seen on it (`alt`), for those who do not see it, and where it comes from.
    """

    title_zh = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    summary_zh = models.CharField(max_length=240, blank=True)
    summary_en = models.CharField(max_length=400, blank=True)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, related_name="+")
    alt_zh = models.CharField(max_length=120, blank=True)
    alt_en = models.CharField(max_length=200, blank=True)
    credit_zh = models.CharField(max_length=60, blank=True)
    credit_en = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


class Article(Texts):
    """A page or a piece of news: its own texts are those that officers work on, `published` is what everyone reads.

    `stale` names the language ("zh" or "en") whose text was not touched when the other changed. `edits` counts changes,
    so that two people do not overwrite each other. `returned` is why a second person sent it back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=ArticleKind)
    slug = models.SlugField(max_length=60)
    state = models.CharField(max_length=12, choices=ArticleState, default=ArticleState.DRAFT)
    stale = models.CharField(max_length=2, blank=True)
    edits = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(default=clock.now)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    returned = models.CharField(max_length=300, blank=True)
    first_published_at = models.DateTimeField(null=True)
    published = models.OneToOneField("ArticleVersion", on_delete=models.PROTECT, null=True, related_name="public_of")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="article_slug_once")]
        indexes = [models.Index(fields=["kind", "-first_published_at"], name="article_by_day")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class ArticleVersion(Texts):
    """What was published once: who proposed it, who else approved it; never changed."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_version_once")]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"


class Partner(models.Model):
    """Somebody who takes part in the city's programmes, as the public page names them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=PartnerKind, default=PartnerKind.PARTNER)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    about_zh = models.CharField(max_length=120, blank=True)
    about_en = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=200, blank=True)
    sort = models.IntegerField(default=0)
    is_shown = models.BooleanField(default=True)
    logo = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, related_name="+")  # named by the name

    def __str__(self) -> str:
        return self.name_zh


class Area(models.Model):
    """What the public page of a host area says beyond the register. `slug` is its address.

    `sites` are places to work at, one a line; the contact is that of an office, never of a private person.
    """

    board = models.OneToOneField(Board, on_delete=models.PROTECT, primary_key=True, related_name="area")
    slug = models.SlugField(max_length=60, unique=True)
    about_zh = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    sites_zh = models.TextField(blank=True)
    sites_en = models.TextField(blank=True)
    office_zh = models.CharField(max_length=120, blank=True)
    office_en = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    url = models.URLField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.slug


class Policy(models.Model):
    """What a host area offers in writing: for whom, how much, and the document that says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="policies")
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    offer_zh = models.CharField(max_length=300)
    offer_en = models.CharField(max_length=400)
    basis = models.CharField(max_length=120, blank=True)  # number of the document, as printed
    url = models.URLField(max_length=200, blank=True)
    until = models.DateField(null=True)
    sort = models.IntegerField(default=0)

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.title_zh


class GuardWord(models.Model):
    """A word that may not be published, why, and what to write instead.

    A place inside one of the longer phrases in `unless` is right. `blocks` refuses publication, otherwise the editor is
    only told. `masks` takes the word out of projects' titles and summaries on public pages.
    """

    word = models.CharField(max_length=80, unique=True)
    unless = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    instead = models.CharField(max_length=120, blank=True)
    reason_zh = models.CharField(max_length=160)
    reason_en = models.CharField(max_length=240)
    blocks = models.BooleanField(default=True)
    masks = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.word


class Embedder(models.Model):
    """A site that may show our embeds: `origin` is a scheme and a host, "https://www.university.example"."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=120, unique=True)
    note = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.origin
