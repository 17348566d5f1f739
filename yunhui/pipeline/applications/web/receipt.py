"""The receipt of a submitted version on paper: number, time, fingerprint, and what was submitted."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import questions_of
from yunhui.kernel.i18n import pick
from yunhui.parties.selectors import city
from yunhui.pipeline.applications.forms import lists_of, read_view
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.selectors import files_of
from yunhui.ui import formats
from yunhui.ui.papers import typeset
from yunhui.ui.reader import Reads

RECEIPT = Path(__file__).parent.parent / "templates/applications/receipt.typ"


def receipt_of(application: Application, version: ApplicationVersion, reader: Reads) -> bytes:
    """The receipt of one version on A4 as PDF, in the reader's language and on their clock beside Beijing's.

    Raises:
        PaperError: it could not be set.
    """
    with translation.override(reader.language):
        return typeset(RECEIPT, words_of_receipt(application, version, reader))


def words_of_receipt(application: Application, version: ApplicationVersion, reader: Reads) -> dict[str, Any]:
    """Every word of the receipt, for the template; in the active language."""
    language, host, call = reader.language, city(), application.call
    lists = lists_of(language, files_of(application))
    sections = read_view(questions_of(version.form_version.questions), version.answers, language, lists)
    rows = [
        (_("Number"), str(application)),
        (_("Version"), formats.number(version.number, language)),
        (_("Submitted"), _at(version, formats.BEIJING, reader)),
    ]
    at = version.submitted_at
    if formats.utc_offset(at, reader.zone) != formats.utc_offset(at, formats.BEIJING):
        rows.append((_("On your clock"), _at(version, reader.zone, reader)))
    return {
        "lang": "zh" if formats.is_chinese(language) else "en",
        "host": pick(host, "office", language) if host else "",
        "title": _("Receipt"),
        "call": pick(call, "title", language),
        "project": (application.title_en if not formats.is_chinese(language) else "") or application.title,
        "rows": rows,
        "digest_label": _("Fingerprint"),
        "digest": version.digest,
        "digest_help": _("Made from your answers alone: any change would give another one."),
        "answers_title": _("What you submitted"),
        "sections": [
            {"name": name, "answers": [(given.label, given.text) for given in of_section]}
            for name, of_section in sections
        ],
        "footer": _("No. {number}, version {version}").format(number=application, version=version.number),
    }


def _at(version: ApplicationVersion, zone: str, reader: Reads) -> str:
    at = version.submitted_at
    day = formats.day(formats.local(at, zone).date(), reader.language, year=True)
    seconds = f"{formats.local(at, zone):%H:%M:%S}"
    name = formats.clock_name(zone, reader.language)
    return f"{day} {seconds} · {name} ({formats.offset_words(at, zone)})"
