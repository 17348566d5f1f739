"""Why a row was not read, and what a table is, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yunhui.features.imports.models import ImportRow
from yunhui.features.imports.rules import Column


def reason_of(problem: Mapping[str, Any], language: str) -> str:
    """One problem as a sentence that says what to do."""
    params = {
        name: value.get(language, "") if isinstance(value, dict) and name != "message" else value
        for name, value in dict(problem.get("params") or {}).items()
    }
    if problem["code"] == "answer":
        said = params.get("message") or {}
        return str(said.get(language) or said.get("en") or "")
    words = {
        "required": _("This must be filled in."),
        "too_long": _("%(over)s characters too many. Shorten it."),
        "not_an_email": _("This is not an e-mail address, e.g. name@firm.example."),
        "not_whole": _("Write a whole number."),
        "not_a_credit_code": _("This is no unified credit code: its 18 characters do not check out."),
        "not_a_choice": _("Write one of: %(choices)s."),
        "not_a_country": _("This is no country or region: write its code, e.g. NL, or its name."),
        "no_such_jurisdiction": _("The city has no jurisdiction with this code."),
        "no_such_board": _("There is no host area of this name."),
        "no_such_scope": _("There is neither a host area nor a call of this name in which the role is held."),
        "needs_board": _("A host-area officer acts for one host area: name it."),
        "name_taken": _("A host area of this name has the code %(code)s."),
        "guarded": _("“%(word)s” may not be published. Write instead: %(instead)s"),
        "no_city": _("The city is not set up yet."),
        "twice": _("The same as row %(row)s of this file."),
        "taken_over": _("No. %(number)s has been taken over by its applicant; they change it themselves."),
        "decided": _("The form check of No. %(number)s is decided or stands; a table changes nothing any more."),
        "too_many_terms": _("At most 30 fields of 60 characters each, parted by ;"),
        "expert_left": _("This expert has left the library. Take them back on their page first."),
        "payee_required": _("Of bank and tax data all are needed, or none: bank, account and identity number."),
        "payee_too_long": _("At most 120 characters."),
        "payee_not_an_account": _("This account number does not check out. Was the cell formatted as text?"),
        "payee_not_an_id": _("This is no resident identity number and no passport number."),
        "payee_not_a_passport": _("This is no resident identity number and no passport number."),
        "payee_not_a_choice": _("This is no resident identity number and no passport number."),
        "changed_since": _("It has changed since the check. Bring the row in again."),
    }
    return words.get(str(problem["code"]), str(problem["code"])) % params


def column_name(key: str, columns: Sequence[Column], language: str) -> str:
    """What a field is called; the whole row where a problem names none."""
    return next((one.name(language) for one in columns if one.key == key), _("The row"))


def how_it_was_read(encoding: str, separator: str, sheet: str) -> str:
    """The encoding and separator, or the sheet."""
    if sheet:
        return _("Excel, sheet “%(sheet)s”") % {"sheet": sheet}
    names = {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}
    return _("%(encoding)s, separated by %(separator)s") % {
        "encoding": encoding,
        "separator": names.get(separator, separator),
    }


def problems_of(row: ImportRow, columns: Sequence[Column], language: str) -> list[tuple[str, str, str]]:
    """(column, value, reason) of everything that is wrong with a row."""
    return [
        (column_name(str(one["column"]), columns, language), str(one["value"])[:120], reason_of(one, language))
        for one in row.problems
    ]


def value_in_words(value: Any) -> str:
    """A value before or after, short enough for a table."""
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
    return f"{text[:120]}…" if len(text) > 120 else text or "—"
