"""What a person is called, in which order, how they can be reached, and by which clock they live."""

from zoneinfo import available_timezones

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.selectors import own_account
from yunhui.foundation.accounts.services import set_preferences
from yunhui.kernel import clock
from yunhui.kernel.errors import InvalidError
from yunhui.parties.rules import is_east_asian
from yunhui.parties.selectors import person_of
from yunhui.parties.services import keep_profile, own_phone
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, page, signed_in

_ZONES = frozenset(available_timezones())
_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_TEXTS = ("family_name", "given_name", "name_latin", "phone")


@page(signed_in, "GET", "POST")
def profile(request: Request) -> HttpResponse:
    """The person's own page about themselves; what is wrong stands beside its field, and nothing typed is lost."""
    actor = request.actor
    account, person = own_account(actor), person_of(actor.user_id)
    values = {name: getattr(person, name, "") if person else "" for name in _TEXTS} | {"phone": own_phone(actor)}
    if not (values["family_name"] or values["given_name"]):
        values["given_name"] = account.name
    family_first = person.family_first if person and person.family_name else is_east_asian(account.name)
    zone, wrong = actor.zone, {}
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name in _TEXTS}
        family_first, zone = request.POST.get("order") == "family", request.POST.get("zone", "")
        if zone not in _ZONES:
            wrong["zone"] = _("Choose a time zone.")
        else:
            try:
                keep_profile(actor=actor, family_first=family_first, **values)
                set_preferences(actor=actor, zone=zone)
                return HttpResponseRedirect("/my/profile?kept")
            except InvalidError as error:
                wrong = {problem.field: str(problem.message) for problem in error.problems}
    fields = _fields(values, family_first, wrong)
    guess = _zone_field(zone, actor.language, wrong.get("zone", ""))
    context = {
        "bench_url": "/my/",
        "title": _("About you"),
        "account": account,
        "names": fields[:3],
        "others": fields[3:],
        "zone": guess,
        "fields": [*fields, guess],
        "is_guess": zone != account.zone,
        "kept_zone": account.zone,
        "kept": "kept" in request.GET,
    }
    return render(request, "parties/profile.html", context, status=422 if wrong else 200)


def _fields(values: dict[str, str], family_first: bool, wrong: dict[str, str]) -> list[Field]:
    def text(name: str, label: str, **more: str) -> Field:
        return Field(name, label, value=values[name], error=wrong.get(name, ""), **more)  # type: ignore[arg-type]

    return [
        text("family_name", _("Family name"), autocomplete="family-name"),
        text("given_name", _("Given name"), autocomplete="given-name"),
        Field(
            "order",
            _("Which comes first"),
            kind="choices",
            value="family" if family_first else "given",
            required=True,
            choices=[
                ("family", _("Family name, then given name: 沈砚秋")),
                ("given", _("Given name, then family name: Maarten de Vries")),
            ],
        ),
        text("name_latin", _("In Latin letters"), help=_("For badges and English pages, in the order you use abroad.")),
        text(
            "phone",
            _("Phone"),
            kind="tel",
            autocomplete="tel",
            placeholder="+31 6 12345678",
            help=_("Of any country, or none. It is kept encrypted."),
        ),
    ]


def _zone_field(zone: str, language: str, error: str) -> Field:
    now = clock.now()
    listed = sorted(one for one in _ZONES if one.startswith(_REGIONS))
    if zone in _ZONES and zone not in listed:
        listed.insert(0, zone)
    return Field(
        "zone",
        _("Your time zone"),
        kind="select",
        value=zone,
        required=True,
        error=error,
        help=_("Deadlines are shown on your clock and in Beijing time."),
        choices=[(one, f"{formats.city(one, language)} ({formats.offset_words(now, one)})") for one in listed],
    )
