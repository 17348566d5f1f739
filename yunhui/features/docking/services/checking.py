"""What officers type: cleaned, and told all at once what is wrong with it."""

from datetime import date
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.errors import InvalidError, Problem


class Checked:
    """Collects the problems of one form; `done` raises them together."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, field: str, code: str, message: Any) -> None:
        """Note a problem; the first of a field counts."""
        if all(problem.field != field for problem in self.problems):
            self.problems.append(Problem(field, code, message))

    def text(self, field: str, value: str, most: int, *, needed: Any = "") -> str:
        """A cleaned text of at most `most` characters; `needed` is the sentence for an empty one that may not be."""
        text = clean_text(value)
        if not text and needed:
            self.wrong(field, "required", needed)
        if over := max(0, len(text) - most):
            self.wrong(
                field, "too_long", _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
            )
        return text

    def among(self, field: str, value: str, known: list[str], *, needed: Any = "") -> str:
        """One of some codes, or nothing where nothing is needed."""
        if value and value not in known:
            self.wrong(field, "not_a_choice", _("Choose one of the answers."))
        elif not value and needed:
            self.wrong(field, "required", needed)
        return value

    def email(self, field: str, value: str) -> str:
        """An e-mail address or nothing."""
        text = clean_text(value)
        try:
            if text:
                validate_email(text)
        except ValidationError:
            self.wrong(field, "not_an_email", _("This is not an e-mail address, e.g. name@firm.example."))
        return text

    def phone(self, field: str, value: str) -> str:
        """A phone number in international form (`+86 516 8372 0000`), or nothing; without +, it is China's."""
        text = clean_text(value).replace("转", " ext. ")
        if not text:
            return ""
        try:
            found = phonenumbers.parse(text, "CN")
        except phonenumbers.NumberParseException:
            found = None
        if found is None or not phonenumbers.is_possible_number(found):
            self.wrong(field, "not_a_phone", _("This is not a phone number, e.g. 0516 8372 0000 or +31 15 278 9111."))
            return text
        return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    def day(self, field: str, value: str, *, needed: Any = "") -> date | None:
        """A day as a browser sends it (2026-11-22)."""
        text = clean_text(value)
        if not text:
            if needed:
                self.wrong(field, "required", needed)
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(field, "not_a_day", _("Write the day as year-month-day, e.g. 2026-11-22."))
            return None

    def done(self) -> None:
        """Let a form without problems pass.

        Raises:
            InvalidError: with every problem.
        """
        if self.problems:
            raise InvalidError(self.problems)
