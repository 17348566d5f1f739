"""Saved views: a reader's own names for the ways they look at a list."""

from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id


class SavedView(models.Model):
    """A name for one way to look at one list: `query` is the query string of the page, without its page number.

    `list` says which list, `about` inside which thing (a call's code; empty for everywhere).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_views")
    list = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "list", "about", "name"], name="saved_view_once")]
        indexes = [models.Index(fields=["list", "about"], name="saved_view_by_list")]

    def __str__(self) -> str:
        return self.name
