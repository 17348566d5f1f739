"""The tags and filters of `{% load ui %}`, one module for each kind; all register here."""

from django.template import Library

register = Library()
