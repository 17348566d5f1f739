"""The shape of what is typed at the doors."""

from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.rules import PASSWORD_LENGTH, password_problem
from yunhui.kernel.clock import now
from yunhui.kernel.i18n import LANGUAGES
from yunhui.ui import formats
from yunhui.ui.fields import Field

NAME_LENGTH = 120
# Where people of the calls live; whoever lives elsewhere has their own zone at the top.
_ZONES = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul",
    "Asia/Kolkata", "Asia/Dubai", "Asia/Jerusalem", "Europe/Moscow", "Europe/Istanbul", "Europe/Helsinki",
    "Europe/Stockholm", "Europe/Berlin", "Europe/Amsterdam", "Europe/Paris", "Europe/Zurich", "Europe/Rome",
    "Europe/Madrid", "Europe/London", "Africa/Cairo", "Africa/Johannesburg", "America/Sao_Paulo",
    "America/Halifax", "America/New_York", "America/Toronto", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "America/Vancouver", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip


@dataclass(slots=True)
class Registration:
    """What somebody types who registers, and what is wrong with it by field."""

    name: str
    email: str
    password: str
    language: str
    zone: str
    is_machine: bool
    wrong: dict[str, str]


def read_registration(data: QueryDict) -> Registration:
    """Read the form. `website` is a field that no person sees: whoever fills it is a machine."""
    form = Registration(
        name=" ".join(data.get("name", "").split()),
        email=data.get("email", "").strip(),
        password=data.get("password", ""),
        language=data.get("language", ""),
        zone=data.get("zone", ""),
        is_machine=bool(data.get("website")),
        wrong={},
    )
    form.wrong = {
        "name": name_problem(form.name),
        "email": email_problem(form.email),
        "password": str(password_problem(form.password, (form.name, form.email))) if form.password else "",
        "language": "" if form.language in LANGUAGES else _("Choose a language."),
        "zone": "" if form.zone in all_zones() else _("Choose a time zone."),
    }
    return form


def name_problem(name: str) -> str:
    """What is wrong with a name; nearly nothing ever is."""
    if not name:
        return _("Write your name, in the order in which you write it.")
    return _("That is too long.") if len(name) > NAME_LENGTH else ""


def email_problem(email: str) -> str:
    """What is wrong with an address, by its form."""
    try:
        validate_email(email)
    except ValidationError:
        return _("Write an e-mail address such as name@firm.example.")
    return _("That is too long.") if len(email) > 254 else ""


def email_field(value: str = "", error: str = "", help_text: str = "") -> Field:
    """The address."""
    return Field(
        name="email",
        label=_("E-mail"),
        kind="email",
        value=value[:254],
        help=help_text,
        error=error,
        autocomplete="username",
        required=True,
    )


def new_password_field(error: str = "", *, required: bool = True) -> Field:
    """A password to be chosen."""
    said = _("At least %(n)s characters. A few words in a row are easy to remember and hard to guess.")
    more = _("You may leave it empty and sign in by codes that we e-mail to you.")
    return Field(
        name="password",
        label=_("Password"),
        kind="password",
        help=said % {"n": PASSWORD_LENGTH} + ("" if required else f" {more}"),
        error=error,
        autocomplete="new-password",
        required=required,
    )


def code_field(error: str = "", label: str = "", help_text: str = "") -> Field:
    """A code to be typed; browsers and telephones offer the one that just came."""
    return Field(
        name="code",
        label=label or _("Code from the e-mail"),
        help=help_text,
        error=error,
        autocomplete="one-time-code",
        inputmode="numeric",
        required=True,
    )


def name_field(value: str, error: str = "") -> Field:
    """The name as its owner writes it."""
    return Field(
        name="name",
        label=_("Name"),
        value=value,
        help=_("As you write it: family name first or last, in Chinese or Latin letters."),
        error=error,
        autocomplete="name",
        required=True,
    )


def language_field(value: str, error: str = "") -> Field:
    """The language of pages and letters."""
    return Field(
        name="language",
        label=_("Language of pages and letters"),
        kind="choices",
        value=value,
        error=error,
        choices=[("zh-hans", "中文"), ("en", "English")],
        required=True,
    )


def zone_field(value: str, language: str, error: str = "") -> Field:
    """The clock by which the person lives; the browser's guess comes first."""
    at = now()
    names = [value, *(one for one in _ZONES if one != value)] if value in all_zones() else list(_ZONES)
    return Field(
        name="zone",
        label=_("Your time zone"),
        kind="select",
        value=value,
        help=_("Deadlines are shown on your clock and in Beijing time."),
        error=error,
        choices=[(one, f"{formats.city(one, language)} ({formats.offset_words(at, one)})") for one in names],
        required=True,
    )


@cache
def all_zones() -> frozenset[str]:
    """Every zone that there is."""
    return frozenset(available_timezones())
