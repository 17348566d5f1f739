from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What people may send, by content."""

    PDF = "pdf", _("PDF")
    PPTX = "pptx", _("PowerPoint (.pptx)")
    DOCX = "docx", _("Word (.docx)")
    XLSX = "xlsx", _("Excel (.xlsx)")
    IMAGE = "image", _("Picture (PNG or JPEG)")
    FILM = "film", _("Film (MP4 or WebM)")
