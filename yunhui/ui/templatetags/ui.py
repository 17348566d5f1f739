"""`{% load ui %}`: the components of the design system. docs/mechanisms/ui.md lists them."""

from yunhui.ui.tags import charts, forms, lists, marks, page, register, sayings, times

__all__ = ["charts", "forms", "lists", "marks", "page", "register", "sayings", "times"]
