"""Bringing in tables of applications, host areas, organisations and staff: checked first, then once."""
