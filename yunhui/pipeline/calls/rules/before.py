"""What an applicant knows before the first field: who runs the call, what it asks of a life, what stays free."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yunhui.kernel.crypto import digest
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import FullTime


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know: a stable key, its heading and its words."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BeforeYouApply:
    """What a call says of itself before the first field.

    What every call of this platform promises is no setting: intellectual property stays with the applicant, everyone is
    free to tell an employer or a funder, and free to withdraw. A call can add to these, never take away.
    """

    runs_zh: str = ""
    runs_en: str = ""
    full_time: str = ""
    full_time_zh: str = ""
    full_time_en: str = ""
    exclusive: bool = False
    exclusive_zh: str = ""
    exclusive_en: str = ""
    funding_zh: str = ""
    funding_en: str = ""
    ip_zh: str = ""
    ip_en: str = ""
    other_zh: str = ""
    other_en: str = ""

    def as_stored(self) -> dict[str, Any]:
        """As a call keeps it."""
        return asdict(self)

    @property
    def version(self) -> str:
        """The digest of what it says; whoever read it read this version."""
        content = json.dumps(self.as_stored(), sort_keys=True, ensure_ascii=False)
        return digest(content.encode(), settings.DIGEST_ALGORITHM)

    def facts(self, language: str) -> list[Fact]:
        """Everything to know, in the order in which people ask; what the call leaves open is left out."""
        more = {
            name: pick(self, name, language) for name in ("runs", "full_time", "exclusive", "funding", "ip", "other")
        }
        full_time = str(FullTime(self.full_time).label) if self.full_time in FullTime.values else ""
        exclusive = (
            _("Who is supported here may not take the same kind of support elsewhere.")
            if self.exclusive
            else _("You may apply elsewhere at the same time, and accept support elsewhere.")
        )
        rows = (
            Fact("runs", _("Who runs it"), _joined(language, more["runs"])),
            Fact("full_time", _("Full time or not"), _joined(language, full_time, more["full_time"])),
            Fact("exclusive", _("Exclusivity"), _joined(language, exclusive, more["exclusive"])),
            Fact("funding", _("Money and its terms"), _joined(language, more["funding"])),
            Fact(
                "ip",
                _("Intellectual property"),
                _joined(language, _("It stays with you. Applying moves no right in it."), more["ip"]),
            ),
            Fact(
                "tell",
                _("Telling others"),
                _("You are free to tell your employer, your funders and anybody else that you apply or take part."),
            ),
            Fact(
                "withdraw",
                _("Leaving"),
                _("You can withdraw at any time, free of charge and without a reason."),
            ),
            Fact(
                "stored",
                _("Where it is kept"),
                _("What you send is stored in the mainland of China."),
            ),
            Fact(
                "controlled",
                _("What not to send"),
                _("Send no classified material and no technical data under export control."),
            ),
            Fact("other", _("What else to know"), _joined(language, more["other"])),
        )
        return [row for row in rows if row.text]


def before_from(data: Mapping[str, Any]) -> BeforeYouApply:
    """What a call keeps, as it says it."""
    known = {field.name for field in fields(BeforeYouApply)}
    return BeforeYouApply(**{name: value for name, value in data.items() if name in known})


def _joined(language: str, *sentences: str) -> str:
    """Sentences one after the other; a heading that is no sentence gets its full stop."""
    stop, space = ("。", "") if language.startswith("zh") else (".", " ")
    said = [text if text[-1] in ".。!?！？" else text + stop for text in sentences if text]
    return space.join(said)
