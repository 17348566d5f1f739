"""Questions about a person that pages of other rooms ask in the same words: name, address, language."""

from yunhui.foundation.accounts.forms import email_field, email_problem, language_field, name_field, name_problem

__all__ = ["email_field", "email_problem", "language_field", "name_field", "name_problem"]
